"""The tables of treaties."""

import datetime as dt

from sqlmodel import Field

from app.store.metadata import TEXT, current_index, term_indexes, version_indexes
from app.store.tables import TermRow, Version


class TreatyVersion(Version, table=True):
    """Versions of treaties; `signed_on` is 0001-01-01 where that is unknown."""

    __table_args__ = (*version_indexes("treaty", "signed_on"), current_index("treaty", "number"))

    state: str = Field(sa_type=TEXT)
    signed_on: dt.date
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    number: str | None = Field(default=None, sa_type=TEXT)


class TreatyTermRow(TermRow, table=True):
    """`actor`, `source`, `evidence`, `caveat`."""

    __table_args__ = term_indexes("treaty_term")
