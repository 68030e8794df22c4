"""Taking: the items of a feed become sources, by the way of every write, and what an item says anew is a revision."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import Url
from sqlalchemy import Row, insert, select, update

from app.collecting.items import FeedItem
from app.errors import Refusal
from app.resources import SOURCES
from app.rules.texts import normalize_text
from app.store.feed_tables import FeedItemRow, FeedRow
from app.store.metadata import columns_of
from app.store.read import survivors_of
from app.store.write import Writer
from app.writing import records
from schemas import Published, Reliability, Source, SourceDraft, is_public

COLLECTOR = "collector"
"""By whom what comes from feeds is written."""
PORTION = 100
"""How many items are taken in one transaction: the others who write wait no longer than that takes."""

_feeds = columns_of(FeedRow)
_items = columns_of(FeedItemRow)


@dataclass
class Taken:
    """What became of items: how many are new sources, how many revised one, and what stood in the way of others."""

    new: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)


class Taker:
    """Takes items of one feed, as its row says, in one transaction; `language` is what the feed calls its own."""

    def __init__(self, writer: Writer, feed: Row[Any], *, language: str | None, now: dt.datetime) -> None:
        self._writer = writer
        self._feed = feed
        self._language = feed.language or language
        self._now = now
        self._relay: str | None = None
        self.taken = Taken()

    def take(self, items: Sequence[FeedItem]) -> Taken:
        """Take up to a portion of items."""
        asked = _items.item.in_([item.identity for item in items])
        query = select(*_items).where(_items.feed == self._feed.id, asked)
        known = {row.item: row for row in self._writer.connection.execute(query)}
        fresh = [(item, self._draft_of(item)) for item in items if item.identity not in known]
        self._writer.turn.foresee(SOURCES.name, (draft for _, draft in fresh))
        rows = [row for item, draft in fresh if (row := self._add(item, draft)) is not None]
        if rows:
            self._writer.connection.execute(insert(FeedItemRow), rows)
        for item in items:
            standing = known.get(item.identity)
            if standing is not None and standing.given != _say_given(item):
                self._revise(item, standing)
        return self.taken

    def _draft_of(self, item: FeedItem) -> SourceDraft:
        feed = self._feed
        is_relayed = feed.aggregator and item.outlet is not None
        reliability = Reliability.model_validate_json(feed.reliability) if feed.reliability else None
        return SourceDraft(
            title=item.title,
            kind=feed.kind,
            publisher=item.outlet if is_relayed and item.outlet else feed.publisher,
            origin=None if is_relayed else feed.origin,
            owner=None if is_relayed else feed.owner,
            url=item.url,
            authors=item.authors,
            published=_date(item),
            retrieved_at=self._now,
            language=self._language,
            reliability=None if is_relayed else reliability,
        )

    def _add(self, item: FeedItem, draft: SourceDraft) -> dict[str, Any] | None:
        """Make a source of an item, unless there is one of its address, or was one that somebody has ended; its row."""
        source = self._find_holder(draft)
        wants_text = False
        if source is None:
            try:
                source = records.add(self._writer, SOURCES, draft, among_many=True).record.id
            except Refusal as refusal:
                self.taken.problems.append(f"{item.title[:80]!r} was not taken: {refusal.detail}.")
                return None
            self.taken.new += 1
            if self._feed.takes_texts and item.text is not None:
                self._writer.attach(source, normalize_text(item.text.encode()))
            else:
                wants_text = self._feed.takes_texts and item.url is not None
        row = {
            "feed": self._feed.id,
            "item": item.identity,
            "source": source,
            "given": _say_given(item),
            "at": self._now,
        }
        return row | {"relay": self._relay_of(item), "text_tries": 0, "text_due_at": self._now if wants_text else None}

    def _revise(self, item: FeedItem, row: Row[Any]) -> None:
        """Give a source what its item says anew, where it still says what the item said before."""
        merged = survivors_of(self._writer.connection, SOURCES.name, [row.source])
        source = self._writer.current.record(SOURCES.name, merged.get(row.source, row.source))
        before, after = json.loads(row.given), json.loads(_say_given(item))
        if isinstance(source, Source):
            standing = json.loads(source.model_dump_json(include=set(before)))
            patch = {name: after[name] for name in after if standing[name] == before[name] != after[name]}
            if patch and self._replace(item, source, patch):
                self.taken.changed += 1
        mine = update(FeedItemRow).where(_items.feed == row.feed, _items.item == row.item)
        self._writer.connection.execute(mine.values(given=_say_given(item)))

    def _replace(self, item: FeedItem, source: Source, patch: dict[str, Any]) -> bool:
        draft = records.read_draft(
            SOURCES, {**json.loads(records.draft_of(SOURCES, source).model_dump_json()), **patch}
        )
        try:
            self._writer.replace(SOURCES.name, source.id, draft)
        except Refusal as refusal:
            self.taken.problems.append(f"{item.title[:80]!r} was not revised: {refusal.detail}.")
            return False
        return True

    def _relay_of(self, item: FeedItem) -> str | None:
        """The source that the feed itself is, where an item of it is another outlet's; made when it is first needed."""
        if not (self._feed.aggregator and item.outlet is not None):
            return None
        if self._relay is None:
            query = select(_feeds.relay).where(_feeds.id == self._feed.id)
            self._relay = self._writer.connection.execute(query).scalar_one_or_none() or self._make_relay()
        return self._relay

    def _make_relay(self) -> str:
        feed = self._feed
        draft = SourceDraft(
            title=feed.title or feed.publisher, kind="other", publisher=feed.publisher, origin=feed.origin,
            owner=feed.owner, aggregator=True, url=feed.url if is_public(Url(feed.url).host or "") else None,
            language=self._language,
        )  # fmt: skip
        relay = self._find_holder(draft) or str(records.add(self._writer, SOURCES, draft, among_many=True).record.id)
        self._writer.connection.execute(update(FeedRow).where(_feeds.id == feed.id).values(relay=relay))
        return relay

    def _find_holder(self, draft: SourceDraft) -> str | None:
        """The source that has a draft's address, or had it when it ended."""
        identity = SOURCES.collection.names.identity
        value = identity.value(draft) if identity is not None else None
        return self._writer.claims.holder(SOURCES.name, value) if value is not None else None


def _date(item: FeedItem) -> Published:
    return Published(on=item.published.date(), precision="day") if item.published is not None else Published()


def _say_given(item: FeedItem) -> str:
    """What an item says of its source that may be said anew, as JSON."""
    published = _date(item).model_dump(mode="json")
    given = {"title": item.title, "authors": list(item.authors), "published": published}
    return json.dumps(given, ensure_ascii=False, sort_keys=True)
