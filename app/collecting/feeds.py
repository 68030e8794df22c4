"""Feeds as editors see and edit them, and the log of their polls."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import Url
from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from app.collecting import polls
from app.collecting.polls import host_of
from app.errors import Conflict, Invalid, NotFound
from app.reading.answer.moment import check_id
from app.store.feed_tables import FeedItemRow, FeedPollRow, FeedRow
from app.store.metadata import columns_of
from app.writing.bodies import read_json
from app.writing.keys import draw_letters
from app.writing.records import merge_patch
from schemas import Fault, Feed, FeedDraft, FeedsQuery, Poll, PollsQuery, is_public

MOST_FEEDS = 5_000
"""How many feeds there may be."""
_feeds = columns_of(FeedRow)


def add_feed(connection: Connection, draft: FeedDraft, *, by: str, allow_private: bool) -> Feed:
    """Make a feed, which is polled at once.

    Raises `Invalid` for a private address, `Conflict` for one that a feed has already, and for one feed too many.
    """
    if connection.execute(select(func.count()).select_from(FeedRow)).scalar_one() >= MOST_FEEDS:
        raise Conflict(f"there are {MOST_FEEDS:,} feeds at most")
    now = dt.datetime.now(dt.UTC)
    row = _values_given(connection, draft, allow_private=allow_private, own_id=None)
    row |= {"id": f"fd-{draw_letters(12)}", "by": by, "items": 0, "failures": 0, "revision": 1}
    row |= {"created_at": now, "updated_at": now, "next_poll_at": now if draft.enabled else None}
    connection.execute(insert(FeedRow), row)
    return show_feed(find_feed(connection, row["id"]))


def edit_feed(connection: Connection, row: Row[Any], patch: Mapping[str, Any], *, allow_private: bool) -> Feed:
    """Change a feed by a JSON merge patch; it is polled at once, and whoever polls it now begins anew.

    Raises `Invalid` and `Conflict` as `add_feed` does.
    """
    standing = json.loads(show_feed(row).model_dump_json(include=set(FeedDraft.model_fields)))
    draft = read_json(FeedDraft, json.dumps(merge_patch(standing, patch)))
    values = _values_given(connection, draft, allow_private=allow_private, own_id=row.id)
    if all(getattr(row, name) == value for name, value in values.items()):
        return show_feed(row)
    now = dt.datetime.now(dt.UTC)
    values |= {"ended_because": None, "failures": 0, "lease": None, "leased_until": None, "updated_at": now}
    values |= {"next_poll_at": now if draft.enabled else None, "revision": row.revision + 1}
    # What it said of itself was said of what is read otherwise now.
    values |= {"etag": None, "last_modified": None, "digest": None}
    if draft.url != row.url:
        values |= {"moved_from": None}
    connection.execute(update(FeedRow).where(_feeds.id == row.id).values(**values))
    return show_feed(find_feed(connection, row.id))


def remove_feed(connection: Connection, row: Row[Any]) -> None:
    """Remove a feed and its log; the sources that came from it stand."""
    for table in (FeedPollRow, FeedItemRow):
        connection.execute(delete(table).where(columns_of(table).feed == row.id))
    connection.execute(delete(FeedRow).where(_feeds.id == row.id))


def find_feed(connection: Connection, feed_id: str) -> Row[Any]:
    """A feed's row. Raises `NotFound`."""
    check_id("feeds", feed_id)
    row = connection.execute(select(*_feeds).where(_feeds.id == feed_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no feed {feed_id[:96]!r}")
    return row


def has_feed(connection: Connection, url: str) -> bool:
    """Whether a feed has an address, or had it before it moved."""
    query = select(_feeds.id).where(or_(_feeds.url == url, _feeds.moved_from == url))
    return connection.execute(query.limit(1)).first() is not None


def find_feeds(connection: Connection, query: FeedsQuery) -> list[Feed]:
    """The feeds that a query asks for, by id, and one more where there are more."""
    found = select(*_feeds).order_by(_feeds.id).limit(query.limit + 1)
    if query.after is not None:
        found = found.where(_feeds.id > query.after)
    return [show_feed(row) for row in connection.execute(found)]


def find_polls(connection: Connection, feed_id: str, query: PollsQuery) -> list[Poll]:
    """The polls that a query asks for, the newest first, and one more where there are more."""
    rows = polls.read_polls(connection, feed_id, before=query.before, limit=query.limit)
    return [Poll.model_validate({name: row[name] for name in Poll.model_fields}) for row in rows]


def show_feed(row: Row[Any]) -> Feed:
    """A feed as editors see it."""
    values = {name: getattr(row, name) for name in Feed.model_fields}
    return Feed.model_validate(values | {"reliability": json.loads(row.reliability) if row.reliability else None})


def _values_given(
    connection: Connection, draft: FeedDraft, *, allow_private: bool, own_id: str | None
) -> dict[str, Any]:
    """The columns that a draft fills."""
    if not allow_private and not is_public(Url(draft.url).host or ""):
        message = "must have a host with a full name or a public address"
        raise Invalid("the feed cannot be taken", faults=[Fault(in_="body", pointer="/url", message=message)])
    other = connection.execute(select(_feeds.id).where(_feeds.url == draft.url)).scalar_one_or_none()
    if other not in (None, own_id):
        message = f"is that of the feed {other}"
        raise Conflict("there is a feed of this address", faults=[Fault(in_="body", pointer="/url", message=message)])
    values = draft.model_dump() | {"host": host_of(draft.url)}
    return values | {"reliability": draft.reliability.model_dump_json() if draft.reliability else None}
