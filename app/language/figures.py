"""Figures: the dates, percentages and numbers that a text names, in figures or in English words."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple
from unicodedata import digit

MONTHS = "January February March April May June July August September October November December".split()
VERBS = ("March", "May", "August")
"""Months whose names are other words too: alone, they are dates only behind a preposition."""
PARTS = {"half": Decimal("0.5"), "twice": Decimal(2), "thrice": Decimal(3)}
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TIMES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
"""What a number is multiplied by; `one` alone is no number: it is mostly a pronoun."""


class DateParts(NamedTuple):
    """A date as far as it is named: any of its parts may be None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def covers(self, other: "DateParts") -> bool:
        """Whether every part that this one names is the same in the other."""
        return all(mine is None or mine == theirs for mine, theirs in zip(self, other, strict=True))


class Figure(NamedTuple):
    """Something that a text names: what kind of thing, its characters `start` to `end`, and what it means."""

    kind: Literal["date", "percentage", "number"]
    start: int
    end: int
    value: DateParts | Decimal


_MONTH = "|".join([*MONTHS, *(month[:3] + r"\.?" for month in MONTHS), r"Sept\.?"])
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[89][0-9]{2}|20[0-9]{2}|21[0-9]{2})"
_DASH = r"\s*(?:[-–—/]|to|and|until)\s*"
_BEFORE = (
    "in|since|until|till|by|of|from|to|through|during|between|and|before|after|late|early|mid|last|next|this|every|each"
)
_AFTER = re.compile(rf"(?i:\b(?:{_BEFORE})[ -])(?P<month>{'|'.join(VERBS)})(?!\w)")
_DATES = [
    *map(
        re.compile,
        (
            rf"(?<![\w.]){_YEAR}-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?!\w)",
            rf"(?<![\w.])(?P<day>[0-3]?[0-9])[./](?P<month>[01]?[0-9])[./]{_YEAR}(?!\w)",
            rf"(?<![\w.])(?:(?P<other>[0-3]?[0-9])(?:st|nd|rd|th)?{_DASH})?{_DAY}(?:\s+of)?\s+(?P<month>{_MONTH})(?:,?\s+{_YEAR})?(?!\w)",
            rf"(?<!\w)(?P<month>{_MONTH})\s+{_DAY}(?:{_DASH}(?P<other>[0-3]?[0-9]))?(?:,?\s+{_YEAR})?(?!\w)",
            rf"(?<!\w)(?P<month>{_MONTH}),?\s+{_YEAR}(?!\w)",
            rf"(?<!\w)(?P<month>{'|'.join(month for month in MONTHS if month not in VERBS)})(?!\w)",
            r"(?<![\w.,])(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)(?!\w)",
            rf"(?<![\w.,]){_YEAR}(?:[-–/](?P<short>[0-9]{{2}}))?(?![\w%]|[.,][0-9])",
        ),
    ),
    _AFTER,
]
_FIGURE = r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_WORD = rf"(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(SMALL[1:10])}))?|{'|'.join(sorted(SMALL, key=len, reverse=True))}"
_ONE = rf"(?:{_FIGURE}|(?i:{_WORD}))(?:[\s-]?(?i:{'|'.join(sorted(TIMES, key=len, reverse=True))})(?!\w))*"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<number>{_ONE}|(?i:twice|thrice|half|(?:a )?(?:dozen|hundred|thousand|million|billion)))(?!\w)"
)
_OF_TWO = re.compile(r"(?i)\b(?:first|second|latter|other|better)[\s-]$")
"""What comes before a half that is one of two, and no number: the second half of February."""
_PERCENT = r"\s*(?:%|(?i:per\s?cent|percentage points?)(?!\w))"
_PERCENTAGE = re.compile(rf"(?<![\w.,])(?:(?P<low>{_ONE}){_DASH})?(?P<high>{_ONE}){_PERCENT}")


def figures_in(text: str) -> list[Figure]:
    """The dates, percentages and numbers of a text, in order; no character belongs to two of them."""
    text = "".join(str(digit(each)) if each.isdecimal() else each for each in text) if not text.isascii() else text
    taken = bytearray(len(text))
    found = []
    for read in (_dates, _percentages, _numbers):
        found += [term for term in read(text) if not any(taken[term.start : term.end])]
        for term in found:
            taken[term.start : term.end] = b"\1" * (term.end - term.start)
    return sorted(found, key=lambda term: (term.start, term.end))


def _dates(text: str) -> Iterator[Figure]:
    spans: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            start, end = match.start("month") if pattern is _AFTER else match.start(), match.end()
            if any(start < there and here < end for here, there in spans):
                continue
            spans.append((start, end))
            yield from _dates_in(match, start, end)


def _dates_in(match: re.Match[str], start: int, end: int) -> Iterator[Figure]:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    year = int(parts["year"]) if "year" in parts else None
    month = _month(parts["month"]) if "month" in parts else None
    for name in ("other", "day"):
        if name in parts:
            yield Figure("date", start, end, DateParts(year, month, int(parts[name])))
    if "day" not in parts:
        yield Figure("date", start, end, DateParts(year, month))
    if "short" in parts and year is not None:
        yield Figure("date", start, end, DateParts(year - year % 100 + int(parts["short"])))


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _percentages(text: str) -> Iterator[Figure]:
    for match in _PERCENTAGE.finditer(text):
        for name in ("low", "high"):
            if match[name] is not None:
                yield Figure("percentage", match.start(), match.end(), value_of(match[name]))


def _numbers(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        is_part = match["number"].lower() == "half" and _OF_TWO.search(text[max(match.start() - 8, 0) : match.start()])
        if match["number"].lower() not in ("one", "a", "zero") and not is_part:
            yield Figure("number", match.start(), match.end(), value_of(match["number"]))


def value_of(text: str) -> Decimal:
    """What figures or English words come to: `1,200` → 1200, `twenty-four` → 24, `2.5 million` → 2500000."""
    value, times = Decimal(0), Decimal(1)
    known = False
    for part in re.findall(rf"{_FIGURE}|[a-z]+", text.lower()):
        if part in PARTS:
            value, known = value + PARTS[part], True
        elif part[0].isdigit():
            value, known = value + Decimal(re.sub("[,\u00a0\u202f]", "", part)), True
        elif part in SMALL:
            value, known = value + SMALL.index(part), True
        elif part in TENS:
            value, known = value + 10 * (TENS.index(part) + 2), True
        elif part in TIMES:
            times *= TIMES[part]
    return (value if known else Decimal(1)) * times


def date_parts_of(day: dt.date, precision: str = "day") -> DateParts:
    """A day of a record, as precisely as the record knows it."""
    return DateParts(
        day.year, day.month if precision in ("day", "month") else None, day.day if precision == "day" else None
    )
