"""The table of the desk: who is signed in, and what they have decided since."""

import datetime as dt

from sqlmodel import Field

from app.store.metadata import TEXT, Table


class DeskSessionRow(Table, table=True):
    """Somebody who is signed in at the desk, by the SHA-256 of the token in their cookie.

    `prefix` is that of their key, `key_digest` the SHA-256 of the token that they signed in with, `secret` what the
    forms of this session carry against forgery. `decided` are the proposals that were decided in it, in order, and
    `later` those that were put off, by number and between spaces.
    """

    digest: str = Field(primary_key=True, sa_type=TEXT)
    prefix: str = Field(sa_type=TEXT)
    key_digest: str = Field(sa_type=TEXT)
    secret: str = Field(sa_type=TEXT)
    created_at: dt.datetime
    expires_at: dt.datetime
    decided: str = Field(sa_type=TEXT)
    later: str = Field(sa_type=TEXT)
