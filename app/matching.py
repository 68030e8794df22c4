"""Matching: which actors a name from outside may mean, with scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, Row, select

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
MOST_ALIKE = 500
"""How many like names are looked at for a word."""
ALMOST = 99
"""The most that what is not matched whole can score."""


@dataclass(frozen=True)
class Matches:
    """What a word may mean: scores of 100 by actor, and the one that the filter would take it for, if there is one."""

    scores: Mapping[str, float]
    certain: str | None

    def best(self, limit: int) -> list[str]:
        """The likest actors, ties by id."""
        return sorted(self.scores, key=lambda record_id: (-self.scores[record_id], record_id))[:limit]


class Names:
    """The names of the actors that stood after a change, of some kinds where given; read once for all that is asked."""

    def __init__(self, connection: Connection, *, kinds: Iterable[str] | None, seq: int) -> None:
        self._connection = connection
        self._standing = standing(ActorTerm, seq) & _of_kinds(kinds, seq=seq)
        self._known: dict[str, Matches] = {}
        self._rows: Sequence[Row[Any]] | None = None

    def whole(self, word: str) -> tuple[set[str], str | None]:
        """The actors with a name, alias, code, identifier or id that is the word, and the one that it means, if one."""
        terms = columns_of(ActorTerm)
        query = ACTOR.select(self._standing & (terms.value == fold(word)))
        exact = self._connection.execute(query).all()
        means = {row.id for row in exact if row.field == "id"} or {row.id for row in exact}
        return {row.id for row in exact}, next(iter(means)) if len(means) == 1 else None

    def matches(self, word: str) -> Matches:
        """The actors that a word may mean."""
        key = fold(word)
        if key not in self._known:
            exact, certain = self.whole(word)
            scores: dict[str, float] = {}
            names = [row.value for row in self._all()]
            found = process.extract(key, names, scorer=fuzz.token_sort_ratio, limit=MOST_ALIKE, score_cutoff=LEAST_LIKE)
            for _, score, index in found:
                actor = self._all()[index].id
                scores[actor] = max(scores.get(actor, 0), round(min(score, ALMOST), 1))
            self._known[key] = Matches(scores | dict.fromkeys(exact, 100.0), certain)
        return self._known[key]

    def _all(self) -> Sequence[Row[Any]]:
        if self._rows is None:
            self._rows = self._connection.execute(ACTOR.select(self._standing).limit(MOST_CHOICES)).all()
        return self._rows


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
