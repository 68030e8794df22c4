"""Reading at a moment: what stood there, and the answer that a client can keep of it."""

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row

from app.errors import Gone, Invalid, Moved, NotFound
from app.reading.answer.listing import with_query
from app.reading.question.cursor import Cursor
from app.reading.resource import Resource
from app.store import clock, read
from app.store.clock import Snapshot
from app.store.nearest import nearest_records
from schemas import LONGEST_SLUG, SLUG, AtMoment, Fault

_SLUG = re.compile(SLUG)


def needed(query: AtMoment, walk: Cursor | None = None) -> int:
    """The change number that a database must have come to for the read."""
    as_of = query.as_of if isinstance(query.as_of, int) else 0
    return max(query.min_snapshot or 0, as_of, walk.begun if walk is not None else 0)


def snapshot_of(connection: Connection, query: AtMoment, walk: Cursor | None) -> Snapshot:
    """The state that the answer shows: the walk's, the one asked for, or the newest.

    Raises `Invalid` for one that is yet to come.
    """
    if query.min_snapshot is not None and clock.newest(connection).seq < query.min_snapshot:
        raise ahead("min_snapshot")
    if walk is None and query.as_of is None:
        return clock.newest(connection)
    name, wanted = ("cursor", walk.seq) if walk else ("as_of", query.as_of)
    snapshot = clock.stood_at(connection, wanted) if wanted is not None else None
    if snapshot is None or (walk is not None and not walk.seq <= walk.begun <= snapshot.newest):
        raise ahead(name)
    return replace(snapshot, newest=walk.begun) if walk else snapshot


def ahead(name: str) -> Invalid:
    """The refusal of a parameter that names a change to come."""
    message = "is ahead of the newest change, which meta.snapshot of any answer names"
    return Invalid(f"{name} is ahead of the tracker", faults=[Fault(in_="query", name=name, message=message)])


def record_at(
    connection: Connection, resource: Resource, record_id: str, snapshot: Snapshot, *, query: str, behind: str = ""
) -> Row[Any]:
    """The revision and document of a record that stood. Raises `NotFound`, `Gone` or `Moved`, as `absent` says it."""
    check_id(resource.name, record_id)
    row = read.document_of(connection, resource.collection.table, record_id, seq=snapshot.seq)
    if row is None:
        raise absent(connection, resource, record_id, snapshot, query=query, behind=behind)
    return row


def check_id(name: str, record_id: str) -> None:
    """Raises `NotFound` for what no record of a collection can be called, and no database need be asked for."""
    if not _SLUG.fullmatch(record_id) or len(record_id) > LONGEST_SLUG:
        raise NotFound(f"{name} has no such record: an id is made of a-z, 0-9 and single hyphens")


def absent(
    connection: Connection, resource: Resource, record_id: str, snapshot: Snapshot, *, query: str = "", behind: str = ""
) -> NotFound | Gone | Moved:
    """What to say of a record that does not stand: that it was never there, is gone, or goes on under another id.

    `behind` is what the address that was asked has behind the record's own.
    """
    ending = read.ending_of(connection, resource.collection.table, record_id, seq=snapshot.seq)
    if ending is None:
        message = f"{resource.name} has no record {record_id!r}"
        near = nearest_records(connection, resource.collection, record_id)
        return NotFound(message, faults=[Fault(in_="path", name="id", message=message, suggestions=near)])
    if ending.into is not None:
        return Moved(with_query(f"/v1/{resource.name}/{ending.into}{behind}", query))
    last = f"/v1/{resource.name}/{record_id}?as_of={ending.before}"
    detail = f"{resource.name}/{record_id} was deleted by change {ending.seq}; {last} reads its last state, "
    detail += f"and POST /v1/{resource.name}/{record_id}/restore brings it back"
    return Gone(detail, headers={"Link": f'<{last}>; rel="predecessor-version"'})
