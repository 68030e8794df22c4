"""`/v1/reconcile/suggest`: what somebody who types may mean, as OpenRefine's widgets ask: actors, kinds, properties."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from app.http import openapi
from app.names import candidates
from app.names.reconciling import ANSWERED, PROPERTIES, SHARED, SUGGEST, TYPES, entity_of, kept, type_of
from app.reading.question import parameters
from app.store import clock
from app.store.database import Database
from schemas import SuggestQuery

SUGGESTED = 10
"""How many suggestions are given at a time."""


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service what the Reconciliation API suggests by."""

    def entities(query: SuggestQuery) -> list[dict[str, Any]]:
        with database.read() as connection:
            seq = clock.newest(connection).seq
            found = candidates.beginning(connection, query.prefix, passing=query.cursor, limit=SUGGESTED, seq=seq)
        return [{**entity_of(actor), "notable": [type_of(actor.kind)]} for actor in found]

    def add(what: str, found: Callable[[SuggestQuery], list[dict[str, Any]]]) -> None:
        @router.get(
            f"{SUGGEST}/{what}",
            **SHARED,
            operation_id=f"suggest_{what}",
            summary=f"Suggestions by what is typed: {what}",
            responses=ANSWERED,
            openapi_extra={"parameters": openapi.query_parameters(SuggestQuery)},
        )
        def suggest(request: Request) -> Response:
            query = parameters.read(SuggestQuery, request.scope["query_string"], others_pass=True).query
            return kept(request, {"result": found(query)})

    add("entity", entities)
    add("type", lambda query: _begun_by(query, TYPES))
    add("property", lambda query: _begun_by(query, PROPERTIES))


def _begun_by(query: SuggestQuery, known: dict[str, str]) -> list[dict[str, Any]]:
    prefix = query.prefix.casefold()
    found = [each for each in known if each.startswith(prefix) or known[each].casefold().startswith(prefix)]
    return [{"id": each, "name": known[each]} for each in found[query.cursor : query.cursor + SUGGESTED]]
