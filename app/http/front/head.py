"""The head of a request: what of it the front looks at, read once, and the limits that it may break."""

from typing import NamedTuple

from starlette.types import Scope

from app.errors import LONGEST_TARGET, BodyTooLarge, HeadersTooLarge, Malformed, Refusal, TargetTooLong
from app.http.limits import MAX_HEADER_BYTES, MAX_HEADERS
from schemas import Fault

AnswerKey = tuple[bytes, bytes, bytes, bytes, bytes]
"""Path, query, Accept and Origin, as they were sent, and the address of the service that the answer may name."""


class Head(NamedTuple):
    """A request's head, as far as its answer depends on it, whatever it asks for.

    `known`, `encoding` and `trace` are If-None-Match, Accept-Encoding and traceparent, `hosts` counts the Host fields,
    `size` the bytes of all fields, and `target` those of path and query. It `has_body` where one is announced. A head
    that `is_plain` is within the limits, announces no body, and names one host and at most one origin.
    """

    key: AnswerKey
    known: bytes
    encoding: bytes
    request_id: bytes
    trace: bytes
    hosts: int
    size: int
    target: int
    has_body: bool
    is_plain: bool


def read_head(scope: Scope, base: str) -> Head:
    """The head of a request to the service at the address `base`."""
    accept = origin = known = encoding = request_id = trace = b""
    hosts = size = 0
    has_body, is_plain = False, True
    headers = scope["headers"]
    for name, value in headers:
        size += len(name) + len(value) + 4
        if name == b"host":
            hosts += 1
        elif name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encoding = encoding + b"," + value if encoding else value
        elif name == b"if-none-match":
            known = known + b"," + value if known else value
        elif name == b"origin":
            is_plain = is_plain and not origin
            origin = value
        elif name == b"x-request-id":
            request_id = request_id or value
        elif name == b"traceparent":
            trace = trace or value
        elif name in (b"content-length", b"transfer-encoding"):
            has_body = True
    path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    target = len(path) + len(query) + (1 if query else 0)
    is_plain = is_plain and hosts == 1 and not has_body and size <= MAX_HEADER_BYTES and len(headers) <= MAX_HEADERS
    key = (path, query, accept, origin, base.encode())
    return Head(key, known, encoding, request_id, trace, hosts, size, target, has_body, is_plain)


def over_limit(scope: Scope, head: Head, *, body: int) -> Refusal | None:
    """The limit that a request's head breaks; None where it breaks none. Its body may have so many bytes."""
    if head.target > LONGEST_TARGET:
        message = f"path and query are {head.target} bytes; at most {LONGEST_TARGET} are taken"
        return TargetTooLong(message, faults=[_longest(scope, message)])
    headers = scope["headers"]
    if len(headers) > MAX_HEADERS or head.size > MAX_HEADER_BYTES:
        message = f"at most {MAX_HEADERS} header fields of {MAX_HEADER_BYTES} bytes together are taken"
        largest, _ = max(headers, key=lambda header: len(header[0]) + len(header[1]))
        return HeadersTooLarge(message, about=largest.decode("latin-1")[:80])
    if scope.get("http_version") == "1.1" and head.hosts != 1:
        return Malformed("HTTP/1.1 needs exactly one Host header (RFC 9112, section 3.2)")
    if head.has_body:
        lengths = [value for name, value in headers if name == b"content-length"]
        if any(not value.isdigit() or int(value[:15]) > body for value in lengths):
            return BodyTooLarge(f"a body may have {body} bytes here")
    return None


def _longest(scope: Scope, message: str) -> Fault:
    """What of a target is too long: its path, or the longest parameter of its query."""
    longest = max(scope["query_string"].split(b"&"), key=len)
    if len(scope["path"]) > len(longest):
        return Fault(in_="path", name="path", message=message)
    return Fault(in_="query", name=longest.partition(b"=")[0].decode("latin-1")[:80], message=message)
