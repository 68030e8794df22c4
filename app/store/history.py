"""History: changes in their order, each with the record after it and what it changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonpatch
from sqlalchemy import Connection, Row, or_, select

from app.store.collection import Collection
from app.store.metadata import columns_of
from app.store.tables import Change as ChangeTable
from schemas import instant_text

_change = columns_of(ChangeTable)


@dataclass(frozen=True)
class Wanted:
    """Which changes: after a number, up to another, of these collections and ids, all where None."""

    after: int
    upto: int
    collections: Sequence[str] | None = None
    ids: Sequence[str] | None = None


def changes(connection: Connection, collections: Mapping[str, Collection], wanted: Wanted, *, limit: int) -> list[str]:
    """The JSON of the wanted changes in order, at most `limit`; a statement for each collection that they are of."""
    query = select(*_change).where(_change.seq > wanted.after, _change.seq <= wanted.upto)
    if wanted.collections is not None:
        query = query.where(_change.collection.in_(list(wanted.collections)))
    if wanted.ids is not None:
        query = query.where(_change.id.in_(list(wanted.ids)))
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


def number_of(change: str) -> int:
    """The number of a change's JSON."""
    return int(json.loads(change)["seq"])


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
