"""Joined days: days that are the ends of one stretch, or are not, and weeks that are named by one of their days."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from app.proposing.days.day_bounds import SHIFTED
from app.proposing.days.english_terms import ENGLISH_WEEKDAY, EnglishDay
from app.rules.days import first_day_of, last_day_of

_PRECISIONS = ("day", "month", "year", "unknown")
_CLOCK = r"(?:[0-2]?[0-9](?:[:.]?[0-5][0-9])?(?:\s?[ap]\.?m\.?)?|noon|midnight)(?:\s+(?:hours|hrs|local|[A-Z]{2,4}))?"
_JOINT = re.compile(
    rf"(?:\s+(?:morning|afternoon|evening|night|noon))?(?:\s+at\s+{_CLOCK})?(?:(?<=[0-9]{{4}}),)?"
    r"(?:\s*[-–—]\s*|\s+(?P<to>to|until|till|through|thru|and)\s+)"
    rf"(?:{_CLOCK}\s+)?(?:on\s+)?(?:the\s+)?(?:(?:{ENGLISH_WEEKDAY}),?\s+)?(?:(?:early|late|mid)[\s-]+)?"
)
_BETWEEN = re.compile(rf"\bbetween\s+(?:{_CLOCK}\s+)?(?:late\s+|early\s+)?(?:on\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_WEEK = re.compile(
    r"\b(?:the\s+)?(?P<unit>week(?:end)?)\s+(?:of|(?P<how>beginning|starting|commencing|ending|to|ended))(?:\s+on)?\s+"
    rf"(?:the\s+)?(?:(?:{ENGLISH_WEEKDAY}),?\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)


def join_days(text: str, days: Iterable[EnglishDay]) -> Iterator[EnglishDay]:
    """The days of a sentence in order, where two are the ends of one stretch that stretch, and weeks for their days."""
    last: EnglishDay | None = None
    for day in (_widen(text, part) for each in sorted(days) for part in _part(text, each)):
        if last is not None and _is_stretch(text, last, day):
            stretch = last.stretch._replace(
                last=day.stretch.last,
                precision=max(last.stretch.precision, day.stretch.precision, key=_PRECISIONS.index),
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


def _part(text: str, day: EnglishDay) -> Iterator[EnglishDay]:
    """A stretch as its two ends, where its words name these alone: `postponed from 3 to 9 May`, `in 2014 and 2022`."""
    stretch, words = day.stretch, text[day.start : day.end]
    before = text[max(day.start - 100, 0) : day.start]
    to, and_ = re.search(r"\sto\s", words), re.search(r"\sand\s", words)
    is_two = day.is_range and (to is not None and SHIFTED.search(before) is not None)
    if day.is_range and and_ is not None and stretch.precision == "year" and _BETWEEN.search(before) is None:
        is_two = stretch.last.year - stretch.first.year > 1
    joint = to or and_
    if not is_two or joint is None:
        yield day
        return
    places = (day.start, day.start + joint.start()), (day.start + joint.end(), day.end)
    for place, end in zip(places, (stretch.first, stretch.last), strict=True):
        begins, ends = first_day_of(end, stretch.precision), last_day_of(end, stretch.precision)
        yield EnglishDay(*place, stretch._replace(first=begins, last=ends))


def _is_day(day: EnglishDay) -> bool:
    return day.stretch.precision == "day" and day.stretch.first == day.stretch.last and not day.is_range


def _is_stretch(text: str, one: EnglishDay, other: EnglishDay) -> bool:
    """Whether two days are the first and the last of one stretch, as `from 3 May until 9 May`."""
    is_plain = all(not day.is_range or day.stretch.precision == "year" for day in (one, other))
    if not is_plain or one.stretch.last >= other.stretch.first:
        return False
    joint = _JOINT.fullmatch(text, one.end, other.start)
    if joint is None:
        return False
    before = text[max(one.start - 100, 0) : one.start]
    if joint["to"] == "and":
        return _BETWEEN.search(before) is not None
    return joint["to"] != "to" or SHIFTED.search(before) is None


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
    return EnglishDay(start, day.end, stretch)
