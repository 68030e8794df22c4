"""The schema of both databases, made and changed by Alembic."""

from functools import cache
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.resources import COLLECTIONS
from app.store import service_tables  # noqa: F401  # its tables are part of the schema
from app.store.database import Database
from app.store.turn import Turn
from app.store.versions import render_again
from app.store.write import DERIVED, Writer

LOCK = 7_251_942_026
"""PostgreSQL's advisory lock of this service's migrations, so that processes that start together migrate in turn."""


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision, in one transaction; records from before it are rendered and derived again.

    Does nothing where it is there already.
    """
    with database.write() as connection:
        take_turn(connection)
        before = MigrationContext.configure(connection).get_current_heads()
        command.upgrade(_config(connection), revision)
        if before and is_current(connection) and set(before) != _heads():
            render_again(connection, COLLECTIONS.values())
            turn = Turn(connection, COLLECTIONS)
            writer = Writer(turn, by=DERIVED)
            writer.derive_again()
            writer.finish()
            turn.keep()
            turn.close()
    if set(before) != _heads():
        database.count_rows()


def take_turn(connection: Connection) -> None:
    """Wait for a migration that another process runs, however long it takes; SQLite's writers queue by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema down to a revision, `base` for nothing at all."""
    with database.write() as connection:
        command.downgrade(_config(connection), revision)


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this version of the service needs."""
    return set(MigrationContext.configure(connection).get_current_heads()) == _heads()


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out of comparisons what the migrations make by hand: the index of search, and what SQLite keeps for it."""
    return kind != "table" or not (name or "").startswith("search_index")


@cache
def _heads() -> set[str]:
    return set(ScriptDirectory.from_config(_config(None)).get_heads())


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(__name__)).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
