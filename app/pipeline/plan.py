"""Plans: a pure function from what was asked to the statement that answers it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from app.pipeline.filters import Asked, Scope
from app.pipeline.resource import Resource
from app.store.clock import standing
from app.store.tables import columns_of


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the record with this sort key and id."""

    key: Any
    id: str


def page(resource: Resource, asked: Asked, *, seq: int, after: Place | None) -> Select[Any]:
    """Rows of (key, id, document) after a place, one more than the page holds, to tell whether another one follows."""
    columns = columns_of(resource.collection.table)
    name, descending = resource.sort(asked["sort"])
    key = columns[name]
    statement = select(key.label("key"), columns.id, columns.document).where(*_clauses(resource, asked, seq=seq))
    if after is not None:
        here, there = tuple_(key, columns.id), tuple_(after.key, after.id)
        statement = statement.where(here < there if descending else here > there)
    order = (key.desc(), columns.id.desc()) if descending else (key, columns.id)
    return statement.order_by(*order).limit(asked["limit"] + 1)


def count(resource: Resource, asked: Asked, *, seq: int) -> Select[Any]:
    """The number of records that the walk from the first page returns."""
    columns = columns_of(resource.collection.table)
    return select(func.count(columns.seq)).where(*_clauses(resource, asked, seq=seq))


def _clauses(resource: Resource, asked: Asked, *, seq: int) -> list[ColumnElement[bool]]:
    scope = Scope(resource.collection, seq, asked)
    clauses = [standing(resource.collection.table, seq)]
    for name, make in resource.filters.items():
        clause = make(scope, asked[name]) if name in asked else None
        if clause is not None:
            clauses.append(clause)
    return clauses
