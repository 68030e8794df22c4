"""Reading: the days, months and years that a sentence names, as precisely as it does, from the day of the article."""

import datetime as dt
import re
from functools import partial

from app.language.wording import day as show_day
from app.language.wording import days as show_days
from app.proposing.days.calendar_terms import CalendarTerms, calendar_terms_of
from app.proposing.days.day_bounds import find_bound, looks_ahead
from app.proposing.days.english_days import find_english_days
from app.proposing.days.english_terms import EnglishDay
from app.proposing.days.joined_days import join_days
from app.proposing.days.month_names import DAYS_AWAY, MONTHS_BY_LANGUAGE, PERIODS_AWAY, WEEKDAYS_BY_LANGUAGE
from app.proposing.days.stretches import (
    DAYS_SOON,
    Stretch,
    count_to_day_of_month,
    count_to_period,
    count_to_weekday,
    find_year,
    order_days,
    say_counting,
)
from app.proposing.days.vague_days import find_vague_days
from app.proposing.parts import ContextHint, WrittenDay, say_where

_UNITS = ("day", "week", "month", "year")
_COUNTED_NOUN = re.compile(r"\s+(?!(?:is|was|has|does|as|this|its|means|says|vs)\b)[a-zà-ÿ-]+s\b")
_ROUGH = re.compile(r"(?:^|\W)(?:some|about|around|nearly|almost|over|than|least|up to|roughly|another|all)\s+\Z")
_YEAR_BEFORE = re.compile(
    r"(?:^|\W)(?:in|by|since|until|from|during|of|before|after|late|early|for|the|its|their|an?)\s+\Z"
)


def find_days(text: str, *, on: dt.date, language: str, at: int = 0) -> list[WrittenDay]:
    """The days that a sentence names, in order; no character belongs to two. `on` is the article's day.

    `at` is where the sentence begins in its text. What is no day of the calendar is left out.
    """
    return read_days(text, on=on, language=language, at=at)[0]


