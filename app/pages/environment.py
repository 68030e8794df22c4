"""The templates' environment: every value is escaped, and a value that is missing is an error."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from app.language import wording
from app.pages import navigation
from app.reading.formats.values import values_at
from schemas import Occurred


def show_day(value: str | None) -> str:
    """`26 February 2026` from a day as the API writes it; nothing for none."""
    return wording.day(dt.date.fromisoformat(value[:10])) if value else ""


def show_when(development: Mapping[str, Any]) -> str:
    """When a development happened, as precisely as it is known."""
    reported = development["reported_on"]
    occurred = Occurred.model_validate(development["occurred"])
    return wording.when(occurred, dt.date.fromisoformat(reported) if reported else None)


def show_period(period: Mapping[str, Any]) -> str:
    """`1–28 February 2026`, `since …`, `until …`."""
    first, last = period["from"], period["until"]
    if first and last:
        return wording.days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return f"since {show_day(first)}" if first else f"until {show_day(last)}" if last else ""


def mark(text: str, highlights: Iterable[Mapping[str, Any]], pointer: str) -> Markup:
    """A text in which the places that were searched for are marked."""
    shown, end = Markup(), 0
    for place in sorted((each for each in highlights if each["pointer"] == pointer), key=lambda each: each["start"]):
        shown += escape(text[end : place["start"]])
        shown += Markup("<mark>{}</mark>").format(text[place["start"] : place["end"]])
        end = place["end"]
    return shown + escape(text[end:])


def linked_data(value: Mapping[str, Any]) -> Markup:
    """JSON-LD as it can stand in a page: no character of it ends the element that it stands in, or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # what could be markup has just been replaced


environment = Environment(
    loader=PackageLoader(__package__ or "app.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters |= {
    "day": show_day,
    "when": show_when,
    "period": show_period,
    "label": wording.label,
    "number": wording.number,
    "marked": mark,
    "at": lambda record, path: list(values_at(record, path)),
    "linked_data": linked_data,
}
environment.globals["navigation"] = tuple(navigation.list_links())
