"""Items: what a feed says, whatever its format, as plain values that were looked at."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from pydantic import TypeAdapter, ValidationError

from app.rules.addresses import canonical
from schemas import Language, WebAddress

MOST_FEED_ITEMS = 5_000
"""How many items of a feed are read."""
MOST_PROBLEMS = 20
"""How many sentences a poll keeps of what was wrong."""
MOST_AUTHORS = 20
LONGEST_TITLE = 300
LONGEST_PUBLISHER = 200
LONGEST_IDENTITY = 200
AHEAD = dt.timedelta(days=2)
"""How far ahead of the clock an item may be dated, and still be believed."""
LEAST_OF_AN_ARTICLE = 1_000
"""How many characters what an item carries has at least, to be its article's text and no summary."""
_BREAK = "\x1e"
_INLINE = frozenset("a abbr b bdi bdo cite code em i kbd mark q s small span strong sub sup time u".split())
_SILENT = ("script", "style", "template")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_address: TypeAdapter[str] = TypeAdapter(WebAddress)
_language: TypeAdapter[str] = TypeAdapter(Language)


@dataclass(frozen=True)
class RawItem:
    """An item as a feed's format has it: any value may be of any type, as nobody has looked at it."""

    id: Any = None
    url: Any = None
    title: Any = None
    summary: Any = None
    content: Any = None
    published: dt.datetime | None = None
    authors: Sequence[Any] = ()
    outlet: Any = None
    outlet_url: Any = None


@dataclass(frozen=True)
class FeedItem:
    """An item of a feed.

    `identity` is what it is known by there. `title` has no markup; it is what the item begins with where it has none.
    `text` is what the item carries itself, where that is as long as an article. `outlet` and `outlet_url` are its own
    `<source>`: who published what an aggregator relays.
    """

    identity: str
    title: str
    url: str | None
    published: dt.datetime | None
    authors: tuple[str, ...]
    text: str | None
    outlet: str | None
    outlet_url: str | None


@dataclass
class FeedContent:
    """What a feed at an address says; `problems` are sentences about what was wrong with it, the first twenty."""

    address: str
    title: str | None = None
    language: str | None = None
    items: dict[str, FeedItem] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def describe(self, *, title: object, language: object) -> None:
        """Say what the feed says of itself."""
        self.title = plain_line(title, most=LONGEST_TITLE) or None
        try:
            self.language = _language.validate_python(language)
        except ValidationError:
            self.language = None

    def add(self, raw: RawItem, *, now: dt.datetime) -> None:
        """Add an item; of those that are known by the same, the first stands."""
        if len(self.items) >= MOST_FEED_ITEMS:
            self.note(f"Items after the first {MOST_FEED_ITEMS:,} were left out.")
            return
        title = plain_line(raw.title, most=LONGEST_TITLE) or plain_line(raw.summary or raw.content, most=LONGEST_TITLE)
        url, published = self._read_address(raw.url, title), raw.published
        title = title or (url or "")[:LONGEST_TITLE]
        if not title:
            self.note("An item says nothing: neither a title, nor a text, nor an address. It was left out.")
            return
        if published is not None and published > now + AHEAD:
            self.note(f"{title[:80]!r} is dated {published:%Y-%m-%d}, which is still to come: it counts as undated.")
            published = None
        identity = identify(url, raw.id, title=title, published=published)
        if identity in self.items:
            return
        names = (plain_line(name, most=LONGEST_PUBLISHER) for name in raw.authors)
        self.items[identity] = FeedItem(
            identity=identity,
            title=title,
            url=url,
            published=published,
            authors=tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS],
            text=plain_text(raw.content),
            outlet=plain_line(raw.outlet, most=LONGEST_PUBLISHER) or None,
            outlet_url=self._read_address(raw.outlet_url, title),
        )

    def note(self, problem: str) -> None:
        """Say once what was wrong."""
        if problem not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def _read_address(self, url: object, title: str) -> str | None:
        if not isinstance(url, str) or not url.strip():
            return None
        try:
            return _address.validate_python(urljoin(self.address, url.strip()))
        except (ValidationError, ValueError):
            self.note(f"{title[:80]!r} has an address that leads nowhere public: {url[:100]!r}.")
            return None


def plain_line(text: object, *, most: int) -> str:
    """A text of a feed in one line without markup, cut at a word after so many characters; empty where it is none."""
    if not isinstance(text, str):
        return ""
    line = " ".join(_UNSEEN.sub(" ", html.unescape(_TAG.sub(" ", text[: most * 20]))).split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def plain_text(markup: object) -> str | None:
    """The text of markup, a line for each of its blocks; None where it is shorter than an article."""
    if not isinstance(markup, str) or len(markup) < LEAST_OF_AN_ARTICLE:
        return None
    reader = _Blocks()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(_UNSEEN.sub(" ", line).split()) for line in "".join(reader.parts).split(_BREAK))
    text = "\n".join(line for line in lines if line)
    return text if len(text) >= LEAST_OF_AN_ARTICLE else None


def identify(url: str | None, own: object, *, title: str, published: dt.datetime | None) -> str:
    """What an item is known by: its address, as ids may change each time; else its id; else what it says."""
    if url is not None:
        known = f"url {canonical(url)}"
    elif isinstance(own, str) and own.strip():
        known = f"id {plain_line(own, most=LONGEST_IDENTITY)}"
    else:
        known = f"said {published.isoformat() if published else ''} {title}"
    return known if len(known) <= LONGEST_IDENTITY else f"sha256 {sha256(known.encode()).hexdigest()}"


class _Blocks(HTMLParser):
    """Takes the text of markup, with a break wherever a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # the parser's
        """Begin an element."""
        self._silent += tag in _SILENT
        if tag not in _INLINE:
            self.parts.append(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self._silent -= tag in _SILENT and self._silent > 0
        if tag not in _INLINE:
            self.parts.append(_BREAK)

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._silent:
            self.parts.append(data.replace(_BREAK, " "))
