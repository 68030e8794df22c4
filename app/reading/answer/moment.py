"""Reading at a moment: the record that stood there, or what to say where none did."""

import re

from sqlalchemy import Connection

from app.errors import Gone, MovedTo, NotFound
from app.reading.question.addresses import with_query
from app.reading.resource import Resource
from app.store import read
from app.store.clock import Snapshot
from app.store.nearest import nearest_records
from app.store.read import StoredDocument
from schemas import LONGEST_SLUG, SLUG, Fault

_SLUG = re.compile(SLUG)


def record_at(
    connection: Connection, resource: Resource, record_id: str, snapshot: Snapshot, *, query: str, behind: str = ""
) -> StoredDocument:
    """The revision and document of a record that stood. Raises `NotFound`, `Gone` or `MovedTo`, as `absent` says it."""
    check_id(resource.name, record_id)
    row = read.document_of(connection, resource.collection.storage.table, record_id, seq=snapshot.seq)
    if row is None:
        raise absent(connection, resource, record_id, snapshot, query=query, behind=behind)
    return row


def check_id(name: str, record_id: str) -> None:
    """Raises `NotFound` for what no record of a collection can be called, and no database need be asked for."""
    if not _SLUG.fullmatch(record_id) or len(record_id) > LONGEST_SLUG:
        raise NotFound(f"{name} has no such record: an id is made of a-z, 0-9 and single hyphens")


def absent(
    connection: Connection, resource: Resource, record_id: str, snapshot: Snapshot, *, query: str = "", behind: str = ""
) -> NotFound | Gone | MovedTo:
    """What to say of a record that does not stand: that it was never there, is gone, or goes on under another id.

    `behind` is what the address that was asked has behind the record's own.
    """
    ending = read.ending_of(connection, resource.collection.storage.table, record_id, seq=snapshot.seq)
    if ending is None:
        message = f"{resource.name} has no record {record_id!r}"
        near = nearest_records(connection, resource.collection, record_id)
        return NotFound(message, faults=[Fault(in_="path", name="id", message=message, suggestions=near)])
    if ending.into is not None:
        return MovedTo(with_query(f"/v1/{resource.name}/{ending.into}{behind}", query))
    last = f"/v1/{resource.name}/{record_id}?as_of={ending.before}"
    detail = f"{resource.name}/{record_id} was deleted by change {ending.seq}; {last} reads its last state, "
    detail += f"and POST /v1/{resource.name}/{record_id}/restore brings it back"
    return Gone(detail, headers={"Link": f'<{last}>; rel="predecessor-version"'})
