"""The table of drafts: what is to become a record once it is published, and is not public before."""

import datetime as dt

from sqlmodel import Field

from app.store.metadata import TEXT, Table


class DraftRow(Table, table=True):
    """A draft of a briefing, under the id that the briefing is to have; `document` is the JSON of what was given.

    `created_by` and `changed_by` are the names of keys.
    """

    id: str = Field(primary_key=True, sa_type=TEXT)
    document: str = Field(sa_type=TEXT)
    revision: int
    created_by: str = Field(sa_type=TEXT)
    created_at: dt.datetime
    changed_by: str = Field(sa_type=TEXT)
    updated_at: dt.datetime
