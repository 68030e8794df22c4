"""Every table, on one page.

A record is a series of versions, each a row named by the number of the change that made it (`seq`) and ended by the
number of the change that replaced or removed it (`until`, null while current). Typed columns hold what can be filtered
or sorted by; `document` is the record's public JSON, rendered once, when it was written.
"""

import datetime as dt

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field

from app.store.metadata import SEQ, TEXT, Table, current_index, term_indexes, version_indexes


class ClockRow(Table, table=True):
    """One row: the number and instant of the newest change, and a name for the database that the numbers are of."""

    id: int = Field(primary_key=True, sa_type=Integer)
    seq: int = Field(sa_type=BigInteger)
    at: dt.datetime
    instance: str = Field(sa_type=TEXT)


class ChangeRow(Table, table=True):
    """The log: one row a change, over all collections, without gaps; `last` is the last number of its transaction."""

    __table_args__ = (Index("ix_change_at", "at", "seq"), Index("ix_change_record", "collection", "id", "seq"))

    seq: int = Field(primary_key=True, sa_type=SEQ, sa_column_kwargs={"autoincrement": False})
    last: int = Field(sa_type=BigInteger)
    at: dt.datetime
    by: str = Field(sa_type=TEXT)
    collection: str = Field(sa_type=TEXT)
    id: str = Field(sa_type=TEXT)
    action: str = Field(sa_type=TEXT)
    into: str | None = Field(default=None, sa_type=TEXT)


class ReferenceRow(Table, table=True):
    """Which version names which record: it keeps references whole, and leads from a record to those that name it."""

    __table_args__ = (
        Index("ix_reference_target", "target_collection", "target_id", "until"),
        Index("ix_reference_source", "collection", "id", "seq"),
    )

    seq: int = Field(primary_key=True, sa_type=SEQ)
    target_collection: str = Field(primary_key=True, sa_type=TEXT)
    target_id: str = Field(primary_key=True, sa_type=TEXT)
    until: int | None = Field(default=None, sa_type=BigInteger)
    collection: str = Field(sa_type=TEXT)
    id: str = Field(sa_type=TEXT)


class Version(Table):
    """What the versions of all collections have."""

    seq: int = Field(primary_key=True, sa_type=SEQ, sa_column_kwargs={"autoincrement": False})
    until: int | None = Field(default=None, sa_type=BigInteger)
    id: str = Field(sa_type=TEXT)
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime
    title_key: str = Field(sa_type=TEXT)
    document: str = Field(sa_type=TEXT)


class PartRow(Table):
    """A row of a version besides its own, standing as long as the version does."""

    until: int | None = Field(default=None, sa_type=BigInteger)
    id: str = Field(sa_type=TEXT)


class TermRow(PartRow):
    """A value that a version can be found by, of a field that can hold several; `role` says how it holds it.

    It `leads` where it is the version's first term of that field and value, so that in whatever roles it counts once.
    """

    seq: int = Field(primary_key=True, sa_type=SEQ)
    field: str = Field(primary_key=True, sa_type=TEXT)
    value: str = Field(primary_key=True, sa_type=TEXT)
    role: str = Field(primary_key=True, sa_type=TEXT)
    leads: bool


class SearchTextRow(PartRow, table=True):
    """What search results of any collection are counted and sorted by; `id` is `collection/id`."""

    __table_args__ = (
        Index("ix_search_text_id", "id", "seq"),
        Index("ix_search_text_title_key", "title_key", "id", "seq"),
        Index("ix_search_text_updated_at", "updated_at", "id", "seq"),
    )

    seq: int = Field(primary_key=True, sa_type=SEQ, sa_column_kwargs={"autoincrement": False})
    collection: str = Field(sa_type=TEXT)
    title_key: str = Field(sa_type=TEXT)
    updated_at: dt.datetime


class SearchTokensRow(Table, table=True):
    """The tokens of a version of any collection: wide, so apart from what every hit is asked for.

    `title` and `body` are read in parts, where hyphens join words; what they join is one word in the other two, which
    are empty where that makes no difference. `counts` weighs how often each stem stands in all of it.
    """

    seq: int = Field(primary_key=True, sa_type=SEQ, sa_column_kwargs={"autoincrement": False})
    title: str = Field(sa_type=TEXT)
    body: str = Field(sa_type=TEXT)
    title_joined: str = Field(sa_type=TEXT)
    body_joined: str = Field(sa_type=TEXT)
    length: int
    counts: str = Field(sa_type=TEXT)


