"""What the records of all collections share: the draft that a writer sends and the record that the tracker serves."""

from typing import Any, NamedTuple, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError, PydanticUndefined

from schemas.marks import Told
from schemas.types import CaveatKind, Contract, Day, Instant, MayBeAbsent, Prose, RecordRef, Slug


class RecordKey(NamedTuple):
    """A record's name among all records: its collection, and its id there; as text `collection/id`."""

    collection: str
    id: str

    def __str__(self) -> str:
        return f"{self.collection}/{self.id}"

    @classmethod
    def parse(cls, reference: str) -> Self:
        """The key of a `collection/id`, as `RecordRef` has it; without a slash, all of it is the collection."""
        collection, _, record_id = reference.partition("/")
        return cls(collection, record_id)


class Highlight(Contract):
    """A place in a record where a term of `q` stands; only with that, and no part of the record."""

    pointer: str
    """The text's place in the record (RFC 6901)."""
    start: int = Field(ge=0)
    """Its first character, counted in Unicode code points from 0."""
    end: int = Field(ge=1)
    """The character after its last."""
    text: str
    """What stands there."""


class Draft(Contract):
    """What a writer sends: a record's fields, of which some may be left out."""

    id: Slug | None = None
    """The wished id; made from the title when absent."""


class Record(Draft):
    """What the tracker serves: a draft as it was accepted, no field left out, with what the tracker adds to it."""

    # `highlights` alone may be left out.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    id: Slug
    """The record's permanent name within its collection."""
    revision: int = Field(ge=1)
    """1, 2, …: moves only when the content moves."""
    created_at: Instant
    """When the tracker first recorded it."""
    updated_at: Instant
    """When the tracker recorded this revision."""
    highlights: MayBeAbsent[tuple[Highlight, ...]] = None
    """Where the terms of `q` stand."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Take the defaults off the inherited draft fields: an output field is always given, never assumed."""
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            if not field.exclude_if:
                field.default = PydanticUndefined
                field.default_factory = None
        cls.model_rebuild(force=True)


class Period(Contract):
    """Days, inclusive at both ends."""

    from_: Day | None = Field(default=None, alias="from")
    """The first day; null where unknown."""
    until: Day | None = None
    """The last day; null where it is unknown or has not come."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            raise PydanticCustomError("period", "must not end before it begins")
        return self


class Caveat(Contract):
    """What is wrong with, or unproven about, something that a record keeps as its source says it."""

    kind: CaveatKind
    """What sort of doubt it is."""
    note: Told[Prose]
    """What is wrong, and how that is known."""
    refers_to: RecordRef | None = None
    """The record that the doubt leads to, as `collection/id`."""
