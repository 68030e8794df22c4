"""Writes of the desk: carried out by the API's own endpoints, within the process, with the key of the session."""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.frame.visits import Visit
from app.errors import BodyTooLarge, Conflict, Invalid, Refusal
from app.http.endpoint import WriteEndpoint
from app.http.limits import MAX_BODY
from app.http.sent import Sent
from app.http.writing import Write, carry_out
from app.writing.precondition import UNSTATED, Precondition

_ONCE = re.compile(r"[A-Za-z0-9_-]{20,64}")
ONCE_FIELD = "once"
"""The field of a form with the name under which it is carried out once, however often it is sent."""
REVISION_FIELD = "revision"
"""The field of a form with the revision of what it was made from."""

WAITS = (0.1, 0.3, 0.6, 1.0)
"""How many seconds a form waits for the same one that was sent before it."""


def write_by_api(
    visit: Visit,
    path: str,
    body: Any = None,
    *,
    method: str = "POST",
    query: Mapping[str, Any] | None = None,
    beside: Callable[[Connection], None] = lambda _: None,
) -> dict[str, Any]:
    """What the API answers to a write of what a form says, as JSON; `beside` is noted in the same transaction.

    The body is sent as JSON, or as it is where it is bytes; `query` are the write's parameters.
    The form's field `revision` is the precondition, and a form that is sent again is answered again. Raises whatever
    refusal the API would answer.
    """
    endpoint, place = visit.desk.find_write(method, path)
    visit.key.require(*endpoint.scopes)
    sent = _make_sent(visit, endpoint, path=path, body=body, query=query or {})

    def act(write: Write) -> Any:
        done = endpoint.act(write)
        beside(write.writer.connection)
        return done

    response = _carry_out_once(
        lambda: carry_out(visit.service, act, place, sent, key=visit.key, answer=endpoint.answer)
    )
    answered: dict[str, Any] = json.loads(bytes(response.body)) if response.body else {}
    return answered


def was_sent_before(refusal: Refusal | None) -> bool:
    """Whether a form is refused because it was carried out before, with something else in it."""
    return isinstance(refusal, Invalid) and any(fault.name == "Idempotency-Key" for fault in refusal.faults)


def _make_sent(visit: Visit, endpoint: WriteEndpoint, *, path: str, body: Any, query: Mapping[str, Any]) -> Sent:
    """A form as a client of the API would send it. Raises `BodyTooLarge` where the endpoint takes less."""
    once, parameters = visit.typed.value(ONCE_FIELD), endpoint.takes(**query)
    return Sent(
        path=path,
        query=parameters,
        content_type=endpoint.types[0] if body is not None else "",
        charset="utf-8",
        precondition=_read_precondition(visit.typed.value(REVISION_FIELD)),
        idempotency_key=f"desk-{once}" if _ONCE.fullmatch(once) and not parameters.dry_run else None,
        wants_little=False,
        body=_write_body(body, most=endpoint.most_bytes or MAX_BODY),
    )


def _carry_out_once(carry: Callable[[], Response]) -> Response:
    """What comes of a form; where it was sent a moment before and is still being carried out, what comes of that."""
    for seconds in (*WAITS, None):
        try:
            return carry()
        except Conflict as refusal:
            if seconds is None or "Retry-After" not in refusal.headers:
                raise
            time.sleep(seconds)
    raise AssertionError  # the last one returns or raises


def _read_precondition(revision: str) -> Precondition:
    """What a form says of the revision that it was made from."""
    is_stated = revision.isascii() and revision.isdigit() and len(revision) <= 18
    return Precondition(frozenset({int(revision)})) if is_stated else UNSTATED


def _write_body(body: Any, *, most: int) -> bytes:
    """A body as it is sent. Raises `BodyTooLarge`."""
    content = body if isinstance(body, bytes) else b""
    if body is not None and not isinstance(body, bytes):
        content = json.dumps(body, ensure_ascii=False).encode()
    if len(content) > most:
        raise BodyTooLarge(f"what is sent may have {most:,} bytes at most, and has {len(content):,}")
    return content
