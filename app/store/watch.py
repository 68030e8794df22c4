"""Watching: which change is the newest, asked of the database as cheaply as its engine allows."""

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from anyio import to_thread

from app.store import clock
from app.store.clock import Snapshot
from app.store.database import Database

if TYPE_CHECKING:
    from psycopg import AsyncConnection

NEWEST = "SELECT seq, instance FROM clock"
ANSWER_SECONDS = 2
"""How long PostgreSQL may take before the question is given up, for which its driver may need ten seconds more; then
it is asked in the way of all reads."""

log = structlog.get_logger()


class Watch:
    """Tells the newest state, never an older one than had been committed when it was asked.

    SQLite tells a connection that never writes, in microseconds, whether any other has written. PostgreSQL is asked for
    the clock's row, once for all who wait meanwhile, on a connection of its own that no thread waits for.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._version: object = None
        self._known: Snapshot | None = None
        self._just_known: Snapshot | None = None
        self._line: AsyncConnection[Any] | None = None
        self._waiting: asyncio.Task[Snapshot] | None = None
        self._running: asyncio.Task[Snapshot] | None = None

    async def newest(self) -> Snapshot:
        """The newest state. Raises what the database raises."""
        return self._looked_up() if self._database.is_sqlite else await self._asked()

    async def close(self) -> None:
        """Close the connection of its own."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        await self._hang_up()

    def _looked_up(self) -> Snapshot:
        if self._just_known is not None:
            return self._just_known
        try:
            self._known = self._look()
        except Exception as error:
            self._database.soundness.notice(error)
            raise
        # Whoever asks before the loop turns had come before this look.
        self._just_known = self._known
        asyncio.get_running_loop().call_soon(self._forget)
        return self._known

    def _look(self) -> Snapshot:
        if self._connection is None:
            self._connection = self._database.observer()
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version or self._known is None:
            # The version first: a change between the two is then seen the next time.
            seq, instance = self._connection.execute(NEWEST).fetchone()
            self._known = Snapshot(seq, settled=False, newest=seq, instance=instance)
            self._version = version
        return self._known

    def _forget(self) -> None:
        self._just_known = None

    async def _asked(self) -> Snapshot:
        """The answer to a question that was asked after this call: that of the next to be asked."""
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._ask_after(self._running))
        return await asyncio.shield(self._waiting)

    async def _ask_after(self, running: asyncio.Task[Snapshot] | None) -> Snapshot:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._waiting = self._waiting, None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._ask_on_the_line()
        except Exception as error:  # whatever it is, it is met again below where it lasts
            log.warning("watch", problem=f"{type(error).__name__} {error}".partition("\n")[0].strip())
            await self._hang_up()
        return await to_thread.run_sync(self._ask)

    async def _ask_on_the_line(self) -> Snapshot:
        if self._line is None or self._line.closed:
            from psycopg import AsyncConnection  # noqa: PLC0415  # SQLite does without it

            self._line = await AsyncConnection.connect(**self._database.line())
        answer = await self._line.execute(NEWEST, prepare=True)
        ((seq, instance),) = await answer.fetchall()
        return Snapshot(seq, settled=False, newest=seq, instance=instance)

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    def _ask(self) -> Snapshot:
        with self._database.read() as connection:
            return clock.newest(connection)
