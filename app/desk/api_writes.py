"""Writes of the desk: carried out by the API's own endpoints, within the process, with the key of the session."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.visits import Visit
from app.errors import Conflict
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
    beside: Callable[[Connection], None] = lambda _: None,
) -> dict[str, Any]:
    """What the API answers to a write of what a form says, as JSON; `beside` is noted in the same transaction.

    The form's field `revision` is the precondition, and a form that is sent again is answered again. Raises whatever
    refusal the API would answer.
    """
    endpoint, place = visit.desk.find_write(method, path)
    visit.key.require(*endpoint.scopes)
    revision, once = visit.typed.value(REVISION_FIELD), visit.typed.value(ONCE_FIELD)
    is_stated = revision.isascii() and revision.isdigit() and len(revision) <= 18
    sent = Sent(
        path=path,
        query=endpoint.takes(),
        content_type=endpoint.types[0] if body is not None else "",
        charset="utf-8",
        precondition=Precondition(frozenset({int(revision)})) if is_stated else UNSTATED,
        idempotency_key=f"desk-{once}" if _ONCE.fullmatch(once) else None,
        wants_little=False,
        body=json.dumps(body, ensure_ascii=False).encode() if body is not None else b"",
    )

    def act(write: Write) -> Any:
        done = endpoint.act(write)
        beside(write.writer.connection)
        return done

    response = _carry_out_once(
        lambda: carry_out(visit.service, act, place, sent, key=visit.key, answer=endpoint.answer)
    )
    answered: dict[str, Any] = json.loads(bytes(response.body)) if response.body else {}
    return answered


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
