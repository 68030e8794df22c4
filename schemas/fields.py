"""Fields: what a record's JSON holds, by dotted paths that lead through objects and lists alike."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from schemas.types import Contract


@dataclass(frozen=True)
class FieldPath:
    """A field within a record: `occurred.from`, `actors.id`.

    `lists` is how many lists lie on the way to one value; `leaf` whether it holds values rather than further fields;
    `text` whether these are strings, `pairs` whether each has a name, in an object of any names.
    """

    path: str
    lists: int
    leaf: bool
    text: bool
    pairs: bool


def fields_of(model: type[Contract]) -> tuple[FieldPath, ...]:
    """Every field of a record, in order, each before the fields within it."""
    return _fields_of(model)


def field_names(model: type[Contract]) -> tuple[str, ...]:
    """The names of a model's own fields as they stand in its JSON."""
    return tuple(field.alias or name for name, field in model.model_fields.items() if not field.exclude_if)


@cache
def _fields_of(model: type[Contract]) -> tuple[FieldPath, ...]:
    return tuple(_within(model, "", 0))


def _within(model: type[Contract], prefix: str, lists: int) -> Iterator[FieldPath]:
    for name, field in model.model_fields.items():
        if field.exclude_if:
            continue
        path = f"{prefix}{field.alias or name}"
        inner, more = _unwrap(field.annotation)
        nested = isinstance(inner, type) and issubclass(inner, Contract)
        text, pairs = inner not in (bool, int, float), get_origin(inner) is dict
        yield FieldPath(path, lists + more, leaf=not nested, text=text, pairs=pairs)
        if nested:
            yield from _within(inner, f"{path}.", lists + more)


def _unwrap(annotation: Any) -> tuple[Any, int]:
    """A type without its annotations, its null and its lists; and how many lists there were."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrap(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _unwrap(next(each for each in get_args(annotation) if each is not types.NoneType))
    if origin is tuple:
        inner, lists = _unwrap(get_args(annotation)[0])
        return inner, lists + 1
    return annotation, 0
