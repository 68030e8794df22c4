"""The terminal: what commands print, and how they end: with a sentence and a status, never with a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError

from app.errors import Refusal
from app.reading.question.messages import message_of
from schemas import Fault

FAILED = 1
MISUSED = 2
"""The status of a command that was not asked rightly."""
STOPPED = 130
"""The status of a command that was stopped from the keyboard."""


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


def warn(sentence: str) -> None:
    """Print what an operator should know, on standard error."""
    typer.echo(sentence, err=True)


def _place(pointer: str) -> Iterator[str]:
    """The steps of a JSON pointer, as a person reads them: the places of a list count from 1."""
    for step in pointer.split("/")[1:]:
        yield f"no. {int(step) + 1}" if step.isdecimal() else step.replace("~1", "/").replace("~0", "~")
