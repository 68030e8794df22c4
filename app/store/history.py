"""History: changes in their order, each with the record after it and what it changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonpatch
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from app.store.collection import Collection
from app.store.metadata import columns_of
from app.store.tables import Change as ChangeTable
from app.store.tables import Reference
from schemas import instant_text

_change = columns_of(ChangeTable)
_reference = columns_of(Reference)


@dataclass(frozen=True)
class Wanted:
    """Which changes: after a number, up to another, of these collections, ids and actors, all where None.

    A change is of an actor where it changes the actor, or a record that names it before or after; each actor is wanted
    from a change on.
    """

    after: int
    upto: int
    collections: Sequence[str] | None = None
    ids: Sequence[str] | None = None
    actors: Mapping[str, int] | None = None


def changes(connection: Connection, collections: Mapping[str, Collection], wanted: Wanted, *, limit: int) -> list[str]:
    """The JSON of the wanted changes in order, at most `limit`; a statement for each collection that they are of."""
    query = select(*_change).where(_change.seq > wanted.after, _change.seq <= wanted.upto)
    if wanted.collections is not None:
        query = query.where(_change.collection.in_(list(wanted.collections)))
    if wanted.ids is not None:
        query = query.where(_change.id.in_(list(wanted.ids)))
    if wanted.actors is not None:
        query = query.where(_is_of_actors(wanted.actors))
    rows = connection.execute(query.order_by(_change.seq).limit(limit)).all()
    made: dict[int, str] = {}
    ended: dict[int, str] = {}
    for name in {row.collection for row in rows}:
        of_collection = [row for row in rows if row.collection == name]
        for version in _versions(connection, collections[name], of_collection):
            made[version.seq] = version.document
            if version.until is not None:
                ended[version.until] = version.document
    return [_shown(row, before=ended.get(row.seq), after=made.get(row.seq)) for row in rows]


def survivors(connection: Connection, collection: str, ids: Iterable[str]) -> dict[str, int]:
    """Records by id, and those that they were merged into, each from the change on that did it."""
    found = dict.fromkeys(ids, 0)
    latest = set(found)
    while latest:
        query = select(_change.into, _change.seq).where(_change.collection == collection, _change.id.in_(latest))
        merges = connection.execute(query.where(_change.into.is_not(None))).all()
        latest = {row.into for row in merges} - set(found)
        found |= {row.into: row.seq for row in merges if row.into in latest}
    return found


def number_of(change: str) -> int:
    """The number of a change's JSON."""
    return int(json.loads(change)["seq"])


def _is_of_actors(wanted: Mapping[str, int]) -> ColumnElement[bool]:
    def any_of(column: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(*(and_(column == actor, _change.seq >= since) for actor, since in wanted.items()))

    naming = (_reference.target_collection == "actors") & any_of(_reference.target_id)
    return or_(
        (_change.collection == "actors") & any_of(_change.id),
        select(_reference.seq).where(naming, _reference.seq == _change.seq).exists(),
        select(_reference.seq).where(naming, _reference.until == _change.seq).exists(),
    )


def _versions(connection: Connection, collection: Collection, rows: Iterable[Row[Any]]) -> Sequence[Row[Any]]:
    """The versions that changes made or ended."""
    rows = list(rows)
    columns, numbers = columns_of(collection.table), [row.seq for row in rows]
    touched = or_(columns.seq.in_(numbers), columns.until.in_(numbers))
    query = select(columns.seq, columns.until, columns.document)
    return connection.execute(query.where(columns.id.in_({row.id for row in rows}), touched)).all()


def _shown(row: Row[Any], *, before: str | None, after: str | None) -> str:
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
