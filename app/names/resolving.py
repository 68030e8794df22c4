"""`/v1/actors/resolve`: what one or many names mean, with scores."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from app.http import openapi
from app.http.computed import answered
from app.names import candidates
from app.names.candidates import Names
from app.reading.answer.listing import with_query
from app.reading.question.parameters import Parsed
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import Candidate, Links, Meta, Resolved, ResolvedName, ResolveQuery

PATH = "/v1/actors/resolve"


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service its resolver; before the route of single actors, whose ids it shares a place with."""

    def resolve(request: Request) -> Response:
        return answered(database, request, ResolveQuery, path=PATH, make=_answer)

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


def _answer(connection: Connection, parsed: Parsed[ResolveQuery], snapshot: Snapshot) -> Resolved:
    names = _resolved(connection, parsed.query, seq=snapshot.seq)
    return Resolved(data=names, meta=Meta(snapshot=snapshot.seq), links=Links(self=with_query(PATH, parsed.canonical)))


def _resolved(connection: Connection, query: ResolveQuery, *, seq: int) -> tuple[ResolvedName, ...]:
    names = Names(connection, kinds=query.kind, seq=seq)
    found = {name: names.matches(name) for name in query.name}
    shown = {name: matches.best(query.limit) for name, matches in found.items()}
    actors = candidates.actors(connection, {each for best in shown.values() for each in best}, seq=seq)
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
