"""The database: one engine that reads and one that writes, on SQLite or PostgreSQL, chosen by a URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for Linux on ARM
    sqlite_module = sqlite3

log = structlog.get_logger()

SUPPORTED = "must be sqlite:///a-file or postgresql://…"
BUSY_SECONDS = 15
"""How long a writer waits for the one before it."""
FIXED_SQLITE = (3, 51, 3)
"""The first version without the bug that can corrupt a WAL database with several connections."""


class Database:
    """Connections to one database.

    `url` is `sqlite:///path` or `postgresql://…`. Readers never lock; writers queue: on SQLite by BEGIN IMMEDIATE (a
    deferred BEGIN loses the race at its first write, and no BEGIN loses updates), on PostgreSQL at the clock's row.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = normalized(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.readers = self._engine(pool_size=pool_size, writes=False)
        self.writers = self._engine(pool_size=pool_size, writes=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that only reads, each statement what is committed; the number asked for fixes the rest."""
        with self.readers.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction, committed at the end and rolled back on any exception."""
        with self.writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every pooled connection."""
        self.readers.dispose()
        self.writers.dispose()

    def warning(self) -> str | None:
        """What an operator should know of the engine's version; None where there is nothing."""
        version = sqlite_module.sqlite_version_info
        if not self.is_sqlite or version >= FIXED_SQLITE:
            return None
        return f"SQLite {sqlite_module.sqlite_version} can corrupt a WAL database with several connections; use 3.51.3"

    def _engine(self, *, pool_size: int, writes: bool) -> Engine:
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 30, "hide_parameters": True}
        if self.is_sqlite:
            connect_args = {"check_same_thread": False, "isolation_level": None, "timeout": BUSY_SECONDS}
            engine = create_engine(self.url, module=sqlite_module, connect_args=connect_args, **options)
            event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
            if writes:
                event.listen(engine, "begin", _begin_immediate)
        else:
            engine = create_engine(self.url, pool_pre_ping=True, **options)
        return engine if writes else engine.execution_options(isolation_level="AUTOCOMMIT")


def normalized(text: str) -> URL:
    """A database URL with the driver that is used here. Raises `ValueError` for any other kind of database."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError(SUPPORTED) from error
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite")
    raise ValueError(SUPPORTED)


def _prepare_writer(connection: Any, _record: object) -> None:
    """WAL lets readers go on beside a writer; FULL makes an acknowledged write survive a power cut."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, record: object) -> None:
    _prepare_writer(connection, record)
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
