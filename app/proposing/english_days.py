"""English days: parts of years, weeks and months, and lists of days, as English writes them beside plain dates."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.language.wording import day as show_day
from app.proposing.calendar_terms import BEHIND_DAY, DASH, YEAR, CalendarTerms, calendar_terms_of
from app.proposing.month_names import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE
from app.proposing.stretches import (
    Stretch,
    count_to_day_of_month,
    count_to_period,
    count_to_quarter,
    count_to_weekday,
    find_year,
    order_days,
    say_counting,
)

_MONTH_NUMBERS, _WEEKDAY_NUMBERS = MONTHS_BY_LANGUAGE["en"], WEEKDAYS_BY_LANGUAGE["en"]
ENGLISH_MONTH = "|".join(
    sorted((rf"{name.capitalize()}\.?" if len(name) < 5 else name.capitalize() for name in _MONTH_NUMBERS), key=len)[
        ::-1
    ]
)
"""The months, whole or short, as a pattern."""
ENGLISH_WEEKDAY = "|".join(name.capitalize() for name in _WEEKDAY_NUMBERS)
"""The weekdays, as a pattern."""
_YEAR_MEANT = rf"(?:(?P<year>{YEAR})|(?P<away>(?i:this|the\s+current|last|next|the\s+coming))\s+year|the\s+year)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}
_ORDINAL = rf"(?i:the\s+)?(?P<ordinal>(?i:{'|'.join(_ORDINALS)}))"
_SMALL = "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_COUNT = rf"(?P<count>[0-9]{{1,3}}|(?i:an|{'|'.join(reversed(_SMALL))}))"
_TIME = r"(?:\s+(?:morning|afternoon|evening|night|noon|lunchtime))?"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_SEVERAL = rf"(?P<days>{_DAY}(?:,\s*{_DAY})*(?:,?\s+(?:and|or)\s+(?:the\s+)?|/){_DAY})"
_NAMED = {
    "new year’s eve": (12, 31), "new year’s day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25),
    "boxing day": (12, 26),
}  # fmt: skip
_NTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


class EnglishDay(NamedTuple):
    """Characters of a sentence, the days that they mean, and whether both ends of these are said."""

    start: int
    end: int
    stretch: Stretch
    is_range: bool = False


class _Asked(NamedTuple):
    on: dt.date
    before: str
    is_ahead: bool
    terms: CalendarTerms


def find_english_days(text: str, *, on: dt.date, looks_ahead: Callable[[int, int], bool]) -> Iterator[EnglishDay]:
    """What is no plain date, the longest kinds first; `looks_ahead` tells of characters whether they are to come."""
    terms = calendar_terms_of("en")
    for pattern, read in _KINDS:
        for match in pattern.finditer(text):
            before = text[max(match.start() - 200, 0) : match.start()]
            asked = _Asked(on, before, looks_ahead(*match.span()), terms)
            try:
                yield from read(match, asked)
            except (ValueError, OverflowError):
                continue


def _year(match: re.Match[str], asked: _Asked) -> tuple[int, str]:
    """The year that a match names, and how it was told."""
    if match["year"] is not None:
        return int(match["year"]), ""
    away = (match["away"] or "this").lower().split()[-1]
    return asked.on.year + {"last": -1, "next": 1, "coming": 1}.get(away, 0), say_counting(asked.on)


def _months(year: int, first: int, last: int, said: str) -> Stretch:
    stop = calendar.monthrange(year, last)[1]
    return Stretch(dt.date(year, first, 1), dt.date(year, last, stop), "month", bool(said), said)


def _read_part(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`the second half of 2026`, `Q3`, `the last quarter of this year`, `the first three months of 2026`."""
    groups = match.groupdict()
    of_part = {"half": 6, "h": 6}.get((groups.get("part") or "").lower(), 3)
    size = _number(match["count"]) if groups.get("count") else of_part
    has_year = groups.get("year") is not None or match[0].lower().endswith("year")
    which = int(match["number"]) if groups.get("number") else _ORDINALS[match["ordinal"].lower()]
    if not 1 <= size <= 11 or which * size > 12:
        return
    if not has_year:
        yield EnglishDay(*match.span(), count_to_quarter(which, asked.on, is_ahead=asked.is_ahead))
        return
    year, said = _year(match, asked)
    last = which * size if which else 12
    yield EnglishDay(*match.span(), _months(year, last - size + 1, last, said))


