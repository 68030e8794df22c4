"""The command line of backups: `tracker backup`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.opening import open_unchanged, read_settings
from app.commands.showing import show_parts
from app.commands.terminal import say
from app.upkeep.backing_up import back_up

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def backup(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to: a folder that is not there yet, or is empty.")
    ],
) -> None:
    """Write the database as it stands into a folder, beside whoever writes; verified, whole or not at all."""
    with open_unchanged(read_settings(), "backed up") as database, show_parts() as begin:
        made = back_up(database, folder, progress=begin)
    say(f"{folder} holds the database as it stood after change {made.seq}: {made.bytes} bytes, verified.")
