"""Plans: a pure function from what was asked to the statement that answers it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from app.pipeline.filters import Asked, Scope
from app.pipeline.resource import RELEVANCE, Resource
from app.store import search
from app.store.clock import standing
from app.store.metadata import columns_of


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the record with this sort key and id."""

    key: Any
    id: str


def page(resource: Resource, asked: Asked, *, seq: int, after: Place | None) -> Select[Any]:
    """Rows of (key, id, document) after a place, one more than the page holds, to tell whether another one follows."""
    table = resource.collection.table
    columns = columns_of(table)
    if asked["sort"] == RELEVANCE:
        key, descending = search.score(table, asked["q"]), True
    else:
        name, descending = resource.sort(asked["sort"])
        key = columns[name]
    statement = select(key.label("key"), columns.id, columns.document).where(*clauses(resource, asked, seq=seq))
    return ordered(statement, key, columns.id, descending=descending, after=after).limit(asked["limit"] + 1)


def count(resource: Resource, asked: Asked, *, seq: int) -> Select[Any]:
    """The number of records that the walk from the first page returns."""
    columns = columns_of(resource.collection.table)
    return select(func.count(columns.seq)).where(*clauses(resource, asked, seq=seq))


def clauses(resource: Resource, asked: Asked, *, seq: int) -> list[ColumnElement[bool]]:
    """What a record must meet to be in the list."""
    scope = Scope(resource.collection, seq, asked)
    met = [standing(resource.collection.table, seq)]
    if "q" in asked:
        met.append(search.matching(resource.collection.table, asked["q"]))
    for name, make in resource.filters.items():
        clause = make(scope, asked[name]) if name in asked else None
        if clause is not None:
            met.append(clause)
    return met


def ordered(
    statement: Select[Any], key: ColumnElement[Any], tie: ColumnElement[str], *, descending: bool, after: Place | None
) -> Select[Any]:
    """The statement in the order of a key, ties by id in the same direction, after a place."""
    if after is not None:
        here, there = tuple_(key, tie), tuple_(after.key, after.id)
        statement = statement.where(here < there if descending else here > there)
    order = (key.desc(), tie.desc()) if descending else (key, tie)
    return statement.order_by(*order)
