"""Withdrawing: drafts that stand in the record, from before they were kept beside it, leave it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from app.rules.renaming import forget
from app.rules.tree import narrow
from app.store.collection import AnyCollection, Collections
from app.store.draft_tables import DraftRow
from app.store.metadata import columns_of
from app.store.tables import ChangeRow
from app.store.write import DERIVED, Writer
from schemas import Record, RecordKey

_change = columns_of(ChangeRow)


def withdraw_drafts(writer: Writer, collections: Collections) -> int:
    """Have each draft that stands in the record be one beside it, and end there; how many there were.

    What of it was public stays in the history. What is final may go on naming it, all else names it no more.
    """
    drafted = [each for each in collections.values() if each.begins_as_draft]
    found = [(each, record) for each in drafted for record in _find_drafts(writer.connection, each)]
    for collection, record in found:
        writer.connection.execute(insert(DraftRow), _row_of(writer.connection, collection, record))
    gone = {RecordKey(collection.name, record.id) for collection, record in found}
    for key in sorted(gone):
        for other in writer.current.naming(*key):
            record = writer.current.existing(*other)
            if other not in gone and not collections[other.collection].finality.is_final(record):
                writer.replace(*other, forget(record, key))
    for key in sorted(gone):
        writer.delete(*key, may_be_named=True)
    return len(found)


def _find_drafts(connection: Connection, collection: AnyCollection) -> Iterator[Record]:
    """The records that stand and are not final."""
    columns = columns_of(collection.table)
    query = select(columns.document).where(columns.until.is_(None)).order_by(columns.id)
    for document in connection.execute(query).scalars().all():
        record: Record = collection.record.model_validate_json(document)
        if not collection.finality.is_final(record):
            yield record


def _row_of(connection: Connection, collection: AnyCollection, record: Record) -> dict[str, Any]:
    """A record as a draft, by those who wrote it; its revisions go on, so that what was read of it can be edited."""
    mine = (_change.collection == collection.name, _change.id == record.id)
    writers = connection.execute(select(_change.by).where(*mine).order_by(_change.seq)).scalars().all()
    changed_by = next((by for by in reversed(writers) if by != DERIVED), writers[0])
    return {
        "id": record.id,
        "document": narrow(collection.as_given(record), collection.draft).model_dump_json(),
        "revision": record.revision,
        "created_by": writers[0],
        "created_at": record.created_at,
        "changed_by": changed_by,
        "updated_at": record.updated_at,
    }