class ActorVersion(Version, table=True):
    """Versions of actors; `title_key` is the folded name."""

    __table_args__ = version_indexes("actor")

    kind: str = Field(sa_type=TEXT)
    country: str | None = Field(default=None, sa_type=TEXT)


class ActorTermRow(TermRow, table=True):
    """`id`, `name` (every folded word that means the actor), `source`, `evidence`, `caveat`."""

    __table_args__ = term_indexes("actor_term")


class ActorTieRow(PartRow, table=True):
    """Days on which an actor belongs to another: as its member, or by an office in it; open ends are far days."""

    __table_args__ = (Index("ix_actor_tie_group_id", "group_id", "id"), Index("ix_actor_tie_id", "id"))

    seq: int = Field(primary_key=True, sa_type=SEQ)
    group_id: str = Field(primary_key=True, sa_type=TEXT)
    first_day: dt.date = Field(primary_key=True)
    last_day: dt.date = Field(primary_key=True)


class ActorOfficeRow(PartRow, table=True):
    """Days on which an actor holds an office; open ends are far days."""

    __table_args__ = (Index("ix_actor_office_id", "id"),)

    seq: int = Field(primary_key=True, sa_type=SEQ)
    place: int = Field(primary_key=True)
    first_day: dt.date
    last_day: dt.date


class SourceVersion(Version, table=True):
    """Versions of sources; `published` is the first day of publication, 0001-01-01 where that is unknown."""

    __table_args__ = (
        *version_indexes("source", "published", "publisher", "origin"),
        current_index("source", "canonical_url"),
        Index("ix_source_canonical_url", "canonical_url", "seq"),
    )

    kind: str = Field(sa_type=TEXT)
    publisher: str = Field(sa_type=TEXT)
    origin: str = Field(sa_type=TEXT)
    aggregator: bool
    reliability: str | None = Field(default=None, sa_type=TEXT)
    canonical_url: str | None = Field(default=None, sa_type=TEXT)
    published: dt.date
    first_day: dt.date | None = None
    last_day: dt.date | None = None


class SourceTermRow(TermRow, table=True):
    """`caveat`."""

    __table_args__ = term_indexes("source_term")


class ConditionVersion(Version, table=True):
    """Versions of conditions."""

    __table_args__ = version_indexes("condition", "position")

    position: int
    status: str = Field(sa_type=TEXT)


class ConditionTermRow(TermRow, table=True):
    """`actor` (role: demanded_by, addressed_to), `source`, `evidence`, `caveat`."""

    __table_args__ = term_indexes("condition_term")


class DevelopmentVersion(Version, table=True):
    """Versions of developments; it happened between `first_day` and `last_day`, as precisely as that is known."""

    __table_args__ = version_indexes(
        "development", "date", also=("first_day", "last_day", "credibility", "origins", "disputed")
    )

    date: dt.date
    first_day: dt.date
    last_day: dt.date
    kind: str = Field(sa_type=TEXT)
    status: str = Field(sa_type=TEXT)
    credibility: int | None = None
    origins: int
    disputed: bool


class DevelopmentTermRow(TermRow, table=True):
    """`actor` (with its role), `theme`, `condition` (role: its effect), `source`, …: all that lists ask for by name."""

    __table_args__ = term_indexes("development_term", "date", also=("first_day", "last_day"))

    date: dt.date
    first_day: dt.date
    last_day: dt.date


class DevelopmentTallyRow(Table, table=True):
    """How many of the developments that stand a term leads to, by their days: triggers keep it, whoever writes."""

    field: str = Field(primary_key=True, sa_type=TEXT)
    value: str = Field(primary_key=True, sa_type=TEXT)
    first_day: dt.date = Field(primary_key=True)
    last_day: dt.date = Field(primary_key=True)
    records: int


class BriefingVersion(Version, table=True):
    """Versions of briefings; `published_on` is 9999-12-31 for a draft, and open ends of the period are far days."""

    __table_args__ = version_indexes("briefing", "published_on")

    state: str = Field(sa_type=TEXT)
    published_on: dt.date
    first_day: dt.date | None = None
    last_day: dt.date | None = None


class BriefingTermRow(TermRow, table=True):
    """A field for each collection: the records of it that the briefing cites."""

    __table_args__ = term_indexes("briefing_term")
