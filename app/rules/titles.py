"""Titles: whether an office that a statement gives a person was theirs on the records' days."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.language.vocabulary import OFFICES, RANKED, SAME_OFFICE
from app.rules.holdings import Holdings, fold_words
from app.rules.mentions import Word
from app.rules.offices import PAST, is_held
from schemas import Actor, Office

_TITLES = [tuple(title.split("-")) for title in OFFICES]
_SMALL = frozenset("of the for and".split())
_BETWEEN = frozenset("the its their now currently".split())


class GivenTitle(NamedTuple):
    """An office that a text gives a person: its characters, its words, and these with the name as the text has them.

    It `is_past` where it is called so, and `precedes` the name or follows it.
    """

    start: int
    end: int
    words: tuple[str, ...]
    said: str
    is_past: bool
    precedes: bool


def titles_given_to(words: Sequence[Word], first: int, last: int) -> Iterator[GivenTitle]:
    """The offices that stand right before or behind a person's name, which is the words from `first` to `last`."""
    folded = [word.folded for word in words]
    before = _ending_at(folded, first) if words[first].place != "begins" else None
    if before is not None:
        begin = before - 1 if before and folded[before - 1] in RANKED else before
        is_past = begin > 0 and folded[begin - 1] in PAST
        said = " ".join(folded[begin : last + 1])
        yield GivenTitle(words[begin].start, words[last].end, tuple(folded[begin:first]), said, is_past, precedes=True)
    behind = last + 1
    while behind < len(folded) and folded[behind] in _BETWEEN | PAST:
        behind += 1
    end = _beginning_at(folded, behind)
    if end is None or any(word.place == "begins" for word in words[last + 1 : end]):
        return
    # In `Macron, President Putin` the office belongs to the name behind it.
    if not any(word.is_capital and word.place == "within" for word in words[end : end + 1]):
        is_past = any(word in PAST for word in folded[last + 1 : behind])
        said = " ".join(folded[first:end])
        yield GivenTitle(
            words[first].start, words[end - 1].end, tuple(folded[behind:end]), said, is_past, precedes=False
        )


def is_theirs(given: GivenTitle, people: Iterable[Actor], holdings: Holdings, days: Iterable[dt.date]) -> bool:
    """Whether the records give one of the people this office too, or the tracker knows that they held it.

    A past office is one that they ever held. Records without a day are held against no day.
    """
    days = list(days)
    for person in people:
        names = [tuple(fold_words(name).split()) for name in (person.name, *person.aliases)]
        pairs = ((*given.words, *name) if given.precedes else (*name, *given.words) for name in names)
        if any(f" {said} " in text for said in (given.said, *map(" ".join, pairs)) for text in holdings.texts):
            return True
        for office in person.offices:
            held = given.is_past or not days or any(is_held(office, day) for day in days)
            if held and is_called(office, given.words):
                return True
    return False


def is_called(office: Office, words: Iterable[str]) -> bool:
    """Whether folded words are an office's title, or a part of it that is no other office."""
    called, title = set(_plain(words)), set(_plain(fold_words(office.title).split()))
    return called <= title and called & RANKED == title & RANKED


def titles_held(person: Actor, days: Iterable[dt.date]) -> Iterator[str]:
    """The titles of the offices that a person held on any of the days."""
    days = list(days)
    return (office.title for office in person.offices if any(is_held(office, day) for day in days))


def _plain(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word not in _SMALL:
            yield from SAME_OFFICE.get(word, word).split()


def _ending_at(folded: Sequence[str], place: int) -> int | None:
    """Where the longest title that ends before a place begins."""
    found = (place - len(title) for title in _TITLES if tuple(folded[max(place - len(title), 0) : place]) == title)
    return next(found, None)


def _beginning_at(folded: Sequence[str], place: int) -> int | None:
    """Where the longest title that begins at a place ends."""
    found = (place + len(title) for title in _TITLES if tuple(folded[place : place + len(title)]) == title)
    return next(found, None)
