"""English terms: the words that English days are made of, and what a pattern for them gives back."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.language.figures import SMALL, TENS
from app.proposing.days.calendar_terms import YEAR, CalendarTerms
from app.proposing.days.month_names import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE
from app.proposing.days.stretches import Stretch, find_year, say_year

_MONTH_NUMBERS = MONTHS_BY_LANGUAGE["en"]
WEEKDAY_NUMBERS = WEEKDAYS_BY_LANGUAGE["en"]
"""The weekdays of English, from 0 for Monday, by their small names."""
ENGLISH_MONTH = "|".join(
    form(name) + (r"\.?" if len(name) < 5 else "")
    for name in sorted(_MONTH_NUMBERS, key=len, reverse=True)
    for form in (str.capitalize, str.upper)
)
"""The months, whole or short, as a pattern."""
ENGLISH_WEEKDAY = "|".join(form(name) for name in WEEKDAY_NUMBERS for form in (str.capitalize, str.upper))
"""The weekdays, as a pattern."""
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
"""The year behind a day or a month, where it is said."""
_SMALL = ["a", *SMALL[1:], TENS[0]]
COUNT = rf"(?P<count>[0-9]{{1,3}}|(?i:an|{'|'.join(reversed(_SMALL))}))"
"""A small number, in figures or in words."""
TIME_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon|lunchtime))?"
"""The part of a day that may stand behind a weekday."""


class EnglishDay(NamedTuple):
    """Characters of a sentence, the days that they mean, and whether both ends of these are said."""

    start: int
    end: int
    stretch: Stretch
    is_range: bool = False


class AskedDay(NamedTuple):
    """What a day is counted by: the article's day, the words before it, and whether it is to come."""

    on: dt.date
    before: str
    is_ahead: bool
    terms: CalendarTerms


DayKinds = Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], AskedDay], Iterator[EnglishDay]]]]
"""Patterns, each with what reads its matches."""


def read_count(said: str) -> int:
    """The number that `COUNT` matches."""
    word = said.lower()
    return int(word) if word.isdecimal() else max(_SMALL.index("a" if word == "an" else word), 1)


def read_month(said: str) -> int:
    """The number of the month that `ENGLISH_MONTH` matches."""
    return _MONTH_NUMBERS[said.lower().rstrip(".")]


def complete_day(year: int | None, month: int, day: int, asked: AskedDay) -> Stretch:
    """A day, in the year that is nearest where none is said. Raises `ValueError` where it is none of the calendar."""
    found = year if year is not None else find_year(
        month, day, asked.terms, before=asked.before, is_ahead=asked.is_ahead, on=asked.on
    )  # fmt: skip
    written = dt.date(found, month, day)
    return Stretch(written, written, "day", year is None, "" if year is not None else say_year(asked.on))
