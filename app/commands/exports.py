"""Exports: the lines of an export written to a file, whole or not at all."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from app.http.front.answers import GZIP_WINDOW
from app.reading.formats.lines import on_one_line


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
