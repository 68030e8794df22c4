"""Citations: which record rests on which passage of a source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.reading.plan.scope import scope_of
from app.reading.resource import Resource
from app.resources import RESOURCES
from app.rules.grounds import evidence_in
from app.store import read
from app.store.clock import standing
from app.store.metadata import columns_of
from schemas import Citation, CitedByQuery, RecordKey

CARRIERS = sorted(
    (resource for resource in RESOURCES if resource.carries_evidence),
    key=lambda resource: resource.name,
)
"""The resources whose records carry evidence, by name."""


def all_of(connection: Connection, source_id: str, *, seq: int) -> Iterator[Citation]:
    """Every piece of evidence that rested on a source after a change, by collection, id and place."""
    for resource in CARRIERS:
        ids = connection.execute(_resting(resource, source_id, seq=seq)).scalars().all()
        yield from _citations(connection, resource, ids, source_id, seq=seq)


def first_citations(connection: Connection, source_id: str, *, limit: int, seq: int) -> list[Citation]:
    """What rested on a source after a change: the evidence of its first records, as many as asked."""
    keys = _keys(connection, _resting_on(source_id, seq=seq), after=None, limit=limit)
    return _cite(connection, keys, source_id, seq=seq)


def _resting_on(source_id: str, *, seq: int) -> list[tuple[Resource, Select[Any]]]:
    return [(resource, _resting(resource, source_id, seq=seq)) for resource in CARRIERS]


def _cite(connection: Connection, keys: Sequence[RecordKey], source_id: str, *, seq: int) -> list[Citation]:
    return [
        citation
        for resource in CARRIERS
        for citation in _citations(
            connection, resource, [key for name, key in keys if name == resource.name], source_id, seq=seq
        )
    ]


@dataclass(frozen=True)
class Cited:
    """What rests on a source: a page of it, how many records there are, and the last that is shown, if more follow."""

    citations: tuple[Citation, ...]
    total: int
    after: str | None


def find_cited_by(connection: Connection, source_id: str, query: CitedByQuery, *, seq: int) -> Cited:
    """A page of the records that rested on a source after a change, with their evidence of it."""
    resting = _resting_on(source_id, seq=seq)
    counts = (select(func.count()).select_from(each.subquery()) for _, each in resting)
    keys = _keys(connection, resting, after=query.after, limit=query.limit + 1)
    shown = keys[: query.limit]
    return Cited(
        citations=tuple(_cite(connection, shown, source_id, seq=seq)),
        total=sum(connection.execute(each).scalar_one() for each in counts),
        after=str(shown[-1]) if len(keys) > len(shown) else None,
    )


def _keys(
    connection: Connection, resting: Iterable[tuple[Resource, Select[Any]]], *, after: str | None, limit: int
) -> list[RecordKey]:
    """The records behind one, in their order."""
    collection, last = RecordKey.parse(after or "")
    keys: list[RecordKey] = []
    for resource, query in resting:
        if resource.name >= collection:
            columns = columns_of(resource.collection.table)
            begins = query.where(columns.id > last) if resource.name == collection else query
            ids = connection.execute(begins.order_by(columns.id).limit(limit - len(keys))).scalars()
            keys += [RecordKey(resource.name, record_id) for record_id in ids]
    return keys


def _resting(resource: Resource, source_id: str, *, seq: int) -> Select[Any]:
    """The ids of the records that have evidence of a source, directly or through it."""
    columns = columns_of(resource.collection.table)
    scope = scope_of(resource.collection, seq, {})
    rests = scope.has_term("source", scope.terms.value == source_id)
    return select(columns.id).where(standing(resource.collection.table, seq), rests)


def _citations(
    connection: Connection, resource: Resource, ids: Sequence[str], source_id: str, *, seq: int
) -> Iterator[Citation]:
    for record_id, document in read.documents_of(connection, resource.collection.table, ids, seq=seq).items():
        for pointer, evidence in evidence_in(resource.collection.record.model_validate_json(document)):
            if source_id in (evidence.source, evidence.via):
                yield Citation(collection=resource.name, id=record_id, pointer=pointer, evidence=evidence)
