"""The terminal: what commands print, and how they end: with a sentence and a status, never with a traceback."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from typer.core import TyperGroup

from app.errors import Refusal
from app.reading.question.messages import message_of
from schemas import Fault

FAILED = 1
MISUSED = 2
"""The status of a command that was not asked rightly."""
STOPPED = 130
"""The status of a command that was stopped from the keyboard."""
WIDEST = 10_000
"""How wide a table may be where no terminal shows it: nothing of it is cut."""


class Commands(TyperGroup):
    """Commands of which none ends with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with ending():
            return super().invoke(ctx)


@contextmanager
def ending(refused: int = FAILED) -> Iterator[None]:
    """End the command with a sentence and a status for whatever refuses, fails or stops it in the block.

    `refused` is the status of what is refused: `MISUSED` where it is the words of the command that are wrong.
    """
    try:
        yield
    except Refusal as refusal:
        end(refusal.detail, *map(say_fault, refusal.faults), status=refused)
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, each['loc']))}: {message_of([each])}" for each in error.errors())
        end("what was given cannot be taken", *wrong, status=refused)
    except BrokenPipeError:
        raise  # whoever read the output has enough: there is nobody to tell
    except OSError as error:
        name = f"{error.filename}: " if error.filename is not None else ""
        end(f"{name}{error.strerror or error}.")
    except KeyboardInterrupt:
        end("Stopped.", status=STOPPED)


def end(*sentences: str, status: int = FAILED) -> NoReturn:
    """Say why on standard error, and end the command with a status."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(status)


def say_fault(fault: Fault) -> str:
    """A fault as a command says it: what is at fault, without where in a request it would stand."""
    place = ", ".join(_place(fault.pointer or "")) or fault.name
    nearest = f" Nearest: {', '.join(fault.suggestions)}." if fault.suggestions else ""
    return f"{f'{place}: ' if place else ''}{fault.message}{nearest}"


def say(sentence: str) -> None:
    """Print a result on standard output."""
    typer.echo(sentence)


def show_table(*columns: str, rows: Iterable[Iterable[str]]) -> None:
    """Print a table on standard output: folded to the terminal's width, whole where there is no terminal."""
    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST
    Console(width=width, markup=False).print(table)


def progress() -> Progress:
    """A bar on standard error while a block runs, where a terminal shows it."""
    return Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())


def _place(pointer: str) -> Iterator[str]:
    """The steps of a JSON pointer, as a person reads them: the places of a list count from 1."""
    for step in pointer.split("/")[1:]:
        yield f"no. {int(step) + 1}" if step.isdecimal() else step.replace("~1", "/").replace("~0", "~")
