"""OPML: lists of feeds as readers of feeds (Miniflux, FreshRSS, Thunderbird, …) write and take them (opml.org)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers.expat import ParserCreate

from app.collecting.items import LONGEST_PUBLISHER, LONGEST_TITLE, plain_line
from app.errors import Invalid
from schemas import Fault, Feed

MOST_BYTES_OF_LIST = 10_000_000
"""How long a list may be."""


class ListedFeed(NamedTuple):
    """A feed of a list: its address, and what it is called there."""

    url: str
    title: str


def read_opml(body: bytes) -> list[ListedFeed]:
    """The feeds of a list, each address once, in whatever folders they lie.

    Raises `Invalid` where it is no OPML, or declares anything of its own (a DTD, which lists of feeds never need).
    """
    if len(body) > MOST_BYTES_OF_LIST:
        raise _refuse(f"has more than {MOST_BYTES_OF_LIST:,} bytes")
    _check_plain(body)
    root = ET.fromstring(body)  # noqa: S314  # declares nothing, as was just seen
    if root.tag != "opml":
        raise _refuse("is XML, and no OPML")
    found: dict[str, ListedFeed] = {}
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        title = plain_line(outline.get("title") or outline.get("text") or url, most=LONGEST_TITLE)
        if url:
            found.setdefault(url, ListedFeed(url, title or url[:LONGEST_PUBLISHER]))
    return list(found.values())


def write_opml(feeds: Iterable[Feed]) -> Iterator[str]:
    """A list of feeds, line by line."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
    yield "<head><title>Feeds of the tracker</title></head>\n<body>\n"
    for feed in feeds:
        name = feed.title or feed.publisher
        attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": feed.url}
        yield ET.tostring(ET.Element("outline", attributes), encoding="unicode") + "\n"
    yield "</body>\n</opml>\n"


def _check_plain(body: bytes) -> None:
    """Raises `Invalid` for what is not well-formed, or declares entities: they could be a bomb, or read files."""
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise _refuse("declares a document type: a list of feeds needs none")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)  # expat's own way to say that it is all
    except Invalid:
        raise
    except Exception as error:
        raise _refuse(f"is not well-formed XML: {error}") from None


def _refuse(message: str) -> Invalid:
    return Invalid("the list of feeds cannot be read", faults=[Fault(in_="body", pointer="", message=message)])
