"""Polls: which feeds are due, who polls them, and what came of it."""

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from app.collecting.fetching import Fetched
from app.store.feed_tables import FeedItemRow, FeedPollRow, FeedRow
from app.store.metadata import columns_of, table_of
from schemas import PollOutcome

FEED_LEASE = dt.timedelta(seconds=60)
"""How long one process alone polls a feed after it last said so; longer than fetching and reading it takes."""
LONGEST_REST = dt.timedelta(days=1)
"""How long a feed that fails, or asks for it, is left alone at most."""
POLLS_KEPT = dt.timedelta(days=30)
"""How long the log is kept."""
GONE_FOR_GOOD = 410
MOST_DUE = 200
"""How many feeds that are due are read at a time."""

_feeds = columns_of(FeedRow)
_items = columns_of(FeedItemRow)
_polls = columns_of(FeedPollRow)


@dataclass(frozen=True)
class HeldFeed:
    """A feed that one process polls, for as long as it holds the lease; its row as it was then."""

    row: Row[Any]
    lease: str

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.row.id)


@dataclass(frozen=True)
class Polled:
    """What came of a poll; `fetched` is None where there was no answer."""

    outcome: PollOutcome
    fetched: Fetched | None = None
    digest: str | None = None
    title: str | None = None
    items: int = 0
    new: int = 0
    changed: int = 0
    problems: Sequence[str] = ()
    moved_to: str | None = None
    retry_after: dt.timedelta | None = None
    milliseconds: int = 0


def find_due_feeds(connection: Connection) -> dict[str, str]:
    """Feeds that are to be polled now and that nobody polls, nor another of their host, by host, the longest due."""
    now = dt.datetime.now(dt.UTC)
    query = select(_feeds.host, _feeds.id).where(_feeds.next_poll_at <= now, _is_free(now), _has_quiet_host(now))
    due: dict[str, str] = {}
    for host, feed_id in connection.execute(query.order_by(_feeds.next_poll_at, _feeds.id).limit(MOST_DUE)):
        due.setdefault(host, feed_id)
    return due


def hold_feed(connection: Connection, feed_id: str) -> HeldFeed | None:
    """Take a feed for this process alone; None where another has it, or one of its host."""
    now, lease = dt.datetime.now(dt.UTC), secrets.token_hex(8)
    host = connection.execute(select(_feeds.host).where(_feeds.id == feed_id)).scalar_one_or_none()
    # Two feeds of one host are never taken at once.
    connection.execute(select(_feeds.id).where(_feeds.host == host).order_by(_feeds.id).with_for_update())
    taking = update(FeedRow).where(
        _feeds.id == feed_id, _feeds.next_poll_at <= now, _is_free(now), _has_quiet_host(now)
    )
    row = connection.execute(taking.values(lease=lease, leased_until=now + FEED_LEASE).returning(*_feeds)).one_or_none()
    return HeldFeed(row, lease) if row is not None else None


def renew(connection: Connection, held: HeldFeed) -> bool:
    """Keep a feed for this process; false where another has taken over, or the feed was edited or removed."""
    until = dt.datetime.now(dt.UTC) + FEED_LEASE
    return connection.execute(_mine(held).values(leased_until=until)).rowcount == 1


def note_poll(connection: Connection, held: HeldFeed, polled: Polled) -> bool:
    """Write down what came of a poll, and when the next one is due; false where the feed is no longer held."""
    now, feed = dt.datetime.now(dt.UTC), held.row
    values: dict[str, Any] = {"lease": None, "leased_until": None, "polled_at": now}
    if polled.outcome == "failed":
        values |= _rest(held, polled, now)
    else:
        counted = select(func.count()).where(_items.feed == held.id).scalar_subquery()
        values |= {"failures": 0, "next_poll_at": now + _interval(feed), "items": counted}
        values |= {"title": feed.title or polled.title}
    if polled.outcome == "read" and polled.fetched is not None:
        headers = polled.fetched.headers
        values |= {"etag": headers.get("etag"), "last_modified": headers.get("last-modified"), "digest": polled.digest}
    if polled.moved_to is not None:
        values |= _move(connection, held, polled.moved_to, now)
    if connection.execute(_mine(held).values(**values)).rowcount == 0:
        return False
    connection.execute(insert(FeedPollRow), _row_of(held, polled, now))
    connection.execute(delete(FeedPollRow).where(_polls.feed == held.id, _polls.at < now - POLLS_KEPT))
    return True


