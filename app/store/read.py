"""Reading single records and the records that others name, as they stood after a change."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.store.clock import standing
from app.store.metadata import columns_of, table_of
from app.store.prepared import Prepared
from app.store.tables import ChangeRow, ReferenceRow, Version
from schemas import RecordKey


class StoredDocument(NamedTuple):
    """The JSON of a record, and its revision."""

    revision: int
    document: str


def document_of(connection: Connection, table: type[Version], record_id: str, *, seq: int) -> StoredDocument | None:
    """The revision and document of a record, or None."""
    return _document(table).first(connection, {"id": record_id, "at": seq})


@cache
def _document(table: type[Version]) -> Prepared[StoredDocument]:
    columns = columns_of(table)
    at: BindParameter[int] = bindparam("at")
    return Prepared(
        lambda: select(columns.revision, columns.document).where(columns.id == bindparam("id"), standing(table, at)),
        StoredDocument,
    )


MOST_AT_ONCE = 5_000
"""How many ids one statement asks for: PostgreSQL takes at most 65,535 parameters."""


ANY_NUMBER = (1 << 63) - 1
"""As great a number as there can be: after every change that a transaction sees, its own among them."""


class Ending(NamedTuple):
    """How a record ended: by which change, into which other record it was merged, if it was, and the state before."""

    seq: int
    into: str | None
    before: int


def ending_of(connection: Connection, table: type[Version], record_id: str, *, seq: int = ANY_NUMBER) -> Ending | None:
    """How a record that does not stand ended; None where it had never been there."""
    columns, change, earlier = columns_of(table), columns_of(ChangeRow), table_of(ChangeRow).alias().c
    last = select(columns.until).where(columns.id == record_id, columns.seq <= seq)
    ended = last.order_by(columns.seq.desc()).limit(1).scalar_subquery()
    before = select(earlier.seq).where(earlier.seq < change.seq, earlier.last < change.seq)
    state = before.order_by(earlier.seq.desc()).limit(1).scalar_subquery()
    row = connection.execute(select(change.seq, change.into, state).where(change.seq == ended)).one_or_none()
    return Ending(row[0], row[1], row[2] or 0) if row else None


def documents_of(connection: Connection, table: type[Version], ids: Iterable[str], *, seq: int) -> dict[str, str]:
    """The documents of those records that stand, by id, in order of id."""
    columns, wanted = columns_of(table), sorted(set(ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        query = select(columns.id, columns.document).where(columns.id.in_(some), standing(table, seq))
        found |= {row.id: row.document for row in connection.execute(query.order_by(columns.id))}
    return found


def batches_of_ids(connection: Connection, table: type[Version], *, size: int) -> Iterator[list[str]]:
    """The ids of a table's records that stand, at most so many at a time, in their order."""
    columns, after = columns_of(table), ""
    query = select(columns.id).where(columns.until.is_(None)).order_by(columns.id).limit(size)
    while ids := list(connection.execute(query.where(columns.id > after)).scalars()):
        yield ids
        after = ids[-1]


def find_named(connection: Connection, collection: str, ids: Iterable[str], *, seq: int) -> list[RecordKey]:
    """Every record that these records name."""
    columns = columns_of(ReferenceRow)
    query = select(columns.target_collection, columns.target_id).distinct()
    query = query.where(columns.collection == collection, columns.id.in_(list(ids)), standing(ReferenceRow, seq))
    return [RecordKey(row.target_collection, row.target_id) for row in connection.execute(query)]


def survivors_of(
    connection: Connection, collection: str, ids: Iterable[str], *, seq: int = ANY_NUMBER
) -> dict[str, str]:
    """The records that stand, after a change, in the place of those of these ids that are merged then."""
    wanted = set(ids)
    ends: dict[str, str | None] = {}
    asked = wanted
    while asked:
        ends |= _last_outcomes(connection, collection, asked, seq=seq)
        asked = {into for into in ends.values() if into is not None} - ends.keys()
    survivors = {}
    for merged in wanted:
        survivor: str | None = merged
        while survivor is not None and ends[survivor] != survivor:
            survivor = ends[survivor]
        if survivor is not None and survivor != merged:
            survivors[merged] = survivor
    return survivors


def _last_outcomes(connection: Connection, collection: str, ids: Iterable[str], *, seq: int) -> dict[str, str | None]:
    """What the last change that was more than an edit made of each: itself, what it was merged into, or nothing."""
    change = columns_of(ChangeRow)
    query = select(change.id, change.action, change.into).where(
        change.collection == collection, change.id.in_(sorted(ids)), change.action != "updated", change.seq <= seq
    )
    made: dict[str, str | None] = dict.fromkeys(ids)
    for row in connection.execute(query.order_by(change.seq)):
        made[row.id] = row.id if row.action == "created" else row.into
    return made
