"""Atom (RFC 4287): a feed of records, paged as RFC 5005, section 3."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from app.reading.formats.page import FormattedPage, FormatWriter

NAMESPACE = "http://www.w3.org/2005/Atom"
HTML = "text/html"
FEED_AUTHOR = "UK Security Policy Tracker"


def write_atom(page: FormattedPage) -> Iterator[bytes]:
    """The feed, whole."""
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _text(feed, "title", f"{FEED_AUTHOR}: {page.name}")
    _text(feed, "id", page.first)
    _text(feed, "updated", page.updated.isoformat(timespec="microseconds").replace("+00:00", "Z"))
    _text(ElementTree.SubElement(feed, "author"), "name", FEED_AUTHOR)
    links = {"self": page.here, "first": page.first, "next": page.next, "alternate": page.home}
    for relation, address in links.items():
        if address is not None:
            media_type = HTML if relation == "alternate" else ATOM.media_type
            ElementTree.SubElement(feed, "link", {"rel": relation, "type": media_type, "href": address})
    for document in page.documents:
        _entry(feed, page, json.loads(document))
    yield ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(feed: ElementTree.Element, page: FormattedPage, record: dict[str, Any]) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", page.address_of(record["id"]))
    _text(entry, "title", record[page.heading])
    _text(entry, "updated", record["updated_at"])
    _text(entry, "published", record["created_at"])
    ElementTree.SubElement(entry, "link", {"rel": "alternate", "type": HTML, "href": page.page_of(record["id"])})
    for tag in page.tags_of(record):
        ElementTree.SubElement(entry, "category", {"term": tag})
    _text(entry, "content", page.prose_of(record))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


ATOM = FormatWriter(
    word="atom",
    name="Atom",
    media_type="application/atom+xml",
    write=write_atom,
    description="A feed of the page (RFC 4287, RFC 5005).",
    ending=".atom",
    is_feed=True,
)
