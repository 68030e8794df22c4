"""The database: one engine that reads and one that writes, on SQLite or PostgreSQL, chosen by a URL."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.errors import Unavailable
from app.store.connections import (
    BUSY_SECONDS,
    READ_SECONDS,
    WRITE_CACHE,
    make_engine,
    normalize_url,
    open_own,
    postgres_arguments,
    sqlite_module,
)
from app.store.damage import Soundness
from app.store.file import OpenedFile, refuse_for_operator
from app.store.marker import Marker

REPLICA_SECONDS = 0.5
"""How long a replica may take to come to the change that a read needs."""
REPLICA_POLL_SECONDS = 0.02
MANY = 500
"""So many changes from one write to the next are a bulk load, after which rows are counted for the plans."""
WAL_BYTES = 16 << 20
"""How long SQLite's WAL may become before it is cut."""
SHORTEN_SECONDS, SHORTEN_TRIES = 0.05, 10
"""How long a write may wait for reads then, and how often: one long wait may be for what ever new reads take."""
FIXED_SQLITE = (3, 51, 3)
"""The first version without the bug that can corrupt a WAL database with several connections."""

log = structlog.get_logger()


class Database:
    """Connections to one database.

    `url` is `sqlite:///path` or `postgresql://…`. Readers never lock; writers queue: on SQLite by BEGIN IMMEDIATE (a
    deferred BEGIN loses the race at its first write, and no BEGIN loses updates), on PostgreSQL at the clock's row.
    """

    def __init__(
        self, url: str, *, pool_size: int = 10, read_url: str | None = None, write_cache: int = WRITE_CACHE
    ) -> None:
        self.url = normalize_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.file = OpenedFile(Path(str(self.url.database))) if self.is_sqlite else None
        self.soundness = Soundness(self.file)
        self._marker = Marker(self.file.path) if self.file is not None else None
        self._turn = threading.Lock()
        self._longest_wal = WAL_BYTES
        self._instance: str | None = None
        self._newest: int | None = None
        self._counted_at = 0
        self._write_cache = write_cache
        self.readers = self._engine(self.url, pool_size=pool_size, writes=False)
        self.writers = self._engine(self.url, pool_size=pool_size, writes=True)
        self.replicas = None
        if read_url is not None:
            self.replicas = self._engine(normalize_url(read_url), pool_size=pool_size, writes=False)

    def read(self, *, at_least: int = 0) -> Connection:
        """A connection that only reads, each statement what is committed; the number asked for fixes the rest.

        It is to a replica, where there are any, that has come to the change `at_least`, or comes to it soon; else to
        the primary. It goes back at the end of its block.
        """
        replica = self._replica(at_least) if self.replicas is not None else None
        return replica if replica is not None else self.read_primary()

    def read_primary(self) -> Connection:
        """A connection that only reads what the last committed write has left."""
        connection = self.readers.connect()
        if self.is_sqlite:
            # It looks at the time every so many steps of its machine, about a millisecond's worth.
            ends, driver = time.monotonic() + READ_SECONDS, connection.connection.driver_connection
            driver.set_progress_handler(lambda: time.monotonic() > ends, 100_000)  # type: ignore[union-attr]
        return connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction, committed at the end and rolled back on any exception.

        SQLite lets writers poll for their turn, so those of a process queue before they ask for it. Raises
        `Unavailable` where the database is damaged or no longer the one that was opened: at the end too, as what was
        written meanwhile is then not to be acknowledged.
        """
        if self.is_sqlite and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise PoolTimeout("another write takes too long")
        try:
            self.check_sound()
            with self.writers.begin() as connection:
                yield connection
                self.soundness.check()
            if self.check_sound() > self._longest_wal:
                self._shorten_wal()
        finally:
            if self.is_sqlite:
                self._turn.release()

    def mark_open(self) -> None:
        """Remember beside SQLite's file that it is there and open, until this is closed; PostgreSQL needs no mark."""
        if self._marker is not None:
            with self.read_primary() as connection:
                instance = str(connection.exec_driver_sql("SELECT instance FROM clock").scalar_one())
                self._marker.hold(instance)

    def check_sound(self) -> int:
        """How many bytes SQLite's WAL has; 0 on PostgreSQL.

        Raises `Unavailable` where nothing may be written: it is damaged, or not the file that was opened.
        """
        self.soundness.check()
        return self.file.check() if self.file is not None else 0

    def check_goes_on(self, *, seq: int, instance: str) -> None:
        """Raises `Unavailable` where the clock is another database's than it was, or has gone back.

        Only SQLite's may not go back: PostgreSQL's does where a replica takes over that had not heard all.
        """
        if self._instance is None:
            self._instance = instance
        if instance != self._instance:
            raise refuse_for_operator(
                "another database is in the place of the one that was opened: start the service again"
            )
        if self.is_sqlite and self._newest is not None and seq < self._newest:
            raise refuse_for_operator(
                f"the database has gone back to change {seq}, behind change {self._newest} that was written: start the "
                "service again"
            )

    def observer(self) -> Any:
        """A connection of SQLite's own that never writes and never waits, for one thread at a time."""
        return self.open_beside("ro")

    def line(self) -> dict[str, Any]:
        """What psycopg is told for a connection beside the pools that reads: to a replica, where reads go to one."""
        engine = self.replicas if self.replicas is not None else self.readers
        _, options = engine.dialect.create_connect_args(engine.url)
        return {**options, **postgres_arguments(engine.url, writes=False), "autocommit": True}

    def grew(self, newest: int) -> None:
        """Take note of the newest change after a write: rows are counted again after a bulk load.

        But only where there are twice as many changes as when they last were: to count all is not for free.
        """
        before, self._newest = self._newest, newest
        if before is not None and newest - before >= MANY and newest >= 2 * self._counted_at:
            self._counted_at = newest
            self.count_rows()

    def count_rows(self) -> None:
        """Have the engine count its rows, for its plans; SQLite does so only where there are many more than there were.

        Nothing depends on it: where somebody else is writing, it is left.
        """
        try:
            if self.is_sqlite:
                with closing(self.open_beside("rw")) as connection:
                    connection.execute("PRAGMA analysis_limit=1000")
                    connection.execute("PRAGMA optimize=0x10002")  # every table, and not only those that were asked
            else:
                with self.writers.begin() as connection:
                    connection.exec_driver_sql("ANALYZE (SKIP_LOCKED)")
        except (DBAPIError, PoolTimeout, Unavailable, sqlite_module.Error) as error:
            log.info("statistics", problem=str(error).partition("\n")[0])

    def close(self) -> None:
        """Close every pooled connection, and say that the database is closed."""
        if self.is_sqlite:
            self.count_rows()
        for engine in filter(None, (self.readers, self.writers, self.replicas)):
            engine.dispose()
        if self._marker is not None:
            self._marker.release(is_sound=self.soundness.damage is None)

    def warning(self) -> str | None:
        """What an operator should know of the engine's version; None where there is nothing."""
        version = sqlite_module.sqlite_version_info
        if not self.is_sqlite or version >= FIXED_SQLITE:
            return None
        return f"SQLite {sqlite_module.sqlite_version} can corrupt a WAL database with several connections; use 3.51.3"

    def _shorten_wal(self) -> None:
        """Write what is in the WAL into the database's file, and cut it: by itself SQLite does so only unread.

        Where reads go on for too long, it is tried again when the WAL has grown by as much.
        """
        is_busy = True
        try:
            with closing(self.writers.raw_connection()) as connection:
                raw: Any = connection.driver_connection
                raw.execute(f"PRAGMA busy_timeout={SHORTEN_SECONDS * 1000:.0f}")
                for _ in range(SHORTEN_TRIES):
                    ((is_busy, *_),) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                    if not is_busy:
                        break
                raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        except sqlite_module.Error as error:  # what was written is in the WAL, all the same
            self.soundness.notice(error)
        self._longest_wal = self._longest_wal + WAL_BYTES if is_busy else WAL_BYTES

    def _replica(self, at_least: int) -> Connection | None:
        """A connection to a replica that has come so far; None where none does in time, or answers."""
        assert self.replicas is not None  # noqa: S101  # there are some
        try:
            connection = self.replicas.connect()
        except (DBAPIError, PoolTimeout) as error:
            log.warning("replica", problem=str(error).partition("\n")[0])
            return None
        try:
            has_come = not at_least or _comes_to(connection, at_least)
        except DBAPIError as error:
            log.warning("replica", problem=str(error).partition("\n")[0])
            has_come = False
        if not has_come:
            connection.close()
        return connection if has_come else None

    def open_beside(self, mode: str) -> Any:
        """A connection of SQLite's own, beside the pools, to the file that these have open."""
        assert self.file is not None  # noqa: S101  # SQLite's alone
        self.file.check_before_opening()
        return open_own(str(self.file.path), mode)

    def _engine(self, url: URL, *, pool_size: int, writes: bool) -> Engine:
        notice, cache = self.soundness.notice, self._write_cache
        return make_engine(url, pool_size=pool_size, writes=writes, cache=cache, file=self.file, notice=notice)


def _comes_to(connection: Connection, seq: int) -> bool:
    """Whether a replica has come to a change, or comes to it soon."""
    ends = time.monotonic() + REPLICA_SECONDS
    while connection.exec_driver_sql("SELECT seq FROM clock").scalar_one() < seq:
        if time.monotonic() > ends:
            return False
        time.sleep(REPLICA_POLL_SECONDS)
    return True
