"""The stream: changes as they happen, for as many who listen as there are, at the cost of one question now and then."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from anyio import to_thread

from app.reading.question.moment import ahead
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.history import Wanted, stretch
from schemas import StreamQuery

STREAM_POLL_SECONDS = 0.3
"""How soon a stream sees a change, whichever process made it."""
HEARTBEAT_SECONDS = 15.0
"""How long a stream is silent at most."""


class Newest:
    """The number of the newest change, asked of the database at most once in a while for all streams together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._number = 0
        self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def number(self) -> int:
        """The newest number, as new as the poll."""
        async with self._asking:
            if time.monotonic() - self._asked >= STREAM_POLL_SECONDS:
                self._number = await to_thread.run_sync(self._ask, 0)
                self._asked = time.monotonic()
        return self._number

    async def begin(self, query: StreamQuery, after: int | None) -> Wanted:
        """What a stream is to tell, from behind a change on; None from now on. Raises `Invalid` for one to come."""
        now = await self.number()
        if after is not None and after > now:
            # The number that is known is as old as the poll, and may be a replica's.
            now = max(now, await to_thread.run_sync(self._ask, after))
            if after > now:
                raise ahead("after")
        return Wanted(now if after is None else after, now, query.collection, query.id)

    async def changes(self, wanted: Wanted, *, is_ending: Callable[[], bool]) -> AsyncIterator[str | None]:
        """The JSON of the wanted changes until the server ends; None where nothing happened for long."""
        silent_since = time.monotonic()
        while not is_ending():
            wanted = replace(wanted, upto=await self.number())
            while wanted.after < wanted.upto:
                found, wanted = await to_thread.run_sync(stretch, self._database, COLLECTIONS, wanted)
                for change in found:
                    yield change
                silent_since = time.monotonic() if found else silent_since
            if time.monotonic() - silent_since >= HEARTBEAT_SECONDS:
                yield None
                silent_since = time.monotonic()
            await asyncio.sleep(STREAM_POLL_SECONDS)

    def _ask(self, at_least: int) -> int:
        """The newest number now, of a database that has come to this one where any has."""
        with self._database.read(at_least=at_least) as connection:
            return clock.newest(connection).seq
