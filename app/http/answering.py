"""Responses: stored documents joined into an envelope, with the headers that let a client keep them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b, sha256
from importlib.metadata import version
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from app.store.clock import Snapshot

VERSION = version("uk-security-policy-tracker")
FOLLOWS = "public, max-age=0, must-revalidate"
"""For an answer that follows the newest state."""
ZIPPED = '-gz"'
"""Ends the tag of an answer's zipped form."""
GATHERED = 1 << 16
"""From how many bytes on what is streamed is sent."""
_NUMBERED = re.compile(r'"(?:r[0-9]+-)?([0-9]+)-[0-9a-f]{12}"')
FIXED = "public, max-age=31536000, immutable"
"""For an answer that no later change can alter."""


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


def entity_tag(snapshot: Snapshot, address: str, *, revision: int | None = None) -> str:
    """A strong validator: the answer depends on nothing but its address, the snapshot, the database and the service.

    A record's tag begins with its revision, so that a later write can tell whether the record itself has moved.
    """
    digest = blake2b(f"{VERSION} {snapshot.instance} {address}".encode(), digest_size=6).hexdigest()
    return f'"{f"r{revision}-" if revision is not None else ""}{snapshot.seq}-{digest}"'


def seq_of(tag: str) -> int | None:
    """The change number that a tag says its answer shows; None for a tag of bytes alone."""
    match = _NUMBERED.fullmatch(tag)
    return int(match[1]) if match else None


def known(headers: Headers) -> str | None:
    """The tags that a client has, by If-None-Match; several header lines are one list (RFC 9110, section 5.3).

    The zipped form of an answer is still true where the answer is.
    """
    return ", ".join(headers.getlist("if-none-match")).replace(ZIPPED, '"') or None


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the tag: any of a list, weak or not, or `*` (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    return any(candidate.strip().removeprefix("W/") == tag for candidate in header.split(","))


def answer(
    body: bytes,
    *,
    tag: str,
    snapshot: Snapshot,
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> Response:
    """A 200 with its validators."""
    return Response(body, media_type=media_type, headers={**_caching(tag, snapshot), **(headers or {})})


def streamed(
    body: Iterable[bytes], *, media_type: str, tag: str, snapshot: Snapshot, headers: Mapping[str, str]
) -> Response:
    """A 200 in another form with its validators, sent as it is made."""
    return StreamingResponse(_gathered(body), media_type=media_type, headers={**_caching(tag, snapshot), **headers})


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
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


def not_modified(*, tag: str, snapshot: Snapshot, headers: Mapping[str, str] | None = None) -> Response:
    """A 304 with the headers that the 200 would have."""
    return Response(status_code=304, headers={**_caching(tag, snapshot), **(headers or {})})


def fixed(request_headers: Headers, body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer whose validator is made of its bytes; a 304 where the client has it."""
    kept = {"ETag": f'"{sha256(body).hexdigest()[:16]}"', "Cache-Control": FOLLOWS, "Vary": "Accept-Encoding"}
    kept |= headers or {}
    if matches(known(request_headers), kept["ETag"]):
        return Response(status_code=304, headers=kept)
    return Response(body, media_type=media_type, headers=kept)


def _caching(tag: str, snapshot: Snapshot) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": FIXED if snapshot.settled else FOLLOWS, "Vary": "Accept, Accept-Encoding"}


def _object(documents: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{_json(key)}:{document}" for key, document in documents.items()) + "}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
