"""Candidates: which actors a name from outside may mean, with scores."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, Row, select

from app.language.folding import fold, fold_name
from app.language.nations import NATIONS
from app.language.romanising import spellings
from app.language.suggesting import MOST_CHOICES
from app.language.vocabulary import COURTESY
from app.resources.words import ACTOR
from app.rules.offices import PAST
from app.rules.titles import is_called
from app.store import read
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import ActorTermRow, ActorVersion
from schemas import Actor

LEAST_LIKE_A_NAME = 60
"""How like a name must be, of 100, to be a candidate."""
MOST_LIKE_NAMES = 500
"""How many like names are looked at for a word."""
ALMOST = 99
"""The most that what is not matched whole can score."""
WITHIN = 80
"""What an actor scores of whose name all that is asked for is a part, or a person whom it calls what they are not."""
SHORTEST_NAME = 3
"""Shorter words are part of too many names."""
MOST_WORDS_WITH_TITLES = 20
"""How many words a name and the titles before it have."""


@dataclass(frozen=True)
class Matches:
    """What a word may mean: scores of 100 by actor, and the one that the filter would take it for, if there is one."""

    scores: Mapping[str, float]
    certain: str | None

    def best(self, limit: int) -> list[str]:
        """The likest actors, ties by id."""
        return sorted(self.scores, key=lambda record_id: (-self.scores[record_id], record_id))[:limit]


class ActorNames:
    """The names of the actors that stood after a change, of some kinds where given; read once for all that is asked."""

    def __init__(self, connection: Connection, *, kinds: Iterable[str] | None, seq: int) -> None:
        self._connection = connection
        self._standing = standing(ActorTermRow, seq) & _of_kinds(kinds, seq=seq)
        self._seq = seq
        self._known: dict[str, Matches] = {}
        self._rows: Sequence[tuple[str, str]] | None = None
        self._words: Sequence[frozenset[str]] = ()

    def whole(self, word: str) -> tuple[set[str], str | None]:
        """The actors with a name, alias, code, identifier or id that is the word, and the one that it means, if one.

        The id of an actor that was merged is a word of its survivor's.
        """
        for key in ACTOR.readings(word):
            exact = self._named([key])
            if exact:
                means = {row.id for row in exact if row.field == "id"} or {row.id for row in exact}
                return {row.id for row in exact}, next(iter(means)) if len(means) == 1 else None
        for survivor in read.survivors_of(self._connection, "actors", [fold_name(word)], seq=self._seq).values():
            if self._named([survivor]):
                return {survivor}, survivor
        return set(), None

    def matches(self, word: str) -> Matches:
        """The actors that a word may mean."""
        key = fold(word)
        if key not in self._known:
            exact, certain = self.whole(word)
            scores = self._like(key)
            if not exact:
                named = self._behind_titles(key)
                exact = {person for person, is_theirs in named.items() if is_theirs}
                certain = next(iter(exact)) if len(exact) == 1 else None
                scores = {person: max(scores.get(person, 0), WITHIN) for person in named} | scores
            self._known[key] = Matches(scores | dict.fromkeys(exact, 100.0), certain)
        return self._known[key]

    def _like(self, key: str) -> dict[str, float]:
        """The actors whose names are like a folded word, in whatever script either is written."""
        names = self._all()
        choices = [name for name, _ in names]
        scores: dict[str, float] = {}
        for spelling in spellings(key):
            found = process.extract(
                spelling, choices, scorer=fuzz.token_sort_ratio, limit=MOST_LIKE_NAMES, score_cutoff=LEAST_LIKE_A_NAME
            )
            parts = _words(spelling) if len(spelling) >= SHORTEST_NAME else frozenset[str]()
            within = [(index, float(WITHIN)) for index, words in enumerate(self._words) if parts and parts <= words]
            for index, score in [*((index, score) for _, score, index in found), *within]:
                actor = names[index][1]
                scores[actor] = max(scores.get(actor, 0), round(min(score, ALMOST), 1))
        return scores

    def _behind_titles(self, key: str) -> dict[str, bool]:
        """The persons whom the end of a folded word names, and whether all before it is a title of theirs, ever."""
        words = key.split()
        if len(words) > MOST_WORDS_WITH_TITLES:
            return {}
        ends = {" ".join(words[place:]): place for place in range(1, len(words))}
        rows = self._named(ends)
        begins = min((ends[row.value] for row in rows), default=0)
        named = actors(self._connection, {row.id for row in rows if ends[row.value] == begins}, seq=self._seq)
        title = re.findall(r"\w+", " ".join(words[:begins]))
        return {person.id: _is_title(title, person) for person in named.values() if person.kind == "person"}

    def _named(self, keys: Iterable[str]) -> Sequence[Row[Any]]:
        """Rows of (field, value, id) of the actors that folded words mean."""
        query = ACTOR.rows.where(self._standing, columns_of(ActorTermRow).value.in_(list(keys)))
        return self._connection.execute(query).all()

    def _all(self) -> Sequence[tuple[str, str]]:
        """Every name in Latin letters, with its actor."""
        if self._rows is None:
            rows = self._connection.execute(ACTOR.rows.where(self._standing).limit(MOST_CHOICES))
            self._rows = [(name, row.id) for row in rows for name in spellings(row.value)]
            self._words = [_words(name) for name, _ in self._rows]
        return self._rows


def _words(name: str) -> frozenset[str]:
    """The words of a folded name, those that hyphens join apart."""
    return frozenset(name.replace("-", " ").split())


def _is_title(words: Iterable[str], person: Actor) -> bool:
    """Whether folded words are a courtesy, or an office that the person holds or held, perhaps called after a state."""
    called = [
        word
        for word in words
        if word not in COURTESY | PAST and person.country not in NATIONS.get(word, frozenset[str | None]())
    ]
    return not called or any(is_called(office, called) for office in person.offices)


def of_countries(connection: Connection, codes: Iterable[str], *, kinds: Iterable[str] | None, seq: int) -> list[Actor]:
    """The actors that belong to any of the countries, by id."""
    columns = columns_of(ActorVersion)
    query = select(columns.id).where(standing(ActorVersion, seq), columns.country.in_([code.upper() for code in codes]))
    if kinds is not None:
        query = query.where(columns.kind.in_(list(kinds)))
    return list(actors(connection, connection.execute(query).scalars(), seq=seq).values())


def actors(connection: Connection, ids: Iterable[str], *, seq: int) -> dict[str, Actor]:
    """Actors by id."""
    documents = read.documents_of(connection, ActorVersion, ids, seq=seq)
    return {record_id: Actor.model_validate_json(document) for record_id, document in documents.items()}


def beginning(connection: Connection, prefix: str, *, passing: int, limit: int, seq: int) -> list[Actor]:
    """The actors with an id, name or alias that begins so, by name; `passing` over the first."""
    terms, columns = columns_of(ActorTermRow), columns_of(ActorVersion)
    key = fold_name(prefix)
    named = select(terms.id).where(
        terms.field.in_(ACTOR.fields), terms.value.startswith(key, autoescape=True), standing(ActorTermRow, seq)
    )
    query = select(columns.id).where(columns.id.in_(named), standing(ActorVersion, seq))
    ids = connection.execute(query.order_by(columns.title_key, columns.id).offset(passing).limit(limit)).scalars().all()
    found = actors(connection, ids, seq=seq)
    return [found[record_id] for record_id in ids]


def _of_kinds(kinds: Iterable[str] | None, *, seq: int) -> ColumnElement[bool]:
    columns, terms = columns_of(ActorVersion), columns_of(ActorTermRow)
    query = select(columns.id).where(standing(ActorVersion, seq))
    if kinds is not None:
        query = query.where(columns.kind.in_(list(kinds)))
    within: ColumnElement[bool] = terms.id.in_(query)
    return within
