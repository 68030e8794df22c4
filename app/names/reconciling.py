"""Reconciling: the candidates of a batch of queries, by the W3C Reconciliation Service API, version 0.2."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import Connection

from app.errors import Invalid
from app.language.suggesting import nearest
from app.names import candidates
from app.names.candidates import ActorNames
from app.reading.question.messages import quote
from app.store import clock
from app.store.database import Database
from app.writing.bodies import faults_in, read_object
from schemas import Actor, ActorKind, Fault, PropertyMapping, ReconciliationBatch, ReconciliationQuery

ANY_KIND = "actor"
ENTITY_TYPES = {
    ANY_KIND: "Actor of any kind",
    **{kind: kind.replace("-", " ").capitalize() for kind in get_args(ActorKind)},
}
PROPERTIES = {
    "country": "Country (ISO 3166-1 alpha-2)",
    "iso3166-1-alpha-3": "ISO 3166-1 alpha-3 code",
    "wikidata": "Wikidata item",
}
MOST_VALUES = 500
"""How many values the properties of a batch may have together."""
MOST_SCORED = 100
"""How many like names are held against the properties."""
NAME_COUNTS = 0.75
"""The share of the score that the name makes up where properties are given too."""


def answer_batch_of_queries(database: Database, text: str) -> dict[str, Any]:
    """The candidates of each query of a batch in JSON, or what is wrong with it. Raises `Invalid` for no batch."""
    batch = _read(text)
    queries = {key: query for key, query in batch.items() if isinstance(query, ReconciliationQuery)}
    if sum(len(each.v) for query in queries.values() for each in query.properties) > MOST_VALUES:
        message = f"must not have over {MOST_VALUES} values of properties in all"
        raise Invalid("the batch is too large", faults=[Fault(in_="query", name="queries", message=message)])
    with database.read() as connection:
        seq = clock.newest(connection).seq
        names = {kinds: ActorNames(connection, kinds=kinds, seq=seq) for kinds in map(_kinds, queries.values())}
        return {
            key: {"result": _candidates(connection, query, names[_kinds(query)], seq=seq)}
            if isinstance(query, ReconciliationQuery)
            else {"result": [], "errors": [fault.model_dump(mode="json") for fault in query]}
            for key, query in batch.items()
        }


def _read(text: str) -> dict[str, ReconciliationQuery | list[Fault]]:
    """The queries of a batch, each as it is or as what is wrong with it. Raises `Invalid` for what is no batch."""
    sent = read_object(text, name="queries")
    try:
        batch = ReconciliationBatch.model_validate(sent).root
    except ValidationError as error:
        faults = faults_in(error, ReconciliationBatch, sent, name="queries")
        raise Invalid("the queries are no batch", faults=faults) from None
    found: dict[str, ReconciliationQuery | list[Fault]] = {}
    for key, each in batch.items():
        try:
            query = ReconciliationQuery.model_validate_json(json.dumps(each))
            found[key] = list(_unknown(query)) or query
        except ValidationError as error:
            found[key] = faults_in(error, ReconciliationQuery, each, name="queries")
    return found


def _unknown(query: ReconciliationQuery) -> Iterable[Fault]:
    for known, given in ((ENTITY_TYPES, query.type or ()), (PROPERTIES, [each.pid for each in query.properties])):
        for word in given:
            if word not in known:
                message = f"{quote(word)} is not one of {', '.join(known)}"
                yield Fault(in_="query", name="queries", message=message, suggestions=nearest(word[:80], known))


def _candidates(
    connection: Connection, query: ReconciliationQuery, names: ActorNames, *, seq: int
) -> list[dict[str, Any]]:
    """The candidates of one query, best first; `match` where one alone is certain."""
    likeness, certain = _by_name(connection, query, names, seq=seq)
    found = candidates.actors(connection, likeness, seq=seq)
    held = {key: [_holds(actor, mapping) for mapping in query.properties] for key, actor in found.items()}
    scores = {key: _score(likeness[key], held[key], named=query.query is not None) for key in found}
    if query.query is None:
        scores = {key: score for key, score in scores.items() if score > 0}
        whole = [key for key, score in scores.items() if score == 100]  # per cent
        certain = whole[0] if len(whole) == 1 else None
    best = sorted(scores, key=lambda key: (-scores[key], key))[: query.limit]
    return [
        {
            **entity_of(found[key]),
            "type": [type_of(found[key].kind)],
            "score": scores[key],
            "match": key == certain and all(held[key]),
            "features": [
                {"id": "name", "value": likeness[key]},
                *({"id": each.pid, "value": value} for each, value in zip(query.properties, held[key], strict=True)),
            ],
        }
        for key in best
    ]


def _by_name(
    connection: Connection, query: ReconciliationQuery, names: ActorNames, *, seq: int
) -> tuple[dict[str, float], str | None]:
    """The actors that a query may be about, by how like their names are; and the one that its name alone means.

    Without a name they are those that its properties find: exact words, which are not compared with others.
    """
    if query.query is not None:
        matches = names.matches(query.query)
        return {key: matches.scores[key] for key in matches.best(MOST_SCORED)}, matches.certain
    codes = list(_property_words(each for each in query.properties if each.pid == "country"))
    found = {key for word in dict.fromkeys(_property_words(query.properties)) for key in names.whole(word)[0]}
    found |= {actor.id for actor in candidates.of_countries(connection, codes, kinds=_kinds(query), seq=seq)}
    return dict.fromkeys(sorted(found), 0.0), None


def _kinds(query: ReconciliationQuery) -> tuple[str, ...] | None:
    return None if query.type is None or ANY_KIND in query.type else query.type


def _score(likeness: float, held: Sequence[bool], *, named: bool) -> float:
    """The name's likeness, and the share of the properties that hold: one quarter, or all where no name is given."""
    if not held:
        return likeness
    weight = NAME_COUNTS if named else 0
    return round(weight * likeness + (1 - weight) * 100 * sum(held) / len(held), 1)


def _holds(actor: Actor, mapping: PropertyMapping) -> bool:
    """Whether an actor's property has one of the values."""
    own = actor.country if mapping.pid == "country" else actor.identifiers.get(mapping.pid)
    return own is not None and own.casefold() in {word.casefold() for word in _property_words([mapping])}


def _property_words(mappings: Iterable[PropertyMapping]) -> Iterable[str]:
    """The values of properties as words: those of reconciled values are their ids."""
    for mapping in mappings:
        for value in mapping.v:
            yield str(getattr(value, "id", value))


def entity_of(actor: Actor) -> dict[str, str]:
    """An actor as these services tell it."""
    described = {"description": actor.description} if actor.description is not None else {}
    return {"id": actor.id, "name": actor.name, **described}


def type_of(kind: str) -> dict[str, str]:
    """A kind of actor as these services tell it."""
    return {"id": kind, "name": ENTITY_TYPES[kind]}
