"""Days as people write them into a form: `2026-02-26`, `26 February 2026`, `17–18 Feb 2026`, `February 2026`."""

import datetime as dt
import re
from dataclasses import dataclass

from app.proposing.days.reading import find_days

LONGEST_DAY = 100
"""How many characters of a typed day are read: reading words takes time that grows with the square of them."""
_YEAR = re.compile(r"[0-9]{4}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class TypedDay:
    """What was typed for a day: as the API takes it, the last day where several were named, and how much is known.

    What is no day stays as it was typed, for the API to refuse.
    """

    on: str
    until: str = ""
    precision: str = "day"


def read_day(typed: str) -> TypedDay:
    """The day or days that are typed, in the words of English, with their year; nothing is guessed."""
    if not _YEAR.search(typed) or _ISO.fullmatch(typed) or len(typed) > LONGEST_DAY:
        return TypedDay(typed)
    written = typed.strip(" .")
    for found in find_days(written, on=dt.datetime.now(dt.UTC).date(), language="en"):
        is_all = not written[: found.start].strip(" (") and not written[found.end :].strip(" )")
        if is_all and found.first is not None and not found.readings:
            is_several = found.last is not None and found.last != found.first and found.precision == "day"
            last = found.last.isoformat() if is_several and found.last is not None else ""
            return TypedDay(found.first.isoformat(), last, found.precision)
    return TypedDay(typed)


def read_one_day(typed: str) -> str | None:
    """The one day that is typed, as the API takes it, None where nothing is; what names several stays as it is."""
    day = read_day(typed)
    return (typed if day.until or day.precision != "day" else day.on) or None
