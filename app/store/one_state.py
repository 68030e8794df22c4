"""One state: what those who look after a database read, for as long as they need, without leaving a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from app.store.database import Database


@contextmanager
def reading_one_state(database: Database) -> Iterator[Connection]:
    """A connection whose statements all read one state, that of the first, however long the block takes.

    On SQLite it may make temporary tables, which end with it. Nobody waits for it, and it waits for nobody.
    """
    with database.readers.connect() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ")
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
            return
        connection.connection.driver_connection.set_progress_handler(None, 0)  # type: ignore[union-attr]
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.invalidate()


def leave(database: Database) -> None:
    """Close every pooled connection, and write nothing, as closing a database else does."""
    for engine in filter(None, (database.readers, database.writers, database.replicas)):
        engine.dispose()
