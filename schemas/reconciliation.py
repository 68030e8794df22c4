"""Reconciliation: the W3C Reconciliation Service API, version 0.2, as far as a client sends it."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from schemas.query import Whole
from schemas.types import Contract

MOST_QUERIES = 100
"""How many queries a batch may hold."""


def _encodable(text: str) -> str:
    """Any cell of a spreadsheet, as long as it is text: lone surrogates and NUL are none."""
    if "\0" in text:
        raise PydanticCustomError("text_character", "must not contain U+0000")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("text_character", "must not contain lone surrogates") from None
    return text


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Cell = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_encodable)]
"""The text of a spreadsheet's cell."""


class Entity(Contract):
    """A property's value that was reconciled before."""

    id: Cell
    """Its identifier."""
    name: Cell | None = None
    """Its name."""


PropertyValue = Cell | Annotated[bool, Field(strict=True)] | int | float | Entity


class PropertyMapping(Contract):
    """A property of the entity that is looked for, and the values that it may have."""

    pid: Cell
    """The property."""
    v: Annotated[tuple[PropertyValue, ...], BeforeValidator(_list), Field(max_length=100)]
    """A value, or several."""


class ReconciliationQuery(Contract):
    """One thing to be matched."""

    query: Cell | None = None
    """Its name."""
    type: Annotated[tuple[Cell, ...], BeforeValidator(_list), Field(max_length=20)] | None = None
    """The kinds of actor that it may be."""
    limit: Annotated[int, Field(ge=1, le=100)] = 5
    """How many candidates to give at most."""
    properties: Annotated[tuple[PropertyMapping, ...], Field(max_length=20)] = ()
    """What else is known of it."""
    type_strict: Literal["any", "should", "all"] = "any"
    """Inherited from an older interface; an actor has one kind, so all three mean the same."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.query is None and not self.properties:
            raise PydanticCustomError("empty_query", "must have a query or properties")
        return self


class ReconciliationBatch(RootModel[Annotated[dict[Cell, Any], Field(max_length=MOST_QUERIES)]]):
    """Queries by names of the client's own, each to be read by itself: one that is wrong spoils no other."""


class SuggestQuery(Contract):
    """The parameters of the suggest services; others, which clients send to every service, are passed over."""

    prefix: Annotated[Cell, StringConstraints(max_length=200)]
    """What a user has typed so far."""
    cursor: Annotated[Whole, Field(ge=0, le=10_000)] = 0
    """How many suggestions to pass over."""
