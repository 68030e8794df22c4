"""Seeking: what a text names that the records do not hold, and of what kind each is."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.language.figures import DateParts, Figure, figures_in
from app.language.lexicon import is_common
from app.language.spans import find_counted, spans_in
from app.language.tokens import stem_of
from app.language.vocabulary import FOREIGN, ORDINARY, QUARTERS, WEEKDAYS
from app.rules.holdings import Holdings, nations_of
from app.rules.mentions import Word, designations, runs, words_of
from app.rules.naming import NamedActors, find_named_actors
from app.rules.titles import is_theirs, titles_given_to
from schemas import Actor

OWN_NAME = "UK Security Policy Tracker"
"""What editions may be called after."""


class Missing(NamedTuple):
    """What is not held: its characters and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Lookup:
    """What a text is held against.

    Actors by folded name, what its records hold, their days, and the stems of words that the tracker uses for no name.
    """

    names: Mapping[str, list[Actor]]
    holdings: Holdings
    days: Sequence[dt.date]
    ordinary: Callable[[], frozenset[str]]


def missing_in(text: str, lookup: Lookup) -> list[Missing]:
    """The terms of a statement that the records do not hold, in order, each place once."""
    return _Statement(text, lookup).missing()


def missing_names_in(heading: str, lookup: Lookup) -> list[Missing]:
    """The names in a title or a heading that the records do not hold; its figures and days are its own."""
    return _Statement(heading, lookup).missing_names()


class _Statement:
    """One text, as it is gone through."""

    def __init__(self, text: str, lookup: Lookup) -> None:
        self._text = text
        self._lookup = lookup
        self._words = words_of(text)
        self._terms = figures_in(text)
        self._named = list(find_named_actors(text, lookup.names))
        self._taken = bytearray(len(text))

    def missing(self) -> list[Missing]:
        found = [*self._offices(), *self._actors(), *self._designations(), *self._numbers(), *self._weekdays()]
        return sorted({(each.start, each.end): each for each in [*found, *self._other_names()]}.values())

    def missing_names(self) -> list[Missing]:
        # Any word may have a capital in a heading, and its first word always has.
        self._words = [word._replace(place="begins") for word in self._words]
        if OWN_NAME in self._text:
            self._take(start := self._text.index(OWN_NAME), start + len(OWN_NAME))
        for word in self._words:
            if word.folded in WEEKDAYS or word.folded in QUARTERS or self._is_only_first(word):
                self._take(word.start, word.end)
        found = [*self._actors(), *self._designations()]
        for term in self._terms:
            self._take(term.start, term.end)
        return sorted([*found, *self._other_names()])

    def _is_only_first(self, word: Word) -> bool:
        """Whether nothing but its place at the beginning says that a word may be a name."""
        is_first = word is self._words[0] and word.is_plain and not word.has_digit and not nations_of(word)
        return is_first and not any(named.start == word.start for named in self._named)

    def _take(self, start: int, end: int) -> bool:
        """Whether nothing has been found in this place yet; it is from now on."""
        is_free = not self._is_taken(start, end)
        self._taken[start:end] = b"\1" * (end - start)
        return is_free

    def _is_taken(self, start: int, end: int) -> bool:
        return any(self._taken[start:end])

    def _offices(self) -> Iterator[Missing]:
        for named in self._named:
            people = [actor for actor in named.actors if actor.kind == "person"]
            if not people:
                continue
            places = [place for place, word in enumerate(self._words) if named.start <= word.start < named.end]
            for given in titles_given_to(self._words, places[0], places[-1]):
                if not is_theirs(given, people, self._lookup.holdings, self._lookup.days):
                    self._take(given.start, given.end)
                    yield Missing(given.start, given.end, "office")
                elif self._holds(named):
                    self._take(given.start, given.end)

    def _actors(self) -> Iterator[Missing]:
        for named in self._named:
            is_free = self._take(named.start, named.end)
            if is_free and not self._holds(named):
                yield Missing(named.start, named.end, "actor")

    def _holds(self, named: NamedActors) -> bool:
        return any(self._lookup.holdings.holds_actor(actor) for actor in named.actors)

    def _designations(self) -> Iterator[Missing]:
        for start, end, spelling in designations(self._words, self._text):
            if self._take(start, end) and spelling not in self._lookup.holdings.compacts:
                yield Missing(start, end, "designation")

    def _numbers(self) -> Iterator[Missing]:
        free = [term for term in self._terms if not self._is_taken(term.start, term.end)]
        missing = {term for term in free if not self._holds_term(term)}
        for term in missing:
            yield Missing(term.start, term.end, term.kind)
        for span in spans_in(self._text, free):
            if missing.isdisjoint((span.first, span.last)) and not self._lookup.holdings.holds_span(span):
                yield Missing(span.start, span.end, "range")
        for term in free:
            self._take(term.start, term.end)

    def _holds_term(self, term: Figure) -> bool:
        holdings = self._lookup.holdings
        if holdings.holds(term):
            return True
        count = find_counted(self._text, term) if term.kind == "number" else None
        return count is not None and holdings.holds_length(*count)

    def _weekdays(self) -> Iterator[Missing]:
        for word in self._words:
            name = word.folded.removesuffix("s")
            if name not in WEEKDAYS or not word.is_capital or not self._take(word.start, word.end):
                continue
            if not self._lookup.holdings.holds_weekday(name, self._days_beside(word)):
                yield Missing(word.start, word.end, "weekday")

    def _days_beside(self, word: Word) -> Iterator[DateParts]:
        for term in self._terms:
            gap = self._text[word.end : term.start] if word.end <= term.start else self._text[term.end : word.start]
            if isinstance(term.value, DateParts) and gap.strip(" ,()") in ("", "the"):
                yield term.value

    def _other_names(self) -> Iterator[Missing]:
        missing = {
            place
            for place, word in enumerate(self._words)
            if not self._is_taken(word.start, word.end)
            and self._is_sought(word)
            and not self._lookup.holdings.holds_word(word)
        }
        for start, end in runs(self._words, missing, self._text):
            has_digit = any(each.isdecimal() for each in self._text[start:end])
            yield Missing(start, end, "designation" if has_digit else "name")

    def _is_sought(self, word: Word) -> bool:
        """Whether a word must stand in the records: it is a name as far as can be told."""
        if word.is_caseless or word.has_digit:
            return True
        if not word.is_capital or word.is_ordinary or word.written in ("A", "I", "O"):
            return False
        if word.place == "within" or not word.is_plain or nations_of(word):
            return True
        return self._is_english and not is_common(word.folded) and stem_of(word.folded) not in self._lookup.ordinary()

    @cached_property
    def _is_english(self) -> bool:
        """Whether the text is English, to tell by its small words."""
        small = {word.folded for word in self._words if not word.is_capital}
        return not ORDINARY.isdisjoint(small) and FOREIGN.isdisjoint(small)
