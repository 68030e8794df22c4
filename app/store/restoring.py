"""Restoring: the last state of a record that ended, and what the merge that ended it took along."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, exists, select

from app.rules.references import mentions_in
from app.rules.renaming import rename
from app.store import read
from app.store.collection import AnyCollection, Collections
from app.store.current import Current
from app.store.metadata import columns_of
from app.store.read import Ending
from app.store.tables import ChangeRow, ReferenceRow
from schemas import Draft, MovedReference, Record, RecordKey

D = TypeVar("D", bound=Draft)

CHANGES_AT_ONCE = 500
"""How many documents one statement reads."""


def last_state(connection: Connection, collection: AnyCollection, record_id: str) -> Record | None:
    """A record as it last stood; None where it was never there."""
    columns = columns_of(collection.table)
    query = select(columns.document).where(columns.id == record_id).order_by(columns.seq.desc()).limit(1)
    document = connection.execute(query).scalar()
    return collection.record.model_validate_json(document) if document is not None else None


def follow(connection: Connection, record: D, own: str, *, current: Current) -> D:
    """A record or draft of the collection `own` in which what was merged meanwhile is named as what it became."""
    absent: dict[str, set[str]] = {}
    for named in mentions_in(record):
        if named.key != (own, record.id) and current.record(*named.key) is None:
            absent.setdefault(named.key.collection, set()).add(named.key.id)
    for collection, ids in absent.items():
        for old, new in read.survivors_of(connection, collection, ids).items():
            record = rename(record, RecordKey(collection, old), new, own=own)
    return record


def find_taken_along(
    connection: Connection, collections: Collections, merged: RecordKey, ending: Ending
) -> tuple[MovedReference, ...]:
    """Every mention of a record that the merge which was its ending made one of the survivor, by record and place.

    A merge renames what named the record by the changes right before its own, in one transaction.
    """
    renamings: dict[str, dict[int, str]] = {}
    for place, row in enumerate(_renamings(connection, merged, ending), 1):
        # Of transactions from before changes knew their last one, those at one instant count as one.
        if row.seq != ending.seq - place:
            break
        renamings.setdefault(row.collection, {})[row.seq] = row.id
    moved = [
        MovedReference(record=str(RecordKey(collection, record.id)), revision=record.revision, pointer=named.pointer)
        for collection, changes in sorted(renamings.items())
        for record in _before(connection, collections[collection], changes)
        for named in mentions_in(record)
        if named.key == merged
    ]
    return tuple(moved)


def _renamings(connection: Connection, merged: RecordKey, ending: Ending) -> Sequence[Row[Any]]:
    """The changes of the merge's transaction, before it, that ended the last mention in a record, the latest first."""
    change, reference = columns_of(ChangeRow), columns_of(ReferenceRow)
    mention = (reference.target_collection == merged.collection) & (reference.target_id == merged.id)
    query = select(change.seq, change.collection, change.id).where(
        change.seq > ending.before,
        change.seq < ending.seq,
        change.action == "updated",
        exists().where(mention, reference.until == change.seq),
        ~exists().where(mention, reference.seq == change.seq),
    )
    return connection.execute(query.order_by(change.seq.desc())).all()


def _before(connection: Connection, collection: AnyCollection, changes: Mapping[int, str]) -> Iterator[Record]:
    """The records, by id, that changes have changed, as they were before these."""
    columns, numbers = columns_of(collection.table), sorted(changes, key=lambda number: changes[number])
    for start in range(0, len(numbers), CHANGES_AT_ONCE):
        some = numbers[start : start + CHANGES_AT_ONCE]
        query = select(columns.document).where(
            columns.id.in_([changes[number] for number in some]), columns.until.in_(some)
        )
        for document in connection.execute(query.order_by(columns.id)).scalars():
            yield collection.record.model_validate_json(document)
