"""Pending: the versions that a transaction has made and ended, until they are written together, table by table."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from app.store.collection import Collections
from app.store.metadata import Table, columns_of, table_of
from app.store.tables import ChangeRow, ReferenceRow, SearchTextRow
from app.store.versions import Rows, insert_rows, parts_of, rows_of
from schemas import Record

MOST_PENDING = 1_000
"""How many versions wait at most."""


class Pending:
    """Gathers what changes do to the tables: a statement a table for many changes, instead of several for each."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._collections = collections
        self._log: list[Mapping[str, Any]] = []
        self._made: dict[int, Rows] = {}
        self._ended: dict[str, list[Mapping[str, int]]] = {}

    def log(self, row: Mapping[str, Any]) -> None:
        """Take a row of the change log."""
        self._log.append(row)

    def make(self, name: str, record: Record, *, seq: int) -> None:
        """Take a record's version and all that it is found by, as made by change `seq`."""
        self._made[seq] = rows_of(self._collections[name], record, seq=seq, until=None)
        if len(self._made) >= MOST_PENDING:
            self.flush()

    def end(self, name: str, made_by: int, *, seq: int) -> None:
        """End the version that a change made, and all that it is found by, as done by change `seq`."""
        if made_by in self._made:
            for rows in self._made[made_by].values():
                for row in rows:
                    row["until"] = seq
        else:
            self._ended.setdefault(name, []).append({"made_by": made_by, "ended_by": seq})

    def flush(self) -> None:
        """Write everything, so that statements see it."""
        if not self._log:
            return
        for name, ended in self._ended.items():
            collection = self._collections[name]
            tables: tuple[type[Table], ...] = (collection.table, *parts_of(collection), SearchTextRow, ReferenceRow)
            for table in tables:
                self._end_rows(table, ended)
        insert_rows(self._connection, self._made.values())
        self._connection.execute(insert(table_of(ChangeRow)), self._log)
        self._log, self._made, self._ended = [], {}, {}

    def _end_rows(self, table: type[Table], ended: list[Mapping[str, int]]) -> None:
        mine = columns_of(table).seq == bindparam("made_by")
        self._connection.execute(update(table_of(table)).where(mine).values(until=bindparam("ended_by")), ended)
