"""Rows: the short way in which the table says an endpoint."""

from collections.abc import Callable, Mapping
from typing import Any

from app.http.descriptions import Responses
from app.http.endpoint import OtherEndpoint, ReadEndpoint, WriteEndpoint
from app.http.writing import answer_record
from app.reading.question.parameters import Nothing
from schemas import Contract

Described = type[Contract] | Mapping[str, Any]
"""An answer: its model, or what the OpenAPI document says of it."""
STANDS = (404, 410, 308)
"""How a read of what a record must stand for ends where it does not."""
ENDED = (404, 410)
"""How a write to a record that does not stand is refused."""
SENT = (412, 413, 415, 422)
"""How a write with a body is refused."""
BARE = (412, 422)
"""How a write without a body is refused."""


def read(
    address: str, act: Callable[..., Any], takes: type[Contract] = Nothing, gives: Described = Contract, **more: Any
) -> ReadEndpoint:
    """A read that a client can keep; its tag is the collection in its address, unless another is given."""
    described = gives if isinstance(gives, Mapping) else {"model": gives}
    return ReadEndpoint(address=address, act=act, takes=takes, gives=described, **_add_tag(address, more))


def write(
    method: str,
    address: str,
    act: Callable[..., Any],
    body: type[Contract] | None = None,
    *,
    gives: Responses,
    **more: Any,
) -> WriteEndpoint:
    """A write, for a key with the scope to write its collection, answered with the record, unless other is given."""
    tagged = _add_tag(address, more)
    told: dict[str, Any] = {"scopes": (f"{tagged['tag']}:write",), "answer": answer_record} | tagged
    return WriteEndpoint(method=method, address=address, act=act, body=body, gives=gives, **told)


def other(
    address: str, act: Callable[..., Any], takes: type[Contract] = Nothing, *, answers: Responses, **more: Any
) -> OtherEndpoint:
    """An endpoint of its own kind."""
    return OtherEndpoint(address=address, act=act, takes=takes, answers=answers, **_add_tag(address, more))


def _add_tag(address: str, more: dict[str, Any]) -> dict[str, Any]:
    return more if "tag" in more else {**more, "tag": address.split("/")[2]}
