"""The tree of a contract value: what stands within it and where (RFC 6901), and the value with some of it changed.

The types of the contract say what a value can hold. They are read once, and then only what can hold what is wanted is
looked into: a field by its name, a list item by item. A mapping (an actor's identifiers) is one value, not looked into.
"""

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

from schemas import AS_IT_STANDS, Contract

M = TypeVar("M")
P = TypeVar("P", bound=Contract)
V = TypeVar("V", bound=Contract)

GONE = object()
"""Given in the place of a value, it takes away what must have one: a list's item; else null stands in its place."""


class Marked(NamedTuple, Generic[M]):
    """A value whose type bears a mark: where it stands, the value, the mark, and the part of which it is a field."""

    pointer: str
    value: Any
    mark: M
    part: Contract


def find_parts(value: Contract, model: type[P]) -> Iterator[tuple[str, P]]:
    """Every value of a model within another one, with its place, itself included; each before what is within it."""
    for found in _shape(value, model).find(value, "", value):
        yield found.pointer, found.value


def find_marked(value: Contract, mark: type[M]) -> Iterator[Marked[M]]:
    """Every value within another one whose type bears a mark of a class, in the order of the document; none is null."""
    return _shape(value, mark).find(value, "", value)


def read_marked(document: Any, model: type[Contract], mark: type) -> Iterator[tuple[str, Any]]:
    """The places and values of `find_marked`, read from a model's JSON as Python has it, without making the model."""
    return _shape_of(model, mark).read(document, "")


def change_parts(value: V, model: type[P], change: Callable[[str, P], Any]) -> V:
    """A value with every part of a model changed, which is given with its place; itself where nothing changes.

    What is changed is not validated again.
    """
    changed: V = _shape(value, model).change(
        value, "", value, lambda found: change(found.pointer, found.value), once=False
    )
    return changed


def change_marked(value: V, mark: type[M], change: Callable[[Marked[M]], Any], *, once: bool = False) -> V:
    """A value with everything changed whose type bears a mark, or `GONE`; itself where nothing changes.

    With `once`, what a list that changes then holds twice stands there once. What is changed is not validated again.
    """
    changed: V = _shape(value, mark).change(value, "", value, change, once=once)
    return changed


def narrow(value: Contract, model: type[P]) -> P:
    """A value as one of a model that has only some of its fields, at whatever depth: a record as its draft.

    Addresses may be as they stand. Raises `pydantic.ValidationError` where the model refuses it.
    """
    return model.model_validate(_narrow_to(value, model), context=AS_IT_STANDS)


Alteration = Callable[[Marked[Any]], Any]


