"""The index of search: the row that a version stands in, and how its lexemes come there.

On SQLite a row's number is made of the version's day and its change number, so that the index can be read in the order
of days; PostgreSQL, whose index has no order, keeps the change number alone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, text

INSERT_FTS5 = text("INSERT INTO search_index (rowid, lexemes) VALUES (:row, :lexemes)")
INSERT_TSVECTOR = text(
    "INSERT INTO search_index (rowid, lexemes) VALUES (:row, array_to_tsvector(CAST(:lexemes AS text[])))"
)
CHANGES = 1 << 36
"""The rows that a day has: more than there will be changes."""


class IndexEntry(NamedTuple):
    """A version's place in the index: its change number, the day it is found by where it has one, its lexemes."""

    seq: int
    day: dt.date | None
    lexemes: Sequence[str]


class IndexRows(NamedTuple):
    """Rows of the index, on SQLite in the order of days: from the least to those below a number.

    A statement may be yet to be asked with either.
    """

    least: int | BindParameter[int]
    below: int | BindParameter[int]


UNDATED = IndexRows(0, CHANGES)
"""The rows of collections without days, before those of any day: then the others need not be looked at."""


def index(connection: Connection, entries: Iterable[IndexEntry]) -> None:
    """Add versions to the index."""
    rows: list[dict[str, object]]
    if connection.dialect.name == "postgresql":
        statement = INSERT_TSVECTOR
        rows = [{"row": entry.seq, "lexemes": list(entry.lexemes)} for entry in entries]
    else:
        statement = INSERT_FTS5
        rows = [{"row": first_row(entry.day) + entry.seq, "lexemes": " ".join(entry.lexemes)} for entry in entries]
    if rows:
        connection.execute(statement, rows)


def first_row(day: dt.date | None) -> int:
    """The number before the first row that a day's versions can stand in, on SQLite."""
    return day.toordinal() * CHANGES if day is not None else 0


def rows_of_days(first: dt.date, last: dt.date) -> IndexRows:
    """The rows of the versions of some days, both included, on SQLite."""
    return IndexRows(first_row(first), first_row(last) + CHANGES)


def day_of_row(row: int) -> dt.date:
    """The day of a row of the index, on SQLite."""
    return dt.date.fromordinal(row // CHANGES)


def empty(connection: Connection) -> None:
    """Take everything out of the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search_index"))
    else:
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
