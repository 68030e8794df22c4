"""The tables of what is collected: feeds, which of their items are which sources, and the log of their polls."""

import datetime as dt

from sqlalchemy import Index
from sqlmodel import Field

from app.store.metadata import SEQ, TEXT, Table


class FeedRow(Table, table=True):
    """A feed, and how far it was read.

    `reliability` is JSON. `host` is that of its address: of one host, one feed is polled at a time. `etag` and
    `last_modified` are what its last answer said of itself, `digest` is SHA-256 of its body. `relay` is the source that
    an aggregator is. Whoever polls it holds `lease` until `leased_until`; a change of the row takes it away.
    """

    __table_args__ = (Index("ix_feed_next_poll_at", "next_poll_at"),)

    id: str = Field(primary_key=True, sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    url: str = Field(sa_type=TEXT, unique=True)
    host: str = Field(sa_type=TEXT)
    title: str | None = Field(default=None, sa_type=TEXT)
    publisher: str = Field(sa_type=TEXT)
    origin: str | None = Field(default=None, sa_type=TEXT)
    owner: str | None = Field(default=None, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    language: str | None = Field(default=None, sa_type=TEXT)
    reliability: str | None = Field(default=None, sa_type=TEXT)
    aggregator: bool
    interval_minutes: int
    takes_texts: bool
    enabled: bool
    moved_from: str | None = Field(default=None, sa_type=TEXT)
    ended_because: str | None = Field(default=None, sa_type=TEXT)
    items: int
    failures: int
    polled_at: dt.datetime | None = None
    next_poll_at: dt.datetime | None = None
    etag: str | None = Field(default=None, sa_type=TEXT)
    last_modified: str | None = Field(default=None, sa_type=TEXT)
    digest: str | None = Field(default=None, sa_type=TEXT)
    relay: str | None = Field(default=None, sa_type=TEXT)
    lease: str | None = Field(default=None, sa_type=TEXT)
    leased_until: dt.datetime | None = None
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime


class FeedItemRow(Table, table=True):
    """An item of a feed, by what it is known by there, and the source that it became.

    `given` is JSON: what the feed last said of the source. `relay` is the source through which it is known, where an
    aggregator had it. Its text is to be fetched from `text_due_at` on; null where it is not to be.
    """

    __table_args__ = (Index("ix_feed_item_source", "source"), Index("ix_feed_item_text_due_at", "text_due_at"))

    feed: str = Field(primary_key=True, sa_type=TEXT)
    item: str = Field(primary_key=True, sa_type=TEXT)
    source: str = Field(sa_type=TEXT)
    given: str = Field(sa_type=TEXT)
    relay: str | None = Field(default=None, sa_type=TEXT)
    at: dt.datetime
    text_due_at: dt.datetime | None = None
    text_tries: int = 0


class FeedPollRow(Table, table=True):
    """The log of polls; `problems` are on a line each."""

    __table_args__ = (Index("ix_feed_poll_log", "feed", "id"),)

    id: int = Field(primary_key=True, sa_type=SEQ)
    feed: str = Field(sa_type=TEXT)
    at: dt.datetime
    outcome: str = Field(sa_type=TEXT)
    status: int | None = None
    items: int
    new: int
    changed: int
    problems: str = Field(sa_type=TEXT)
    milliseconds: int
