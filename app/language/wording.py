"""Words: days, periods, numbers and statuses as an edition writes them."""

import datetime as dt
from decimal import Decimal

from app.language.figures import MONTHS
from schemas import Development, Occurred

STATUSES = {
    "met": "met",
    "partly-met": "partly met",
    "unmet": "unmet",
    "rejected": "rejected",
    "unclear": "unclear",
}


COMPOUNDS = ("counter-drone",)
"""Words of the vocabulary whose hyphen is their own."""


def day(value: dt.date) -> str:
    """`26 February 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def days(first: dt.date, last: dt.date) -> str:
    """`17–18 February 2026`, with no more of the first day than is needed."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def when(occurred: Occurred, reported_on: dt.date | None) -> str:
    """When something happened, as precisely as it is known; where that is not at all, when it was reported."""
    first, last = occurred.from_, occurred.until
    if first is None:
        return f"reported on {day(reported_on)}" if reported_on is not None else "undated"
    if occurred.precision == "year":
        return str(first.year) if last is None or last.year == first.year else f"{first.year}–{last.year}"
    if occurred.precision == "month":
        begun = f"{MONTHS[first.month - 1]} {first.year}"
        ended = f"{MONTHS[last.month - 1]} {last.year}" if last is not None else begun
        return begun if begun == ended else f"{begun} – {ended}"
    return days(first, last if last is not None else first)


def date_of(development: Development) -> str:
    """When a development happened or was reported."""
    return when(development.occurred, development.reported_on)


def number(value: float) -> str:
    """`1,200`, `4.8`: as many digits as the record has."""
    return f"{Decimal(str(value)):,f}"


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def label(word: str) -> str:
    """`defence-spending` → `Defence spending`."""
    return sentence(word if word in COMPOUNDS else word.replace("-", " "))
