"""Briefings: editions in which every statement leads to its records."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from schemas.query import HasActors, HasDays, ListQuery, Query, SharedSort, Values
from schemas.record import Draft, Period, Record
from schemas.types import BriefingId, BriefingState, Contract, Day, Prose, RecordRef, Title


class Statement(Contract):
    """A sentence or a few, and the records that carry it."""

    text: Prose
    """The words."""
    cites: Annotated[tuple[RecordRef, ...], Field(max_length=100)]
    """The records, as `collection/id`."""


Statements = Annotated[tuple[Statement, ...], Field(max_length=100)]


class Section(Contract):
    """A heading and its statements."""

    heading: Title
    """The heading."""
    statements: Statements
    """The statements under it."""


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

    title: Title
    """The title."""
    subtitle: Title | None = None
    """The subtitle."""
    period: Period = Period()
    """The days that it covers."""
    lead: Statements = ()
    """The statements before the first heading."""
    sections: Annotated[tuple[Section, ...], Field(max_length=100)] = ()
    """The headings with their statements."""
    supersedes: BriefingId | None = None
    """The edition that this one corrects."""
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
                        {"text": "Talks ended without a breakthrough.", "cites": ["developments/talks-in-geneva"]}
                    ],
                    "sections": [
                        {
                            "heading": "Conditions",
                            "statements": [
                                {"text": "Withdrawal is not in sight.", "cites": ["conditions/full-withdrawal"]}
                            ],
                        }
                    ],
                    "supersedes": None,
                    "revision": 2,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                    "state": "published",
                    "published_on": "2026-02-26",
                    "sources": {"claimed": 45, "resolved": 5},
                }
            ]
        }
    )

    state: BriefingState
    """A draft can change; a published edition cannot."""
    published_on: Day | None
    """The day of publication; null for a draft."""
    sources: BriefingSources
    """How many sources it claims, and how many the cited records name."""


class BriefingQuery(ListQuery, HasActors, HasDays):
    """The parameters of `/v1/briefings`; `from` and `to` ask for the period, else the day of publication."""

    record: ClassVar[type[Record]] = Briefing

    state: Values[BriefingState] | None = None
    """Any of these states."""
    facets: Values[Literal["month", "state"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["published_on", "-published_on", SharedSort] = "-published_on"
    """The order; ties by id. A draft stands after all published editions, as the newest."""


class BriefingDetailQuery(Query):
    """The parameters of `/v1/briefings/{id}`."""

    record: ClassVar[type[Record]] = Briefing
