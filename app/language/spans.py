"""Spans: the ranges of days and numbers that a text names (`17–18 February`), and how long they last."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language.figures import DateParts, Figure

_BETWEEN = re.compile(r"\s*(?:[-–—/]|to|until|till|through)\s*")
_DASH = re.compile(r"\s*[-–—]\s*")
_WITHIN = re.compile(r"[0-9a-z]\s*(?:[-–—/]|to|until)\s*[0-9a-z]")
_COUNTED = re.compile(r"[\s-]+(?:consecutive |full |straight )?(?P<unit>day|week|month|year)s?\b")
LENGTHS_OF_TIME = {"day": (1.0, 0), "week": (7.0, 1), "month": (30.44, 3), "year": (365.25, 6)}
"""How many days a unit has, and how many days more or less still count as so many units."""


class WrittenRange(NamedTuple):
    """A range that a text names: its characters, its two ends, and whether it is written with a dash."""

    start: int
    end: int
    first: Figure
    last: Figure
    dashed: bool

    @property
    def ends(self) -> tuple[object, object]:
        """What it goes from and to."""
        return self.first.value, self.last.value

    @property
    def ascends(self) -> bool:
        """Whether its end comes after its beginning, as far as both are told."""
        one, other = self.first.value, self.last.value
        if not isinstance(one, DateParts) or not isinstance(other, DateParts):
            return one < other  # type: ignore[operator]  # both are numbers
        if one.year is None or other.year is None:
            # December–January 2026: the year of the first is that before.
            same = one._replace(year=None), other._replace(year=None)
            return same[0] != same[1] and (one.month != other.month or (one.day or 0) < (other.day or 32))
        return [part or 0 for part in one] < [part or 32 for part in other] and one != other


def spans_in(text: str, terms: Sequence[Figure]) -> Iterator[WrittenRange]:
    """The ranges of a text, among its terms."""
    for one, other in pairwise(terms):
        if one.kind != other.kind:
            continue
        written, gap = text[one.start : other.end], text[one.end : other.start]
        if one[1:3] == other[1:3] and _WITHIN.search(written):
            yield WrittenRange(one.start, other.end, one, other, bool(re.search(r"[-–—/]", written)))
        elif one.end <= other.start and _BETWEEN.fullmatch(gap):
            yield WrittenRange(one.start, other.end, one, other, bool(_DASH.fullmatch(gap)))


def find_counted(text: str, term: Figure) -> tuple[int, str] | None:
    """How much of which unit of time a number counts: `two days` → (2, "day")."""
    behind = _COUNTED.match(text, term.end)
    if behind is None or isinstance(term.value, DateParts) or term.value % 1:
        return None
    return int(term.value), behind["unit"]
