"""The worker: delivers to every webhook what it is behind with, to each in order, to many at once."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import httpx
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.errors import Unavailable
from app.store.database import Database
from app.store.vault import Vault
from app.webhooks import outbox
from app.webhooks.outbox import Subscription, Task
from app.webhooks.places import DeliveryPlaces
from app.webhooks.sending import new_client, send

T = TypeVar("T")

WORKER_POLL_SECONDS = 0.5
"""How soon a change is delivered, whichever process made it."""
TURN_SECONDS = 5.0
"""How long a webhook that is far behind is delivered to before others have its place."""
DATABASE_THREADS = 4
"""In how many threads of its own the worker asks the database: never behind names that are being looked up."""

log = structlog.get_logger()


class Worker:
    """Delivers from one database; any number of them can, each webhook being held by one at a time."""

    def __init__(self, database: Database, *, vault: Vault, allow_private: bool) -> None:
        self._database = database
        self._vault = vault
        self._allow_private = allow_private
        self._stopping = asyncio.Event()
        self._places = DeliveryPlaces()
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="webhooks")
        self._running: set[asyncio.Task[None]] = set()
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
            await asyncio.gather(*self._running)
        self._threads.shutdown(wait=False)

    async def _start(self, client: httpx.AsyncClient) -> None:
        """Begin with the webhooks that are due and free, as far as there are places."""
        for webhook_id in self._places.choose(await self._read(outbox.find_due)):
            task = asyncio.create_task(self._serve(client, webhook_id))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _serve(self, client: httpx.AsyncClient, webhook_id: str) -> None:
        """Deliver to one webhook until it has everything, fails, or has had its turn."""
        ends = time.monotonic() + TURN_SECONDS
        try:
            subscription = await self._write(lambda connection: outbox.claim(connection, webhook_id))
            while subscription is not None:
                before = subscription.after
                subscription = await self._deliver(client, subscription, ends=ends)
                if subscription is not None and (subscription.after == before or time.monotonic() > ends):
                    await self._write(partial(outbox.release, subscription=subscription))
                    return
        except Unavailable as error:
            self._note(error)
            await self._pause(WORKER_POLL_SECONDS)
        except Exception:
            # The lease ends by itself, and whoever takes the webhook next repeats what was not written down.
            log.exception("a delivery broke off", webhook=webhook_id)
            await self._pause(WORKER_POLL_SECONDS)
        finally:
            self._places.leave(webhook_id)

    async def _deliver(
        self, client: httpx.AsyncClient, subscription: Subscription, *, ends: float
    ) -> Subscription | None:
        """Deliver what was asked for again and what comes next, until the turn ends; None where it is to be left."""
        held: Subscription | None = subscription
        again = await self._read(lambda connection: outbox.read_asked(connection, subscription))
        tasks, upto = again, subscription.after
        if not subscription.resting:
            following, upto = await self._read(lambda connection: outbox.read_following(connection, subscription))
            tasks = [*again, *following]
        for task in tasks:
            if held is None or self._stopping.is_set() or time.monotonic() > ends:
                return held
            held = await self._attempt(client, held, task)
        if held is not None and upto > held.after:
            last = held
            held = await self._write(lambda connection: outbox.move(connection, last, upto))
        return held

    async def _attempt(self, client: httpx.AsyncClient, held: Subscription, task: Task) -> Subscription | None:
        with self._places.attempting(held.id):
            attempt = await send(client, held, task, vault=self._vault)
        log.info("delivery", webhook=held.id, change=task.number, status=attempt.status, error=attempt.error)
        note = outbox.note if task.asked is None else outbox.note_asked
        return await self._write(lambda connection: note(connection, held, task, attempt))

    async def _read(self, ask: Callable[[Connection], T]) -> T:
        def asked() -> T:
            with self._database.read_primary() as connection:
                return ask(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)

    async def _write(self, change: Callable[[Connection], T]) -> T:
        def changed() -> T:
            with self._database.write() as connection:
                return change(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, changed)

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
