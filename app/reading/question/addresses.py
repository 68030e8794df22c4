"""Addresses: where a list is, and what a walk through it is bound to."""

from typing import Any

from app.errors import LONGEST_TARGET, TargetTooLong
from app.reading.question.parameters import Parsed


def with_query(path: str, query: str) -> str:
    """An address."""
    return f"{path}?{query}" if query else path


def walk_name(path: str, parsed: Parsed[Any]) -> str:
    """What a cursor is bound to: everything that was asked but how much of it a page shows, and in which form."""
    return f"{path}?{parsed.spelled(cursor=None, limit=None, format=None)}"


def onward(path: str, parsed: Parsed[Any], **changes: str) -> str:
    """The address of the step after this one. Raises `TargetTooLong` where it would be one that is refused."""
    address = with_query(path, parsed.spelled(**changes))
    if len(address) > LONGEST_TARGET:
        raise TargetTooLong(f"with the cursor of its next page this query would be over {LONGEST_TARGET} bytes")
    return address
