"""Batches: many records in one request, and what became of each."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from schemas.page import Links
from schemas.problem import Fault
from schemas.types import Contract, MayBeAbsent, Slug
from schemas.writing import CreationQuery


class BatchQuery(CreationQuery):
    """The parameters of a batch."""

    mode: Literal["atomic", "partial"] = "atomic"
    """`atomic`: all of it, or nothing where anything is wrong; `partial`: whatever is right."""


class BatchItem(Contract):
    """What became of one item."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    index: Annotated[int, Field(ge=0)]
    """The item's place in the batch, from 0."""
    status: Literal["created", "existing", "invalid"]
    """Whether it was added, was there already with the same content, or was refused."""
    id: Slug | None
    """The record; null for an item that was refused."""
    similar: MayBeAbsent[tuple[Slug, ...]] = None
    """Other records that may be the same thing: like titles, of the same publisher. Absent where there are none."""
    errors: MayBeAbsent[tuple[Fault, ...]] = None
    """What is wrong with it; absent where nothing is."""


class BatchMeta(Contract):
    """What is true of the whole batch."""

    snapshot: int = Field(ge=0)
    """The newest change number after it."""
    created: int = Field(ge=0)
    """How many items were added."""
    existing: int = Field(ge=0)
    """How many were there already."""
    invalid: int = Field(ge=0)
    """How many were refused."""


class BatchResult(Contract):
    """What became of each item, in their order."""

    data: tuple[BatchItem, ...]
    """The items."""
    meta: BatchMeta
    """What is true of the whole batch."""
    links: Links
    """Where it was sent."""
