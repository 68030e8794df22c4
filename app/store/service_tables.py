"""The tables beside the record: who may write, what a retry is answered, who is told, and what texts there are."""

import datetime as dt

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from app.store.metadata import SEQ, TEXT, Table


class ApiKeyRow(Table, table=True):
    """A key: `prefix` is shown, `digest` is SHA-256 of the whole; `scopes` are separated by spaces.

    So are `networks`, from which alone it may be used; null for any. `previous_digest` is good until `previous_until`.
    `person` is the full name of whoever has it, and never public; `by` the name of the key that made it, null for the
    command line.
    """

    prefix: str = Field(primary_key=True, sa_type=TEXT)
    name: str = Field(sa_type=TEXT, unique=True)
    digest: str = Field(sa_type=TEXT)
    scopes: str = Field(sa_type=TEXT)
    created_at: dt.datetime
    expires_on: dt.date | None = None
    revoked_at: dt.datetime | None = None
    last_used_on: dt.date | None = None
    networks: str | None = Field(default=None, sa_type=TEXT)
    previous_digest: str | None = Field(default=None, sa_type=TEXT)
    previous_until: dt.datetime | None = None
    person: str | None = Field(default=None, sa_type=TEXT)
    by: str | None = Field(default=None, sa_type=TEXT)
    revision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class StoredAnswerRow(Table, table=True):
    """The answer to a write that carried an Idempotency-Key, kept for the same key and path.

    A file's import keeps here how far it has come: `status` items of the file whose digest is `target`; and
    under keys of their own the places of the items that were refused.
    """

    __table_args__ = (Index("ix_stored_answer_at", "at"),)

    prefix: str = Field(primary_key=True, sa_type=TEXT)
    target: str = Field(primary_key=True, sa_type=TEXT)
    key: str = Field(primary_key=True, sa_type=TEXT)
    request_digest: str = Field(sa_type=TEXT)
    at: dt.datetime
    status: int
    headers: str = Field(sa_type=TEXT)
    body: str = Field(sa_type=TEXT)


class WebhookRow(Table, table=True):
    """Who is told of changes: every wanted one up to `after` was delivered.

    `collections` and `actors` are separated by spaces, null for all. Whoever delivers holds `lease` until
    `leased_until`; a change of the row takes it away, and what it delivers meanwhile moves nothing.
    """

    id: str = Field(primary_key=True, sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    url: str = Field(sa_type=TEXT)
    description: str | None = Field(default=None, sa_type=TEXT)
    collections: str | None = Field(default=None, sa_type=TEXT)
    actors: str | None = Field(default=None, sa_type=TEXT)
    enabled: bool
    disabled_because: str | None = Field(default=None, sa_type=TEXT)
    secret: str = Field(sa_type=TEXT)
    previous_secret: str | None = Field(default=None, sa_type=TEXT)
    previous_secret_until: dt.datetime | None = None
    after: int = Field(sa_type=BigInteger)
    failures: int
    next_attempt_at: dt.datetime | None = None
    lease: str | None = Field(default=None, sa_type=TEXT)
    leased_until: dt.datetime | None = None
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime


class WebhookDeliveryRow(Table, table=True):
    """The log of attempts; `waiting` for a redelivery that was asked for."""

    __table_args__ = (
        Index("ix_webhook_delivery_log", "webhook", "id"),
        Index("ix_webhook_delivery_state", "state", "webhook", "id"),
    )

    id: int = Field(primary_key=True, sa_type=SEQ)
    webhook: str = Field(sa_type=TEXT)
    change: int = Field(sa_type=BigInteger)
    state: str = Field(sa_type=TEXT)
    at: dt.datetime
    status: int | None = None
    error: str | None = Field(default=None, sa_type=TEXT)
    milliseconds: int | None = None


class SourceTextRow(Table, table=True):
    """The text attached to a source that stands: kept privately, for its passages alone."""

    id: str = Field(primary_key=True, sa_type=TEXT)
    text: str = Field(sa_type=TEXT)


class LostPassageRow(Table, table=True):
    """The words of a passage that does not stand in the attached text, as the last text that had them had them.

    Kept privately like the texts themselves, while a record selects the passage from this text.
    """

    id: str = Field(primary_key=True, sa_type=TEXT)
    start: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sha256: str = Field(primary_key=True, sa_type=TEXT)
    exact: str = Field(sa_type=TEXT)
    prefix: str = Field(sa_type=TEXT)
    suffix: str = Field(sa_type=TEXT)
