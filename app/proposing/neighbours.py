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

LIKE_ENOUGH = 0.3
"""How alike a sentence and a development must be by their words, the names of actors left out: a cosine, up to 1."""
LIKE_ENOUGH_FAR = 0.5
"""The same, where both have days and these are not near."""
MOST_LOOKED_AT = 200
"""How many developments, those most alike by words, are looked at for actors and days."""
DAYS_NEAR = 7
"""How many days apart two days still are near."""
SHARE_OF_ACTORS = 0.2
"""What the share of the same actors counts beside like words, where several developments are near."""
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
        """What a sentence may be: about the nearest development, or against it, or new where none is near.

        One is only near that shares an actor with it, or has none.
        """
        near = self._words.of(_without_names(reading))
        mine = frozenset(reading.actor_ids)
        candidates = nlargest(MOST_LOOKED_AT, near, key=lambda name: (near[name], name))
        best: tuple[float, KnownDevelopment] | None = None
        for known in (self._known[name] for name in candidates):
            score = near[known.id] + SHARE_OF_ACTORS * len(mine & known.actors) / max(len(mine | known.actors), 1)
            if (mine & known.actors or not known.actors) and (best is None or score > best[0]):
                best = score, known
        if best is None:
            return Neighbour("new", None, 0.0, "no development shares an actor and a word with it")
        known, alike = best[1], near[best[1].id]
        why, apart = _say_shared(reading, known, alike), _days_apart(reading, known)
        if alike < (LIKE_ENOUGH_FAR if apart is not None and apart > DAYS_NEAR else LIKE_ENOUGH):
            return Neighbour("new", known.id, alike, f"the nearest, {known.id}, is not near enough: {why}")
        against = _against(reading, known)
        if against:
            return Neighbour("perhaps-contradicts", known.id, alike, f"{against}; {why}")
        return Neighbour("more-evidence", known.id, alike, why)

    def most_alike(self, words: str, most: int) -> list[KnownDevelopment]:
        """The developments whose words are most alike to these, at most so many."""
        near = self._words.of(words)
        return [self._known[name] for name in nlargest(most, near, key=lambda name: (near[name], name))]


def _without_names(reading: SentenceReading) -> str:
    """The words of a sentence but the names of actors, which are compared as actors."""
    letters = list(reading.sentence.words)
    for each in reading.actors:
        start, end = each.start - reading.sentence.start, each.end - reading.sentence.start
        letters[start:end] = " " * (end - start)
    return "".join(letters)


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