def _read_years(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`the 1990s`, `2014–22`, and the month `2026-03`."""
    year = int(match["year"])
    if "short" not in match.groupdict():
        yield EnglishDay(*match.span(), order_days(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "year", None), True)
        return
    short = int(match["short"])
    if short > year % 100:
        last = dt.date(year - year % 100 + short, 12, 31)
        yield EnglishDay(*match.span(), order_days(dt.date(year, 1, 1), last, "year", None), True)
    elif 1 <= short <= 12 and match["sign"] == "-":
        yield EnglishDay(*match.span(), _months(year, short, short, ""))


def _read_ago(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    number, said = _number(match["count"]), match["unit"].lower()
    times, unit = {"fortnight": (2, "week"), "decade": (10, "year")}.get(said, (1, said))
    yield EnglishDay(*match.span(), count_to_period(unit, -number * times, asked.on))


def _read_weekday_of_week(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`Tuesday last week`, `this Friday`: the day of that week, which begins on Monday."""
    away = {"last": -1, "next": 1}.get((match["which"] or "this").lower(), 0)
    monday = asked.on + dt.timedelta(days=7 * away - asked.on.weekday())
    day = monday + dt.timedelta(days=_WEEKDAY_NUMBERS[match["weekday"].lower()])
    start = match.start("weekday") if "week_of" not in match.groupdict() else match.start()
    yield EnglishDay(start, match.end(), Stretch(day, day, "day", True, say_counting(asked.on)))


def _read_weekdays(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`from Monday to Wednesday`: the last days so called, or the next where they are to come."""
    if match["and"] and not re.search(r"\bbetween\s+\Z", asked.before, re.IGNORECASE):
        return
    numbers = [_WEEKDAY_NUMBERS[match[name].lower()] for name in ("weekday", "other")]
    last = count_to_weekday(numbers[1], asked.terms, before="", is_ahead=asked.is_ahead, on=asked.on).last
    first = last - dt.timedelta(days=(numbers[1] - numbers[0]) % 7)
    yield EnglishDay(*match.span(), Stretch(first, last, "day", True, say_counting(asked.on)), True)


def _read_weekend(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    which, on = match["which"].lower().split()[-1], asked.on
    back = (on.weekday() - 5) % 7
    if which == "coming" or (which in ("this", "the") and back > 1 and (asked.is_ahead or which == "this")):
        saturday = on + dt.timedelta(days=7 - back)
    else:
        saturday = on - dt.timedelta(days=back + 7 if which in ("last", "past") and back <= 1 else back)
    yield EnglishDay(*match.span(), Stretch(saturday, saturday + dt.timedelta(days=1), "day", True, say_counting(on)))


def _read_named(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    month, day = _NAMED[" ".join(match["name"].lower().replace("'", "’").split())]
    yield EnglishDay(*match.span(), _day(match["year"], month, day, asked))


def _read_nth(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`the fifteenth of June`, `the last day of March 2026`."""
    month = _MONTH_NUMBERS[match["month"].lower().rstrip(".")]
    said = match["nth"].lower()
    if said in _NTH:
        yield EnglishDay(*match.span(), _day(match["year"], month, _NTH.index(said) + 1, asked))
        return
    first = _day(match["year"], month, 1, asked)
    day = first.first.replace(day=calendar.monthrange(first.first.year, month)[1])
    yield EnglishDay(*match.span(), first._replace(first=day, last=day))


def _read_list(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`5, 6 and 9 March`: a day each; what may be a range, as `17 and 18 February`, is left to the plain dates."""
    places = list(re.finditer(_DAY, match["days"]))
    numbers = [int(re.sub(r"\D", "", each[0])) for each in places]
    joined_by_and = re.search(r"\sand\s", match["days"]) is not None
    if len(numbers) == 2 and joined_by_and and (
        numbers[1] == numbers[0] + 1 or re.search(r"\bbetween\s+(?:the\s+)?\Z", asked.before, re.IGNORECASE)
    ):  # fmt: skip
        return
    month = _MONTH_NUMBERS[match["month"].lower().rstrip(".")]
    is_month_first = match.start("month") < match.start("days")
    offset = match.start("days")
    for place, number in zip(places, numbers, strict=True):
        start, end = offset + place.start(), offset + place.end()
        if is_month_first and place is places[0]:
            start = match.start()
        if not is_month_first and place is places[-1]:
            end = match.end()
        yield EnglishDay(start, end, _day(match["year"], month, number, asked))


def _read_days_of_month(match: re.Match[str], asked: _Asked) -> Iterator[EnglishDay]:
    """`the 24th and 25th`, `between the 3rd and the 9th`: days of the month that is nearest."""
    first, last = (
        count_to_day_of_month(int(match[name]), asked.on, is_ahead=asked.is_ahead).first for name in ("first", "last")
    )
    stretch = order_days(first, last, "day", None)._replace(is_relative=True, reason=say_counting(asked.on))
    yield EnglishDay(*match.span(), stretch, True)


def _day(year: str | None, month: int, day: int, asked: _Asked) -> Stretch:
    number = int(year) if year else find_year(
        month, day, asked.terms, before=asked.before, is_ahead=asked.is_ahead, on=asked.on
    )  # fmt: skip
    written = dt.date(number, month, day)
    said = "" if year else f", the year taken from {show_day(asked.on)}, the article's day"
    return Stretch(written, written, "day", not year, said)


def _number(said: str) -> int:
    word = said.lower()
    return int(word) if word.isdecimal() else max(_SMALL.index("a" if word == "an" else word), 1)


_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Asked], Iterator[EnglishDay]]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<![\w-]){_ORDINAL}\s+(?P<part>quarter|half)\s+(?:of\s+)?{_YEAR_MEANT}(?!\w)", _read_part),
        (rf"(?<![\w-]){_ORDINAL}\s+(?P<part>quarter)(?![\w-]|\s+of\b)", _read_part),
        (rf"(?<!\w){_ORDINAL}\s+{_COUNT}\s+months\s+of\s+{_YEAR_MEANT}(?!\w)", _read_part),
        (rf"(?<!\w)Q(?P<number>[1-4])(?:\s+(?:of\s+)?{_YEAR_MEANT})?(?!\w)", _read_part),
        (rf"(?<!\w)(?P<part>H)(?P<number>[12])\s+(?:of\s+)?{_YEAR_MEANT}(?!\w)", _read_part),
        (r"(?<![\w.,-])(?:(?i:the)\s+)?(?P<year>(?:1[89]|20|21)[0-9]0)s(?!\w)", _read_years),
        (rf"(?<![\w.,/€$£-])(?P<year>{YEAR})(?P<sign>[-–/])(?P<short>[0-9]{{2}})(?![\w%/-]|[.,][0-9])", _read_years),
        (rf"(?<!\w){_COUNT}\s+(?P<unit>day|week|fortnight|month|year|decade)s?\s+ago(?!\w)", _read_ago),
        (rf"(?<!\w)(?P<weekday>{ENGLISH_WEEKDAY}){_TIME},?\s+(?P<week_of>of\s+)?(?P<which>this|last|next)\s+week(?!\w)",
         _read_weekday_of_week),
        (rf"(?<!\w)(?i:(?P<which>this))\s+(?P<weekday>{ENGLISH_WEEKDAY})(?!\w)", _read_weekday_of_week),
        (rf"(?<!\w)(?P<weekday>{ENGLISH_WEEKDAY}){_TIME}(?:{DASH}|\s+(?:to|until|till|through|(?P<and>and))\s+)"
         rf"(?P<other>{ENGLISH_WEEKDAY}){_TIME}(?!\w)", _read_weekdays),
        (r"(?<!\w)(?P<which>(?i:this\s+past|this\s+coming|the\s+past|the\s+coming|last|this|the))\s+weekend(?!\w)",
         _read_weekend),
        (rf"(?<!\w)(?P<name>(?i:New Year['’]s (?:Eve|Day)|Christmas (?:Eve|Day)|Boxing Day)){_OF_YEAR}(?!\w)",
         _read_named),
        (rf"(?<!\w)(?i:the\s+)(?P<nth>(?i:{'|'.join(_NTH)}))\s+of\s+(?P<month>{ENGLISH_MONTH}){_OF_YEAR}(?!\w)",
         _read_nth),
        (rf"(?<!\w)(?i:the\s+)(?P<nth>(?i:last))\s+day\s+of\s+(?P<month>{ENGLISH_MONTH}){_OF_YEAR}(?!\w)", _read_nth),
        (r"(?:(?<=on )|(?<=On )|(?<=from )|(?<=From )|(?<=between )|(?<=Between ))the\s+(?P<first>[0-3]?[0-9])"
         r"(?:st|nd|rd|th)\s+(?:and|to|or|until)\s+(?:the\s+)?(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)"
         rf"(?=[.,;:!?)]|\s+(?:{BEHIND_DAY})\b|\s*$)", _read_days_of_month),
        (rf"(?<![\w.,/-]){_SEVERAL}\s+(?:of\s+)?(?P<month>{ENGLISH_MONTH}){_OF_YEAR}(?!\w)", _read_list),
        (rf"(?<!\w)(?P<month>{ENGLISH_MONTH})\s+{_SEVERAL}{_OF_YEAR}(?![\w%])", _read_list),
    )
)  # fmt: skip
