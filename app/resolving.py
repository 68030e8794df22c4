"""`/v1/actors/resolve`: what one or many names mean, with scores."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import matching
from app.pipeline import negotiation, openapi, parameters, respond
from app.pipeline.listing import with_query
from app.pipeline.negotiation import JSON_TYPE
from app.pipeline.reading import snapshot_of
from app.store.database import Database
from schemas import Candidate, Links, Meta, Resolved, ResolvedName, ResolveQuery

PATH = "/v1/actors/resolve"


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service its resolver; before the route of single actors, whose ids it shares a place with."""

    def resolve(request: Request) -> Response:
        parsed = parameters.read(ResolveQuery, request.scope["query_string"])
        negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (JSON_TYPE,))
        address = with_query(PATH, parsed.canonical)
        with database.read() as connection:
            snapshot = snapshot_of(connection, parsed.query, None)
            tag = respond.entity_tag(snapshot, address)
            if respond.matches(request.headers.get("if-none-match"), tag):
                return respond.not_modified(tag=tag, snapshot=snapshot)
            names = tuple(_resolved(connection, name, parsed.query, seq=snapshot.seq) for name in parsed.query.name)
        answer = Resolved(data=names, meta=Meta(snapshot=snapshot.seq), links=Links(self=address))
        return respond.answer(answer.model_dump_json().encode(), tag=tag, snapshot=snapshot)

    router.add_api_route(
        PATH,
        resolve,
        methods=["GET"],
        tags=["actors"],
        response_class=Response,
        operation_id="resolve_actors",
        summary="Resolve names to actors",
        description=(ResolveQuery.__doc__ or "").strip(),
        responses=openapi.kept({"model": Resolved}, 406, 414, 422, 503),
        openapi_extra={"parameters": openapi.query_parameters(ResolveQuery)},
    )


def _resolved(connection: Any, name: str, query: ResolveQuery, *, seq: int) -> ResolvedName:
    found = matching.candidates(connection, name, kinds=query.kind, limit=query.limit, seq=seq)
    whole = [each.actor.id for each in found if each.whole]
    return ResolvedName(
        name=name,
        match=whole[0] if len(whole) == 1 else None,
        candidates=tuple(
            Candidate(id=each.actor.id, name=each.actor.name, kind=each.actor.kind, score=each.score) for each in found
        ),
    )
