"""Editions: asking for a draft, and how a published briefing stands to another one and to the record as it is now."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.briefings import Statement
from schemas.developments import DevelopmentFilters
from schemas.page import Links, Meta
from schemas.query import AtMoment
from schemas.types import BriefingId, Contract, Day, Slug, Title


class BriefingRequest(DevelopmentFilters):
    """What a draft is assembled from: the developments of a period that pass the filters of `/v1/developments`."""

    from_: Day = Field(alias="from")
    """The first day of the period."""
    to: Day
    """The last day of the period."""
    id: Slug | None = None
    """The wished id of the draft; made from its title when absent."""
    title: Title | None = None
    """The title; made from the period when absent."""
    supersedes: BriefingId | None = None
    """The edition that it is to correct."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise PydanticCustomError("period", "must not be before from", {"name": "to"})
        return self


class DiffQuery(AtMoment):
    """The parameters of `/v1/briefings/{id}/diff`."""

    against: Slug
    """The other briefing: the older one, where one corrects the other."""


class Placed(Contract):
    """A statement, and under which heading it stands; null for the lead."""

    heading: str | None
    """The heading."""
    statement: Statement
    """The statement."""


class Changed(Contract):
    """A statement that says something else than in the other edition, or rests on other records."""

    before: Placed
    """As it stands in the other edition."""
    after: Placed
    """As it stands in this one."""


class Moved(Contract):
    """A record that both editions cite, which does not say the same in both; what is found of passages is not said."""

    record: str
    """The record, as `collection/id`."""
    before: int = Field(ge=1)
    """The revision of the other edition."""
    after: int = Field(ge=1)
    """The revision of this one."""


class EditionDiff(Contract):
    """How one briefing differs from another; what stands in both alike is left out."""

    id: Slug
    """The briefing."""
    against: Slug
    """The other one."""
    added: tuple[Placed, ...]
    """Statements that only this one has."""
    removed: tuple[Placed, ...]
    """Statements that only the other one has."""
    changed: tuple[Changed, ...]
    """Statements that this one has in other words, or resting on other records."""
    moved: tuple[Moved, ...]
    """Records that both cite and that do not say the same in both; a draft shows the revision of now."""


class EditionDiffDetail(Contract):
    """The answer of `/v1/briefings/{id}/diff`."""

    data: EditionDiff
    """The difference."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where it is."""


class StaleRecord(Contract):
    """A record that is no longer what an edition was published on."""

    record: str
    """The record, as `collection/id`."""
    pinned: int = Field(ge=1)
    """The revision that the edition was published on."""
    now: Annotated[int, Field(ge=1)] | None
    """The revision that stands; null where the record is gone."""
    became: Literal["changed", "deleted", "merged"]
    """What became of it."""
    into: str | None
    """The record that goes on in its place, as `collection/id`; null where none does."""
    changed_fields: tuple[str, ...]
    """The fields that say something else now, in order, those that the tracker computes among them; empty where the
    record is gone."""
    statements: tuple[str, ...]
    """Where the edition cites it, as JSON pointers."""


class Staleness(Contract):
    """What has changed since an edition was published."""

    id: Slug
    """The edition."""
    superseded_by: tuple[Slug, ...]
    """The published editions that correct it."""
    stale: tuple[StaleRecord, ...]
    """The records that it cites which say something else since; none for what was a draft.

    A claim's standing, its corroboration, its caveats and which passages carry it count. Whether a passage stands in
    the attached text, and where, does not, nor that a text was attached: an edition shows that as of now itself."""


class StalenessDetail(Contract):
    """The answer of `/v1/briefings/{id}/stale`."""

    data: Staleness
    """What has changed."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where it is."""
