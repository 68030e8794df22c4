"""Reading feeds: RSS and Atom by feedparser, JSON Feed by ours, and pages that only say where their feed is."""

import calendar
import codecs
import datetime as dt
import io
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import feedparser

from app.collecting.items import FeedContent, RawItem
from app.collecting.jsonfeed import items_of, read_json_feed

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "text/xml")
"""The media types of what a page calls its feed."""
MOST_PAGE_BYTES = 1_000_000
"""How much of a page is looked through for its feed."""
_DECLARED = re.compile(r"(?<=\?xml version=.1\.0.) encoding=.[\w-]+.")


class Unreadable(Exception):
    """What was fetched is no feed; the text says what it is. `feed_url` is where the feed is, if it says so."""

    def __init__(self, sentence: str, *, feed_url: str | None = None) -> None:
        super().__init__(sentence)
        self.feed_url = feed_url


def read_feed(body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> FeedContent:
    """What a feed says, with its items in their order. Raises `Unreadable`."""
    content = FeedContent(url)
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # feedparser believes this mark only where the header or the XML say the same.
        body = _DECLARED.sub("", body.decode("utf-16", "replace"), count=1).encode("utf-8", "replace")
        content_type = None
    if body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        try:
            feed = read_json_feed(body)
        except ValueError as error:
            raise Unreadable(f"It is no feed: {error}.") from None
        content.describe(title=feed.get("title"), language=feed.get("language"))
        for item in items_of(feed):
            content.add(item, now=now)
        return content
    return _read_xml(content, body, content_type=content_type, now=now)


def _read_xml(content: FeedContent, body: bytes, *, content_type: str | None, now: dt.datetime) -> FeedContent:
    parsed = _parse(body, content_type)
    if not parsed.get("version"):
        link = find_feed_link(body, url=content.address)
        if link is not None:
            raise Unreadable(f"It is a page, whose feed is at {link}.", feed_url=link)
        raise Unreadable("It is no feed: neither RSS nor Atom nor JSON Feed.")
    about = parsed.get("feed", {})
    content.describe(title=about.get("title"), language=about.get("language"))
    if parsed.get("bozo"):
        content.note(f"It is not well-formed ({type(parsed.bozo_exception).__name__}): what can be read of it was.")
    for entry in parsed.entries:
        content.add(_read_entry(entry), now=now)
    return content


def _parse(body: bytes, content_type: str | None) -> Any:
    headers = {"content-type": content_type} if content_type else {}
    try:
        # A stream, as text might be taken for an address or a file's name.
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # whatever a parser of broken text may raise
        raise Unreadable(f"It cannot be read: {type(error).__name__}.") from None


def _read_entry(entry: Any) -> RawItem:
    source = entry.get("source") or {}
    links = [link for link in entry.get("links", ()) if link.get("rel") == "alternate"]
    return RawItem(
        id=entry.get("id"),
        url=entry.get("link") or (links[0].get("href") if links else None),
        title=entry.get("title"),
        summary=entry.get("summary"),
        content=next((each.get("value") for each in entry.get("content", ())), None),
        published=_read_instant(entry),
        authors=[each.get("name") for each in entry.get("authors", ()) if isinstance(each, dict)],
        outlet=source.get("title"),
        outlet_url=source.get("href") or source.get("link"),
    )


def _read_instant(entry: Any) -> dt.datetime | None:
    """When an item was published, else changed, in UTC."""
    parts = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parts), dt.UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None


def find_feed_link(body: bytes, *, url: str) -> str | None:
    """Where a page says that its feed is; None where it does not."""
    finder = _FeedLinks()
    finder.feed(body[:MOST_PAGE_BYTES].decode("utf-8", "replace"))
    return next((urljoin(url, href) for href in finder.found if urljoin(url, href) != url), None)


class _FeedLinks(HTMLParser):
    """Finds `<link rel="alternate">` of a feed's type."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        is_feed = (given.get("type") or "").split(";")[0].strip().lower() in FEED_TYPES
        if tag == "link" and is_feed and "alternate" in (given.get("rel") or "").lower().split() and given.get("href"):
            self.found.append(str(given["href"]))
