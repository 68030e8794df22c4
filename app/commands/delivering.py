"""The command line of webhooks: `tracker work`."""

import asyncio

import typer

from app.commands.opening import prepare_database, read_settings, seal_secrets
from app.commands.terminal import say
from app.store.vault import Vault
from app.webhooks import worker

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def work() -> None:
    """Deliver to webhooks until asked to stop; on SQLite, `serve` does it too."""
    settings = read_settings()
    with prepare_database(settings) as database:
        seal_secrets(database, settings)
        say("Delivering to webhooks; Ctrl+C stops it.")
        vault = Vault(settings.secrets)
        asyncio.run(worker.run_worker(database, vault=vault, allow_private=settings.webhook_allow_private))
