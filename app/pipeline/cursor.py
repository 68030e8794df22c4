"""Cursors: where a walk stands, bound to its query, its sort and its snapshot."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from app.errors import Invalid
from app.pipeline.plan import Place
from schemas import Fault


@dataclass(frozen=True)
class Cursor:
    """The state of a walk: the snapshot it reads, the total of its set (None if not counted), and where it goes on."""

    seq: int
    total: int | None
    after: Place


def encode(cursor: Cursor, *, bound_to: str) -> str:
    """An opaque text that `decode` takes back, for the same query only."""
    key = cursor.after.key
    shown = key.isoformat() if isinstance(key, date) else key
    body = json.dumps([cursor.seq, cursor.total, shown, cursor.after.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(_seal(body, bound_to) + body.encode()).rstrip(b"=").decode()


def decode(text: str, *, bound_to: str, key_type: type[Any]) -> Cursor:
    """A cursor from its text. Raises `Invalid` where it is damaged, or was given by another query."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        seal, body = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:].decode()
        if seal != _seal(body, bound_to):
            raise ValueError("sealed for another query")
        seq, total, key, record_id = json.loads(body)
        return Cursor(seq, total, Place(_key(key, key_type), record_id))
    except (ValueError, TypeError, binascii.Error):
        message = "is not a cursor of this query: take it from links.next, and change only limit on the way"
        raise Invalid(
            "the cursor does not fit the query", faults=[Fault(in_="query", name="cursor", message=message)]
        ) from None


_SEAL_BYTES = 9


def _seal(body: str, bound_to: str) -> bytes:
    return blake2b(f"{bound_to}\n{body}".encode(), digest_size=_SEAL_BYTES).digest()


def _key(key: Any, key_type: type[Any]) -> Any:
    if key_type is datetime:
        return datetime.fromisoformat(key)
    return date.fromisoformat(key) if key_type is date else key_type(key)
