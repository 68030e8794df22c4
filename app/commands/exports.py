"""Exports: the lines of an export written to a file, whole or not at all."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.commands.opening import prepare_database, read_settings
from app.commands.showing import progress
from app.commands.terminal import MISUSED, end
from app.http.front.answers import GZIP_WINDOW
from app.reading.formats.lines import on_one_line
from app.resources import COLLECTIONS
from app.store import clock
from app.store import export as records

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def export(
    file: Annotated[
        Path, typer.Argument(dir_okay=False, help="Where to; `-` for standard output; gzip where the name ends in .gz.")
    ] = Path("-"),
    as_of: Annotated[int | None, typer.Option(help="As the tracker stood after this change.", min=0)] = None,
) -> None:
    """Write every record as NDJSON, a line `{"collection", "record"}` each, in one snapshot."""
    with prepare_database(read_settings()) as database:
        with database.read() as connection:
            now = clock.newest(connection)
            snapshot = now if as_of is None else clock.stood_at(connection, as_of)
        if snapshot is None:
            end(f"--as-of {as_of} is still to come: the newest change is {now.seq}.", status=MISUSED)
        seq = snapshot.seq
        with progress() as bar:
            task = bar.add_task("Records", total=records.count_lines(database, COLLECTIONS, seq=seq))
            batches = records.batches(database, COLLECTIONS, seq=seq)
            written = write_export(file, batches, lambda count: bar.advance(task, count))
    typer.echo(f"{written} records as they stood after change {seq}.", err=True)


def gzip_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Bytes as a gzip stream (RFC 1952), part by part."""
    packer = zlib.compressobj(wbits=GZIP_WINDOW)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def write_export(file: Path, batches: Iterable[list[str]], progress: Callable[[int], None]) -> int:
    """Write an export to a file, whole or not at all; how many records it holds.

    What is no ordinary file, as a pipe or a device, is written into as it is.
    """
    written = 0

    def parts() -> Iterator[bytes]:
        nonlocal written
        for lines in batches:
            yield on_one_line("".join(lines).encode())
            written += len(lines)
            progress(len(lines))

    if str(file) == "-":
        for part in parts():
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return written
    written_as = gzip_parts(parts()) if file.suffix == ".gz" else parts()
    file = file.resolve()  # what a link leads to is written, and the link left
    if file.exists() and not file.is_file():
        with file.open("wb") as out:
            out.writelines(written_as)
        return written
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            out.writelines(written_as)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return written
