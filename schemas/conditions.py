"""Conditions: what is demanded for peace, of whom, by whom, and how far it is met."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from schemas.evidence import EvidenceDrafts, EvidenceFilter, EvidenceList
from schemas.marks import Searched, Told
from schemas.query import CaveatFilter, HasActors, ListQuery, Query, SharedSort, Values
from schemas.record import Caveat, Draft, Record
from schemas.types import ActorId, ActorWord, ConditionStatus, Contract, Day, Prose, Slug, Title

Position = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Actors = Annotated[tuple[ActorId, ...], Field(max_length=100)]
ActorWords = Annotated[tuple[ActorWord, ...], Field(max_length=100)]


class AssessmentDraft(Contract):
    """A judgement of how far a condition is met, as a writer gives it."""

    on: Day
    """The day that the judgement holds for."""
    status: ConditionStatus
    """How far the condition is met."""
    rationale: Told[Prose]
    """Why."""
    evidence: EvidenceDrafts = ()
    """What carries it."""


class Assessment(AssessmentDraft):
    """A judgement of how far a condition is met."""

    evidence: EvidenceList
    """What carries it."""


class ConditionDraft(Draft):
    """A condition as a writer gives it."""

    title: Searched[Title]
    """The condition in a few words."""
    demand: Searched[Prose]
    """What is demanded, in full."""
    position: Position | None = None
    """Its place among the conditions; the last when absent."""
    demanded_by: ActorWords = ()
    """Who demands it: ids, or other words that mean one actor."""
    addressed_to: ActorWords = ()
    """Who has to meet it: ids, or other words that mean one actor."""
    assessments: Annotated[tuple[AssessmentDraft, ...], Field(max_length=100)] = ()
    """The judgements, oldest first."""
    evidence: EvidenceDrafts = ()
    """Where the demand is made."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it; the tracker adds where no source asserts it, or an assessment of it."""


class Condition(Record, ConditionDraft):
    """Something that is demanded for peace."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "full-withdrawal",
                    "title": "Full withdrawal",
                    "demand": "All Russian forces leave all of Ukraine's territory.",
                    "position": 1,
                    "demanded_by": ["eu"],
                    "addressed_to": ["russia"],
                    "assessments": [
                        {"on": "2026-02-26", "status": "unmet", "rationale": "The offensive goes on.", "evidence": []}
                    ],
                    "evidence": [],
                    "caveats": [],
                    "revision": 1,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                    "status": "unmet",
                }
            ]
        }
    )

    position: Position
    """Its place among the conditions."""
    demanded_by: Actors
    """Who demands it."""
    addressed_to: Actors
    """Who has to meet it."""
    status: ConditionStatus
    """The newest assessment's status; `unclear` before the first."""
    assessments: Annotated[tuple[Assessment, ...], Field(max_length=100)]
    """The judgements, oldest first."""
    evidence: EvidenceList
    """Where the demand is made."""


class ConditionQuery(ListQuery, HasActors):
    """The parameters of `/v1/conditions`."""

    record: ClassVar[type[Record]] = Condition

    role: Values[Literal["demanded_by", "addressed_to"]] | None = None
    """Only actors that stand in one of these lists."""
    status: Values[ConditionStatus] | None = None
    """Any of these statuses."""
    source: Values[Slug] | None = None
    """Resting on any of these sources, directly or through them."""
    evidence: Values[EvidenceFilter] | None = None
    """Any evidence in one of these states, or with `missing` none at all."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""
    facets: Values[Literal["actor", "evidence", "has_caveat", "source", "status"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["position", "-position", SharedSort] = "position"
    """The order; ties by id."""


class ConditionDetailQuery(Query):
    """The parameters of `/v1/conditions/{id}`."""

    record: ClassVar[type[Record]] = Condition
