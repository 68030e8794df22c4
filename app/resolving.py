"""`/v1/actors/resolve`: what one or many names mean, with scores."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from app import matching
from app.matching import Names
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
            if respond.matches(respond.known(request.headers), tag):
                return respond.not_modified(tag=tag, snapshot=snapshot)
            names = _resolved(connection, parsed.query, seq=snapshot.seq)
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


def _resolved(connection: Connection, query: ResolveQuery, *, seq: int) -> tuple[ResolvedName, ...]:
    names = Names(connection, kinds=query.kind, seq=seq)
    found = {name: names.matches(name) for name in query.name}
    shown = {name: matches.best(query.limit) for name, matches in found.items()}
    actors = matching.actors(connection, {each for best in shown.values() for each in best}, seq=seq)
    return tuple(
        ResolvedName(
            name=name,
            match=found[name].certain,
            candidates=tuple(
                Candidate(id=each, name=actors[each].name, kind=actors[each].kind, score=found[name].scores[each])
                for each in best
            ),
        )
        for name, best in shown.items()
    )
