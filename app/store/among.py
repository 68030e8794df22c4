"""Among: whether a number is one of those that a statement finds, which both engines find first, and once."""

from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.sql.selectable import CompoundSelect

from app.store.engines import InWords


def among(number: ColumnElement[int], found: Select[Any] | CompoundSelect[Any]) -> ColumnElement[Any]:
    """Whether a number is among those that are found: each row is looked up in them, in the order of the rows."""
    return _Among(number, found.scalar_subquery())


def has(found: Select[Any]) -> ColumnElement[Any]:
    """Whether anything is found for a row, which the statement names."""
    return _Has(found.scalar_subquery())


def only(number: ColumnElement[int], found: Select[Any]) -> ColumnElement[Any]:
    """The same where few are found: the rows are looked up by what is found."""
    return _Only(number, found.scalar_subquery())


def unsought(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column that rows are not looked up by, as something else leads to fewer of them."""
    return _Unsought(column)


class _Among(InWords):
    """Its arguments are the number, and what finds the others."""

    inherit_cache = True
    # Without the sum, SQLite would begin with what is found, which can be most of the table, and sort it.
    sqlite = "{0} + 0 IN {1}"
    # As a join, PostgreSQL would compare every row with everything found wherever it takes that for little, as it does
    # without statistics. What stands within a test is no join but looked up; and an array, always taken for little,
    # hashed.
    postgresql = "({0} IN (SELECT unnest(ARRAY{1}))) IS TRUE"


class _Has(InWords):
    """Its argument is what finds something."""

    inherit_cache = True
    sqlite = "EXISTS {0}"
    postgresql = "(EXISTS {0}) IS TRUE"


class _Only(InWords):
    """Its arguments are those of `_Among`."""

    inherit_cache = True
    sqlite = "{0} IN {1}"
    postgresql = "{0} = ANY(ARRAY{1})"


class _Unsought(InWords):
    """Its argument is the column; PostgreSQL weighs by itself what leads to fewer rows."""

    inherit_cache = True
    sqlite = "+{0}"
    postgresql = "{0}"
