"""Engines: expressions that each engine says in its own words."""

from typing import Any, ClassVar

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine


class InWords(FunctionElement[Any]):
    """An expression with its words on each engine, where `{0}`, `{1}`, … stand for its arguments, or `{all}` for all.

    Each class of them must say itself that its arguments are all that it differs in: `inherit_cache = True`.
    """

    # Not Boolean, also where it is a predicate: SQLite would be sent `… = 1`, which no index is looked up for.
    type: TypeEngine[Any] = NullType()
    sqlite: ClassVar[str]
    postgresql: ClassVar[str]


@compiles(InWords)
def _write(element: InWords, compiler: SQLCompiler, **options: Any) -> str:
    words = element.postgresql if compiler.dialect.name == "postgresql" else element.sqlite
    if "{all}" in words:
        return words.format(all=compiler.process(element.clauses, **options))
    # An argument that one engine does not ask for is not sent to it.
    arguments = (
        compiler.process(each, **options) if f"{{{place}}}" in words else ""
        for place, each in enumerate(element.clauses)
    )
    return words.format(*arguments)
