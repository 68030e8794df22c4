"""The walk: which rows a list is read from, and what they must meet."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.sql.selectable import NamedFromClause

from app.reading.plan.filters import OfTerms
from app.reading.plan.scope import Asked, Scope
from app.reading.resource import Resource
from app.search import matching
from app.store.clock import Number, stands
from app.store.collection import Days
from app.store.metadata import columns_of, table_of
from app.store.tables import Term


class Walk:
    """The rows that a list is read from, and what they must meet.

    They are versions; or, where every one that is wanted has a certain term and the terms carry what it is sorted `by`,
    those terms, whose index is in the order of the answer. A term `leads` where it is the first of its version with
    that field and value, so that a record with two roles is met once. A search looks no further than `days`. They are
    `narrowed` where a filter asks anything of them: not every parameter that is given does.
    """

    def __init__(
        self, resource: Resource, asked: Asked, *, seq: Number, by: str | None = None, days: Days | None = None
    ) -> None:
        collection = resource.collection
        self._versions = table_of(collection.table)
        led = None
        if by is not None and by in columns_of(collection.terms_table) and "q" not in asked:
            led = _led(resource, asked, seq=seq)
        self._terms = _walked(collection.terms_table) if led is not None else None
        scope = Scope(collection, seq, asked, self._terms)
        self.columns = scope.columns
        self.narrowed = False
        self.met = [stands(scope.columns, seq)]
        if "q" in asked:
            self.met.append(matching.matching(collection.table, asked["q"], days or collection.days))
        for name, make in resource.filters.items():
            if name in asked:
                values = asked[name]
                if led is not None and self._terms is not None and name == led.parameter:
                    self.met += led.conditions(self._terms.c)
                    self.narrowed = True
                    values = [value for value in values if value is not led.value]
                clause = make(scope, values) if values != [] else None
                if clause is not None:
                    self.met.append(clause)
                    self.narrowed = True

    def select(self, *columns: Any) -> Select[Any]:
        """These columns of the rows; versions are only read where something is asked of them that the terms lack."""
        statement = select(*columns).where(*self.met)
        if self._terms is None:
            return statement.select_from(self._versions)
        if not self.columns.beyond:
            return statement.select_from(self._terms)
        return statement.select_from(self._terms.join(self._versions, self._versions.c.seq == self._terms.c.seq))


class _Led(NamedTuple):
    """A term that every wanted version has: the parameter that asks for it, its field and its value."""

    parameter: str
    field: str
    value: Any

    def conditions(self, terms: Any) -> list[ColumnElement[bool]]:
        """What the walked terms are."""
        return [terms.field == self.field, terms.value == self.value, terms.leads]


def is_led(resource: Resource, asked: Asked) -> bool:
    """Whether every record that is wanted has a certain term."""
    return _led(resource, asked, seq=0) is not None


@cache
def _walked(terms_table: type[Term]) -> NamedFromClause[Any]:
    return table_of(terms_table).alias("walked")


def _led(resource: Resource, asked: Asked, *, seq: Number) -> _Led | None:
    scope = Scope(resource.collection, seq, asked)
    for name, make in resource.filters.items():
        if name in asked and isinstance(make, OfTerms):
            value = make.leads_to(scope, asked[name])
            if value is not None and not make.in_role(asked):
                return _Led(name, make.field, value)
    return None
