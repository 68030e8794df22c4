"""English weeks: weekdays and weekends, as they are counted from the article's day."""

import datetime as dt
import re
from collections.abc import Iterator

from app.proposing.days.calendar_terms import DASH
from app.proposing.days.english_terms import (
    COUNT,
    ENGLISH_WEEKDAY,
    TIME_OF_DAY,
    WEEKDAY_NUMBERS,
    AskedDay,
    DayKinds,
    EnglishDay,
    read_count,
)
from app.proposing.days.stretches import Stretch, count_to_weekday, say_counting


def _read_weekday_of_week(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`Tuesday last week`, `this Friday`: the day of that week, which begins on Monday."""
    away = {"last": -1, "next": 1}.get((match["which"] or "this").lower(), 0)
    monday = asked.on + dt.timedelta(days=7 * away - asked.on.weekday())
    day = monday + dt.timedelta(days=WEEKDAY_NUMBERS[match["weekday"].lower()])
    start = match.start("weekday") if "week_of" not in match.groupdict() else match.start()
    yield EnglishDay(start, match.end(), Stretch(day, day, "day", True, say_counting(asked.on)))


def _read_weekdays(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`from Monday to Wednesday`: the last days so called, or the next where they are to come."""
    if match["and"] and not re.search(r"\bbetween\s+\Z", asked.before, re.IGNORECASE):
        return
    numbers = [WEEKDAY_NUMBERS[match[name].lower()] for name in ("weekday", "other")]
    last = count_to_weekday(numbers[1], asked.terms, before="", is_ahead=asked.is_ahead, on=asked.on).last
    first = last - dt.timedelta(days=(numbers[1] - numbers[0]) % 7)
    yield EnglishDay(*match.span(), Stretch(first, last, "day", True, say_counting(asked.on)), True)


def _read_weekend(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    which, on = match["which"].lower().split()[-1], asked.on
    back = (on.weekday() - 5) % 7
    if which == "coming" or (which in ("this", "the") and back > 1 and (asked.is_ahead or which == "this")):
        saturday = on + dt.timedelta(days=7 - back)
    else:
        saturday = on - dt.timedelta(days=back + 7 if which in ("last", "past") and back <= 1 else back)
    yield EnglishDay(*match.span(), Stretch(saturday, saturday + dt.timedelta(days=1), "day", True, say_counting(on)))


def _read_weeks_away(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`a week from Thursday`, `Thursday week`: so many weeks behind the next day so called, or behind today."""
    said, count = match["weekday"].lower(), read_count(match["count"]) if "count" in match.groupdict() else 1
    ahead = {"today": 0, "tomorrow": 1}.get(said)
    if ahead is None:
        ahead = (WEEKDAY_NUMBERS[said] - asked.on.weekday()) % 7
    day = asked.on + dt.timedelta(days=ahead + 7 * count)
    yield EnglishDay(*match.span(), Stretch(day, day, "day", True, say_counting(asked.on)))


def _read_before_last(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the Friday before last`."""
    behind = (asked.on.weekday() - WEEKDAY_NUMBERS[match["weekday"].lower()]) % 7 or 7
    day = asked.on - dt.timedelta(days=behind + 7)
    yield EnglishDay(*match.span(), Stretch(day, day, "day", True, say_counting(asked.on)))


WEEK_KINDS: DayKinds = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<!\w)(?P<weekday>{ENGLISH_WEEKDAY}){TIME_OF_DAY},?\s+(?P<week_of>of\s+)?(?P<which>this|last|next)\s+week(?!\w)",
         _read_weekday_of_week),
        (rf"(?<!\w){COUNT}\s+weeks?\s+(?:(?:from|on)\s+)?"
         rf"(?P<weekday>(?<=[nm] )(?:{ENGLISH_WEEKDAY}|today)|tomorrow)(?!\w)",
         _read_weeks_away),
        (rf"(?<!\w)(?P<weekday>{ENGLISH_WEEKDAY})\s+week(?=[.,;:]|\s*$|\s+(?:in|at|and|to)\b)", _read_weeks_away),
        (rf"(?<!\w)(?:the\s+)?(?P<weekday>{ENGLISH_WEEKDAY})\s+before\s+last(?!\w)", _read_before_last),
        (rf"(?<!\w)(?i:(?P<which>this))\s+(?P<weekday>{ENGLISH_WEEKDAY})(?!\w)", _read_weekday_of_week),
        (rf"(?<!\w)(?P<weekday>{ENGLISH_WEEKDAY}){TIME_OF_DAY}(?:{DASH}|\s+(?:to|until|till|through|(?P<and>and))\s+)"
         rf"(?P<other>{ENGLISH_WEEKDAY}){TIME_OF_DAY}(?!\w)", _read_weekdays),
        (r"(?<!\w)(?P<which>(?i:this\s+past|this\s+coming|the\s+past|the\s+coming|last|this|the))\s+weekend(?!\w|\s+of\s+(?:the\s+)?[0-9A-Z])",
         _read_weekend),
    )
)  # fmt: skip
"""How days of weeks are written, the longest kinds first."""
