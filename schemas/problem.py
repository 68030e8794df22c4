"""Refusals: RFC 9457 problem details."""

from typing import Literal

from pydantic import ConfigDict, Field

from schemas.types import Contract, MayBeAbsent


class Fault(Contract):
    """One thing that is wrong with a request, and where."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    in_: Literal["query", "body", "header", "path"] = Field(alias="in")
    """The part of the request."""
    name: MayBeAbsent[str] = None
    """The parameter or header."""
    pointer: MayBeAbsent[str] = None
    """The place in the body, as a JSON pointer (RFC 6901)."""
    message: str
    """What is wrong, and what is allowed."""
    suggestions: MayBeAbsent[tuple[str, ...]] = None
    """The nearest allowed values, best first; absent where there are none."""


class Problem(Contract):
    """Why a request was refused."""

    type: str
    """The sort of problem, as a URL on this service that explains it; it never changes its meaning."""
    title: str
    """The sort of problem in words."""
    status: int = Field(ge=400, le=599)
    """The HTTP status."""
    detail: str
    """What was wrong this time."""
    instance: str
    """The path that was asked."""
    errors: tuple[Fault, ...]
    """Each thing that is wrong; empty where the whole request is."""
