"""The database: one engine that reads and one that writes, on SQLite or PostgreSQL, chosen by a URL."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for Linux on ARM
    sqlite_module = sqlite3

SUPPORTED = "must be sqlite:///a-file or postgresql://…"
BUSY_SECONDS = 15
"""How long a writer waits for the one before it."""
READ_SECONDS = 20
"""How long a read may take before it is given up; on PostgreSQL, each of its statements."""
CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer a new connection."""
REPLICA_SECONDS = 0.5
"""How long a replica may take to come to the change that a read needs."""
REPLICA_POLL_SECONDS = 0.02
MANY = 500
"""So many changes from one write to the next are a bulk load, after which rows are counted for the plans."""
WRITE_CACHE = 32 << 20
"""How many bytes of its pages SQLite keeps at hand for writing: fewer, and a large write reads them again and again."""
BULK_CACHE = 256 << 20
"""The same for a command, which writes all that it has and ends."""
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
        self._turn = threading.Lock()
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

        SQLite lets writers poll for their turn, so those of a process queue before they ask for it.
        """
        if self.is_sqlite and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise PoolTimeout("another write takes too long")
        try:
            with self.writers.begin() as connection:
                yield connection
        finally:
            if self.is_sqlite:
                self._turn.release()

    def observer(self) -> Any:
        """A connection of SQLite's own that never writes and never waits, for one thread at a time."""
        return self._own("ro")

    def line(self) -> dict[str, Any]:
        """What psycopg is told for a connection beside the pools that reads: to a replica, where reads go to one."""
        engine = self.replicas if self.replicas is not None else self.readers
        _, options = engine.dialect.create_connect_args(engine.url)
        return {**options, **_postgres_arguments(engine.url, writes=False), "autocommit": True}

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
                with closing(self._own("rw")) as connection:
                    connection.execute("PRAGMA analysis_limit=1000")
                    connection.execute("PRAGMA optimize=0x10002")  # every table, and not only those that were asked
            else:
                with self.writers.begin() as connection:
                    connection.exec_driver_sql("ANALYZE (SKIP_LOCKED)")
        except (DBAPIError, PoolTimeout, sqlite_module.Error) as error:
            log.info("statistics", problem=str(error).partition("\n")[0])

    def wal_bytes(self) -> int:
        """How many bytes SQLite's write-ahead log has; nothing on PostgreSQL."""
        log_file = f"{self.url.database}-wal"
        return os.stat(log_file).st_size if self.is_sqlite and os.path.exists(log_file) else 0

    def close(self) -> None:
        """Close every pooled connection."""
        if self.is_sqlite:
            self.count_rows()
        for engine in filter(None, (self.readers, self.writers, self.replicas)):
            engine.dispose()

    def warning(self) -> str | None:
        """What an operator should know of the engine's version; None where there is nothing."""
        version = sqlite_module.sqlite_version_info
        if not self.is_sqlite or version >= FIXED_SQLITE:
            return None
        return f"SQLite {sqlite_module.sqlite_version} can corrupt a WAL database with several connections; use 3.51.3"

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

    def _own(self, mode: str) -> Any:
        """A connection of SQLite's own, beside the pools, that never waits."""
        options = {"isolation_level": None, "timeout": 0, "check_same_thread": False}
        return sqlite_module.connect(f"file:{quote(self.url.database or '')}?mode={mode}", uri=True, **options)

    def _prepare_writer(self, connection: Any, _record: object) -> None:
        _prepare(connection)
        connection.execute(f"PRAGMA cache_size=-{self._write_cache // 1024}")

    def _engine(self, url: URL, *, pool_size: int, writes: bool) -> Engine:
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "hide_parameters": True}
        if not writes:
            # Nothing is begun, so there is nothing to take back when a connection is returned.
            options |= {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
        if self.is_sqlite:
            connect_args: dict[str, Any] = {
                "check_same_thread": False,
                "isolation_level": None,
                "timeout": BUSY_SECONDS,
            }
            if writes:  # one after the other, and so on one connection
                options["pool_size"] = 1
            engine = create_engine(url, module=sqlite_module, connect_args=connect_args, **options)
            event.listen(engine, "connect", self._prepare_writer if writes else _prepare_reader)
            if writes:
                event.listen(engine, "begin", _begin_immediate)
        else:
            connect_args = _postgres_arguments(url, writes=writes)
            engine = create_engine(url, pool_pre_ping=True, connect_args=connect_args, **options)
        return engine


def _comes_to(connection: Connection, seq: int) -> bool:
    """Whether a replica has come to a change, or comes to it soon."""
    ends = time.monotonic() + REPLICA_SECONDS
    while connection.exec_driver_sql("SELECT seq FROM clock").scalar_one() < seq:
        if time.monotonic() > ends:
            return False
        time.sleep(REPLICA_POLL_SECONDS)
    return True


def normalize_url(text: str) -> URL:
    """A database URL with the driver that is used here. Raises `ValueError` for any other kind of database."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError(SUPPORTED) from error
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return url.set(drivername="sqlite")
    raise ValueError(SUPPORTED)


def _postgres_arguments(url: URL, *, writes: bool) -> dict[str, Any]:
    """What SQLite's connections are bounded by, for PostgreSQL's; after the options that the URL gives."""
    given = url.query.get("options")
    ours = [f"lock_timeout={BUSY_SECONDS * 1000}"]
    if not writes:
        ours += [f"statement_timeout={READ_SECONDS * 1000}", "default_transaction_read_only=on"]
    settings = " ".join([str(given or ""), *(f"-c {setting}" for setting in ours)]).strip()
    return {"connect_timeout": CONNECT_SECONDS, "options": settings}


def _prepare(connection: Any) -> None:
    """WAL lets readers go on beside a writer; FULL makes an acknowledged write survive a power cut."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, _record: object) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
