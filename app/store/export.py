"""Export: every record that stood after a change, in one order, a batch at a time."""

from collections.abc import Iterator

from sqlalchemy import func, select

from app.store.clock import standing
from app.store.collection import Collections
from app.store.database import Database
from app.store.metadata import columns_of

LINES_AT_ONCE = 200
"""How many records are held at a time."""


def batches(database: Database, collections: Collections, *, seq: int) -> Iterator[list[str]]:
    """Lines of `{"collection", "record"}`, by collection and id.

    Each batch is a short read of its own: what stood after a change never moves, so together they are one snapshot.
    """
    for name, collection in sorted(collections.items()):
        columns = columns_of(collection.table)
        after = ""
        while True:
            query = select(columns.id, columns.document).where(columns.id > after, standing(collection.table, seq))
            with database.read(at_least=seq) as connection:
                rows = connection.execute(query.order_by(columns.id).limit(LINES_AT_ONCE)).all()
            if not rows:
                break
            after = rows[-1].id
            yield [f'{{"collection":"{name}","record":{row.document}}}\n' for row in rows]


def count_lines(database: Database, collections: Collections, *, seq: int) -> int:
    """How many lines there will be."""
    with database.read(at_least=seq) as connection:
        return sum(
            connection.execute(
                select(func.count(columns_of(each.table).seq)).where(standing(each.table, seq))
            ).scalar_one()
            for each in collections.values()
        )
