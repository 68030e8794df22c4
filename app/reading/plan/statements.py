"""Plans: from what was asked to the statement that answers it.

A statement is built once for each shape of a question, with its values left open: building one costs ten times what
asking it costs.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_

from app.reading.plan.filters import reads_values
from app.reading.plan.scope import Asked
from app.reading.plan.walk import Walk, is_led
from app.reading.question.cursor import Place
from app.reading.remembered import Remembered
from app.reading.resource import RELEVANCE, Resource
from app.search import relevance
from app.search.matching import matching
from app.store.among import only
from app.store.clock import standing
from app.store.collection import Days
from app.store.metadata import columns_of, table_of
from app.store.tables import SearchText

_built: Remembered[Select[Any]] = Remembered(500)
MOST_REMEMBERED = 20
"""How many values a question may have for its statement to be kept."""


class Statement(NamedTuple):
    """A statement, and the values that it is asked with."""

    select: Select[Any]
    values: dict[str, Any]


def page(
    resource: Resource,
    asked: Asked,
    *,
    seq: int,
    after: Place | None,
    days: Days | None = None,
    only_ranked: bool = False,
) -> Statement:
    """Rows of (key, id, document) after a place, one more than the page holds, to tell whether another one follows.

    A search looks at no other `days`, or at those alone that are ranked.
    """
    opened = _opened(resource, asked)

    def build() -> Select[Any]:
        walk, key, descending = _sorted(resource, opened.asked, days)
        statement = walk.select(key.label("key"), walk.columns.id, walk.columns.document)
        if only_ranked:
            key = relevance.fit(resource.collection.table, asked["q"])
            statement = walk.select(key.label("key"), walk.columns.id, walk.columns.document)
            statement = statement.where(_ranked(relevance.ranked, resource, asked))
        return _cut(statement, key, walk.columns.id, descending=descending, after=after)

    kind = ("page", resource.name, asked["sort"], after is not None)
    return Statement(_statement(opened, kind, build), _values(opened, asked, seq=seq, after=after))


def page_of_few(resource: Resource, asked: Asked, *, seq: int, after: Place | None) -> Statement:
    """The same page where there are few records: all of them are found, by a term that they have, and sorted."""
    opened = _opened(resource, asked)

    def build() -> Select[Any]:
        at: Any = bindparam("at")
        versions, found = columns_of(resource.collection.table), Walk(resource, opened.asked, seq=at, by="id")
        name, descending = resource.sort(asked["sort"])
        statement = select(versions[name].label("key"), versions.id, versions.document)
        statement = statement.where(only(versions.seq, found.select(found.columns.seq)))
        return _cut(statement, versions[name], versions.id, descending=descending, after=after)

    kind = ("page of few", resource.name, asked["sort"], after is not None)
    return Statement(_statement(opened, kind, build), _values(opened, asked, seq=seq, after=after))


def is_sorted_apart(resource: Resource, asked: Asked) -> bool:
    """Whether the records can be found by a term that they all have, but not in the order that is asked for."""
    if "q" in asked:
        return False
    name, _ = resource.sort(asked["sort"])
    return name not in columns_of(resource.collection.terms_table) and is_led(resource, asked)


def count(resource: Resource, asked: Asked, *, seq: int) -> Statement:
    """The number of records that the walk from the first page returns."""
    opened = _opened(resource, asked)

    def build() -> Select[Any]:
        at: Any = bindparam("at")
        walk = Walk(resource, opened.asked, seq=at, by="id")
        if "q" in asked and not walk.narrowed:
            # Nothing but words: their hits are counted in the narrow table, without the wide versions.
            found = columns_of(SearchText)
            hits = (
                standing(SearchText, at),
                found.collection == resource.name,
                matching(SearchText, asked["q"], resource.collection.days),
            )
            return select(func.count()).select_from(table_of(SearchText)).where(*hits)
        return walk.select(func.count())

    return Statement(_statement(opened, ("count", resource.name), build), {**opened.values, "at": seq})


def clauses(resource: Resource, asked: Asked, *, seq: int) -> list[ColumnElement[bool]]:
    """What a record must meet to be in the list."""
    return Walk(resource, asked, seq=seq).met


class _Opened(NamedTuple):
    """A question with its values left open: the values beside it, and what is left of it, which is its shape.

    The shape is None where the question is one of a kind.
    """

    asked: Asked
    values: dict[str, Any]
    shape: tuple[Any, ...] | None


def _opened(resource: Resource, asked: Asked) -> _Opened:
    if "q" in asked:
        return _Opened(asked, {}, None)
    opened, shape = dict(asked), list[Any]()
    values: dict[str, Any] = {}
    for name, make in resource.filters.items():
        if name not in asked:
            continue
        value = asked[name]
        if reads_values(make):
            shape.append((name, tuple(value) if isinstance(value, list | tuple) else value))
        elif isinstance(value, list | tuple):
            named = {f"{name}_{number}": each for number, each in enumerate(value)}
            opened[name] = [bindparam(each) for each in named]
            values |= named
            shape.append((name, len(named)))
        else:
            opened[name] = bindparam(f"{name}_0")
            values[f"{name}_0"] = value
            shape.append((name, None))
    return _Opened(opened, values, tuple(shape))


def _statement(opened: _Opened, kind: tuple[Any, ...], build: Callable[[], Select[Any]]) -> Select[Any]:
    if opened.shape is None or len(opened.values) > MOST_REMEMBERED:
        return build()
    return _built.answer((kind, opened.shape), build)


def _values(opened: _Opened, asked: Asked, *, seq: int, after: Place | None) -> dict[str, Any]:
    """What a page is asked with."""
    place = {"after_key": after.key, "after_id": after.id} if after is not None else {}
    return {**opened.values, "at": seq, "rows": asked["limit"] + 1, **place}


def _cut(
    statement: Select[Any], key: ColumnElement[Any], tie: ColumnElement[str], *, descending: bool, after: Place | None
) -> Select[Any]:
    """A page's rows in their order, with the place and their number left open."""
    place = Place(bindparam("after_key", type_=key.type), bindparam("after_id")) if after is not None else None  # type: ignore[arg-type]  # a value yet to come
    rows: Any = bindparam("rows")
    return ordered(statement, key, tie, descending=descending, after=place).limit(rows)


def _sorted(resource: Resource, asked: Asked, days: Days | None) -> tuple[Walk, ColumnElement[Any], bool]:
    """The walk in the order that was asked for: its key, and whether it descends."""
    at: Any = bindparam("at")
    if asked["sort"] == RELEVANCE:
        return Walk(resource, asked, seq=at), _ranked(relevance.score, resource, asked), True
    name, descending = resource.sort(asked["sort"])
    walk = Walk(resource, asked, seq=at, by=name, days=days)
    return walk, walk.columns[name], descending


def _ranked(make: Callable[..., ColumnElement[Any]], resource: Resource, asked: Asked) -> ColumnElement[Any]:
    at: Any = bindparam("at")
    collection = resource.collection
    return make(collection.table, asked["q"], seq=at, collection=resource.name, days=collection.days)


def ordered(
    statement: Select[Any], key: ColumnElement[Any], tie: ColumnElement[str], *, descending: bool, after: Place | None
) -> Select[Any]:
    """The statement in the order of a key, ties by id in the same direction, after a place."""
    if after is not None:
        here, there = tuple_(key, tie), tuple_(after.key, after.id)
        statement = statement.where(here < there if descending else here > there)
    order = (key.desc(), tie.desc()) if descending else (key, tie)
    return statement.order_by(*order)
