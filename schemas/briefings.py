"""Briefings: editions in which every statement leads to its records."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.collections import Collection
from schemas.marks import Other, Searched, Told
from schemas.query import Flag, HasActors, HasDays, ListQuery, Query, SharedSort, Values
from schemas.record import Draft, Period, Record
from schemas.types import BriefingId, BriefingState, Contract, Day, Prose, RecordRef, Title


class StatementDraft(Contract):
    """A sentence or a few, and the records that carry it, as a writer gives it."""

    text: Searched[Prose]
    """The words."""
    cites: Annotated[tuple[RecordRef, ...], Field(max_length=100)]
    """The records, as `collection/id`."""


class StatementNote(Contract):
    """Something a reader must know about a record that a statement cites."""

    record: str
    """The record, as `collection/id`."""
    kind: Literal["disputed", "corrected", "retracted", "orphaned", "unsourced", "caveat", "far"]
    """What it is: where the claim stands, that a passage is no longer where it was, that no source asserts it, another
    caveat, or that the record is far from the statement: others are nearer to it by their words."""
    text: Told[str]
    """The note in words."""


class Statement(StatementDraft):
    """A sentence or a few, the records that carry it, and what is doubtful about these."""

    notes: tuple[StatementNote, ...]
    """What is doubtful about the records that it cites; those of a published edition are as they were then."""


StatementDrafts = Annotated[tuple[StatementDraft, ...], Field(max_length=100)]
Statements = Annotated[tuple[Statement, ...], Field(max_length=100)]


class SectionDraft(Contract):
    """A heading and its statements, as a writer gives them."""

    heading: Searched[Title]
    """The heading."""
    statements: StatementDrafts
    """The statements under it."""


class Section(SectionDraft):
    """A heading and its statements."""

    statements: Statements
    """The statements under it."""


class Pin(Contract):
    """A record as an edition was published on it."""

    record: str
    """The record, as `collection/id`."""
    revision: int = Field(ge=1)
    """Its revision."""


class ClaimedSources(Contract):
    """How many sources the briefing's original says it rests on."""

    claimed: int | None = Field(default=None, ge=0, le=100_000, strict=True)
    """The number that it claims; null where it claims none."""


class BriefingSources(ClaimedSources):
    """How many sources a briefing claims, and how many the records that it cites name."""

    resolved: int = Field(ge=0)
    """Distinct sources in the evidence of the cited records, aggregators left out."""


class BriefingDraft(Draft):
    """A briefing as a writer gives it."""

    title: Searched[Title]
    """The title."""
    subtitle: Searched[Title] | None = None
    """The subtitle."""
    period: Period = Period()
    """The days that it covers."""
    lead: StatementDrafts = ()
    """The statements before the first heading."""
    sections: Annotated[tuple[SectionDraft, ...], Field(max_length=100)] = ()
    """The headings with their statements."""
    supersedes: Other[BriefingId] | None = None
    """The edition that this one corrects: one that is published, when this one is, and that no other corrects."""
    correction: Prose | None = None
    """What this edition corrects in the one that it supersedes, and why, in words for readers; only with
    `supersedes`."""
    sources: ClaimedSources = ClaimedSources()
    """How many sources it claims."""


class Briefing(Record, BriefingDraft):
    """An edition: a lead and sections of statements, each citing its records."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "february-2026",
                    "title": "February 2026",
                    "subtitle": None,
                    "period": {"from": "2026-02-01", "until": "2026-02-28"},
                    "lead": [
                        {
                            "text": "Talks ended without a breakthrough.",
                            "cites": ["developments/talks-in-geneva"],
                            "notes": [],
                        }
                    ],
                    "sections": [
                        {
                            "heading": "Conditions",
                            "statements": [
                                {
                                    "text": "Withdrawal is not in sight.",
                                    "cites": ["conditions/full-withdrawal"],
                                    "notes": [],
                                }
                            ],
                        }
                    ],
                    "supersedes": None,
                    "correction": None,
                    "superseded_by": None,
                    "revision": 2,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                    "state": "published",
                    "published_on": "2026-02-26",
                    "sources": {"claimed": 45, "resolved": 5},
                    "pins": [
                        {"record": "conditions/full-withdrawal", "revision": 1},
                        {"record": "developments/talks-in-geneva", "revision": 1},
                    ],
                }
            ]
        }
    )

    superseded_by: BriefingId | None
    """The published edition that corrects this one; null where none does. It alone of a published edition can change,
    with the `revision` and the `updated_at` that tell of it."""
    lead: Statements
    """The statements before the first heading."""
    sections: Annotated[tuple[Section, ...], Field(max_length=100)]
    """The headings with their statements."""
    pins: tuple[Pin, ...]
    """Each record that a published edition cites, with the revision that it was published on; empty for a draft."""
    state: BriefingState
    """`published`, and final but for `superseded_by`; `draft` at `/v1/drafts`, and in the history of what was one in
    the record before drafts were private."""
    published_on: Day | None
    """The day of publication; null for a draft."""
    sources: BriefingSources
    """How many sources it claims, and how many the cited records name."""


class BriefingQuery(ListQuery, HasActors, HasDays):
    """The parameters of `/v1/briefings`; `from` and `to` ask for the period, else the day of publication."""

    record: ClassVar[type[Record]] = Briefing

    include: Values[Collection] | None = None
    """Also give, once each, the records of these collections that the answer's records refer to, and those that the
    included ones refer to in turn: as they stand, since several editions may rest on one record at different revisions.
    An edition's own address gives them as it was published on them."""
    state: Values[BriefingState] | None = None
    """Any of these states: `draft` finds what was one in the record, with `as_of`."""
    corrects: Flag | None = None
    """Whether it corrects another edition."""
    facets: Values[Literal["month", "state"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["published_on", "-published_on", SharedSort] = "-published_on"
    """The order; ties by id. With `as_of`, what was a draft then stands after all published editions, as the newest."""


class BriefingDetailQuery(Query):
    """The parameters of `/v1/briefings/{id}` and `/v1/briefings/latest`."""

    record: ClassVar[type[Record]] = Briefing

    format: Literal["json", "markdown", "html"] | None = None
    """The form of the answer, before what `Accept` says; `include` and `fields` need `json`."""
    at: Literal["publication", "now"] = "publication"
    """With `include`: the records as a published edition was published on them, and what they refer to as it stood
    then, or all as it stands now (`as_of`, if given). Whether their passages stand in the attached texts is told as of
    now either way."""

    @model_validator(mode="after")
    def _at_needs_include(self) -> Self:
        if "at" in self.model_fields_set and self.include is None:
            raise PydanticCustomError("at", "can be given only with include", {"name": "at", "needs": ("include",)})
        return self
