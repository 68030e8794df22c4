"""Scope: what a filter may see, and from which table a record's columns are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.sql.selectable import NamedFromClause

from app.store.among import has
from app.store.clock import Number
from app.store.collection import Collection
from app.store.metadata import columns_of

Asked = Mapping[str, Any]
"""The parameters that were given, by name; words that name records are ids already."""
OF_A_TERM = ("field", "value", "role", "leads")
"""The columns of terms that no version has."""


class Columns:
    """The columns of a collection's versions, by name.

    Where a plan walks a table of terms, the columns that the terms carry are read from there, so that the versions need
    not be: `beyond` tells whether anything else was asked for.
    """

    def __init__(self, collection: Collection, walked: NamedFromClause[Any] | None = None) -> None:
        self._versions = columns_of(collection.table)
        self._walked = walked
        self.beyond = walked is None

    def __getitem__(self, name: str) -> ColumnElement[Any]:
        if self._walked is not None and name in self._walked.c and name not in OF_A_TERM:
            carried: ColumnElement[Any] = self._walked.c[name]
            return carried
        self.beyond = True
        found: ColumnElement[Any] = self._versions[name]
        return found

    def __getattr__(self, name: str) -> ColumnElement[Any]:
        return self[name]


@dataclass(frozen=True)
class Scope:
    """What a filter may see: the collection, the change number that is read at, and everything that was asked."""

    collection: Collection
    seq: Number
    asked: Asked
    walked: NamedFromClause[Any] | None = None
    columns: Columns = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", Columns(self.collection, self.walked))

    def has_term(self, name: str, *conditions: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
        """Whether a version has a term of a field that meets each condition on the term's columns."""
        terms = columns_of(self.collection.terms_table)
        meets = [condition(terms) for condition in conditions]
        return has(select(terms.seq).where(terms.seq == self.columns.seq, terms.field == name, *meets))
