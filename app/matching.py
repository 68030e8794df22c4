"""Matching: which actors a name from outside may mean, with scores."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, select

from app.pipeline.names import MOST_CHOICES
from app.resources.words import ACTOR
from app.store import read
from app.store.clock import standing
from app.store.folding import fold
from app.store.metadata import columns_of
from app.store.tables import Actor as ActorTable
from app.store.tables import ActorTerm
from schemas import Actor

LEAST_LIKE = 60
"""How like a name must be, of 100, to be a candidate."""
ALMOST = 99
"""The most that what is not matched whole can score."""


@dataclass(frozen=True)
class Scored:
    """An actor and how like its likest name is; `whole` where the filter would take the word for it."""

    actor: Actor
    score: float
    whole: bool


def candidates(connection: Connection, word: str, *, kinds: Iterable[str] | None, limit: int, seq: int) -> list[Scored]:
    """The actors standing after change `seq` that a word may mean, the likest first, ties by id."""
    standing_names = standing(ActorTerm, seq) & _of_kinds(kinds, seq=seq)
    key = fold(word)
    terms = columns_of(ActorTerm)
    exact = connection.execute(ACTOR.select(standing_names & (terms.value == key))).all()
    by_id = {row.id for row in exact if row.field == "id"}
    whole = by_id or {row.id for row in exact}
    rows = connection.execute(ACTOR.select(standing_names).limit(MOST_CHOICES)).all()
    likeness = process.extract(
        key, [row.value for row in rows], scorer=fuzz.WRatio, limit=limit * 10, score_cutoff=LEAST_LIKE
    )
    scores: dict[str, float] = {}
    for _, score, index in likeness:
        scores[rows[index].id] = max(scores.get(rows[index].id, 0), min(score, ALMOST))
    scores |= dict.fromkeys((row.id for row in exact), 100.0)
    best = sorted(scores, key=lambda record_id: (-scores[record_id], record_id))[:limit]
    records = actors(connection, best, seq=seq)
    return [Scored(records[each], round(scores[each], 1), each in whole) for each in best]


def of_countries(connection: Connection, codes: Iterable[str], *, kinds: Iterable[str] | None, seq: int) -> list[Actor]:
    """The actors that belong to any of the countries, by id."""
    columns = columns_of(ActorTable)
    query = select(columns.id).where(standing(ActorTable, seq), columns.country.in_([code.upper() for code in codes]))
    if kinds is not None:
        query = query.where(columns.kind.in_(list(kinds)))
    return list(actors(connection, connection.execute(query).scalars(), seq=seq).values())


def actors(connection: Connection, ids: Iterable[str], *, seq: int) -> dict[str, Actor]:
    """Actors by id."""
    documents = read.documents_of(connection, ActorTable, ids, seq=seq)
    return {record_id: Actor.model_validate_json(document) for record_id, document in documents.items()}


def beginning(connection: Connection, prefix: str, *, passing: int, limit: int, seq: int) -> list[Actor]:
    """The actors with an id, name or alias that begins so, by name; `passing` over the first."""
    terms, columns = columns_of(ActorTerm), columns_of(ActorTable)
    key = fold(prefix)
    named = select(terms.id).where(
        terms.field.in_(ACTOR.fields), terms.value.startswith(key, autoescape=True), standing(ActorTerm, seq)
    )
    query = select(columns.id).where(columns.id.in_(named), standing(ActorTable, seq))
    ids = connection.execute(query.order_by(columns.title_key, columns.id).offset(passing).limit(limit)).scalars().all()
    found = actors(connection, ids, seq=seq)
    return [found[record_id] for record_id in ids]


def _of_kinds(kinds: Iterable[str] | None, *, seq: int) -> ColumnElement[bool]:
    columns, terms = columns_of(ActorTable), columns_of(ActorTerm)
    query = select(columns.id).where(standing(ActorTable, seq))
    if kinds is not None:
        query = query.where(columns.kind.in_(list(kinds)))
    within: ColumnElement[bool] = terms.id.in_(query)
    return within
