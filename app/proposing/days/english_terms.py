"""English terms: the words that English days are made of, and what a pattern for them gives back."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.proposing.days.calendar_terms import YEAR, CalendarTerms
from app.proposing.days.month_names import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE
from app.proposing.days.stretches import Stretch

MONTH_NUMBERS = MONTHS_BY_LANGUAGE["en"]
"""The months of English, 1 to 12, by their small names."""
WEEKDAY_NUMBERS = WEEKDAYS_BY_LANGUAGE["en"]
"""The weekdays of English, from 0 for Monday, by their small names."""
ENGLISH_MONTH = "|".join(
    form(name) + (r"\.?" if len(name) < 5 else "")
    for name in sorted(MONTH_NUMBERS, key=len, reverse=True)
    for form in (str.capitalize, str.upper)
)
"""The months, whole or short, as a pattern."""
ENGLISH_WEEKDAY = "|".join(form(name) for name in WEEKDAY_NUMBERS for form in (str.capitalize, str.upper))
"""The weekdays, as a pattern."""
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
"""The year behind a day or a month, where it is said."""
_SMALL = (
    "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
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
