"""Suggesting: what somebody who types may mean, as OpenRefine's widgets ask: actors, kinds, properties."""

from typing import Any

from app.names import candidates
from app.names.reconciling import ENTITY_TYPES, PROPERTIES, entity_of, type_of
from app.store import clock
from app.store.database import Database
from schemas import SuggestQuery

SUGGESTED = 10
"""How many suggestions are given at a time."""


def suggest_entities(database: Database, query: SuggestQuery) -> list[dict[str, Any]]:
    """Actors one of whose names begins with what is typed."""
    with database.read() as connection:
        seq = clock.newest(connection).seq
        found = candidates.beginning(connection, query.prefix, passing=query.cursor, limit=SUGGESTED, seq=seq)
    return [{**entity_of(actor), "notable": [type_of(actor.kind)]} for actor in found]


def suggest_types(_: Database, query: SuggestQuery) -> list[dict[str, Any]]:
    """Kinds of actors whose word or name begins with what is typed."""
    return _find_begun_by(query, ENTITY_TYPES)


def suggest_properties(_: Database, query: SuggestQuery) -> list[dict[str, Any]]:
    """Properties of actors whose word or name begins with what is typed."""
    return _find_begun_by(query, PROPERTIES)


def _find_begun_by(query: SuggestQuery, known: dict[str, str]) -> list[dict[str, Any]]:
    prefix = query.prefix.casefold()
    found = [each for each in known if each.startswith(prefix) or known[each].casefold().startswith(prefix)]
    return [{"id": each, "name": known[each]} for each in found[query.cursor : query.cursor + SUGGESTED]]
