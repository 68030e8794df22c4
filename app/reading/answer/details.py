"""Details: one record, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.reading.answer import shaping
from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.answer.including import include
from app.reading.answer.moment import record_at
from app.reading.archive import Archive
from app.reading.question.addresses import with_query
from app.reading.question.moment import number_needed, snapshot_of
from app.reading.question.parameters import Parsed
from app.reading.resource import Resource

NOW = "now"
"""What `at` says where records are included as they stand, whatever the answer's own rests on."""


@dataclass(frozen=True)
class RecordAnswer:
    """A record's JSON, with the documents of what it names, by collection and id, where that was asked."""

    basis: Basis
    document: str
    included: Mapping[str, Mapping[str, str]] | None = None


def record_of(
    archive: Archive, resource: Resource, record_id: str, parsed: Parsed[Any], *, known: Known | None = None
) -> RecordAnswer | Unchanged:
    """A record. Raises `NotFound`, `Gone` where it was deleted, `MovedTo` where it goes on under another id."""
    query = parsed.query
    with archive.database.read(at_least=number_needed(query)) as connection:
        snapshot = snapshot_of(connection, query, None)
        row = record_at(connection, resource, record_id, snapshot, query=parsed.canonical)
        made_of = with_query(f"/v1/{resource.name}/{record_id}", parsed.canonical)
        basis = Basis(snapshot, made_of, row.revision)
        if known is not None and known(basis):
            return Unchanged(basis)
        at = snapshot.seq
        if query.include is not None and getattr(query, "at", None) != NOW:
            at = resource.included_at(connection, record_id, snapshot.seq)
        named = include(connection, archive, resource, [record_id], query.include, snapshot=snapshot, at=at)
        return RecordAnswer(basis, shaping.cut_fields(row.document, query.fields), named)
