"""`/v1/sources/{id}/cited-by`: which record rests on which passage."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, Select, func, select

from app.http import openapi
from app.http.computed import answered
from app.reading.answer.listing import with_query
from app.reading.answer.moment import record_at
from app.reading.plan.scope import Scope
from app.reading.question.parameters import Parsed
from app.reading.resource import Resource
from app.resources import RESOURCES, SOURCES
from app.rules.grounds import evidence_in
from app.store import read
from app.store.clock import Snapshot, standing
from app.store.database import Database
from app.store.metadata import columns_of
from schemas import Citation, CitedBy, CitedByMeta, CitedByQuery, ListLinks

BEHIND = "/cited-by"
CARRIERS = sorted(
    (resource for resource in RESOURCES if "evidence" in resource.facets),
    key=lambda resource: resource.name,
)
"""The resources whose records carry evidence, by name."""


def add_route(router: APIRouter, database: Database) -> None:
    """Give sources what rests on them."""

    def read_citations(request: Request) -> Response:
        source_id = request.path_params["id"]
        path = f"/v1/sources/{source_id}{BEHIND}"

        def make(connection: Connection, parsed: Parsed[CitedByQuery], snapshot: Snapshot) -> CitedBy:
            record_at(connection, SOURCES, source_id, snapshot, query=parsed.canonical, behind=BEHIND)
            return _page(connection, source_id, path, parsed, seq=snapshot.seq)

        return answered(database, request, CitedByQuery, path=path, make=make)

    router.add_api_route(
        "/v1/sources/{id}/cited-by",
        read_citations,
        methods=["GET"],
        tags=["sources"],
        response_class=Response,
        operation_id="source_cited_by",
        summary="Which record rests on which passage of a source",
        description=(CitedBy.__doc__ or "").strip(),
        responses={**openapi.kept({"model": CitedBy}, 404, 406, 410, 414, 422, 503), **openapi.MOVED},
        openapi_extra={"parameters": [openapi.id_parameter("sources"), *openapi.query_parameters(CitedByQuery)]},
    )


def all_of(connection: Connection, source_id: str, *, seq: int) -> Iterator[Citation]:
    """Every piece of evidence that rested on a source after a change, by collection, id and place."""
    for resource in CARRIERS:
        ids = connection.execute(_resting(resource, source_id, seq=seq)).scalars().all()
        yield from _citations(connection, resource, ids, source_id, seq=seq)


def first_of(connection: Connection, source_id: str, *, limit: int, seq: int) -> list[Citation]:
    """What rested on a source after a change: the evidence of its first records, as many as asked."""
    keys = _keys(connection, _resting_on(source_id, seq=seq), after=None, limit=limit)
    return _cited(connection, keys, source_id, seq=seq)


def _resting_on(source_id: str, *, seq: int) -> list[tuple[Resource, Select[Any]]]:
    return [(resource, _resting(resource, source_id, seq=seq)) for resource in CARRIERS]


def _cited(connection: Connection, keys: Sequence[tuple[str, str]], source_id: str, *, seq: int) -> list[Citation]:
    return [
        citation
        for resource in CARRIERS
        for citation in _citations(
            connection, resource, [key for name, key in keys if name == resource.name], source_id, seq=seq
        )
    ]


def _page(connection: Connection, source_id: str, path: str, parsed: Parsed[CitedByQuery], *, seq: int) -> CitedBy:
    query = parsed.query
    resting = _resting_on(source_id, seq=seq)
    counts = (select(func.count()).select_from(each.subquery()) for _, each in resting)
    keys = _keys(connection, resting, after=query.after, limit=query.limit + 1)
    shown, following = keys[: query.limit], None
    if len(keys) > len(shown):
        following = with_query(path, parsed.spelled(after="/".join(shown[-1]), as_of=str(seq)))
    return CitedBy(
        data=tuple(_cited(connection, shown, source_id, seq=seq)),
        meta=CitedByMeta(total=sum(connection.execute(each).scalar_one() for each in counts), snapshot=seq),
        links=ListLinks(self=with_query(path, parsed.canonical), next=following),
    )


def _keys(
    connection: Connection, resting: Iterable[tuple[Resource, Select[Any]]], *, after: str | None, limit: int
) -> list[tuple[str, str]]:
    """The (collection, id) of the records behind one, in their order."""
    collection, _, last = (after or "/").partition("/")
    keys: list[tuple[str, str]] = []
    for resource, query in resting:
        if resource.name >= collection:
            columns = columns_of(resource.collection.table)
            begins = query.where(columns.id > last) if resource.name == collection else query
            ids = connection.execute(begins.order_by(columns.id).limit(limit - len(keys))).scalars()
            keys += [(resource.name, record_id) for record_id in ids]
    return keys


def _resting(resource: Resource, source_id: str, *, seq: int) -> Select[Any]:
    """The ids of the records that have evidence of a source, directly or through it."""
    columns = columns_of(resource.collection.table)
    scope = Scope(resource.collection, seq, {})
    rests = scope.has_term("source", lambda terms: terms.value == source_id)
    return select(columns.id).where(standing(resource.collection.table, seq), rests)


def _citations(
    connection: Connection, resource: Resource, ids: Sequence[str], source_id: str, *, seq: int
) -> Iterator[Citation]:
    for record_id, document in read.documents_of(connection, resource.collection.table, ids, seq=seq).items():
        for pointer, evidence in evidence_in(resource.collection.record.model_validate_json(document)):
            if source_id in (evidence.source, evidence.via):
                yield Citation(collection=resource.name, id=record_id, pointer=pointer, evidence=evidence)
