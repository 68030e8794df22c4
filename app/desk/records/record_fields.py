"""Fields of records: what a form asks for, made from the contract's draft of a record, whatever the collection."""

import datetime as dt
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from app.language.wording import label as show_word
from schemas import Contract, RefersTo, Selector

FieldKind = Literal[
    "line", "area", "lines", "choice", "choices", "flag", "number", "day", "group", "rows", "pairs", "selector"
]
LONGEST_LINE = 300
"""Text that may have more characters is typed into an area, unless it can have no spaces."""
PLAIN: Mapping[Any, FieldKind] = {
    dt.date: "day",
    bool: "flag",
    int: "number",
    float: "number",
    Selector: "selector",
}
"""How values of types are asked for that are neither text nor made of parts."""


@dataclass(frozen=True)
class RecordField:
    """A member of a record's draft: what it is called there, and how it is asked for.

    `parts` are the members of a group, or the one item of which each row of a list is. What `is_needed` must be typed;
    what is not may be left empty, and is null where it `is_nullable`, else left out. `default` is chosen at first.
    `refers_to` is the collection whose records it names: empty where it is any, None where it names none.
    """

    name: str
    kind: FieldKind
    label: str = ""
    help: str = ""
    is_needed: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    refers_to: str | None = None
    parts: tuple["RecordField", ...] = ()

    @property
    def item(self) -> "RecordField":
        """What each row of a list is."""
        return self.parts[0]


@cache
def read_fields(model: type[Contract]) -> tuple[RecordField, ...]:
    """The fields of a draft, in the contract's order."""
    return tuple(_read_field(field.alias or name, field) for name, field in model.model_fields.items())


def order_fields(fields: Iterable[RecordField], names: Iterable[str]) -> tuple[RecordField, ...]:
    """Those of some fields that have these names, in the order of the names."""
    by_name: Mapping[str, RecordField] = {field.name: field for field in fields}
    return tuple(by_name[name] for name in names if name in by_name)


def _read_field(name: str, field: FieldInfo) -> RecordField:
    read = _read_type(name, field.annotation, tuple(field.metadata))
    return replace(
        read,
        label=show_word(name.replace("_", " ")),
        help=" ".join((field.description or "").split()),
        is_needed=field.is_required(),
        default=field.default if isinstance(field.default, str) else "",
    )


def _read_type(name: str, annotation: Any, marks: tuple[Any, ...]) -> RecordField:
    """A field of a type, by what it is without its annotations and its null."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _read_type(name, inner, (*marks, *_flatten(more)))
    if origin in (Union, types.UnionType):
        several = [each for each in get_args(annotation) if each is not types.NoneType]
        is_nullable = len(several) < len(get_args(annotation))
        return replace(_read_type(name, several[0], marks), is_nullable=is_nullable)
    if origin is Literal:
        return RecordField(name, "choice", choices=get_args(annotation))
    if origin is tuple:
        return _read_list(name, get_args(annotation)[0])
    return RecordField(name, "pairs") if origin is dict else _read_plain(name, annotation, marks)


def _read_list(name: str, inner: Any) -> RecordField:
    item = _read_type("", inner, ())
    if item.kind == "choice":
        return RecordField(name, "choices", choices=item.choices)
    if item.kind == "line" and item.refers_to is None:
        return RecordField(name, "lines")
    return RecordField(name, "rows", parts=(replace(item, is_needed=True),))


def _read_plain(name: str, annotation: Any, marks: tuple[Any, ...]) -> RecordField:
    if annotation in PLAIN:
        return RecordField(name, PLAIN[annotation])
    if issubclass(annotation, Contract):
        return RecordField(name, "group", parts=read_fields(annotation))
    bounds = [each for each in marks if isinstance(each, StringConstraints)]
    is_long = any((each.max_length or 0) > LONGEST_LINE and each.min_length is not None for each in bounds)
    named = next((each.collection or "" for each in marks if isinstance(each, RefersTo)), None)
    return RecordField(name, "area" if is_long else "line", refers_to=named)


def _flatten(marks: Iterable[Any]) -> Iterator[Any]:
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
