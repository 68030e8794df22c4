"""The tables of the service itself, beside the record: who may write, and which answers a retry is given again."""

import datetime as dt

from sqlalchemy import Index
from sqlmodel import Field

from app.store.metadata import TEXT, Table


class ApiKey(Table, table=True):
    """A key: `prefix` is shown, `digest` is SHA-256 of the whole; `scopes` are separated by spaces."""

    __tablename__ = "api_key"

    prefix: str = Field(primary_key=True, sa_type=TEXT)
    name: str = Field(sa_type=TEXT, unique=True)
    digest: str = Field(sa_type=TEXT)
    scopes: str = Field(sa_type=TEXT)
    created_at: dt.datetime
    expires_on: dt.date | None = None
    revoked_at: dt.datetime | None = None
    last_used_on: dt.date | None = None


class StoredAnswer(Table, table=True):
    """The answer to a write that carried an Idempotency-Key, kept for the same key, method and path.

    A file's import keeps here how far it has come: `status` items of the file whose digest is `target`.
    """

    __tablename__ = "stored_answer"
    __table_args__ = (Index("ix_stored_answer_at", "at"),)

    prefix: str = Field(primary_key=True, sa_type=TEXT)
    target: str = Field(primary_key=True, sa_type=TEXT)
    key: str = Field(primary_key=True, sa_type=TEXT)
    request_digest: str = Field(sa_type=TEXT)
    at: dt.datetime
    status: int
    headers: str = Field(sa_type=TEXT)
    body: str = Field(sa_type=TEXT)
