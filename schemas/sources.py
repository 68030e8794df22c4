"""Sources: the articles, assessments and statements that claims rest on, and the aggregators that relay them."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.addresses import StandingAddress, WebAddress
from schemas.marks import Searched, Told
from schemas.query import CaveatFilter, Flag, HasDays, ListQuery, Query, SharedSort, Values, WholeWord
from schemas.record import Caveat, Draft, Record
from schemas.types import (
    Contract,
    Day,
    Grade,
    Instant,
    Language,
    Name,
    Precision,
    Prose,
    Sha256,
    Slug,
    SourceKind,
    Title,
)


class Published(Contract):
    """The day of publication, as precisely as it is known."""

    on: Day | None = None
    """The day, or any day of the month or year that `precision` names; null where unknown."""
    precision: Precision = "unknown"
    """How much of the day is known."""

    @model_validator(mode="after")
    def _known_or_not(self) -> Self:
        if (self.on is None) != (self.precision == "unknown"):
            raise PydanticCustomError("precision", "must be unknown exactly where the day is null")
        return self


class Reliability(Contract):
    """A grade of the source by the Admiralty code's first axis, and who gave it, when and why."""

    grade: Told[Grade]
    """A completely reliable: no doubt of its authenticity, trustworthiness or competence; B usually reliable: minor
    doubt, mostly valid information so far; C fairly reliable: doubt, but valid information in the past; D not usually
    reliable: significant doubt; E unreliable: a history of invalid information; F cannot be judged: no basis to."""
    assessed_by: Name
    """Who judged."""
    assessed_on: Day
    """When."""
    reason: Prose
    """Why."""


class SourceText(Contract):
    """The text attached to a source; kept privately, never served whole."""

    sha256: Sha256
    """SHA-256 of the whole text in UTF-8."""
    characters: int = Field(ge=0)
    """Its length in Unicode characters."""
    attached_at: Instant
    """When it was attached."""


class SourceDraft(Draft):
    """A source as a writer gives it."""

    title: Searched[Title]
    """Its title; a description in our words where it is known only by mention."""
    kind: SourceKind = "article"
    """What sort of source it is."""
    publisher: Searched[Name]
    """Who published it."""
    origin: Slug | None = None
    """The outlet whose reporting this is; a reprint carries the origin of the original. When absent, its publisher's:
    the name as an id (`The Gazette`: `the-gazette`)."""
    owner: Slug | None = None
    """Who owns the outlet, where that is recorded; the outlets of one owner count as one origin."""
    aggregator: bool = Field(default=False, strict=True)
    """Whether it gathers what others report."""
    url: WebAddress | None = None
    """Where it is published, as a URI."""
    authors: Annotated[tuple[Searched[Name], ...], Field(max_length=100)] = ()
    """Who wrote it."""
    published: Published = Published()
    """When it was published."""
    retrieved_at: Instant | None = None
    """When the tracker read it."""
    language: Language | None = None
    """BCP 47; null where unknown."""
    reliability: Reliability | None = None
    """Its grade; null where nobody judged it."""
    claimed_sources: int | None = Field(default=None, ge=0, le=100_000, strict=True)
    """How many sources it says it rests on; null where it does not say."""
    notes: Searched[Prose] | None = None
    """What a reader should know of it."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it."""


class Source(Record, SourceDraft):
    """Something that was published and that claims rest on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "example-morning-report",
                    "title": "Morning report",
                    "kind": "report",
                    "publisher": "Example Institute",
                    "origin": "example-institute",
                    "owner": None,
                    "aggregator": False,
                    "url": "https://www.example.org/reports/morning",
                    "authors": [],
                    "published": {"on": "2026-02-25", "precision": "day"},
                    "retrieved_at": None,
                    "language": "en",
                    "reliability": {
                        "grade": "B",
                        "assessed_by": "editors",
                        "assessed_on": "2026-02-26",
                        "reason": "Shows its evidence and corrects itself.",
                    },
                    "claimed_sources": None,
                    "notes": None,
                    "caveats": [],
                    "revision": 1,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                    "text": None,
                }
            ]
        }
    )

    origin: Slug
    """The outlet whose reporting this is; a reprint carries the origin of the original."""
    url: StandingAddress | None
    """Where it is published, as a URI."""
    text: SourceText | None
    """What is known of the text attached to it; null while none is."""


class SourceQuery(ListQuery, HasDays):
    """The parameters of `/v1/sources`; `from` and `to` ask for the day of publication."""

    record: ClassVar[type[Record]] = Source

    kind: Values[SourceKind] | None = None
    """Any of these kinds."""
    publisher: Values[WholeWord] | None = None
    """Any of these publishers, matched whole, ignoring case and accents."""
    origin: Values[Slug] | None = None
    """Any of these origins."""
    aggregator: Flag | None = None
    """Whether it gathers what others report."""
    reliability: Values[Grade] | None = None
    """Graded any of these."""
    reliability_min: Literal["A", "B", "C", "D", "E"] | None = None
    """Graded this or better (an earlier letter); what is not graded, or cannot be judged (F), is not."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""
    facets: Values[Literal["aggregator", "has_caveat", "kind", "month", "origin", "reliability"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["published", "-published", SharedSort] = "-published"
    """The order; ties by id. An undated source stands before all dated ones."""


class SourceDetailQuery(Query):
    """The parameters of `/v1/sources/{id}`."""

    record: ClassVar[type[Record]] = Source
