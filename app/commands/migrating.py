"""The command line of the schema: `tracker migrate`."""

import typer

from app.commands.opening import open_database, read_settings
from app.commands.terminal import say

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def migrate() -> None:
    """Bring the database's schema up to this version's."""
    with open_database(read_settings()):
        say("The schema is up to date.")
