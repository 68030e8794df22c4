"""Treaties: what states have agreed, who is party to it, and whether it is in force."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from schemas.conditions import Actors, ActorWords
from schemas.evidence import EvidenceDrafts, EvidenceFilter, EvidenceList
from schemas.marks import Searched, Told
from schemas.query import CaveatFilter, HasActors, HasDays, ListQuery, Query, SharedSort, Values
from schemas.record import Caveat, Draft, Record
from schemas.types import Day, Name, Prose, Slug, Title

TreatyState = Literal["signed", "in-force", "terminated"]


class TreatyDraft(Draft):
    """A treaty as a writer gives it."""

    title: Searched[Title]
    """The treaty in a few words."""
    summary: Searched[Prose]
    """What it says."""
    state: TreatyState
    """Whether it binds."""
    signed_on: Day | None = None
    """The day of its signature; null where unknown."""
    number: Told[Name] | None = None
    """Its number in a register of treaties; that of one treaty alone."""
    parties: ActorWords = ()
    """Who is bound: ids, or other words that mean one actor."""
    evidence: EvidenceDrafts = ()
    """What carries it."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it."""


class Treaty(Record, TreatyDraft):
    """Something that states have agreed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "treaty-of-strelsau",
                    "title": "Treaty of Strelsau",
                    "summary": "Neither attacks the other.",
                    "state": "in-force",
                    "signed_on": "2026-02-01",
                    "number": "I-1234",
                    "parties": ["ruritania"],
                    "evidence": [],
                    "caveats": [],
                    "revision": 1,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                }
            ]
        }
    )

    parties: Actors
    """Who is bound."""
    evidence: EvidenceList
    """What carries it."""


class TreatyQuery(ListQuery, HasActors, HasDays):
    """The parameters of `/v1/treaties`; `from` and `to` ask for the day of signature."""

    record: ClassVar[type[Record]] = Treaty

    state: Values[TreatyState] | None = None
    """Any of these states."""
    source: Values[Slug] | None = None
    """Resting on any of these sources, directly or through them."""
    evidence: Values[EvidenceFilter] | None = None
    """Any evidence in one of these states, or with `missing` none at all."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""
    facets: Values[Literal["actor", "evidence", "has_caveat", "month", "source", "state"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["signed_on", "-signed_on", SharedSort] = "-signed_on"
    """The order; ties by id. An unsigned treaty sorts before all others."""


class TreatyDetailQuery(Query):
    """The parameters of `/v1/treaties/{id}`."""

    record: ClassVar[type[Record]] = Treaty
