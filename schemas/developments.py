"""Developments: what happened, was said or was decided."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.evidence import EXAMPLE as EVIDENCE
from schemas.evidence import EvidenceDrafts, EvidenceList
from schemas.query import (
    CaveatFilter,
    Flag,
    HasDays,
    HasScopedActors,
    ListQuery,
    Query,
    SharedSort,
    Values,
    Whole,
    Word,
)
from schemas.record import Caveat, Draft, Period, Record
from schemas.types import (
    ActorId,
    ConditionId,
    Contract,
    Country,
    Day,
    DevelopmentId,
    DevelopmentKind,
    DevelopmentStatus,
    Effect,
    Name,
    Number,
    Precision,
    Prose,
    RelationKind,
    Role,
    Slug,
    Theme,
    Title,
)


class Occurred(Period):
    """When it happened: its first and last day, as precisely as they are known; `until` null where it is one day."""

    until: Day | None = None
    """The last day; null where it is the first as well, or is not known."""
    precision: Precision = "unknown"
    """How much of the days is known: with `month` or `year`, any day of it stands for the whole."""

    @model_validator(mode="after")
    def _known_or_not(self) -> Self:
        if (self.from_ is None) != (self.precision == "unknown"):
            raise PydanticCustomError("precision", "must be unknown exactly where the first day is null")
        if self.from_ is None and self.until is not None:
            raise PydanticCustomError("precision", "must have a first day where it has a last one")
        return self


class Involved(Contract):
    """An actor's part in a development."""

    id: ActorId
    """The actor."""
    role: Role
    """Its part."""


class Location(Contract):
    """Where it happened."""

    name: Name
    """The place's name."""
    country: Country | None = None
    """ISO 3166-1 alpha-2; null for the high seas and where unknown."""


class Measure(Contract):
    """A number that the source gives."""

    name: Name
    """What is counted or measured."""
    value: Number
    """The number, within ±1e15."""
    unit: Name
    """The unit: `countries`, `% of GDP`, …"""
    subject: ActorId | None = None
    """The actor that it is about."""
    on: Day | None = None
    """The day that it holds for."""


class ConditionEffect(Contract):
    """What a development does to a condition for peace."""

    id: ConditionId
    """The condition."""
    effect: Effect
    """Whether it brings it nearer."""


class Relation(Contract):
    """How a development stands to another."""

    id: DevelopmentId
    """The other development."""
    kind: RelationKind
    """How this one stands to it."""


class Corroboration(Contract):
    """How many sources assert a development, and how many of them on their own."""

    sources: int = Field(ge=0)
    """Distinct sources that assert it."""
    independent_origins: int = Field(ge=0)
    """Distinct origins among them; what an aggregator only relays counts once, for its original."""


class DevelopmentDraft(Draft):
    """A development as a writer gives it."""

    title: Title
    """What happened, in a few words."""
    summary: Prose
    """What happened, was said or was decided, in the tracker's own words, as the source says it."""
    kind: DevelopmentKind
    """What sort of development it is."""
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=100)]
    """What it is about."""
    status: DevelopmentStatus = "reported"
    """Where the claim stands."""
    occurred: Occurred = Occurred()
    """When it happened."""
    reported_on: Day | None = None
    """The day it was reported."""
    actors: Annotated[tuple[Involved, ...], Field(max_length=100)] = ()
    """Who takes part, and how."""
    locations: Annotated[tuple[Location, ...], Field(max_length=100)] = ()
    """Where."""
    measures: Annotated[tuple[Measure, ...], Field(max_length=100)] = ()
    """The numbers that the source gives."""
    conditions: Annotated[tuple[ConditionEffect, ...], Field(max_length=100)] = ()
    """The conditions for peace that it touches."""
    relations: Annotated[tuple[Relation, ...], Field(max_length=100)] = ()
    """The developments that it stands to."""
    credibility: int | None = Field(default=None, ge=1, le=6, strict=True)
    """A grade of the claim by the Admiralty code's second axis: 1 confirmed by other sources, 2 probably true,
    3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged; null where nobody judged it."""
    evidence: EvidenceDrafts = ()
    """What carries, denies or disputes it."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it."""

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if self.occurred.from_ is None and self.reported_on is None:
            raise PydanticCustomError("no_day", "must have a first day in occurred, or the day it was reported")
        return self


class Development(Record, DevelopmentDraft):
    """Something that happened, was said or was decided."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "talks-in-geneva",
                    "title": "Talks in Geneva",
                    "summary": "Mediated talks ended without a breakthrough.",
                    "kind": "meeting",
                    "themes": ["diplomacy"],
                    "status": "reported",
                    "occurred": {"from": "2026-02-17", "until": "2026-02-18", "precision": "day"},
                    "reported_on": "2026-02-26",
                    "actors": [{"id": "russia", "role": "participant"}],
                    "locations": [{"name": "Geneva", "country": "CH"}],
                    "measures": [],
                    "conditions": [{"id": "full-withdrawal", "effect": "neutral"}],
                    "relations": [],
                    "credibility": 2,
                    "evidence": [EVIDENCE],
                    "caveats": [],
                    "revision": 1,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                    "date": "2026-02-17",
                    "corroboration": {"sources": 1, "independent_origins": 1},
                }
            ]
        }
    )

    date: Day
    """The day that it sorts by: the first day it happened, else the day it was reported."""
    corroboration: Corroboration
    """How many sources assert it, and how many of them on their own."""
    evidence: EvidenceList
    """What carries, denies or disputes it."""


class DevelopmentQuery(ListQuery, HasScopedActors, HasDays):
    """The parameters of `/v1/developments`."""

    record: ClassVar[type[Record]] = Development

    role: Values[Role] | None = None
    """With `actor` or `actor_all`, only where these take one of the parts; else where anybody does."""
    theme: Values[Theme] | None = None
    """Any of these themes."""
    theme_not: Values[Theme] | None = None
    """None of these themes."""
    kind: Values[DevelopmentKind] | None = None
    """Any of these kinds."""
    status: Values[DevelopmentStatus] | None = None
    """Any of these statuses."""
    condition: Values[Slug] | None = None
    """Touching any of these conditions."""
    source: Values[Slug] | None = None
    """Resting on any of these sources, directly or through them."""
    publisher: Values[Word] | None = None
    """Resting on a source of any of these publishers, matched whole, ignoring case and accents."""
    country: Values[Country] | None = None
    """With a location in any of these countries."""
    credibility_max: Annotated[Whole, Field(ge=1, le=6)] | None = None
    """Graded this or better (a lower number)."""
    min_origins: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    """Asserted by at least so many independent origins."""
    disputed: Flag | None = None
    """Whether it is disputed."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""
    facets: (
        Values[Literal["actor", "condition", "country", "has_caveat", "kind", "month", "source", "status", "theme"]]
        | None
    ) = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["date", "-date", SharedSort] = "-date"
    """The order; ties by id."""


class DevelopmentDetailQuery(Query):
    """The parameters of `/v1/developments/{id}`."""

    record: ClassVar[type[Record]] = Development
