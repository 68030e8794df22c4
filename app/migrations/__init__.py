"""The schema of both databases, made and changed by Alembic."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.store.database import Database


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision, in one transaction. Does nothing where it is there already."""
    with database.write() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema down to a revision, `base` for nothing at all."""
    with database.write() as connection:
        command.downgrade(_config(connection), revision)


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this version of the service needs."""
    heads = set(ScriptDirectory.from_config(_config(None)).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(__name__)).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
