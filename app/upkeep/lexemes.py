"""Lexemes in the index of search, held against those that the versions give."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from app.store.index import CHANGES, IndexEntry, first_row
from app.upkeep.findings import Findings, find_differences
from app.upkeep.numbers import ROWS_AT_ONCE

_OF_TSVECTORS = text(
    "SELECT rowid, tsvector_to_array(lexemes) AS lexemes FROM search_index WHERE rowid > :after AND rowid <= :upto"
)
_FRESH = (
    "CREATE VIRTUAL TABLE temp.fresh_index USING fts5(lexemes, content='', columnsize=0, detail=none, tokenize='ascii')"
)
_VOCABULARIES = (
    "CREATE VIRTUAL TABLE temp.fresh_terms USING fts5vocab(temp, fresh_index, instance)",
    "CREATE VIRTUAL TABLE temp.stored_terms USING fts5vocab(main, search_index, instance)",
)


class Span(NamedTuple):
    """The changes behind one, up to another."""

    after: int
    upto: int


class LexemeCheck:
    """Holds the index against versions, given by their changes in order; each that differs is found wrong once.

    PostgreSQL tells what a row holds. SQLite's index can only be read from lexemes to rows, so there an index of the
    same making is filled from the versions, in a temporary file, and the two are read side by side at the end.
    """

    def __init__(self, connection: Connection, findings: Findings) -> None:
        self._connection = connection
        self._findings = findings
        self._is_sqlite = connection.dialect.name == "sqlite"
        if self._is_sqlite:
            for statement in (_FRESH, *_VOCABULARIES):
                connection.exec_driver_sql(statement)

    def take(self, entries: Sequence[IndexEntry], span: Span) -> None:
        """Take the versions that some changes made."""
        if self._is_sqlite:
            rows = [(first_row(entry.day) + entry.seq, " ".join(entry.lexemes)) for entry in entries]
            if rows:
                self._connection.exec_driver_sql("INSERT INTO temp.fresh_index (rowid, lexemes) VALUES (?, ?)", rows)
            return
        found = self._connection.execute(_OF_TSVECTORS, span._asdict())
        stored = {row.rowid: set(row.lexemes) for row in found}
        for entry in entries:
            if stored.pop(entry.seq, None) != set(entry.lexemes):
                self._note(entry.seq)
        for seq in stored:
            self._note(seq)

    def finish(self) -> None:
        """Hold against each other what can only be read when every version was taken."""
        if not self._is_sqlite:
            return
        wrong = set[int]()
        for found in find_differences(self._terms("stored_terms"), self._terms("fresh_terms")):
            seq = found.row[1] & (CHANGES - 1)
            if seq not in wrong:
                wrong.add(seq)
                self._note(seq)

    def _note(self, seq: int) -> None:
        self._findings.note(f"The index of search is wrong about what change {seq} made.")

    def _terms(self, table: str) -> Iterator[tuple[str, int]]:
        cursor = self._connection.exec_driver_sql(f"SELECT term, doc FROM temp.{table}")  # noqa: S608  # a name of ours
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from (tuple(row) for row in rows)
