"""Renaming: a record as it reads when what it names has become another record."""

from typing import Any, TypeVar

from app.errors import Invalid
from app.rules.references import key_named
from app.rules.tree import GONE, Marked, change_marked
from schemas import Draft, Fault, Record, RecordKey, RefersTo

D = TypeVar("D", bound=Draft)


def check_mergeable(record: Record, into: Record, *, within: str | None) -> None:
    """Raises `Invalid` where a record cannot become part of another: of itself, or of one that differs in `within`."""
    if record.id == into.id:
        fault = Fault(in_="body", pointer="/into", message="must be another record")
        raise Invalid("a record cannot be merged into itself", faults=[fault])
    if within is not None and getattr(record, within) != getattr(into, within):
        one, other = getattr(record, within), getattr(into, within)
        message = f"has the {within} {other!r}, and {record.id} {one!r}: change `{within}` first, then merge"
        raise Invalid(f"{within}s differ", faults=[Fault(in_="body", pointer="/into", message=message)])


def forget(record: D, gone: RecordKey) -> D:
    """The record without every mention of another one: null stands there where that can be, else its item goes."""

    def change(mention: Marked[RefersTo]) -> Any:
        return GONE if key_named(mention.value, mention.mark) == gone else mention.value

    return change_marked(record, RefersTo, change)


def rename(record: D, old: RecordKey, new: str, *, own: str) -> D:
    """The record, or the draft of one, with every mention of `old` made one of the record `new` of the same collection.

    What a list then holds twice stands once. What would name the record itself (`own` is its collection) goes: null
    stands in its place where that can be, and where it cannot the item of the list that names it goes as a whole.
    """
    renamed = RecordKey(old.collection, new)
    itself = renamed == (own, record.id)

    def change(mention: Marked[RefersTo]) -> Any:
        if key_named(mention.value, mention.mark) != old:
            return mention.value
        if itself:
            return GONE
        return new if mention.mark.collection is not None else str(renamed)

    return change_marked(record, RefersTo, change, once=True)
