"""The nearest: which records may have been meant by an id or a name that means none."""

from sqlalchemy import Connection, select

from app.language.suggesting import MOST_CHOICES, nearest_meanings
from app.store.collection import AnyCollection
from app.store.metadata import columns_of


def nearest_records(connection: Connection, collection: AnyCollection, word: str) -> tuple[str, ...] | None:
    """The ids of the records whose id, or one of whose names, is most like a word."""
    columns = columns_of(collection.table)
    ids = select(columns.id).where(columns.until.is_(None)).limit(MOST_CHOICES)
    meanings = {record_id: record_id for record_id in connection.execute(ids).scalars()}
    if (naming := collection.names.naming) is not None:
        terms = columns_of(collection.terms_table)
        named = select(terms.value, terms.id).where(terms.field.in_(naming.fields), terms.until.is_(None))
        rows = connection.execute(named.limit(MOST_CHOICES))
        meanings |= {row.value: row.id for row in rows}
    return nearest_meanings(word, meanings)
