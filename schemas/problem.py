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
    """The parameter or header, the member that the place in the body lacks, or the words there that are wrong."""
    pointer: MayBeAbsent[str] = None
    """The place in the body, as a JSON pointer (RFC 6901): empty for all of it. Where no body is sent (`in` is `path`),
    the place in the record that the path names, as it last stood."""
    message: str
    """What is wrong, and what is allowed."""
    suggestions: MayBeAbsent[tuple[str, ...]] = None
    """The nearest allowed values, best first; absent where there are none."""

    def __str__(self) -> str:
        """The fault in one line: where, and what."""
        where = " ".join(filter(None, [self.pointer, self.name]))
        return f"{where}: {self.message}" if where else self.message


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
    errors: tuple[Fault, ...] = Field(min_length=1)
    """Each thing that is wrong, and where."""
