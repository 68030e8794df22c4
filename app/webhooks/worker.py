"""The worker: delivers to every webhook what it is behind with, to each in order, to all at once."""

import asyncio
import signal
from collections.abc import Callable
from typing import TypeVar

import httpx
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.errors import Unavailable
from app.store.database import Database
from app.webhooks import outbox
from app.webhooks.outbox import Subscription, Task
from app.webhooks.sending import new_client, send

T = TypeVar("T")

WORKER_POLL_SECONDS = 0.5
"""How soon a change is delivered, whichever process made it."""
WEBHOOKS_AT_ONCE = 16
"""To how many webhooks a process delivers at once."""
ROUNDS = 20
"""How many batches a webhook is given before others have their turn."""

log = structlog.get_logger()


class Worker:
    """Delivers from one database; any number of them can, each webhook being held by one at a time."""

    def __init__(self, database: Database, *, allow_private: bool) -> None:
        self._database = database
        self._allow_private = allow_private
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._problem: str | None = None

    def stop(self) -> None:
        """End after the attempts that are under way."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until stopped. A database that does not answer is asked again."""
        async with new_client(allow_private=self._allow_private) as client:
            while not self._stopping.is_set():
                try:
                    await self._start(client)
                    self._problem = None
                except (DBAPIError, Unavailable) as error:
                    self._note(error)
                except Exception:
                    log.exception("the outbox cannot be read")
                await self._pause(WORKER_POLL_SECONDS)
            await asyncio.gather(*self._running.values())

    async def _start(self, client: httpx.AsyncClient) -> None:
        """Begin with the webhooks that are due and free, as far as there are places."""
        self._running = {name: task for name, task in self._running.items() if not task.done()}
        for webhook_id in await self._read(outbox.find_due):
            if webhook_id not in self._running and len(self._running) < WEBHOOKS_AT_ONCE:
                self._running[webhook_id] = asyncio.create_task(self._serve(client, webhook_id))

    async def _serve(self, client: httpx.AsyncClient, webhook_id: str) -> None:
        """Deliver to one webhook until it has everything, fails, or has had its turn."""
        try:
            subscription = await self._write(lambda connection: outbox.claim(connection, webhook_id))
            for _ in range(ROUNDS):
                if subscription is None:
                    return
                before = subscription.after
                subscription = await self._deliver(client, subscription)
                if subscription is not None and subscription.after == before:
                    break
            if subscription is not None:
                held = subscription
                await self._write(lambda connection: outbox.release(connection, held))
        except Unavailable as error:
            self._note(error)
            await self._pause(WORKER_POLL_SECONDS)
        except Exception:
            # The lease ends by itself, and whoever takes the webhook next repeats what was not written down.
            log.exception("a delivery broke off", webhook=webhook_id)
            await self._pause(WORKER_POLL_SECONDS)

    async def _deliver(self, client: httpx.AsyncClient, subscription: Subscription) -> Subscription | None:
        """Deliver what was asked for again and what comes next; None where the webhook is to be left."""
        held: Subscription | None = subscription
        again = await self._read(lambda connection: outbox.read_asked(connection, subscription))
        tasks, upto = again, subscription.after
        if not subscription.resting:
            following, upto = await self._read(lambda connection: outbox.read_following(connection, subscription))
            tasks = [*again, *following]
        for task in tasks:
            if held is None or self._stopping.is_set():
                return held
            held = await self._attempt(client, held, task)
        if held is not None and upto > held.after:
            last = held
            held = await self._write(lambda connection: outbox.move(connection, last, upto))
        return held

    async def _attempt(self, client: httpx.AsyncClient, held: Subscription, task: Task) -> Subscription | None:
        attempt = await send(client, held, task)
        log.info("delivery", webhook=held.id, change=task.number, status=attempt.status, error=attempt.error)
        note = outbox.note if task.asked is None else outbox.note_asked
        return await self._write(lambda connection: note(connection, held, task, attempt))

    async def _read(self, ask: Callable[[Connection], T]) -> T:
        def asked() -> T:
            with self._database.read_primary() as connection:
                return ask(connection)

        return await asyncio.to_thread(asked)

    async def _write(self, change: Callable[[Connection], T]) -> T:
        def changed() -> T:
            with self._database.write() as connection:
                return change(connection)

        return await asyncio.to_thread(changed)

    def _note(self, error: Exception) -> None:
        """Log what the database says, once for as long as it says the same."""
        problem = str(error).partition("\n")[0]
        if problem != self._problem:
            log.warning("outbox", problem=problem)
        self._problem = problem

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


async def run_worker(database: Database, *, allow_private: bool) -> None:
    """Deliver until the process is asked to stop (SIGINT, SIGTERM)."""
    worker = Worker(database, allow_private=allow_private)
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, worker.stop)
    await worker.run()
