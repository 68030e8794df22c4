"""Dialects: what search asks of the engines, and each says in its own words."""

from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app.language.lexemes import CHANGES


class Holds(FunctionElement[Any]):
    """The index's own predicate; its two arguments say the same to SQLite's FTS5 and to PostgreSQL."""

    # Not Boolean: SQLite would be sent `MATCH … = 1`, which FTS5 does not look up.
    type = NullType()
    inherit_cache = True


@compiles(Holds, "sqlite")
def _holds_on_sqlite(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"search_index MATCH {compiler.process(next(iter(element.clauses)), **options)}"


@compiles(Holds, "postgresql")
def _holds_on_postgresql(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"search_index.lexemes @@ CAST({compiler.process(list(element.clauses)[1], **options)} AS tsquery)"


class Seq(FunctionElement[int]):
    """The change number of a row of the index."""

    type = BigInteger()
    inherit_cache = True


@compiles(Seq, "sqlite")
def _seq_on_sqlite(_element: Seq, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"search_index.rowid & {CHANGES - 1}"


@compiles(Seq, "postgresql")
def _seq_on_postgresql(_element: Seq, _compiler: SQLCompiler, **_options: Any) -> str:
    return "search_index.rowid"


class Greatest(FunctionElement[int]):
    """The greatest of several numbers."""

    type = Integer()
    inherit_cache = True


@compiles(Greatest, "sqlite")
def _greatest_on_sqlite(element: Greatest, compiler: SQLCompiler, **options: Any) -> str:
    return f"max({compiler.process(element.clauses, **options)})"


@compiles(Greatest, "postgresql")
def _greatest_on_postgresql(element: Greatest, compiler: SQLCompiler, **options: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **options)})"
