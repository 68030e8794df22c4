"""Connections: how an engine is made for SQLite or PostgreSQL, and what each of its connections is told first."""

from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError

from app.store.file import OpenedFile

try:
    import pysqlite3.dbapi2 as driver
except ImportError:  # no wheel for Linux on ARM
    import sqlite3 as driver

sqlite_module: ModuleType = driver
"""SQLite's driver."""

SUPPORTED = "must be sqlite:///a-file or postgresql://…"
BUSY_SECONDS = 15
"""How long a writer waits for the one before it."""
READ_SECONDS = 20
"""How long a read may take before it is given up; on PostgreSQL, each of its statements."""
CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer a new connection."""
WRITE_CACHE = 32 << 20
"""How many bytes of its pages SQLite keeps at hand for writing: fewer, and a large write reads them again and again."""
BULK_CACHE = 256 << 20
"""The same for a command, which writes all that it has and ends."""
NOTICE = "notice"
"""Under which a connection's `info` has whom to tell of an error that SQLAlchemy did not see."""

Notice = Callable[[BaseException], object]


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


def make_engine(
    url: URL, *, pool_size: int, writes: bool, cache: int, file: OpenedFile | None, notice: Notice
) -> Engine:
    """An engine that reads, or one that writes with a cache of so many bytes.

    It connects to no other `file` than the one that is open already, and tells `notice` of every error.
    """
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "hide_parameters": True}
    if not writes:
        # Nothing is begun, so there is nothing to take back when a connection is returned.
        options |= {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    if file is not None:
        arguments: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": BUSY_SECONDS}
        if writes:  # one after the other, and so on one connection
            options["pool_size"] = 1
        engine = create_engine(url, module=sqlite_module, connect_args=arguments, **options)
        event.listen(engine, "do_connect", lambda *_: file.check_before_opening())
        event.listen(
            engine, "connect", lambda raw, _: prepare_writer(raw, cache=cache) if writes else _prepare_reader(raw)
        )
        event.listen(engine, "connect", lambda *_: file.note_opened())
        event.listen(engine, "close", lambda *_: file.note_closed())
        if writes:
            event.listen(engine, "begin", _begin_immediate)
    else:
        arguments = postgres_arguments(url, writes=writes)
        engine = create_engine(url, pool_pre_ping=True, connect_args=arguments, **options)
    event.listen(engine, "connect", lambda _, record: record.info.update({NOTICE: notice}))
    event.listen(engine, "handle_error", lambda context: _tell(context, notice))
    return engine


def open_own(path: str, mode: str, **parameters: int) -> Any:
    """A connection of SQLite's own, beside the pools, that never waits; `mode` is `ro` or `rw`."""
    options = {"isolation_level": None, "timeout": 0, "check_same_thread": False}
    asked = "&".join(f"{name}={value}" for name, value in {"mode": mode, **parameters}.items())
    return sqlite_module.connect(f"file:{quote(path)}?{asked}", uri=True, **options)


def postgres_arguments(url: URL, *, writes: bool) -> dict[str, Any]:
    """What SQLite's connections are bounded by, for PostgreSQL's; after the options that the URL gives."""
    given = url.query.get("options")
    ours = [f"lock_timeout={BUSY_SECONDS * 1000}"]
    if not writes:
        ours += [f"statement_timeout={READ_SECONDS * 1000}", "default_transaction_read_only=on"]
    settings = " ".join([str(given or ""), *(f"-c {setting}" for setting in ours)]).strip()
    return {"connect_timeout": CONNECT_SECONDS, "options": settings}


def prepare_writer(connection: Any, *, cache: int) -> None:
    """Prepare a connection of SQLite's that writes, with so many bytes of pages at hand."""
    _prepare(connection)
    connection.execute(f"PRAGMA cache_size=-{cache // 1024}")


def _prepare_reader(connection: Any) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only=ON")


def _prepare(connection: Any) -> None:
    """WAL lets readers go on beside a writer; FULL makes an acknowledged write survive a power cut."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA schema_version").fetchone()  # a read, from which on the files beside it are there


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _tell(context: ExceptionContext, notice: Notice) -> None:
    notice(context.original_exception)
