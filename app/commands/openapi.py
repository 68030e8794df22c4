"""The command line of the OpenAPI document: `tracker openapi`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.opening import read_settings
from app.commands.terminal import end
from app.http import documentation
from app.wiring.composition import put_together

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def openapi(
    write: Annotated[Path | None, typer.Option(help="Write the document to this file.")] = None,
    compare: Annotated[Path | None, typer.Option("--check", help="Fail unless this file holds the document.")] = None,
) -> None:
    """Print the OpenAPI document, write it, or check that a file holds it."""
    document = documentation.in_lines(put_together(read_settings()).openapi())
    if compare is not None and (not compare.exists() or compare.read_bytes() != document.encode()):
        end(f"{compare} is not up to date: run `python3 dev.py openapi`.")
    if write is not None:
        write.write_text(document, "utf-8")
    if write is None and compare is None:
        sys.stdout.write(document)
