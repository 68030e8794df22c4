"""References: which other records a record names, as the types of its contract say."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.errors import Invalid
from app.rules.tree import find_marked
from schemas import Contract, Fault, IsOther, Record, RecordKey, RefersTo

MOST_RECORDS_SUGGESTED_FOR = 5
"""For how many records that do not exist others are suggested."""


class Mention(NamedTuple):
    """One mention of a record: where in the document (RFC 6901), which record, and whether as `collection/id`."""

    pointer: str
    key: RecordKey
    with_collection: bool = False


def mentions_in(record: Contract) -> Iterator[Mention]:
    """Every mention of a record, in the order of the document, repetitions included."""
    for found in find_marked(record, RefersTo):
        yield Mention(found.pointer, key_named(found.value, found.mark), with_collection=found.mark.collection is None)


def key_named(value: str, mark: RefersTo) -> RecordKey:
    """The record that a value of a type with this mark names."""
    return RecordKey.parse(value) if mark.collection is None else RecordKey(mark.collection, value)


def check_named(
    label: str,
    record: Contract,
    *,
    stands: Callable[[str, str], bool],
    nearest: Callable[[str, str], tuple[str, ...] | None],
) -> None:
    """Raises `Invalid` where a record names one that does not stand, with those that may have been meant.

    `stands` and `nearest`, which gives ids, take a collection and an id.
    """
    missing = [each for each in mentions_in(record) if not stands(*each.key)]
    keys = list(dict.fromkeys(each.key for each in missing))
    near = {key: nearest(*key) or () for key in keys[:MOST_RECORDS_SUGGESTED_FOR]}
    faults = [
        Fault(
            in_="body",
            pointer=each.pointer,
            message=f"names {each.key}, which does not exist",
            suggestions=tuple(
                str(RecordKey(each.key.collection, found)) if each.with_collection else found
                for found in near.get(each.key, ())
            )
            or None,
        )
        for each in missing
    ]
    if faults:
        raise Invalid(f"{label} names records that do not exist", faults=faults)


def check_others(record: Record, collection: str) -> None:
    """Raises `Invalid` where a record names itself as one that it stands in a relation to."""
    own = RecordKey(collection, record.id)
    of_others = {found.pointer for found in find_marked(record, IsOther)}
    faults = [
        Fault(in_="body", pointer=each.pointer, message="must be another record than this one")
        for each in mentions_in(record)
        if each.key == own and each.pointer in of_others
    ]
    if faults:
        raise Invalid(f"{own} is related to itself", faults=faults)
