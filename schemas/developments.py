"""Developments: what happened, was said or was decided."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.development_parts import (
    ConditionEffect,
    Corroboration,
    Involved,
    InvolvedDraft,
    Location,
    Measure,
    MeasureDraft,
    Occurred,
    RelatedBy,
    Relation,
)
from schemas.evidence import EXAMPLE as EVIDENCE
from schemas.evidence import EvidenceDrafts, EvidenceFilter, EvidenceList
from schemas.marks import Searched
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
    WholeWord,
)
from schemas.record import Caveat, Draft, Record
from schemas.types import Country, Day, DevelopmentKind, DevelopmentStatus, Prose, RepeatedDay, Role, Slug, Theme, Title


class DevelopmentDraft(Draft):
    """A development as a writer gives it."""

    title: Searched[Title]
    """What happened, in a few words."""
    summary: Searched[Prose]
    """What happened, was said or was decided, in the tracker's own words, as the source says it."""
    kind: DevelopmentKind
    """What sort of development it is."""
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=100)]
    """What it is about."""
    status: DevelopmentStatus = "reported"
    """Where the claim stands, before what others say of it. `confirmed` needs evidence of 2 independent origins."""
    occurred: Occurred = Occurred()
    """When it happened."""
    reported_on: Day | None = None
    """The day it was reported."""
    actors: Annotated[tuple[InvolvedDraft, ...], Field(max_length=100)] = ()
    """Who takes part, and how."""
    locations: Annotated[tuple[Location, ...], Field(max_length=100)] = ()
    """Where."""
    measures: Annotated[tuple[MeasureDraft, ...], Field(max_length=100)] = ()
    """The numbers that the source gives."""
    conditions: Annotated[tuple[ConditionEffect, ...], Field(max_length=100)] = ()
    """The conditions for peace that it touches."""
    relations: Annotated[tuple[Relation, ...], Field(max_length=100)] = ()
    """The developments that it stands to."""
    credibility: int | None = Field(default=None, ge=1, le=6, strict=True)
    """A grade of the claim by the Admiralty code's second axis: 1 confirmed by other, independent sources, logical and
    consistent with the rest; 2 probably true: not confirmed, but logical and consistent; 3 possibly true: reasonably
    logical, agrees with some of the rest; 4 doubtful: possible but not logical, nothing else on the subject;
    5 improbable: illogical and contradicted by the rest; 6 cannot be judged: no basis to. Null where nobody judged it.
    1 needs evidence of 2 independent origins. What its sources are worth is another axis, `reliability`, and the two
    are never blended."""
    evidence: EvidenceDrafts = ()
    """What carries, denies or disputes it."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it; the tracker adds where no source asserts it, or an office was not held."""

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
                    "given_status": "reported",
                    "given_credibility": 2,
                    "related_by": [],
                    "date": "2026-02-17",
                    "corroboration": {"sources": 1, "independent_origins": 1},
                }
            ]
        }
    )

    status: DevelopmentStatus
    """Where the claim stands: `corrected` where another development corrects it, else `disputed` where evidence denies
    or disputes it or another development contradicts it or is contradicted by it, else as its writer gave it, but
    `reported` in the place of `confirmed` while fewer than 2 independent origins assert it. What a writer has given as
    `corrected` or `retracted` stays that."""
    given_status: DevelopmentStatus
    """The status as its writer gave it."""
    credibility: int | None = Field(ge=1, le=6, strict=True)
    """The grade of the claim by the Admiralty code's second axis, 1 to 6, as its writer gave it, but 2 (not confirmed)
    in the place of 1 (confirmed by other, independent sources) while fewer than 2 independent origins assert it."""
    given_credibility: int | None = Field(ge=1, le=6)
    """The grade as its writer gave it."""
    related_by: tuple[RelatedBy, ...]
    """The developments that contradict or correct it."""
    date: RepeatedDay
    """The day that it sorts by: the first day it happened, else the day it was reported."""
    actors: Annotated[tuple[Involved, ...], Field(max_length=100)]
    """Who takes part, and how."""
    measures: Annotated[tuple[Measure, ...], Field(max_length=100)]
    """The numbers that the source gives."""
    corroboration: Corroboration
    """How many sources assert it, and how many of them on their own."""
    evidence: EvidenceList
    """What carries, denies or disputes it."""


class DevelopmentFilters(HasScopedActors):
    """What chooses among developments, but for their days."""

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
    publisher: Values[WholeWord] | None = None
    """Resting on a source of any of these publishers, matched whole, ignoring case and accents."""
    country: Values[Country] | None = None
    """With a location in any of these countries."""
    credibility_max: Annotated[Whole, Field(ge=1, le=6)] | None = None
    """Graded this or better (a lower number)."""
    min_origins: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    """Asserted by at least so many independent origins."""
    disputed: Flag | None = None
    """Whether it is disputed."""
    reliability_min: Literal["A", "B", "C", "D", "E"] | None = None
    """Asserted by a source graded this or better (an earlier letter)."""
    evidence: Values[EvidenceFilter] | None = None
    """Any evidence in one of these states, or with `missing` none at all."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""


class DevelopmentQuery(ListQuery, DevelopmentFilters, HasDays):
    """The parameters of `/v1/developments`."""

    record: ClassVar[type[Record]] = Development

    facets: (
        Values[
            Literal[
                "actor", "condition", "country", "evidence", "has_caveat", "kind", "month", "source", "status", "theme"
            ]
        ]
        | None
    ) = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["date", "-date", SharedSort] = "-date"
    """The order; ties by id."""


class DevelopmentDetailQuery(Query):
    """The parameters of `/v1/developments/{id}`."""

    record: ClassVar[type[Record]] = Development
