"""Renaming: a record as it reads when what it names has become another record."""

import json
from typing import Any

from app.errors import Invalid
from app.rules.references import named_by
from schemas import Fault, Record

NAMING = ("group", "id")
"""The fields of a list's items that say what the whole item is of: without them it goes."""


def check_mergeable(record: Record, into: Record, *, within: str | None) -> None:
    """Raises `Invalid` where a record cannot become part of another: of itself, or of one that differs in `within`."""
    if record.id == into.id:
        fault = Fault(in_="body", pointer="/into", message="must be another record")
        raise Invalid("a record cannot be merged into itself", faults=[fault])
    if within is not None and getattr(record, within) != getattr(into, within):
        one, other = getattr(record, within), getattr(into, within)
        message = f"has the {within} {other!r}, and {record.id} {one!r}: change `{within}` first, then merge"
        raise Invalid(f"{within}s differ", faults=[Fault(in_="body", pointer="/into", message=message)])


def renamed(record: Record, collection: str, old: str, new: str, *, own: str) -> Record:
    """The record with every mention of `collection/old` made one of `collection/new`.

    What a list then holds twice stands once; what would name the record itself (`own` is its collection) goes.
    """
    document = json.loads(record.model_dump_json())
    for named in named_by(record):
        if (named.collection, named.id) == (collection, old):
            itself = (own, record.id) == (collection, new)
            _set(document, named.pointer.split("/")[1:], old, None if itself else new)
    return type(record).model_validate_json(json.dumps(_tidy(document)))


def _set(document: Any, steps: list[str], old: str, new: str | None) -> None:
    *outer, last = (int(step) if step.isdigit() else step for step in steps)
    for step in outer:
        document = document[step]
    value = document[last]
    document[last] = None if new is None else value.removesuffix(old) + new


def _tidy(value: Any) -> Any:
    """Lists without repetitions, and without what names nothing any more."""
    if isinstance(value, dict):
        return {name: _tidy(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    kept: list[Any] = []
    for each in map(_tidy, value):
        names_nothing = each is None or (isinstance(each, dict) and any(each.get(name, "") is None for name in NAMING))
        if not names_nothing and each not in kept:
            kept.append(each)
    return kept
