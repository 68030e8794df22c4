"""Among: whether a number is one of those that a statement finds, which both engines find first, and once."""

from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import NullType


def among(number: ColumnElement[int], found: Select[Any] | CompoundSelect[Any]) -> ColumnElement[Any]:
    """Whether a number is among those that are found: each row is looked up in them, in the order of the rows."""
    return _Among(number, found.scalar_subquery())


def has(found: Select[Any]) -> ColumnElement[Any]:
    """Whether anything is found for a row, which the statement names."""
    return _Has(found.scalar_subquery())


def only(number: ColumnElement[int], found: Select[Any]) -> ColumnElement[Any]:
    """The same where few are found: the rows are looked up by what is found."""
    return _Only(number, found.scalar_subquery())


class _Among(FunctionElement[Any]):
    """The predicate; its arguments are the number, and what finds the others."""

    # Not Boolean: SQLite would be sent `(… IN …) = 1`.
    type = NullType()
    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    # Without the sum, SQLite would begin with what is found, which can be most of the table, and sort it.
    number, found = (compiler.process(each, **options) for each in element.clauses)
    return f"{number} + 0 IN {found}"


# As a join, PostgreSQL would compare every row with everything found wherever it takes that for little, as it does
# without statistics. What stands within a test is no join but looked up; and an array, always taken for little, hashed.
@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    number, found = (compiler.process(each, **options) for each in element.clauses)
    return f"({number} IN (SELECT unnest(ARRAY{found}))) IS TRUE"


class _Has(FunctionElement[Any]):
    """The predicate; its argument is what finds something."""

    type = NullType()
    inherit_cache = True


@compiles(_Has, "sqlite")
def _has_on_sqlite(element: _Has, compiler: SQLCompiler, **options: Any) -> str:
    (found,) = (compiler.process(each, **options) for each in element.clauses)
    return f"EXISTS {found}"


@compiles(_Has, "postgresql")
def _has_on_postgresql(element: _Has, compiler: SQLCompiler, **options: Any) -> str:
    (found,) = (compiler.process(each, **options) for each in element.clauses)
    return f"(EXISTS {found}) IS TRUE"


class _Only(FunctionElement[Any]):
    """The predicate; its arguments are those of `_Among`."""

    type = NullType()
    inherit_cache = True


@compiles(_Only, "sqlite")
def _only_on_sqlite(element: _Only, compiler: SQLCompiler, **options: Any) -> str:
    number, found = (compiler.process(each, **options) for each in element.clauses)
    return f"{number} IN {found}"


@compiles(_Only, "postgresql")
def _only_on_postgresql(element: _Only, compiler: SQLCompiler, **options: Any) -> str:
    number, found = (compiler.process(each, **options) for each in element.clauses)
    return f"{number} = ANY(ARRAY{found})"
