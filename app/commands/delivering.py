"""The command line of webhooks: `tracker work`."""

import asyncio

import typer

from app.commands.opening import prepare_database, read_settings
from app.commands.terminal import say
from app.webhooks import worker

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def work() -> None:
    """Deliver to webhooks until asked to stop; on SQLite, `serve` does it too."""
    settings = read_settings()
    with prepare_database(settings) as database:
        say("Delivering to webhooks; Ctrl+C stops it.")
        asyncio.run(worker.run_worker(database, allow_private=settings.webhook_allow_private))
