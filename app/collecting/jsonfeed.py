"""JSON Feed, versions 1 and 1.1 (jsonfeed.org), which feedparser does not read."""

import datetime as dt
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from app.collecting.items import RawItem

JSON_FEED = "https://jsonfeed.org/version/1"


def read_json_feed(body: bytes) -> dict[str, Any]:
    """A feed as it stands. Raises `ValueError` where it is none."""
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(JSON_FEED):
        raise ValueError("it is JSON, and no JSON Feed")
    return feed


def items_of(feed: dict[str, Any]) -> Iterator[RawItem]:
    """The items of a feed; what is no object is none."""
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        authors = item.get("authors")
        authors = authors if isinstance(authors, list) else [item.get("author")]
        yield RawItem(
            id=str(item["id"]) if isinstance(item.get("id"), str | int | float) else None,
            url=item.get("url") or item.get("external_url"),
            title=item.get("title"),
            summary=item.get("summary"),
            content=item.get("content_html") or _escape_text(item.get("content_text")),
            published=_read_instant(item.get("date_published")),
            authors=[each.get("name") for each in authors if isinstance(each, dict)],
        )


def _escape_text(text: object) -> str | None:
    """Plain text as markup, a paragraph a line."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines()) if isinstance(text, str) else None


def _read_instant(text: object) -> dt.datetime | None:
    """An instant of RFC 3339; None for anything else, and where it lies outside of the calendar in UTC."""
    try:
        when = dt.datetime.fromisoformat(str(text))
        return when.replace(tzinfo=when.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
