"""Scope: what a filter may see, and from which table a record's columns are read."""

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.selectable import NamedFromClause

from app.store.among import has
from app.store.clock import AtNumber
from app.store.collection import AnyCollection
from app.store.metadata import table_of

Value = str | int | bool | dt.date | tuple[str, ...]
"""What a parameter of a question is given; words that name records are ids already."""
Operand = Value | BindParameter[Any] | list[BindParameter[Any]]
"""The same as a statement has it: a value that is yet to be bound, several, or where a filter needs it the value."""
GIVEN = "given_"
"""Begins the name under which a statement is given the value of a parameter, or each of its values with its number."""
OF_A_TERM = ("field", "value", "role", "leads")
"""The columns of terms that no version has."""


@dataclass(frozen=True)
class Scope:
    """What a filter may see: the change number that is read at, what each parameter is given, and columns.

    `columns` are those of the rows that are read, by name; `terms` those of the collection's table of terms.
    """

    seq: AtNumber
    given: Mapping[str, Operand]
    columns: Mapping[str, ColumnElement[Any]]
    terms: ReadOnlyColumnCollection[str, Any]
    collection: AnyCollection

    def has_term(self, field: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether a version has a term of a field that meets each condition on the columns of `terms`."""
        terms = self.terms
        return has(select(terms.seq).where(terms.seq == self.columns["seq"], terms.field == field, *conditions))


def scope_of(
    collection: AnyCollection,
    seq: AtNumber,
    filters: Mapping[str, Value],
    *,
    by_value: Container[str] = (),
    walked: NamedFromClause[Any] | None = None,
) -> Scope:
    """The scope of a list that is read from a collection's versions; or from a walked table of terms.

    The columns that terms carry are then read from there, so that the versions need not be. What filters are given is
    left open, but for those that are to be had `by_value`.
    """
    given: dict[str, Operand] = {}
    for name, value in filters.items():
        if name in by_value:
            given[name] = value
        elif isinstance(value, tuple):
            given[name] = [bindparam(f"{GIVEN}{name}_{number}") for number in range(len(value))]
        else:
            given[name] = bindparam(f"{GIVEN}{name}")
    columns: dict[str, ColumnElement[Any]] = dict(table_of(collection.storage.table).c.items())
    if walked is not None:
        columns |= {name: column for name, column in walked.c.items() if name not in OF_A_TERM}
    return Scope(seq, given, columns, table_of(collection.storage.terms_table).c, collection)