class _Shape:
    """What the values of a type can hold of what is wanted: nothing, as long as no other class says otherwise."""

    def find(self, value: Any, pointer: str, part: Contract) -> Iterator[Marked[Any]]:
        """What is wanted of a value that stands at a place, as a field of a part."""
        return iter(())

    def read(self, document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
        """The places and values of what bears a mark, in a document."""
        return iter(())

    def change(self, value: Any, pointer: str, part: Contract, change: Alteration, *, once: bool) -> Any:
        """The value with what is wanted changed; `GONE` where it must have what is gone."""
        return value


_NOTHING = _Shape()


@dataclass(frozen=True)
class _Leaf(_Shape):
    """A value that bears the mark itself."""

    mark: Any

    def find(self, value: Any, pointer: str, part: Contract) -> Iterator[Marked[Any]]:
        yield Marked(pointer, value, self.mark, part)

    def read(self, document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
        yield pointer, document

    def change(self, value: Any, pointer: str, part: Contract, change: Alteration, *, once: bool) -> Any:
        return change(Marked(pointer, value, self.mark, part))


@dataclass(frozen=True)
class _Part(_Shape):
    """A value of a model: each of the fields that can hold something by its name, its name in documents, its shape."""

    is_wanted: bool
    fields: tuple[tuple[str, str, _Shape], ...]

    def find(self, value: Any, pointer: str, part: Contract) -> Iterator[Marked[Any]]:
        if self.is_wanted:
            yield Marked(pointer, value, None, part)
        for name, step, shape in self.fields:
            yield from shape.find(getattr(value, name), pointer + step, value)

    def read(self, document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
        for _, step, shape in self.fields:
            yield from shape.read(document[step[1:]], pointer + step)

    def change(self, value: Any, pointer: str, part: Contract, change: Alteration, *, once: bool) -> Any:
        changes = {}
        for name, step, shape in self.fields:
            old = getattr(value, name)
            new = shape.change(old, pointer + step, value, change, once=once)
            if new is GONE:
                return GONE
            if new is not old:
                changes[name] = new
        changed = value.model_copy(update=changes) if changes else value
        return change(Marked(pointer, changed, None, part)) if self.is_wanted else changed


@dataclass(frozen=True)
class _Items(_Shape):
    """A list, of items of one shape."""

    item: _Shape

    def find(self, value: Any, pointer: str, part: Contract) -> Iterator[Marked[Any]]:
        for index, each in enumerate(value):
            yield from self.item.find(each, f"{pointer}/{index}", part)

    def read(self, document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
        for index, each in enumerate(document):
            yield from self.item.read(each, f"{pointer}/{index}")

    def change(self, value: Any, pointer: str, part: Contract, change: Alteration, *, once: bool) -> Any:
        items = [
            self.item.change(each, f"{pointer}/{index}", part, change, once=once) for index, each in enumerate(value)
        ]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        kept = (each for each in items if each is not GONE)
        return tuple(dict.fromkeys(kept) if once else kept)


@dataclass(frozen=True)
class _Optional(_Shape):
    """What may be null."""

    shape: _Shape

    def find(self, value: Any, pointer: str, part: Contract) -> Iterator[Marked[Any]]:
        return iter(()) if value is None else self.shape.find(value, pointer, part)

    def read(self, document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
        return iter(()) if document is None else self.shape.read(document, pointer)

    def change(self, value: Any, pointer: str, part: Contract, change: Alteration, *, once: bool) -> Any:
        if value is None:
            return None
        changed = self.shape.change(value, pointer, part, change, once=once)
        return None if changed is GONE else changed


def _shape(value: Contract, wanted: type) -> _Shape:
    return _shape_of(type(value), wanted)


@cache
def _shape_of(model: type[Contract], wanted: type) -> _Shape:
    hints = typing.get_type_hints(model, include_extras=True)
    shapes = (
        (name, f"/{info.alias or name}", _shape_of_type(hints[name], wanted))
        for name, info in model.model_fields.items()
    )
    fields = tuple(each for each in shapes if each[2] is not _NOTHING)
    is_wanted = issubclass(model, wanted)
    return _Part(is_wanted, fields) if is_wanted or fields else _NOTHING


def _shape_of_type(hint: Any, wanted: type) -> _Shape:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        mark = next((each for each in hint.__metadata__ if isinstance(each, wanted)), None)
        return _Leaf(mark) if mark is not None else _shape_of_type(arguments[0], wanted)
    if origin is tuple:
        item = _shape_of_type(arguments[0], wanted)
        return _Items(item) if item is not _NOTHING else _NOTHING
    if origin in (typing.Union, types.UnionType):
        shapes = (_shape_of_type(argument, wanted) for argument in arguments)
        shape = next((each for each in shapes if each is not _NOTHING), _NOTHING)
        return _Optional(shape) if shape is not _NOTHING else _NOTHING
    if isinstance(hint, type) and issubclass(hint, Contract):
        return _shape_of(hint, wanted)
    return _NOTHING


def _narrow_to(value: Any, hint: Any) -> Any:
    """A value of a wider type, with an object of the fields that the type has in the place of each model."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if value is None:
        return None
    if origin is Annotated:
        return _narrow_to(value, arguments[0])
    if origin is tuple:
        return tuple(_narrow_to(each, arguments[0]) for each in value)
    if origin in (typing.Union, types.UnionType):
        return _narrow_to(value, next(each for each in arguments if each is not types.NoneType))
    if isinstance(hint, type) and issubclass(hint, Contract):
        return {name: _narrow_to(getattr(value, name), field.annotation) for name, field in hint.model_fields.items()}
    return value
