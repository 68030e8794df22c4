"""The command line of the schema: `tracker migrate`."""

from typing import Annotated

import typer

from app.commands.opening import open_database, read_settings, seal_secrets
from app.commands.terminal import say

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def migrate(
    forget_secrets: Annotated[
        bool, typer.Option("--forget-secrets", help="Disable webhooks whose secrets cannot be read, until rotated.")
    ] = False,
) -> None:
    """Bring the database's schema up to this version's, and seal its secrets.

    They are those of webhooks, sealed with `TRACKER_SECRET` where it is set.
    """
    settings = read_settings()
    with open_database(settings) as database:
        seal_secrets(database, settings, forget=forget_secrets)
        say("The schema is up to date.")
