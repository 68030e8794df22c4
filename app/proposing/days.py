"""Days: the days, months and years that a sentence names, as precisely as it does, counted from the article's day."""

import calendar
import datetime as dt
import re

from app.language.wording import day as show_day
from app.language.wording import days as show_days
from app.proposing.calendar_terms import CalendarTerms, calendar_terms_of
from app.proposing.month_names import DAYS_AWAY, MONTHS_BY_LANGUAGE, PERIODS_AWAY, WEEKDAYS_BY_LANGUAGE
from app.proposing.parts import DayBound, WrittenDay, say_where
from app.proposing.roles import SPEECH
from app.proposing.stretches import (
    Stretch,
    count_to_day_of_month,
    count_to_period,
    count_to_weekday,
    find_year,
    order_days,
    say_counting,
)

_UNITS = ("day", "week", "month", "year")
_COUNTED_NOUN = re.compile(r"\s+[a-zà-ÿ-]+s\b")
_YEAR_BEFORE = re.compile(r"(?:^|\W)(?:in|by|since|until|from|during|of|before|after|late|early)\s+\Z")


def find_days(text: str, *, on: dt.date, language: str, at: int = 0) -> list[WrittenDay]:
    """The days that a sentence names, in order; no character belongs to two. `on` is the article's day.

    `at` is where the sentence begins in its text. What is no day of the calendar is left out.
    """
    own = language if language in MONTHS_BY_LANGUAGE else "en"
    terms = calendar_terms_of(own)
    taken = bytearray(len(text))
    found: list[WrittenDay] = []
    for pattern in terms.patterns:
        for match in pattern.finditer(text):
            start, end = _place(match)
            if any(taken[start:end]):
                continue
            written = _read(match, terms, text=text, on=on, language=own, at=at)
            if written is not None:
                taken[start:end] = b"\1" * (end - start)
                found.append(written)
    return sorted(found)


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Where the day itself stands in a match, without the word before it."""
    groups = {name for name, value in match.groupdict().items() if value is not None}
    return match.span("month") if groups == {"month"} else match.span()


def _read(
    match: re.Match[str], terms: CalendarTerms, *, text: str, on: dt.date, language: str, at: int
) -> WrittenDay | None:
    start, end = _place(match)
    words = text[start:end]
    where = say_where(words, at + start, at + end)
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    before = text[max(start - 200, 0) : start]
    if "ambiguous" in groups:
        return _of_two_readings(groups, WrittenDay(
            at + start, at + end, words, None, None, "day", "in", False, (), where
        ))  # fmt: skip
    if set(groups) <= {"year", "other_year"} and not _is_year(text, match, before):
        return None
    try:
        is_ahead = _looks_ahead(text, start, end, terms)
        stretch = _stretch_of(groups, terms, before=before, is_ahead=is_ahead, on=on, language=language)
    except (ValueError, OverflowError):
        return None
    if stretch is None or not 1800 <= stretch.first.year <= 2200:
        return None
    is_range = any(name.startswith("other") for name in groups)
    bound = "in" if is_range else _bound(before, terms)
    first = None if bound == "until" else stretch.first
    last = None if bound == "since" else stretch.last
    reason = f"read {where} as {show_days(stretch.first, stretch.last)}{stretch.reason}"
    return WrittenDay(
        at + start, at + end, words, first, last, stretch.precision, bound, stretch.is_relative, (), reason
    )


def _looks_ahead(text: str, start: int, end: int, terms: CalendarTerms) -> bool:
    """Whether a day is one to come: `until` stands before it, or a word of the future with nobody saying it between."""
    if terms.until.search(text[max(start - 60, 0) : start]):
        return True
    before, behind = list(terms.ahead.finditer(text, 0, start)), terms.ahead.search(text, end, end + 60)
    if before and not SPEECH.search(text, before[-1].end(), start):
        return True
    is_said_then = SPEECH.search(text, max(start - 30, 0), start) is not None
    return behind is not None and not is_said_then and not SPEECH.search(text, end, behind.start())


def _bound(before: str, terms: CalendarTerms) -> DayBound:
    if terms.since.search(before):
        return "since"
    return "until" if terms.until.search(before) else "in"


def _is_year(text: str, match: re.Match[str], before: str) -> bool:
    """Whether four figures are a year: no plural that they may count stands behind, or a word of dates before."""
    if not _COUNTED_NOUN.match(text, match.end()):
        return True
    return _YEAR_BEFORE.search(before) is not None


def _of_two_readings(groups: dict[str, str], written: WrittenDay) -> WrittenDay | None:
    """A day as `03/04/2026`: a day where only one of the numbers can be a month, else a suggestion with both."""
    one, other = map(int, groups["ambiguous"].split("/"))
    readings = []
    for day, month in dict.fromkeys([(one, other), (other, one)]):
        try:
            readings.append(dt.date(int(groups["year"]), month, day))
        except ValueError:
            continue
    if not readings:
        return None
    where = written.reason
    if len(readings) == 1:
        reason = f"read {where} as {show_day(readings[0])}, the one day that it can be"
        return written._replace(first=readings[0], last=readings[0], reason=reason)
    shown = " or ".join(map(show_day, readings))
    return written._replace(readings=tuple(readings), reason=f"{where} may be {shown}: nothing tells which")


def _stretch_of(
    groups: dict[str, str], terms: CalendarTerms, *, before: str, is_ahead: bool, on: dt.date, language: str
) -> Stretch | None:
    """What the parts of a match come to. Raises `ValueError` where they are no days."""
    if "weekday" in groups:
        return count_to_weekday(
            WEEKDAYS_BY_LANGUAGE[language][groups["weekday"].lower()], terms, before=before, is_ahead=is_ahead, on=on
        )
    if "away" in groups:
        day = on + dt.timedelta(days=DAYS_AWAY[language][_plain(groups["away"])])
        return Stretch(day, day, "day", True, say_counting(on))
    if "period" in groups:
        period = PERIODS_AWAY[language][_plain(groups["period"])]
        unit = period.rstrip("-0123456789")
        return count_to_period(unit, int(period.removeprefix(unit)), on)
    if "count" in groups:
        said = groups["count"].lower()
        number = int(said) if said.isdecimal() else terms.counts[said]
        unit = next(each for each in _UNITS if each in groups)
        return count_to_period(unit, -number, on)
    if "month" not in groups and "day" in groups:
        return count_to_day_of_month(int(groups["day"]), on, is_ahead=is_ahead)
    return _read_parts(groups, terms, before=before, is_ahead=is_ahead, on=on, language=language)


def _read_parts(
    groups: dict[str, str], terms: CalendarTerms, *, before: str, is_ahead: bool, on: dt.date, language: str
) -> Stretch:
    """Days that are named by day, month or year."""
    month, other_month = (_month(groups.get(name), language) for name in ("month", "other_month"))
    if month is None:
        first, last = int(groups["year"]), int(groups.get("other_year", groups["year"]))
        return order_days(dt.date(first, 1, 1), dt.date(last, 12, 31), "year", None)
    day = int(groups["day"]) if "day" in groups else None
    year_said = groups.get("year") or groups.get("other_year")
    inferred = None if year_said is not None else on
    year = (
        int(year_said)
        if year_said is not None
        else find_year(month, day or 1, terms, before=before, is_ahead=is_ahead, on=on)
    )
    last_year = int(groups.get("other_year") or year)
    end_month = other_month or month
    if end_month < month and "year" not in groups:
        year, last_year = (year - 1, last_year) if year_said is not None else (year, year + 1)
    elif end_month < month:
        last_year = max(last_year, year + 1)
    if day is None:
        stop = calendar.monthrange(last_year, end_month)[1]
        return order_days(dt.date(year, month, 1), dt.date(last_year, end_month, stop), "month", inferred)
    end_day = int(groups.get("other", day))
    return order_days(dt.date(year, month, day), dt.date(last_year, end_month, end_day), "day", inferred)


def _month(name: str | None, language: str) -> int | None:
    if name is None or name.isdecimal():
        return None if name is None else int(name)
    return MONTHS_BY_LANGUAGE[language][name.lower().rstrip(".")]


def _plain(words: str) -> str:
    return " ".join(words.lower().split())