def read_polls(connection: Connection, feed_id: str, *, before: int | None, limit: int) -> list[dict[str, Any]]:
    """The log of a feed, the newest poll first, and one more where there are more."""
    query = select(*_polls).where(_polls.feed == feed_id)
    if before is not None:
        query = query.where(_polls.id < before)
    rows = connection.execute(query.order_by(_polls.id.desc()).limit(limit + 1)).mappings()
    return [{**row, "problems": tuple(row["problems"].split("\n")) if row["problems"] else ()} for row in rows]


def host_of(url: str) -> str:
    """The host of a valid address, as feeds of one host are told by it."""
    return url.split("/")[2].lower()


def _rest(held: HeldFeed, polled: Polled, now: dt.datetime) -> dict[str, Any]:
    """How long a feed that failed is left alone: for good where it is gone."""
    feed, failures = held.row, held.row.failures + 1
    if polled.fetched is not None and polled.fetched.status == GONE_FOR_GOOD:
        return {"failures": failures, "enabled": False, "ended_because": "it is gone (410)", "next_poll_at": None}
    if polled.moved_to is not None and failures == 1:  # a page that said where its feed is
        return {"failures": failures, "next_poll_at": now}
    pause = min(_interval(feed) * 2 ** min(failures, 12), LONGEST_REST)
    asked = min(polled.retry_after or dt.timedelta(0), LONGEST_REST)
    return {"failures": failures, "next_poll_at": now + max(pause, asked, _interval(feed))}


def _move(connection: Connection, held: HeldFeed, to: str, now: dt.datetime) -> dict[str, Any]:
    """What changes where a feed has moved for good, or is read from where a page said; it is polled there next."""
    other = connection.execute(select(_feeds.id).where(_feeds.url == to, _feeds.id != held.id)).scalar_one_or_none()
    if other is not None:
        return {"enabled": False, "ended_because": f"it moved to where {other} is", "next_poll_at": None}
    values: dict[str, Any] = {"url": to, "host": host_of(to), "moved_from": held.row.url, "updated_at": now}
    return values | {"revision": held.row.revision + 1}


def _row_of(held: HeldFeed, polled: Polled, now: dt.datetime) -> dict[str, Any]:
    return {
        "feed": held.id,
        "at": now,
        "outcome": polled.outcome,
        "status": polled.fetched.status if polled.fetched is not None else None,
        "items": polled.items,
        "new": polled.new,
        "changed": polled.changed,
        "problems": "\n".join(" ".join(problem.split()) for problem in polled.problems),
        "milliseconds": polled.milliseconds,
    }


def _interval(feed: Row[Any]) -> dt.timedelta:
    """How long a feed is left alone after a poll: a little longer, so that feeds are not met all at once."""
    return dt.timedelta(minutes=feed.interval_minutes) * random.uniform(1, 1.05)  # noqa: S311  # no secret


def _mine(held: HeldFeed) -> Update:
    return update(FeedRow).where(_feeds.id == held.id, _feeds.lease == held.lease)


def _is_free(now: dt.datetime) -> ColumnElement[bool]:
    return or_(_feeds.leased_until.is_(None), _feeds.leased_until < now)


def _has_quiet_host(now: dt.datetime) -> ColumnElement[bool]:
    """Whether no feed of the same host is being polled."""
    other = aliased(table_of(FeedRow))
    return ~exists().where(other.c.host == _feeds.host, other.c.leased_until >= now)
