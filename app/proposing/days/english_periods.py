"""English periods: quarters, halves and other parts of years, decades, and what is so long ago."""

import datetime as dt
import re
from collections.abc import Iterator

from app.proposing.days.calendar_terms import YEAR
from app.proposing.days.english_terms import COUNT, AskedDay, DayKinds, EnglishDay, read_count
from app.proposing.days.stretches import (
    Stretch,
    count_to_half,
    count_to_period,
    count_to_quarter,
    count_to_same_day,
    order_days,
    say_counting,
)
from app.rules.days import last_day_of

_YEAR_MEANT = rf"(?:(?P<year>{YEAR})|(?P<away>(?i:this|the\s+current|last|next|the\s+coming))\s+year|the\s+year)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}
_ORDINAL = rf"(?i:the\s+)?(?P<ordinal>(?i:{'|'.join(_ORDINALS)}))"
_ECONOMY = "growth|output|gdp|GDP|exports|imports|production|inflation|deliveries"
"""What a state counts by quarters and halves of the year; a firm's begin on other days."""


def _year(match: re.Match[str], asked: AskedDay) -> tuple[int, str]:
    """The year that a match names, and how it was told."""
    if match["year"] is not None:
        return int(match["year"]), ""
    away = (match["away"] or "this").lower().split()[-1]
    return asked.on.year + {"last": -1, "next": 1, "coming": 1}.get(away, 0), say_counting(asked.on)


def _months(year: int, first: int, last: int, said: str) -> Stretch:
    return Stretch(dt.date(year, first, 1), last_day_of(dt.date(year, last, 1), "month"), "month", bool(said), said)


def _read_part(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the second half of 2026`, `Q3`, `the last quarter of this year`, `the first three months of 2026`."""
    groups = match.groupdict()
    of_part = {"half": 6, "h": 6}.get((groups.get("part") or "").lower(), 3)
    size = read_count(match["count"]) if groups.get("count") else of_part
    has_year = groups.get("year") is not None or match[0].lower().endswith("year")
    which = int(match["number"]) if groups.get("number") else _ORDINALS[(groups.get("ordinal") or "first").lower()]
    if not 1 <= size <= 11 or which * size > 12:
        return
    if not has_year:
        count = count_to_quarter if size == 3 else count_to_half
        yield EnglishDay(*match.span(), count(which, asked.on, is_ahead=asked.is_ahead))
        return
    year, said = _year(match, asked)
    last = which * size if which else 12
    yield EnglishDay(*match.span(), _months(year, last - size + 1, last, said))


def _read_years(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the 1990s`, `2014–22`, and the month `2026-03`."""
    year = int(match["year"])
    if "short" not in match.groupdict():
        yield EnglishDay(*match.span(), order_days(dt.date(year, 1, 1), dt.date(year + 9, 1, 1), "year", None), True)
        return
    if len(match["short"]) != 2 and not str(year + 1).endswith(match["short"]):
        return
    short = int(match["short"]) if len(match["short"]) == 2 else (year + 1) % 100
    if short > year % 100:
        last = dt.date(year - year % 100 + short, 1, 1)
        yield EnglishDay(*match.span(), order_days(dt.date(year, 1, 1), last, "year", None), True)
    elif 1 <= short <= 12 and match["sign"] == "-":
        yield EnglishDay(*match.span(), _months(year, short, short, ""))


def _read_ago(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`two weeks ago`; to the day where that is said: `a year ago today`."""
    number, said = read_count(match["count"]), match["unit"].lower()
    if match["exact"]:
        yield EnglishDay(*match.span(), count_to_same_day(said, number, asked.on))
        return
    times, unit = {"fortnight": (2, "week"), "decade": (10, "year")}.get(said, (1, said))
    yield EnglishDay(*match.span(), count_to_period(unit, -number * times, asked.on))


PERIOD_KINDS: DayKinds = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<![\w-]){_ORDINAL}[\s-](?P<part>quarter|half)\s+(?:of\s+)?{_YEAR_MEANT}(?!\w)", _read_part),
        (rf"(?<![\w-]){_ORDINAL}\s+(?P<part>quarter)(?![\w-]|\s+of\b)", _read_part),
        (rf"(?<!\w){_ORDINAL}\s+{COUNT}\s+months\s+of\s+{_YEAR_MEANT}(?!\w)", _read_part),
        (rf"(?:(?<=\b[Ii]n )|(?<=\b[Ff]or )|(?<=\b[Oo]ver )){COUNT}\s+months\s+of\s+{_YEAR_MEANT}(?!\w)", _read_part),
        (rf"(?<![\w-]){_ORDINAL}[\s-](?P<part>quarter|half)(?=\s+(?:{_ECONOMY})\b)", _read_part),
        (rf"(?<!\w)Q(?P<number>[1-4])(?:\s+(?:of\s+)?{_YEAR_MEANT})?(?!\w)", _read_part),
        (rf"(?<!\w)(?P<part>H)(?P<number>[12])\s+(?:of\s+)?{_YEAR_MEANT}(?!\w)", _read_part),
        (r"(?<![\w.,-])(?:(?i:the)\s+)?(?P<year>(?:1[89]|20|21)[0-9]0)s(?!\w)", _read_years),
        (rf"(?<![\w.,/€$£-])(?P<year>{YEAR})(?P<sign>[-–/])(?P<short>[0-9]{{1,2}}|(?<=/){YEAR})"
         r"(?![\w%/-]|[.,][0-9])", _read_years),
        (rf"(?<![\w,.]){COUNT}\s+(?P<unit>day|week|fortnight|month|year|decade)s?\s+ago(?P<exact>\s+(?:today|to\s+the\s+day))?(?!\w)",
         _read_ago),
    )
)  # fmt: skip
"""How periods are written, the longest kinds first."""
