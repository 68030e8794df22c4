"""What is backed up, row by row: as a file of SQLite's or a dump of PostgreSQL's holds it, for whichever engine."""

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from sqlalchemy import Boolean, Date, DateTime, Integer, MetaData, Table, create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeEngine

from app.errors import Invalid
from app.upkeep.pg_programs import reading_copies

ROWS_READ_AT_ONCE = 20
"""How many rows of a file are held at a time: one can have a text of five megabytes."""
_COPY = re.compile(r'COPY (?:[^ ]+\.)?"?(\w+)"? \((.*)\) FROM stdin;\n')
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

TableRow = dict[str, Any]


class TableRows(Protocol):
    """Gives the rows of tables, with values as Python has them: instants in UTC."""

    def of(self, table: Table) -> Iterator[TableRow]:
        """Every row of the table of that name, by the names of its columns."""
        ...


class RowsOfFile:
    """The rows of a file of SQLite's, which nothing else has open and which is not touched."""

    def __init__(self, file: Path) -> None:
        self._engine = _open_file(file)

    def of(self, table: Table) -> Iterator[TableRow]:
        """Every row of a table. Raises `DBAPIError` where the file cannot be read."""
        there = Table(table.name, MetaData(), autoload_with=self._engine)
        with self._engine.connect() as connection:
            streamed = {"yield_per": ROWS_READ_AT_ONCE}
            for row in connection.execute(select(there), execution_options=streamed).mappings():
                yield {name: _in_utc(value) for name, value in row.items()}


class RowsOfDump:
    """The rows of a dump of PostgreSQL's, which pg_restore reads without a server."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, table: Table) -> Iterator[TableRow]:
        """Every row of a table. Raises `Invalid` or `Unavailable` where the dump cannot be read."""
        with reading_copies(self._file, table.name) as lines:
            names: list[str] | None = None
            for line in lines:
                if names is None:
                    begins = _COPY.fullmatch(line)
                    names = [name.strip(' "') for name in begins[2].split(",")] if begins is not None else None
                    reads = {name: _reader_of(table.c[name].type) for name in names or ()}
                elif line == "\\.\n":
                    names = None
                else:
                    yield _read_line(line, names, reads)


def _open_file(file: Path) -> Engine:
    """An engine on a file that is only read: nothing is written beside it either."""
    if not file.is_file():
        raise Invalid(f"{file} is not there")
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def _read_line(line: str, names: list[str], reads: Mapping[str, Callable[[str], Any]]) -> TableRow:
    """A row of COPY's text format."""
    fields = line.removesuffix("\n").split("\t")
    return {
        name: None if field == r"\N" else reads[name](_ESCAPED.sub(_unescape, field))
        for name, field in zip(names, fields, strict=True)
    }


def _unescape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def _reader_of(kind: TypeEngine[Any]) -> Callable[[str], Any]:
    """How a column's values are read from the text of COPY."""
    if isinstance(kind, Boolean):
        return lambda field: field == "t"
    if isinstance(kind, Integer):
        return int
    if isinstance(kind, DateTime):
        return lambda field: dt.datetime.fromisoformat(field).astimezone(dt.UTC)
    return dt.date.fromisoformat if isinstance(kind, Date) else str


def _in_utc(value: Any) -> Any:
    is_naive = isinstance(value, dt.datetime) and value.tzinfo is None
    return value.replace(tzinfo=dt.UTC) if is_naive else value
