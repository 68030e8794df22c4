"""The steps from one schema to the next, taken by Alembic."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from app.migrations import UnknownRevision, find_schema_revisions, is_current, is_only_more, newest_revision
from app.resources import COLLECTIONS
from app.store import (  # noqa: F401  # of the schema
    desk_tables,
    draft_tables,
    feed_tables,
    proposal_tables,
    service_tables,
    story_tables,
)
from app.store.database import Database
from app.store.rebuilding import rebuild_all


def upgrade(connection: Connection, revision: str) -> None:
    """Take the steps up to a revision; where that is the newest, records from before are rendered and derived again.

    Not so where each step only added what the version before does not need, which may be serving meanwhile. Raises
    `UnknownRevision`.
    """
    before = find_schema_revisions(connection)
    try:
        command.upgrade(_config(connection), revision)
    except CommandError as error:
        raise UnknownRevision from error
    if is_current(connection) and not all(is_only_more(newest_revision(), than=each) for each in before):
        rebuild_all(connection, COLLECTIONS)


def begin_anew(connection: Connection, revision: str) -> None:
    """Make the tables of a revision, with nothing in them, in the place of any. Raises `UnknownRevision`."""
    if find_schema_revisions(connection):
        command.downgrade(_config(connection), "base")
    upgrade(connection, revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema down to a revision, `base` for nothing at all."""
    with database.write() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("app.migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
