"""The command line of what goes on in the background: `tracker work` and `tracker collect`."""

import asyncio
import signal
from typing import Annotated, Protocol

import typer

from app.commands.opening import prepare_database, read_settings, seal_secrets
from app.commands.terminal import say
from app.store.vault import Vault
from app.webhooks.worker import Worker
from app.wiring.collecting import make_collector

commands = typer.Typer(rich_markup_mode=None)


class Stoppable(Protocol):
    """What works until it is told to stop."""

    async def run(self) -> None:
        """Work."""
        ...

    def stop(self) -> None:
        """End after what is under way."""
        ...


@commands.command()
def work() -> None:
    """Deliver to webhooks until asked to stop; on SQLite, `serve` does it too. With `TRACKER_COLLECT`, poll feeds."""
    settings = read_settings()
    with prepare_database(settings) as database:
        seal_secrets(database, settings)
        vault = Vault(settings.secrets)
        running: list[Stoppable] = [Worker(database, vault=vault, allow_private=settings.webhook_allow_private)]
        if settings.collect:
            running.append(make_collector(database, settings))
        doing = f"Delivering to webhooks{' and collecting from feeds' if settings.collect else ''}"
        asyncio.run(_run_until_stopped(*running, doing=doing))


@commands.command()
def collect(*, loop: Annotated[bool, typer.Option("--loop", help="Go on until asked to stop.")] = False) -> None:
    """Poll the feeds that are due, and take what is new in them as sources."""
    settings = read_settings()
    with prepare_database(settings) as database:
        collector = make_collector(database, settings, once=not loop)
        asyncio.run(_run_until_stopped(collector, doing="Collecting from feeds" if loop else None))


async def _run_until_stopped(*running: Stoppable, doing: str | None) -> None:
    """Run all of them until they end, or the process is asked to stop (SIGINT, SIGTERM); say that it can be."""

    def stop() -> None:
        for each in running:
            each.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop)
    if doing is not None:
        say(f"{doing}; Ctrl+C stops it.")
    await asyncio.gather(*(each.run() for each in running))
