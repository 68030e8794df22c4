"""Stretches: days from one to another, as they are counted from the day of an article."""

import datetime as dt
import re
from typing import NamedTuple

from app.language.wording import day as show_day
from app.proposing.days.calendar_terms import CalendarTerms
from app.proposing.days.tenses import PAST_VERB, TO_BE
from app.rules.days import first_day_of, last_day_of
from schemas import Precision

DAYS_SOON = 31
"""How many days ahead a day without a year may lie where the sentence does not speak of what is to come."""


_FROM = re.compile(
    r"(?<!\w)(?:from|ab|as\s+of|effective|(?:start|begin)(?:s|ning|ing)?(?:\s+(?:in|on|from|with))?|"
    r"(?:no|not)\s+(?:earlier|sooner)\s+than)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""Words behind which a month may as well be one to come: `from September`."""
_STANDS_FOR_ITSELF = re.compile(
    r"(?:^|[,;:(“”—])(?!\s*(?:and|or|but|then|another)\b)(?P<clause>[^,;:(“”—]*\b(?:on|by|at)\s+)\Z"
)
_DAYS_UNSAID = 120
"""How many days ahead a day may lie where its clause has no verb of the past: `the rules apply on 1 July`."""
_THIS = re.compile(r"(?<!\w)this\s+\Z", re.IGNORECASE)


class Stretch(NamedTuple):
    """Days from `first` to `last`, how precisely, whether counted from the article's day, and how that was done."""

    first: dt.date
    last: dt.date
    precision: Precision
    is_relative: bool
    reason: str


def order_days(first: dt.date, last: dt.date, precision: Precision, inferred: dt.date | None) -> Stretch:
    """From one day, month or year to another, by any of their days. Raises `ValueError` where the last is before it."""
    if last < first:
        raise ValueError
    reason = say_year(inferred) if inferred else ""
    first, last = first_day_of(first, precision), last_day_of(last, precision)
    return Stretch(first, last, precision, inferred is not None, reason)


def find_year(month: int, day: int, terms: CalendarTerms, *, before: str, is_ahead: bool, on: dt.date) -> int:
    """The year in which a month is nearest to a day, a month ahead at most where nothing speaks of what comes.

    Behind `since` or `last` it is the last that has begun, behind `next` the first that has not.
    """
    years = [on.year - 1, on.year, on.year + 1]
    day = min(day, 28)
    if (terms.since.search(before) and not _FROM.search(before)) or terms.last.search(before):
        years = [year for year in years if dt.date(year, month, day) <= on]
        return years[-1]
    if _THIS.search(before):
        return on.year
    if terms.coming.search(before):
        return next(year for year in years if dt.date(year, month, day) > on)
    if is_ahead and TO_BE.search(before):
        return next(year for year in years if dt.date(year, month, day) >= on)
    if not is_ahead and not _FROM.search(before):
        clause = _STANDS_FOR_ITSELF.search(before)
        is_past = clause is None or PAST_VERB.search(clause["clause"]) is not None
        soon = dt.timedelta(days=DAYS_SOON if is_past else _DAYS_UNSAID)
        years = [year for year in years if dt.date(year, month, day) <= on + soon]
    return min(years, key=lambda year: (abs((dt.date(year, month, day) - on).days), -year))


def count_to_weekday(number: int, terms: CalendarTerms, *, before: str, is_ahead: bool, on: dt.date) -> Stretch:
    """The last such day, the article's own too, or one before it; the next behind `next` or `from`, or ahead."""
    behind = (on.weekday() - number) % 7
    is_last = terms.last.search(before) is not None
    if terms.coming.search(before) or ((is_ahead or _FROM.search(before)) and behind and not is_last):
        day = on + dt.timedelta(days=7 - behind)
    else:
        day = on - dt.timedelta(days=7 if is_last and behind == 0 else behind)
    return Stretch(day, day, "day", True, say_counting(on))


def count_to_day_of_month(day: int, on: dt.date, *, is_ahead: bool) -> Stretch:
    """The last such day of a month up to the article's own, or the next where the sentence speaks of what comes."""
    month = on
    if is_ahead and day < on.day:
        month = on.replace(day=28) + dt.timedelta(days=4)
    elif not is_ahead and day > on.day:
        month = on.replace(day=1) - dt.timedelta(days=1)
    then = month.replace(day=day)
    return Stretch(then, then, "day", True, say_counting(on))


def count_to_period(unit: str, away: int, on: dt.date) -> Stretch:
    """The day, week (from Monday), month or year that is so many away."""
    if unit == "day":
        first = last = on + dt.timedelta(days=away)
        return Stretch(first, last, "day", True, say_counting(on))
    if unit == "week":
        first = on + dt.timedelta(days=7 * away - on.weekday())
        return Stretch(first, first + dt.timedelta(days=6), "day", True, say_counting(on))
    if unit == "quarter":
        year, place = divmod(on.year * 4 + (on.month - 1) // 3 + away, 4)
        last = last_day_of(dt.date(year, place * 3 + 3, 1), "month")
        return Stretch(dt.date(year, place * 3 + 1, 1), last, "month", True, say_counting(on))
    if unit == "month":
        year, month = divmod(on.year * 12 + on.month - 1 + away, 12)
        first = dt.date(year, month + 1, 1)
        return Stretch(first, last_day_of(first, "month"), "month", True, say_counting(on))
    first = dt.date(on.year + away, 1, 1)
    return Stretch(first, last_day_of(first, "year"), "year", True, say_counting(on))


def count_to_quarter(number: int, on: dt.date, *, is_ahead: bool) -> Stretch:
    """The quarter so numbered that is the last to have begun, or the next where it is to come; 0 is the one before."""
    if number == 0:
        return count_to_period("quarter", -1, on)
    away = ((on.month - 1) // 3 + 1 - number) % 4
    return count_to_period("quarter", 4 - away if is_ahead and away else -away, on)


def count_to_half(number: int, on: dt.date, *, is_ahead: bool) -> Stretch:
    """The half of a year so numbered that is the last to be over, or the next where it is to come; 0 is the last."""
    number, now = number or (2 if on.month <= 6 else 1), (on.month + 5) // 6
    year = on.year + int(number < now) if is_ahead else on.year - int(number >= now)
    first, last = dt.date(year, number * 6 - 5, 1), last_day_of(dt.date(year, number * 6, 1), "month")
    return Stretch(first, last, "month", True, say_counting(on))


def count_to_same_day(unit: str, count: int, on: dt.date) -> Stretch:
    """The day so many days, weeks, months or years before, with the number of the article's own.

    Raises `ValueError` where that month has no such day.
    """
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days is not None:
        then = on - dt.timedelta(days=days * count)
    else:
        year, month = divmod(on.year * 12 + on.month - 1 - count * {"month": 1, "year": 12}.get(unit, 120), 12)
        then = on.replace(year=year, month=month + 1)
    return Stretch(then, then, "day", True, say_counting(on))


def say_year(on: dt.date) -> str:
    """What a reason says of a year that is taken from an article's day."""
    return f", the year taken from {show_day(on)}, the article's day"


def say_counting(on: dt.date) -> str:
    """What a reason says of a day that is counted from an article's."""
    return f", counted from {show_day(on)}, the article's day"
