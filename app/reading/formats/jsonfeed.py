"""JSON Feed 1.1: a feed of records (jsonfeed.org/version/1.1)."""

import json
from collections.abc import Iterator
from typing import Any

from app.reading.formats.page import FormattedPage, FormatWriter


def write_jsonfeed(page: FormattedPage) -> Iterator[bytes]:
    """The feed, whole."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"UK Security Policy Tracker: {page.name}",
        "home_page_url": page.home,
        "feed_url": page.here,
        "language": "en",
        "items": [_item(page, json.loads(document)) for document in page.documents],
    }
    if page.next is not None:
        feed["next_url"] = page.next
    yield json.dumps(feed, ensure_ascii=False).encode()


def _item(page: FormattedPage, record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": page.address_of(record["id"]),
        "url": page.page_of(record["id"]),
        "title": record[page.heading],
        "content_text": page.prose_of(record),
        "date_published": record["created_at"],
        "date_modified": record["updated_at"],
        "tags": page.tags_of(record),
    }


JSONFEED = FormatWriter(
    word="jsonfeed",
    name="JSON Feed",
    media_type="application/feed+json",
    write=write_jsonfeed,
    description="A feed of the page (JSON Feed 1.1).",
    ending=".json",
    is_feed=True,
)
