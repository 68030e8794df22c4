"""How far collecting is behind: what `/metrics` tells of it."""

import datetime as dt

from sqlalchemy import Connection, func, select

from app.store.feed_tables import FeedItemRow, FeedRow
from app.store.metadata import columns_of

_feeds = columns_of(FeedRow)
_items = columns_of(FeedItemRow)


def measure_collecting(connection: Connection) -> dict[str, float]:
    """How many feeds are due and how many fail, how many seconds the longest due waits, how many texts are due."""
    now = dt.datetime.now(dt.UTC)
    due, oldest = connection.execute(
        select(func.count(), func.min(_feeds.next_poll_at)).where(_feeds.next_poll_at <= now)
    ).one()
    failing = connection.execute(select(func.count()).where(_feeds.failures > 0)).scalar_one()
    texts = connection.execute(select(func.count()).where(_items.text_due_at <= now)).scalar_one()
    lag = max((now - oldest).total_seconds(), 0.0) if oldest is not None else 0.0
    return {"feeds_due": due, "feeds_failing": failing, "feed_lag_seconds": lag, "texts_due": texts}
