"""Records written in a transaction of their own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import ChangeRow
from app.store.write import Writer, Written, writing
from schemas import Draft


def write(database: Database, change: Callable[[Writer], Any], *, by: str = "test") -> Any:
    with writing(database, COLLECTIONS, by=by) as writer:
        return change(writer)


def create(database: Database, name: str, draft: Draft) -> Written:
    return write(database, lambda writer: writer.create(name, draft))  # type: ignore[no-any-return]  # what it returns


def changes(database: Database) -> list[tuple[int, str, str, str]]:
    columns = columns_of(ChangeRow)
    with database.read() as connection:
        rows = connection.execute(
            select(columns.seq, columns.collection, columns.id, columns.action).order_by(columns.seq)
        )
        return [tuple(row) for row in rows]
