"""The parts of a development: its days, who took part, where, its numbers, and how it stands to others."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.marks import Other, Told
from schemas.record import Period
from schemas.types import (
    ActorId,
    ActorWord,
    ConditionId,
    Contract,
    Country,
    Day,
    DevelopmentId,
    Effect,
    Name,
    Number,
    Precision,
    RelationKind,
    Role,
    Slug,
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


class InvolvedDraft(Contract):
    """An actor's part in a development, as a writer gives it."""

    id: ActorWord
    """The actor: its id, or a name, an alias, a code or an identifier that means it alone."""
    role: Role
    """Its part."""


class Involved(InvolvedDraft):
    """An actor's part in a development."""

    id: ActorId
    """The actor."""


class Location(Contract):
    """Where it happened."""

    name: Told[Name]
    """The place's name."""
    country: Country | None = None
    """ISO 3166-1 alpha-2; null for the high seas and where unknown."""


class MeasureDraft(Contract):
    """A number that the source gives, as a writer gives it."""

    name: Told[Name]
    """What is counted or measured."""
    value: Number
    """The number, within ±1e15."""
    unit: Told[Name]
    """The unit: `countries`, `% of GDP`, …"""
    subject: ActorWord | None = None
    """The actor that it is about: its id, or another word that means it alone."""
    on: Day | None = None
    """The day that it holds for."""


class Measure(MeasureDraft):
    """A number that the source gives."""

    subject: ActorId | None = None
    """The actor that it is about."""


class ConditionEffect(Contract):
    """What a development does to a condition for peace."""

    id: ConditionId
    """The condition."""
    effect: Effect
    """Whether it brings it nearer."""


class Relation(Contract):
    """How a development stands to another."""

    id: Other[DevelopmentId]
    """The other development."""
    kind: RelationKind
    """How this one stands to it."""


class RelatedBy(Contract):
    """Another development that contradicts or corrects this one."""

    id: Slug
    """The other development."""
    kind: Literal["contradicts", "corrects"]
    """How it stands to this one."""


class Corroboration(Contract):
    """How many sources assert a development, and how many of them on their own."""

    sources: int = Field(ge=0)
    """Distinct sources that assert it."""
    independent_origins: int = Field(ge=0)
    """Distinct origins among them: a reprint counts as its original, the outlets of one owner as one, and an aggregator
    not at all for what it only relays."""
