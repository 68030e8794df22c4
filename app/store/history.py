"""History: changes in their order, each with the record after it and what it changed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import jsonpatch
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from app.store.collection import AnyCollection, Collections
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import ChangeRow, ReferenceRow
from schemas import RecordKey, instant_text

_change = columns_of(ChangeRow)
_reference = columns_of(ReferenceRow)
CHANGES_A_STRETCH = 100
"""How many changes are read at a time, of many."""


class ChangeSpan(NamedTuple):
    """A record, from a change on until before another one; without an end where `until` is None."""

    key: RecordKey
    since: int
    until: int | None


@dataclass(frozen=True)
class Wanted:
    """Which changes: after a number, up to another, of these collections and ids, about these records; all where None.

    A change is about a record where it changes the record, or one that names it before or after, within the span in
    which the record is wanted.
    """

    after: int
    upto: int
    collections: Sequence[str] | None = None
    ids: Sequence[str] | None = None
    about: Sequence[ChangeSpan] | None = None


def changes(connection: Connection, collections: Collections, wanted: Wanted, *, limit: int) -> list[str]:
    """The JSON of the wanted changes in order, at most `limit`; a statement for each collection that they are of."""
    query = select(*_change).where(_change.seq > wanted.after, _change.seq <= wanted.upto)
    if wanted.collections is not None:
        query = query.where(_change.collection.in_(list(wanted.collections)))
    if wanted.ids is not None:
        query = query.where(_change.id.in_(list(wanted.ids)))
    if wanted.about is not None:
        query = query.where(_is_about(wanted.about))
    rows = connection.execute(query.order_by(_change.seq).limit(limit)).all()
    made: dict[int, str] = {}
    ended: dict[int, str] = {}
    for name in {row.collection for row in rows}:
        of_collection = [row for row in rows if row.collection == name]
        for version in _versions(connection, collections[name], of_collection):
            made[version.seq] = version.document
            if version.until is not None:
                ended[version.until] = version.document
    return [_show(row, before=ended.get(row.seq), after=made.get(row.seq)) for row in rows]


def every(database: Database, collections: Collections, wanted: Wanted) -> Iterator[str]:
    """The JSON of all wanted changes in order, read as they are taken."""
    while wanted.after < wanted.upto:
        found, wanted = stretch(database, collections, wanted)
        yield from found


def stretch(database: Database, collections: Collections, wanted: Wanted) -> tuple[Sequence[str], Wanted]:
    """The first of the wanted changes, in a short read of their own, and what is wanted beyond them."""
    with database.read(at_least=wanted.upto) as connection:
        found = changes(connection, collections, wanted, limit=CHANGES_A_STRETCH)
    return found, replace(wanted, after=number_of(found[-1]) if len(found) == CHANGES_A_STRETCH else wanted.upto)


def survivors(connection: Connection, collection: str, ids: Iterable[str]) -> list[ChangeSpan]:
    """Records by id, and those that they went into, each for as long as they were merged into it."""
    spans: list[ChangeSpan] = []
    latest = [ChangeSpan(RecordKey(collection, record_id), 0, None) for record_id in dict.fromkeys(ids)]
    while latest:
        spans += latest
        query = select(_change.id, _change.seq, _change.into, _change.action).where(
            _change.collection == collection,
            _change.id.in_({span.key.id for span in latest}),
            _change.action.in_(("created", "merged")),
        )
        rows = connection.execute(query.order_by(_change.seq)).all()
        latest = [merge for span in latest for merge in _merges_within(span, rows)]
    return spans


def _merges_within(span: ChangeSpan, rows: Sequence[Row[Any]]) -> Iterator[ChangeSpan]:
    """What a record went into within a span, given when records were made and merged: until it was split off again."""
    for row, later in pairwise([*(row for row in rows if row.id == span.key.id), None]):
        if row is not None and row.action == "merged" and row.seq >= span.since:
            ends = [each for each in (span.until, later.seq if later is not None else None) if each is not None]
            if row.seq < min(ends, default=row.seq + 1):
                yield ChangeSpan(span.key._replace(id=row.into), row.seq, min(ends, default=None))


def number_of(change: str) -> int:
    """The number of a change's JSON."""
    return int(json.loads(change)["seq"])


def _is_about(wanted: Sequence[ChangeSpan]) -> ColumnElement[bool]:
    def is_any(collection: ColumnElement[str], record_id: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(
            *(
                and_(collection == key.collection, record_id == key.id, _is_within(since, until))
                for key, since, until in wanted
            )
        )

    naming = is_any(_reference.target_collection, _reference.target_id)
    return or_(
        is_any(_change.collection, _change.id),
        select(_reference.seq).where(naming, _reference.seq == _change.seq).exists(),
        select(_reference.seq).where(naming, _reference.until == _change.seq).exists(),
    )


def _is_within(since: int, until: int | None) -> ColumnElement[bool]:
    return and_(_change.seq >= since, *([_change.seq < until] if until is not None else []))


def _versions(connection: Connection, collection: AnyCollection, rows: Iterable[Row[Any]]) -> Sequence[Row[Any]]:
    """The versions that changes made or ended."""
    rows = list(rows)
    columns, numbers = columns_of(collection.table), [row.seq for row in rows]
    touched = or_(columns.seq.in_(numbers), columns.until.in_(numbers))
    query = select(columns.seq, columns.until, columns.document)
    return connection.execute(query.where(columns.id.in_({row.id for row in rows}), touched)).all()


def _show(row: Row[Any], *, before: str | None, after: str | None) -> str:
    """A change as JSON; the record's own text is taken over as it stands."""
    document = after if after is not None else before
    assert document is not None  # noqa: S101  # every change made or ended a version
    patch = None
    if before is not None and after is not None:
        patch = jsonpatch.make_patch(json.loads(before), json.loads(after)).patch
    head = {
        "seq": row.seq,
        "at": instant_text(row.at),
        "by": row.by,
        "collection": row.collection,
        "id": row.id,
        "revision": json.loads(document)["revision"],
        "action": row.action,
        "into": row.into,
        "patch": patch,
    }
    return f'{json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]},"record":{document}}}'
