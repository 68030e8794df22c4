"""Answering: the one way in which a read is answered: its form, its validator, a 304 where the client has it.

What answers a read is a function of a `Get` that gives a `Representation`: what the answer depends on (its basis), and
its bytes, unless the client has them already. Tags, statuses and the headers of caching are made here.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from app.http import negotiation, validators
from app.reading.answer.basis import Basis, Computed, Known, Unchanged
from app.reading.formats import JSON_TYPE
from app.reading.question import parameters
from app.reading.question.parameters import Parsed
from schemas import Contract

Q = TypeVar("Q", bound=Contract)

GATHERED = 1 << 16
"""From how many bytes on what is streamed is sent."""


@dataclass(frozen=True)
class Get:
    """A read as it was sent; `place` is what stands in the address's braces."""

    scope: Scope
    place: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address without its query."""
        path: str = self.scope["path"]
        return path

    @property
    def is_head(self) -> bool:
        """Whether nothing but the headers of the answer is wanted."""
        return self.scope.get("asked_method") == "HEAD"

    @property
    def accept(self) -> str | None:
        """The Accept header."""
        return negotiation.accept_of(self.scope["headers"])

    def read(self, model: type[Q]) -> Parsed[Q]:
        """The parameters. Raises `Invalid` for whatever is wrong with them."""
        return parameters.read_query(model, self.scope["query_string"])

    def check_accept(self, types: Sequence[str] = (JSON_TYPE,)) -> None:
        """Raises `NotAcceptable` where the client takes none of the types."""
        negotiation.prefer(self.accept, tuple(types))

    def known(self, extend: Callable[[Basis], Basis] = lambda basis: basis) -> Known | None:
        """Whether the client has the answer with a basis; None where it has none at all.

        `extend` says what else the bytes of the answer are made of.
        """
        if all(name != b"if-none-match" for name, _ in self.scope["headers"]):
            return None
        has = validators.tags_in(self.scope["headers"])
        return lambda basis: validators.matches(has, validators.tag_of(extend(basis)))


@dataclass(frozen=True)
class Representation:
    """An answer in one of its forms (RFC 9110, section 3.2); without a body where the client has it already.

    Without a basis its validator is made of its bytes. What is no bytes is sent as it is made.
    """

    basis: Basis | None
    body: bytes | Iterable[bytes] | None
    media_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


class Parts(StreamingResponse):
    """An answer that is made as it is sent, of `parts`."""

    def __init__(self, parts: Iterator[bytes], **more: Any) -> None:
        super().__init__(parts, **more)
        self.parts = parts


Act = Callable[[Any, Get], Representation | Response]
"""What answers a read: a function of the service and what was sent."""


def respond(get: Get, made: Representation) -> Response:
    """A 200 with its validators, or a 304."""
    body, headers = made.body, {**_validators_of(made), **made.headers}
    if made.basis is None and validators.matches(validators.tags_in(get.scope["headers"]), headers["ETag"]):
        body = None
    if body is None:
        return Response(status_code=304, headers=headers)
    if isinstance(body, bytes):
        return Response(body, media_type=made.media_type, headers=headers)
    return Parts(_gather(() if get.is_head else body), media_type=made.media_type, headers=headers)


def represent(answer: Computed | Unchanged) -> Representation:
    """What was worked out, as JSON."""
    if isinstance(answer, Unchanged):
        return Representation(answer.basis, None)
    return Representation(answer.basis, answer.model.model_dump_json(by_alias=True).encode())


def envelope(
    data: str, *, meta: Mapping[str, Any], links: Mapping[str, Any], included: Mapping[str, Mapping[str, str]] | None
) -> bytes:
    """The JSON of an answer around documents that are JSON already."""
    parts = [f'{{"data":{data},"meta":{_json(meta)},"links":{_json(links)}']
    if included is not None:
        groups = (f"{_json(name)}:{_object(documents)}" for name, documents in included.items())
        parts.append(f',"included":{{{",".join(groups)}}}')
    parts.append("}")
    return "".join(parts).encode()


def _gather(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small parts put together: each that is sent costs a change of threads."""
    held, size = list[bytes](), 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= GATHERED:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _validators_of(made: Representation) -> dict[str, str]:
    """The headers that let a client keep an answer."""
    if made.basis is None:
        assert isinstance(made.body, bytes)  # noqa: S101  # of whose bytes the tag is made
        tag = validators.tag_of_bytes(made.body)
        return {"ETag": tag, "Cache-Control": validators.FOLLOWS, "Vary": "Accept-Encoding"}
    kept = validators.FIXED if made.basis.snapshot.settled else validators.FOLLOWS
    return {"ETag": validators.tag_of(made.basis), "Cache-Control": kept, "Vary": "Accept, Accept-Encoding"}


def _object(documents: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{_json(key)}:{document}" for key, document in documents.items()) + "}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
