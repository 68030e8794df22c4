"""References: which other records a record names, read off the types of its contract."""

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from app.errors import Invalid
from schemas import Contract, Fault, Record, RefersTo

MOST_SUGGESTED_FOR = 5
"""For how many records that do not exist others are suggested."""


@dataclass(frozen=True)
class Named:
    """One mention of a record: where in the document (RFC 6901), which record, and whether as `collection/id`."""

    pointer: str
    collection: str
    id: str
    with_collection: bool = False


def named_by(record: Contract) -> Iterator[Named]:
    """Every mention of a record, in the order of the document, repetitions included."""
    yield from _finder(type(record))(record, "")


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
    missing = [each for each in named_by(record) if not stands(each.collection, each.id)]
    keys = list(dict.fromkeys((each.collection, each.id) for each in missing))
    near = {key: nearest(*key) or () for key in keys[:MOST_SUGGESTED_FOR]}
    faults = [
        Fault(
            in_="body",
            pointer=each.pointer,
            message=f"names {each.collection}/{each.id}, which does not exist",
            suggestions=tuple(
                f"{each.collection}/{found}" if each.with_collection else found
                for found in near.get((each.collection, each.id), ())
            )
            or None,
        )
        for each in missing
    ]
    if faults:
        raise Invalid(f"{label} names records that do not exist", faults=faults)


NEVER_ITSELF = ("/relations/", "/memberships/", "/supersedes")
"""Where a record names others alone, never itself."""


def check_others(record: Record, collection: str) -> None:
    """Raises `Invalid` where a record names itself as one that it stands in a relation to."""
    faults = [
        Fault(in_="body", pointer=each.pointer, message="must be another record than this one")
        for each in named_by(record)
        if (each.collection, each.id) == (collection, record.id) and each.pointer.startswith(NEVER_ITSELF)
    ]
    if faults:
        raise Invalid(f"{collection}/{record.id} is related to itself", faults=faults)


Finder = Callable[[Any, str], Iterator[Named]]


def _nothing(_value: Any, _pointer: str) -> Iterator[Named]:
    return iter(())


@cache
def _finder(model: type[Contract]) -> Finder:
    """A function that finds the mentions in values of a model, following only the fields that can hold any."""
    hints = typing.get_type_hints(model, include_extras=True)
    fields = [
        (name, info.alias or name, finder)
        for name, info in model.model_fields.items()
        if (finder := _finder_of_type(hints[name])) is not _nothing
    ]
    if not fields:
        return _nothing

    def find(value: Contract, pointer: str) -> Iterator[Named]:
        for name, alias, finder in fields:
            yield from finder(getattr(value, name), f"{pointer}/{alias}")

    return find


def _finder_of_type(hint: Any) -> Finder:
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is Annotated:
        marks = [mark for mark in hint.__metadata__ if isinstance(mark, RefersTo)]
        return _finder_of_mark(marks[0]) if marks else _finder_of_type(arguments[0])
    if origin is tuple:
        return _finder_of_each(_finder_of_type(arguments[0]))
    if origin in (typing.Union, types.UnionType):
        found = [finder for argument in arguments if (finder := _finder_of_type(argument)) is not _nothing]
        return _finder_of_optional(found[0]) if found else _nothing
    if isinstance(hint, type) and issubclass(hint, Contract):
        return _finder(hint)
    return _nothing


def _finder_of_mark(mark: RefersTo) -> Finder:
    def find(value: str, pointer: str) -> Iterator[Named]:
        if mark.collection is None:
            collection, _, record_id = value.partition("/")
            yield Named(pointer, collection, record_id, with_collection=True)
        else:
            yield Named(pointer, mark.collection, value)

    return find


def _finder_of_each(finder: Finder) -> Finder:
    if finder is _nothing:
        return _nothing

    def find(values: tuple[Any, ...], pointer: str) -> Iterator[Named]:
        for index, value in enumerate(values):
            yield from finder(value, f"{pointer}/{index}")

    return find


def _finder_of_optional(finder: Finder) -> Finder:
    def find(value: Any, pointer: str) -> Iterator[Named]:
        if value is not None:
            yield from finder(value, pointer)

    return find