def read_days(text: str, *, on: dt.date, language: str, at: int = 0) -> tuple[list[WrittenDay], list[ContextHint]]:
    """The days of `find_days`, and in English the times that are told by context alone; no character belongs to two."""
    own = language if language in MONTHS_BY_LANGUAGE else "en"
    terms = calendar_terms_of(own)
    taken = bytearray(len(text))
    hints = sorted(find_vague_days(text, at=at, taken=taken)) if own == "en" else []
    days: list[EnglishDay] = []
    unsure: list[WrittenDay] = []
    if own == "en":
        for each in find_english_days(text, on=on, looks_ahead=partial(looks_ahead, text, terms=terms)):
            if not any(taken[each.start : each.end]) and _is_of_calendar(each.stretch):
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                days.append(each)
    for pattern in terms.patterns:
        for match in pattern.finditer(text):
            start, end = _place(match)
            if any(taken[start:end]):
                continue
            read = _read(match, terms, text=text, on=on, language=own, at=at)
            if read is not None:
                taken[start:end] = b"\1" * (end - start)
            if isinstance(read, EnglishDay):
                days.append(read)
            elif read is not None:
                unsure.append(read)
    settled = join_days(text, days) if own == "en" else days
    return sorted([*(_write(each, terms, text=text, at=at) for each in settled), *unsure]), hints


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Where the day itself stands in a match, without the word before it."""
    groups = {name for name, value in match.groupdict().items() if value is not None}
    return match.span("month") if groups == {"month"} else match.span()


def _read(
    match: re.Match[str], terms: CalendarTerms, *, text: str, on: dt.date, language: str, at: int
) -> EnglishDay | WrittenDay | None:
    """The day of a match, or a suggestion of two."""
    start, end = _place(match)
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    before = text[max(start - 200, 0) : start]
    if "ambiguous" in groups:
        return _read_either(groups, EnglishDay(start, end, Stretch(on, on, "day", False, "")), text=text, at=at)
    if set(groups) <= {"year", "other_year"} and not _is_year(text, match, before):
        return None
    try:
        is_ahead = looks_ahead(text, start, end, terms=terms)
        stretch = _stretch_of(groups, terms, before=before, is_ahead=is_ahead, on=on, language=language)
    except (ValueError, OverflowError):
        return None
    if stretch is None or not _is_of_calendar(stretch):
        return None
    is_range = any(name.startswith("other") for name in groups)
    return EnglishDay(start, end, stretch, is_range)


def _is_of_calendar(stretch: Stretch) -> bool:
    """Whether a year is one that news writes of."""
    return 1000 <= stretch.first.year <= 2200


def _write(day: EnglishDay, terms: CalendarTerms, *, text: str, at: int) -> WrittenDay:
    """A day with what is said of its ends."""
    stretch, start, end = day.stretch, at + day.start, at + day.end
    words = text[day.start : day.end]
    bound = "in" if day.is_range else find_bound(text[max(day.start - 200, 0) : day.start], text[day.end :], terms)
    first = None if bound == "until" else stretch.first
    last = None if bound == "since" else stretch.last
    reason = f"read {say_where(words, start, end)} as {show_days(stretch.first, stretch.last)}{stretch.reason}"
    return WrittenDay(start, end, words, first, last, stretch.precision, bound, stretch.is_relative, (), reason)


def _is_year(text: str, match: re.Match[str], before: str) -> bool:
    """Whether four figures are a year: no round or rough number of a plural that stands behind."""
    if match.groupdict().get("other_year") or not _COUNTED_NOUN.match(text, match.end()) or _YEAR_BEFORE.search(before):
        return True
    return int(match["year"]) % 50 > 0 and _ROUGH.search(before) is None


def _read_either(groups: dict[str, str], place: EnglishDay, *, text: str, at: int) -> EnglishDay | WrittenDay | None:
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
    if len(readings) == 1:
        (only,) = readings
        return place._replace(stretch=Stretch(only, only, "day", False, ", the one day that it can be"))
    start, end, words = at + place.start, at + place.end, text[place.start : place.end]
    reason = f"{say_where(words, start, end)} may be {' or '.join(map(show_day, readings))}: nothing tells which"
    return WrittenDay(start, end, words, None, None, "day", "in", False, tuple(readings), reason)


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
        return order_days(dt.date(first, 1, 1), dt.date(last, 1, 1), "year", None)
    day = int(groups["day"]) if "day" in groups else None
    year_said = groups.get("year") or groups.get("other_year")
    inferred = None if year_said is not None and year_said.isdecimal() else on
    year = (
        _year_of(year_said, on)
        if year_said is not None
        else find_year(month, day or 1, terms, before="" if other_month else before, is_ahead=is_ahead, on=on)
    )
    last_year = _year_of(groups.get("other_year") or str(year), on)
    end_month = other_month or month
    if end_month < month and "year" not in groups:
        year, last_year = (year - 1, last_year) if year_said is not None else (year, year + 1)
    elif end_month < month:
        last_year = max(last_year, year + 1)
    if year_said is None and other_month is not None and not is_ahead:
        late = int(dt.date(last_year, end_month, 1) > on + dt.timedelta(days=DAYS_SOON))
        year, last_year = year - late, last_year - late
    if day is None:
        return order_days(dt.date(year, month, 1), dt.date(last_year, end_month, 1), "month", inferred)
    end_day = int(groups.get("other", day))
    return order_days(dt.date(year, month, day), dt.date(last_year, end_month, end_day), "day", inferred)


def _year_of(said: str, on: dt.date) -> int:
    """A year in figures, or as `last year` beside a month."""
    if said.isdecimal():
        return int(said)
    return on.year + {"last": -1, "next": 1}.get(said.lower().removeprefix("of").split()[0], 0)


def _month(name: str | None, language: str) -> int | None:
    if name is None or name.isdecimal():
        return None if name is None else int(name)
    return MONTHS_BY_LANGUAGE[language][name.lower().rstrip(".")]


def _plain(words: str) -> str:
    return " ".join(words.lower().split())
