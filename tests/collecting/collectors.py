"""Collecting in tests: feeds of a database, polled when a test says so."""

import asyncio
import datetime as dt
import json
from typing import Any

from sqlalchemy import update

from app.collecting import feeds
from app.collecting.collector import Collector
from app.resources import SOURCES
from app.store import clock
from app.store.database import Database
from app.store.export import batches
from app.store.feed_tables import FeedRow
from schemas import Feed, FeedDraft, Poll, PollsQuery


class Collecting:
    """The feeds of one database, and what came of them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, url: str, **given: Any) -> str:
        """Make a feed; its id."""
        draft = FeedDraft(**{"url": url, "publisher": "The Gazette", **given})
        with self.database.write() as connection:
            return feeds.add_feed(connection, draft, by="her", allow_private=True).id

    def collect(self, *, allow_private: bool = True) -> None:
        """Poll whatever is due, until nothing is."""
        asyncio.run(asyncio.wait_for(Collector(self.database, allow_private=allow_private, once=True).run(), 60))

    def again(self) -> None:
        """Poll every feed once more."""
        self.make_due()
        self.collect()

    def make_due(self) -> None:
        """Have every feed be due, as if the time for it had come, and whoever held one had gone."""
        long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        with self.database.write() as connection:
            due = update(FeedRow).where(FeedRow.next_poll_at.is_not(None))  # type: ignore[union-attr]
            connection.execute(due.values(next_poll_at=long_ago, lease=None, leased_until=None))

    def feed(self, feed_id: str) -> Feed:
        with self.database.read() as connection:
            return feeds.show_feed(feeds.find_feed(connection, feed_id))

    def polls(self, feed_id: str) -> list[Poll]:
        """Its polls, the oldest first."""
        with self.database.read() as connection:
            return feeds.find_polls(connection, feed_id, PollsQuery(limit=200))[::-1]

    def last(self, feed_id: str) -> Poll:
        return self.polls(feed_id)[-1]

    def wait_of(self, feed_id: str) -> float:
        """How many seconds it is left alone after its last poll."""
        feed = self.feed(feed_id)
        assert feed.next_poll_at is not None
        assert feed.polled_at is not None
        return (feed.next_poll_at - feed.polled_at).total_seconds()

    def sources(self) -> list[dict[str, Any]]:
        """Every source that stands, by id."""
        with self.database.read() as connection:
            seq = clock.newest(connection).seq
        lines = [line for batch in batches(self.database, {"sources": SOURCES.collection}, seq=seq) for line in batch]
        return [json.loads(line)["record"] for line in lines]

    def titles(self) -> list[str]:
        return sorted(source["title"] for source in self.sources())
