"""English days: lists of days, days by their names and numbers, as English writes them beside plain dates."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from app.proposing.days.calendar_terms import BEHIND_DAY, YEAR, calendar_terms_of
from app.proposing.days.english_periods import PERIOD_KINDS
from app.proposing.days.english_terms import (
    COUNT,
    ENGLISH_MONTH,
    OF_YEAR,
    AskedDay,
    DayKinds,
    EnglishDay,
    complete_day,
    read_count,
    read_month,
)
from app.proposing.days.english_weeks import WEEK_KINDS
from app.proposing.days.figured_days import FIGURE_KINDS
from app.proposing.days.stretches import Stretch, count_to_day_of_month, order_days, say_counting
from app.rules.days import last_day_of

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


def find_english_days(text: str, *, on: dt.date, looks_ahead: Callable[[int, int], bool]) -> Iterator[EnglishDay]:
    """What is no plain date, the longest kinds first; `looks_ahead` tells of characters whether they are to come."""
    terms = calendar_terms_of("en")
    for pattern, read in (*FIGURE_KINDS, *PERIOD_KINDS, *WEEK_KINDS, *_KINDS):
        for match in pattern.finditer(text):
            before = text[max(match.start() - 200, 0) : match.start()]
            asked = AskedDay(on, before, looks_ahead(*match.span()), terms)
            try:
                yield from read(match, asked)
            except (ValueError, OverflowError):
                continue


def _read_year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _read_named(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    month, day = _NAMED[" ".join(match["name"].lower().replace("'", "’").split())]
    yield EnglishDay(*match.span(), complete_day(_read_year(match), month, day, asked))


def _read_nth(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the fifteenth of June`, `the last day of March 2026`."""
    month = read_month(match["month"])
    said = match["nth"].lower()
    if said in _NTH:
        yield EnglishDay(*match.span(), complete_day(_read_year(match), month, _NTH.index(said) + 1, asked))
        return
    first = complete_day(_read_year(match), month, 1, asked)
    day = last_day_of(first.first, "month")
    yield EnglishDay(*match.span(), first._replace(first=day, last=day))


def _read_run(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the first ten days of October`."""
    month = complete_day(_read_year(match), read_month(match["month"]), 1, asked)
    end = last_day_of(month.first, "month").day
    count = read_count(match["count"])
    first = 1 if match["which"].lower() == "first" else end - count + 1
    last = first + count - 1
    yield EnglishDay(*match.span(), month._replace(
        first=month.first.replace(day=first), last=month.first.replace(day=last)
    ), True)  # fmt: skip


def _read_of_year(match: re.Match[str], _: AskedDay) -> Iterator[EnglishDay]:
    """`the October days of 1993`, `the 9 May parade of 1945`."""
    year, month = int(match["year"]), read_month(match["month"])
    day = match["day"] or match["later"]
    if day is not None:
        written = dt.date(year, month, int(re.sub(r"\D", "", day)))
        yield EnglishDay(*match.span(), Stretch(written, written, "day", False, ""))
        return
    first = dt.date(year, month, 1)
    yield EnglishDay(*match.span(), order_days(first, first, "month", None))


def _read_list(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`5, 6 and 9 March`: a day each; what may be a range, as `17 and 18 February`, is left to the plain dates."""
    places = list(re.finditer(_DAY, match["days"]))
    numbers = [int(re.sub(r"\D", "", each[0])) for each in places]
    joined_by_and = re.search(r"\sand\s", match["days"]) is not None
    if len(numbers) == 2 and joined_by_and and (
        numbers[1] == numbers[0] + 1 or re.search(r"\bbetween\s+(?:the\s+)?\Z", asked.before, re.IGNORECASE)
    ):  # fmt: skip
        return
    month = read_month(match["month"])
    is_month_first = match.start("month") < match.start("days")
    offset = match.start("days")
    for place, number in zip(places, numbers, strict=True):
        start, end = offset + place.start(), offset + place.end()
        if is_month_first and place is places[0]:
            start = match.start()
        if not is_month_first and place is places[-1]:
            end = match.end()
        yield EnglishDay(start, end, complete_day(_read_year(match), month, number, asked))


def _read_days_of_month(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`the 24th and 25th`, `between the 3rd and the 9th`: days of the month that is nearest."""
    first, last = (
        count_to_day_of_month(int(match[name]), asked.on, is_ahead=asked.is_ahead).first for name in ("first", "last")
    )
    stretch = order_days(first, last, "day", None)._replace(is_relative=True, reason=say_counting(asked.on))
    yield EnglishDay(*match.span(), stretch, True)


_KINDS: DayKinds = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<!\w)(?P<name>(?i:New Year['’]s (?:Eve|Day)|Christmas (?:Eve|Day)|Boxing Day)){OF_YEAR}(?!\w)",
         _read_named),
        (rf"(?<!\w)(?i:the\s+)(?P<nth>(?i:{'|'.join(_NTH)}))\s+of\s+(?P<month>{ENGLISH_MONTH}){OF_YEAR}(?!\w)",
         _read_nth),
        (rf"(?<!\w)(?i:the\s+)(?P<nth>(?i:last))\s+day\s+of\s+(?P<month>{ENGLISH_MONTH}){OF_YEAR}(?!\w)", _read_nth),
        (rf"(?<!\w)(?i:the\s+)(?P<which>(?i:first|last|final))\s+{COUNT}\s+days\s+of\s+(?P<month>{ENGLISH_MONTH}){OF_YEAR}(?!\w)",
         _read_run),
        (rf"(?<=\b[Tt]he )(?:(?P<day>{_DAY})\s+)?(?P<month>{ENGLISH_MONTH})(?:\s+(?P<later>{_DAY}))?"
         rf"(?:\s+[a-z-]+){{1,2}}\s+of\s+(?P<year>{YEAR})(?![\w-])", _read_of_year),
        (r"(?:(?<=on )|(?<=On )|(?<=from )|(?<=From )|(?<=between )|(?<=Between ))the\s+(?P<first>[0-3]?[0-9])"
         r"(?:st|nd|rd|th)\s+(?:and|to|or|until)\s+(?:the\s+)?(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)"
         rf"(?=[.,;:!?)]|\s+(?:{BEHIND_DAY})\b|\s*$)", _read_days_of_month),
        (rf"(?<![\w.,/-]){_SEVERAL}\s+(?:of\s+)?(?P<month>{ENGLISH_MONTH}){OF_YEAR}(?!\w)", _read_list),
        (rf"(?<!\w)(?P<month>{ENGLISH_MONTH})\s+{_SEVERAL}{OF_YEAR}(?![\w%])", _read_list),
    )
)  # fmt: skip
