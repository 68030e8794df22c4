"""Neighbours: which developments a sentence is near to, and whether it is new, more evidence, or against one."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from heapq import nlargest
from typing import NamedTuple

from app.language.nearness import Nearness, stems_of
from app.proposing.parts import SentenceReading
from schemas import DevelopmentStatus, Verdict

LEAST_NEAR = 0.45
"""How near a development must be to be the one that a sentence is about, of 1."""
MOST_LOOKED_AT = 200
"""How many developments, those most alike by words, are looked at for actors and days."""
ALIKE_BY_WORDS = 0.6
"""How alike words must be, of 1, where neither an actor nor a day is shared."""
DAYS_NEAR = 7
"""How many days apart two days still are near."""
_WORDS, _ACTORS, _DAYS = 0.55, 0.3, 0.15
"""What like words, same actors and near days count."""
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|denied|denies|deny|refused|refuses|rejected|rejects|failed|false|"
    r"cancelled|postponed|withdrew|halted|suspended|untrue|nie|nicht|kein|keine|pas|не)\b|n[’']t\b",
    re.IGNORECASE,
)
_OPPOSITES = (
    ("rise raise rose increase increased higher grew", "fall fell cut decrease decreased lower reduce reduced shrink"),
    ("hold holds held respected observed", "violated broken collapsed breached"),
    ("advance advanced captured gained", "retreat retreated lost repelled withdrew"),
    ("united unity unwavering steadfast", "divided divisions disputes uneven rift hesitant"),
    ("accepted accept agreed approved", "rejected reject refused vetoed blocked"),
    ("confirmed", "denied"), ("open opened reopened", "closed close shut"),
    ("began started resumed", "ended halted suspended"),
)  # fmt: skip
_OPPOSED = [tuple(frozenset(stems_of(side)) for side in pair) for pair in _OPPOSITES]


class KnownDevelopment(NamedTuple):
    """A development as readings are held against it; days are None where it has none, `numbers` by unit."""

    id: str
    title: str
    summary: str
    first: dt.date | None
    last: dt.date | None
    actors: frozenset[str]
    numbers: Mapping[str, frozenset[Decimal]]
    status: DevelopmentStatus = "reported"


class Neighbour(NamedTuple):
    """What a sentence may be to the record, the development that it is near to, how near, and why, in words."""

    verdict: Verdict
    development: str | None
    nearness: float
    reason: str


class Neighbourhood:
    """Developments, to be asked which of them a sentence is near to."""

    def __init__(self, developments: Iterable[KnownDevelopment]) -> None:
        self._known = {each.id: each for each in developments}
        self._words = Nearness({each.id: stems_of(each.title, each.summary) for each in self._known.values()})

    def judge(self, reading: SentenceReading) -> Neighbour:
        """What a sentence may be: about the nearest development, or against it, or new where none is near."""
        near = self._words.of(reading.sentence.words)
        candidates = nlargest(MOST_LOOKED_AT, near, key=lambda name: (near[name], name))
        best: tuple[float, KnownDevelopment] | None = None
        for name in candidates:
            score = self._score(reading, self._known[name], near[name])
            if best is None or score > best[0]:
                best = score, self._known[name]
        if best is None:
            return Neighbour("new", None, 0.0, "no development shares a word with it")
        score, known = best
        why = _say_shared(reading, known, near[known.id])
        if score < LEAST_NEAR or not self._is_about(reading, known, near[known.id]):
            return Neighbour("new", known.id, score, f"the nearest, {known.id}, is not near enough: {why}")
        against = _against(reading, known)
        if against:
            return Neighbour("perhaps-contradicts", known.id, score, f"{against}; {why}")
        return Neighbour("more-evidence", known.id, score, why)

    def _is_about(self, reading: SentenceReading, known: KnownDevelopment, words: float) -> bool:
        """Whether they share an actor or a near day, or nearly all of their words: some words alone say little."""
        apart = _days_apart(reading, known)
        is_near = apart is not None and apart <= DAYS_NEAR
        return is_near or bool(known.actors & set(reading.actor_ids)) or words >= ALIKE_BY_WORDS

    def _score(self, reading: SentenceReading, known: KnownDevelopment, words: float) -> float:
        mine = frozenset(reading.actor_ids)
        every = mine | known.actors
        actors = len(mine & known.actors) / len(every) if every else 0.0
        apart = _days_apart(reading, known)
        days = 0.5 if apart is None else 1.0 if apart <= DAYS_NEAR else 0.0
        return _WORDS * min(1.0, 2 * words) + _ACTORS * actors + _DAYS * days


def _days_apart(reading: SentenceReading, known: KnownDevelopment) -> int | None:
    """How many days lie between the days of a sentence and a development; None where either has none."""
    if known.first is None:
        return None
    last = known.last or known.first
    apart = []
    for day in reading.days:
        first, end = day.first or day.last, day.last or day.first
        if first is not None and end is not None:
            apart.append(max((first - last).days, (known.first - end).days, 0))
    return min(apart, default=None)


def _say_shared(reading: SentenceReading, known: KnownDevelopment, words: float) -> str:
    """What they share, in words."""
    same = [each for each in reading.actors if each.actor in known.actors]
    parts = [mention.reason for mention in {each.actor: each for each in reversed(same)}.values()]
    apart = _days_apart(reading, known)
    near = "" if apart is None else "same day" if apart == 0 else f"{apart} day{'s' if apart > 1 else ''} apart"
    count = len({each.actor for each in same})
    actors = f"{count} actor{'' if count == 1 else 's'}"
    both = " and ".join(filter(None, (near, actors if count else "")))
    return "; ".join(filter(None, ("; ".join(reversed(parts)), f"{both} as {known.id}" if both else "",
                                   f"words alike by {words:.2f}")))  # fmt: skip


def _against(reading: SentenceReading, known: KnownDevelopment) -> str:
    """Why a sentence perhaps contradicts a development; empty where nothing says so."""
    theirs = f"{known.title}. {known.summary}"
    # What a summary says further on is mostly of something else.
    first = f"{known.title}. {known.summary.partition('. ')[0]}"
    mine, other = _NEGATION.search(reading.sentence.words), _NEGATION.search(first)
    if (mine is None) != (other is None):
        found, side = (mine, "the sentence") if mine is not None else (other, known.id)
        return f"only {side} says “{found[0]}”" if found is not None else ""
    if known.status in ("corrected", "retracted"):
        return f"{known.id} has been {known.status}, and the sentence says it again"
    for measure in reading.measures:
        numbers = known.numbers.get(measure.unit)
        if numbers and measure.value not in numbers:
            shown = ", ".join(f"{each:f}" for each in sorted(numbers))
            return f"it says {measure.value:f} {measure.unit}, {known.id} {shown}"
    stems, their_stems = set(stems_of(reading.sentence.words)), set(stems_of(theirs))
    for one, another in _OPPOSED:
        for here, there in ((one, another), (another, one)):
            if (stems & here and their_stems & there) and not (stems & there or their_stems & here):
                return f"it says “{min(stems & here)}” where {known.id} says “{min(their_stems & there)}”"
    return ""
