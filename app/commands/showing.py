"""Showing: tables, and bars of how far a command has come."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app.upkeep.findings import Progress as Parts

WIDEST = 10_000
"""How wide a table may be where no terminal shows it: nothing of it is cut."""


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


@contextmanager
def show_parts() -> Iterator[Parts]:
    """Bars on standard error for the parts of some work, where a terminal shows them."""
    with progress() as bar:

        def begin(part: str, total: int) -> Callable[[int], None]:
            task = bar.add_task(part, total=total)
            return lambda count: bar.advance(task, count)

        yield begin
