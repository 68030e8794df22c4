"""Titles: what a record is called, whatever it is a record of."""

from collections.abc import Mapping
from typing import Any


def title_of(record: Mapping[str, Any]) -> str:
    """What a record is called."""
    return str(record.get("title") or record.get("name") or record["id"])
