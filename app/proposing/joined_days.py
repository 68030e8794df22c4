"""Joined days: two days that are the ends of one stretch, and weeks and weekends that are named by one of their days."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from app.proposing.english_terms import ENGLISH_WEEKDAY, EnglishDay

_CLOCK = r"(?:[0-2]?[0-9](?:[:.]?[0-5][0-9])?(?:\s?[ap]\.?m\.?)?|noon|midnight)(?:\s+(?:hours|hrs|local|[A-Z]{2,4}))?"
_JOINT = re.compile(
    rf"(?:\s+(?:morning|afternoon|evening|night|noon))?(?:\s+at\s+{_CLOCK})?,?"
    r"(?:\s*[-–—]\s*|\s+(?P<to>to|until|till|through|thru|and)\s+)"
    rf"(?:{_CLOCK}\s+)?(?:on\s+)?(?:the\s+)?(?:(?:{ENGLISH_WEEKDAY}),?\s+)?"
)
_BETWEEN = re.compile(rf"\bbetween\s+(?:{_CLOCK}\s+)?(?:late\s+|early\s+)?(?:on\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:moved?|moving|postponed?|shifted|delayed|changed|brought|pushed|rescheduled|put|deferred)\b[^;:()]{0,60}\Z",
    re.IGNORECASE,
)
"""Behind which `to` stands before another day, and not before the end of a stretch."""
_WEEK = re.compile(
    r"\b(?:the\s+)?(?P<unit>week(?:end)?)\s+(?:of|(?P<how>beginning|starting|commencing|ending|to|ended))(?:\s+on)?\s+"
    rf"(?:the\s+)?(?:(?:{ENGLISH_WEEKDAY}),?\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)


def join_days(text: str, days: Iterable[EnglishDay]) -> Iterator[EnglishDay]:
    """The days of a sentence in order, where two are the ends of one stretch that stretch, and weeks for their days."""
    last: EnglishDay | None = None
    for day in (_widen(text, each) for each in sorted(days)):
        if last is not None and _is_stretch(text, last, day):
            stretch = last.stretch._replace(
                last=day.stretch.last,
                is_relative=last.stretch.is_relative or day.stretch.is_relative,
                reason=last.stretch.reason or day.stretch.reason,
            )
            last = EnglishDay(last.start, day.end, stretch, True)
            continue
        if last is not None:
            yield last
        last = day
    if last is not None:
        yield last


def _is_day(day: EnglishDay) -> bool:
    return day.stretch.precision == "day" and day.stretch.first == day.stretch.last and not day.is_range


def _is_stretch(text: str, one: EnglishDay, other: EnglishDay) -> bool:
    """Whether two days are the first and the last of one stretch, as `from 3 May until 9 May`."""
    if not (_is_day(one) and _is_day(other)) or one.stretch.first >= other.stretch.first:
        return False
    joint = _JOINT.fullmatch(text, one.end, other.start)
    if joint is None:
        return False
    before = text[max(one.start - 100, 0) : one.start]
    if joint["to"] == "and":
        return _BETWEEN.search(before) is not None
    return joint["to"] != "to" or _MOVED.search(before) is None


def _widen(text: str, day: EnglishDay) -> EnglishDay:
    """The week or the weekend of a day, where it is named by that: `the week of 8 June`."""
    named = _WEEK.search(text[max(day.start - 60, 0) : day.start]) if _is_day(day) else None
    if named is None:
        return day
    start, on, how = day.start - len(named[0]), day.stretch.first, (named["how"] or "").lower()
    if named["unit"].lower() == "weekend":
        first, length = on - dt.timedelta(days=(on.weekday() - 5) % 7), 1
    elif how in ("ending", "ended", "to"):
        first, length = on - dt.timedelta(days=6), 6
    else:
        is_begun = bool(how) or on.weekday() == 6
        first, length = on - dt.timedelta(days=0 if is_begun else on.weekday()), 6
    stretch = day.stretch._replace(first=first, last=first + dt.timedelta(days=length))
    return EnglishDay(start, day.end, stretch, True)
