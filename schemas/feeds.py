"""Feeds: the lists of new items (RSS, Atom, JSON Feed) that sources come from by themselves."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.addresses import AskedAddress
from schemas.changes import ChangeNumber
from schemas.page import Links, ListLinks, Meta
from schemas.query import Whole
from schemas.sources import Reliability
from schemas.types import Contract, Instant, Language, Name, Slug, SourceKind, Title

PollOutcome = Literal["read", "unchanged", "failed"]


class FeedDraft(Contract):
    """A feed as a writer gives it; what is not said of an item is taken from here."""

    url: AskedAddress
    """Where it is, or a page that links to it (`<link rel="alternate">`)."""
    title: Title | None = None
    """What it is called; what it calls itself when null."""
    publisher: Name
    """Who publishes its items."""
    origin: Slug | None = None
    """The outlet whose reporting they are; the publisher's when null."""
    owner: Slug | None = None
    """Who owns the outlet."""
    kind: SourceKind = "article"
    """What sort of source an item is."""
    language: Language | None = None
    """BCP 47; what the feed says when null."""
    reliability: Reliability | None = None
    """The grade that each item has as a source."""
    aggregator: Annotated[bool, Field(strict=True)] = False
    """Whether it relays what others publish: an item's own `<source>` is then its publisher and origin."""
    interval_minutes: Annotated[int, Field(strict=True, ge=5, le=10_080)] = 60
    """How many minutes are between two polls."""
    takes_texts: Annotated[bool, Field(strict=True)] = False
    """Whether the articles that it links to may be fetched, for the text in them, which is kept privately."""
    enabled: Annotated[bool, Field(strict=True)] = True
    """Whether it is polled."""


class Feed(FeedDraft):
    """A feed as it stands."""

    id: Slug
    """Its id."""
    url: str
    """Where it is."""
    moved_from: str | None
    """Where it was before it moved for good, or the page that linked to it; null where it did not."""
    ended_because: str | None
    """Why the tracker stopped polling it: it is gone (410), or moved to where another is. Null unless it did."""
    items: Annotated[int, Field(ge=0)]
    """How many different items were in it so far."""
    failures: Annotated[int, Field(ge=0)]
    """How many polls have failed since the last that did not."""
    polled_at: Instant | None
    """When it was last polled; null before the first time."""
    next_poll_at: Instant | None
    """When it is polled next, at the earliest; null where it is not."""
    by: str
    """The name of the key that made it."""
    revision: Annotated[int, Field(ge=1)]
    """How often it has been edited, from 1."""
    created_at: Instant
    """When it was made."""
    updated_at: Instant
    """When it was last edited."""


class FeedDetail(Contract):
    """One feed."""

    data: Feed
    """The feed."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the feed lives."""


class FeedsQuery(Contract):
    """The parameters of `/v1/feeds`."""

    after: Slug | None = None
    """Only feeds whose id comes behind this one."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many a page has at most."""


class FeedPage(Contract):
    """Feeds, by id."""

    data: tuple[Feed, ...]
    """The feeds."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the list goes on."""


class Poll(Contract):
    """One poll of a feed; kept for 30 days."""

    id: Annotated[int, Field(ge=1)]
    """The poll; later ones have greater numbers."""
    at: Instant
    """When it ended."""
    outcome: PollOutcome
    """`unchanged` where the feed said that it is as it was, or its bytes are."""
    status: int | None
    """The status of the answer; null where there was none."""
    items: Annotated[int, Field(ge=0)]
    """How many items were in it."""
    new: Annotated[int, Field(ge=0)]
    """How many of them became sources."""
    changed: Annotated[int, Field(ge=0)]
    """How many sources were revised because an item changed."""
    problems: tuple[str, ...]
    """What was wrong, a sentence each, the first 20."""
    milliseconds: Annotated[int, Field(ge=0)]
    """How long it took."""


class PollsQuery(Contract):
    """The parameters of a feed's log."""

    before: ChangeNumber | None = None
    """Only polls with a lower id."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many a page has at most."""


class PollPage(Contract):
    """Polls, the newest first."""

    data: tuple[Poll, ...]
    """The polls."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the log goes on."""
