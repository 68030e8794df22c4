"""Cursors: where a walk stands, bound to its query, its sort and its snapshot."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError

from app.errors import Invalid
from schemas import Fault

CursorNumber = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+$", max_length=200)]


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the record with this sort key and id."""

    key: Any
    id: str


@dataclass(frozen=True)
class Cursor:
    """The state of a walk: the snapshot it reads, the newest change when it began, its total, and where it goes on.

    `total` is None where it was not counted; `passed` is how many records came before.
    """

    seq: int
    begun: int
    total: int | None
    after: Place
    passed: int = 0


def encode(cursor: Cursor, *, bound_to: str) -> str:
    """An opaque text that `decode` takes back, for the same query only."""
    key = cursor.after.key
    shown = key.isoformat() if isinstance(key, date) else key
    parts = [cursor.seq, cursor.begun, cursor.total, shown, cursor.after.id, cursor.passed]
    body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(body, bound_to) + body).rstrip(b"=").decode()


def decode(text: str, *, bound_to: str, key_type: Any) -> Cursor:
    """A cursor from its text. Raises `Invalid` where it is damaged, or was given by another query."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        seal, body = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if seal != _seal(body, bound_to):
            raise ValueError("sealed for another query")
        seq, begun, total, key, record_id, passed = _parts(key_type).validate_json(body)
        return Cursor(seq, begun, total, Place(key, record_id), passed)
    except (ValueError, ValidationError, OverflowError):
        message = "is not a cursor of this query: take it from links.next, and change only limit or format on the way"
        raise Invalid(
            "the cursor does not fit the query", faults=[Fault(in_="query", name="cursor", message=message)]
        ) from None


_SEAL_BYTES = 9
FIRST, LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
"""Between which instants a key may lie: those that every time zone can write."""


def _seal(body: bytes, bound_to: str) -> bytes:
    return blake2b(bound_to.encode() + b"\n" + body, digest_size=_SEAL_BYTES).digest()


@cache
def _parts(key_type: Any) -> TypeAdapter[Any]:
    """What a cursor holds, whose seal anybody could make: nothing in it is trusted further than its type."""
    keys: dict[type[Any], Any] = {
        int: Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31)],
        datetime: Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)],
        str: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")],
    }
    members = (CursorNumber, CursorNumber, CursorNumber | None, keys.get(key_type, key_type), Id, CursorNumber)
    shape: Any = tuple.__class_getitem__(members)
    return TypeAdapter(shape)
