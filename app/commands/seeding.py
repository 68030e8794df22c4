"""The command line of the seed: `tracker seed`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.opening import open_database, read_settings
from app.commands.terminal import say
from seed.loader import DATA, load

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def seed(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Where the records' TOML files are.")
    ] = DATA,
) -> None:
    """Load the seed's records, or a folder's; those that somebody else has changed since are kept."""
    with open_database(read_settings()) as database:
        loaded = load(database, folder)
    say(f"{loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged.")
    for kept in loaded.kept:
        say(f"{kept} was kept as others have left it.")
