"""The log of requests: an id for each, and a line for each that did not go as usual."""

import random
import re

import structlog
from starlette.types import Scope

log = structlog.get_logger()

SLOW_MILLISECONDS = 1_000
"""From when on a read is not usual."""
TRACE = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
"""A traceparent (W3C Trace Context, section 3.2)."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def request_id_of(wished: bytes) -> bytes:
    """The id of a request: the client's, where it sent a plain one, else a new one."""
    return wished if wished and REQUEST_ID.fullmatch(wished) else b"%016x" % random.getrandbits(64)


def trace_of(sent: bytes) -> dict[str, str]:
    """Of which trace a request is a part, and of which span in it, as each of its lines says; nothing, of none."""
    found = TRACE.fullmatch(sent)
    return {"trace_id": found[1].decode(), "parent_id": found[2].decode()} if found else {}


def log_request(scope: Scope, status: int, *, seconds: float) -> None:
    """Log a request's outcome and its time: reads that went as usual at the level `debug`, everything else at `info`.

    The query string is not logged: it may hold what a client would not want kept.
    """
    elapsed = round(seconds * 1000, 1)
    method = scope.get("asked_method", scope["method"])
    usual = method in ("GET", "HEAD") and status < 500 and elapsed < SLOW_MILLISECONDS
    tell = log.debug if usual else log.info
    tell("request", method=method, path=scope["path"][:200], status=status, milliseconds=elapsed)
