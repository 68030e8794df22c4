"""The lag of webhooks: since when the first change waits of which somebody who wants it has not been told."""

import datetime as dt

from sqlalchemy import Connection, func, select

from app.store.metadata import columns_of
from app.store.service_tables import WebhookRow
from app.store.tables import ChangeRow

_webhooks = columns_of(WebhookRow)
_changes = columns_of(ChangeRow)
_FIRST_WAITING = select(_changes.at).where(
    _changes.seq > select(func.min(_webhooks.after)).where(_webhooks.enabled).scalar_subquery()
)


def lag_of(connection: Connection) -> float:
    """How many seconds the oldest change waits that some webhook in force has not come to; nothing where none does."""
    at = connection.execute(_FIRST_WAITING.order_by(_changes.seq).limit(1)).scalar_one_or_none()
    return 0.0 if at is None else max(0.0, (dt.datetime.now(dt.UTC) - at).total_seconds())
