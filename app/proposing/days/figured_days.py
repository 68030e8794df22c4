"""Figured days: days of reports and bulletins, which English writes in figures with short years and with the hour."""

import datetime as dt
import re
from collections.abc import Iterator

from app.proposing.days.english_terms import ENGLISH_MONTH, AskedDay, DayKinds, EnglishDay, complete_day, read_month
from app.proposing.days.stretches import Stretch, order_days

_BEFORE = (
    r"(?:^|[(:;|]\s*|[-–—]\s+|\b(?i:on|from|to|of|until|till|by|since|before|after|and|between|dated|through|updated|"
    r"valid|effective)\s+)"
)
_YEARS_AHEAD = 9
"""How far ahead of the article's a year of two figures may lie: else it is of the century before."""


def _year(said: str, asked: AskedDay) -> int:
    """A year of four figures, or of the last two."""
    if len(said) == 4:
        return int(said)
    year = asked.on.year - asked.on.year % 100 + int(said)
    return year - 100 if year > asked.on.year + _YEARS_AHEAD else year


def _read_group(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`120430Z OCT 25`: the day, the hour and its zone, the month and the year, as soldiers write them."""
    year = _year(match["year"], asked) if match["year"] else None
    yield EnglishDay(*match.span(), complete_day(year, read_month(match["month"]), int(match["day"]), asked))


def _read_short(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`24.02.22`, with the day first; with strokes only what can be one day alone, as `31/12/25`."""
    one, other, year = int(match["one"]), int(match["other"]), _year(match["year"], asked)
    if match["sign"] == "/" and (one <= 12) == (other <= 12):
        return
    day, month = (other, one) if match["sign"] == "/" and other > 12 else (one, other)
    written = dt.date(year, month, day)
    yield EnglishDay(match.start("one"), match.end(), Stretch(written, written, "day", False, ""))


def _read_year(match: re.Match[str], asked: AskedDay) -> Iterator[EnglishDay]:
    """`since ’14`, `in 1709`."""
    year = dt.date(_year(match["year"], asked), 1, 1)
    yield EnglishDay(*match.span(), order_days(year, year, "year", None))


FIGURE_KINDS: DayKinds = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<![\w.,])(?P<day>[0-3][0-9])\s?[0-2][0-9]:?[0-5][0-9]\s?[A-Z]\s+(?P<month>{ENGLISH_MONTH})"
         r"(?:\s+(?P<year>20[0-9]{2}|[0-9]{2}))?(?![\w.,:]*[0-9])", _read_group),
        (rf"{_BEFORE}(?P<one>[0-3]?[0-9])(?P<sign>[./])(?P<other>[0-3]?[0-9])(?P=sign)(?P<year>[0-9]{{2}})"
         r"(?![\w%/]|[.,][0-9])", _read_short),
        (r"(?:(?<=\b[Ii]n )|(?<=\b[Oo]f )|(?<=ince )|(?<=\b[Bb]y )|(?<=rom )|(?<=ntil ))['’‘](?P<year>[0-9]{2})"
         r"(?![\w'’])", _read_year),
        (r"(?:(?<=\b[Ii]n )|(?<=ince ))(?P<year>1[0-7][0-9]{2})"
         r"(?=[.;]|,(?![0-9])|\s+(?:the|a|an|when|and|he|she|it|they)\b|$)", _read_year),
    )
)  # fmt: skip
"""How days of reports are written in figures."""
