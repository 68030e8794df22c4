"""Pending: the versions that a transaction has made and ended, until they are written together, table by table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, NestedTransaction, Update, bindparam, update

from app.store import clock
from app.store.collection import Collections
from app.store.metadata import Table, columns_of, table_of
from app.store.tables import ChangeRow, ReferenceRow, SearchTextRow
from app.store.versions import Rows, insert_into, insert_rows, parts_of, rows_of
from schemas import Record

MOST_PENDING = 1_000
"""How many versions wait at most."""


@dataclass
class _Unwritten:
    """What waits: rows of the change log, versions by the number of the change that made them, and ends of others."""

    log: list[dict[str, Any]] = field(default_factory=list)
    made: dict[int, Rows] = field(default_factory=dict)
    ended: dict[str, list[Mapping[str, int]]] = field(default_factory=dict)

    def add(self, later: "_Unwritten") -> None:
        """Take in what comes after it."""
        self.log += later.log
        self.made |= later.made
        for name, rows in later.ended.items():
            self.ended.setdefault(name, []).extend(rows)

    def write(self, connection: Connection, collections: Collections) -> None:
        """Write all of it; what ends goes first, as what is made may take its place."""
        for name, ended in self.ended.items():
            collection = collections[name]
            tables: Iterable[type[Table]] = (collection.table, *parts_of(collection), SearchTextRow, ReferenceRow)
            for table in tables:
                connection.execute(_end_rows(table), ended)
        insert_rows(connection, self.made.values())
        connection.execute(insert_into(ChangeRow), self.log)


class Pending:
    """Gathers what changes do to the tables: a statement a table for many changes, instead of several for each.

    Writers of one transaction follow each other: what one has done is kept or taken back, without the others. Where the
    transaction is shared, what is written before that is decided stands behind a savepoint.
    """

    def __init__(self, connection: Connection, collections: Collections, *, is_shared: bool) -> None:
        self._connection = connection
        self._collections = collections
        self._is_shared = is_shared
        self._own = _Unwritten()
        self._kept = _Unwritten()
        self._tick: clock.Tick | None = None
        self._savepoint: NestedTransaction | None = None
        self._has_written = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done that would have to be taken back."""
        return not self._own.log and self._savepoint is None

    def log(self, row: dict[str, Any]) -> None:
        """Take a row of the change log."""
        self._own.log.append(row)

    def make(self, name: str, record: Record, *, seq: int) -> None:
        """Take a record's version and all that it is found by, as made by change `seq`."""
        self._own.made[seq] = rows_of(self._collections[name], record, seq=seq, until=None)
        if len(self._own.made) >= MOST_PENDING:
            self.flush()

    def end(self, name: str, made_by: int, *, seq: int) -> None:
        """End the version that a change made, and all that it is found by, as done by change `seq`."""
        if made_by in self._own.made:
            for rows in self._own.made[made_by].values():
                for row in rows:
                    row["until"] = seq
            return
        if made_by in self._kept.made:
            self.write_kept()  # whose rows must stay as they are, should this be taken back
        self._own.ended.setdefault(name, []).append({"made_by": made_by, "ended_by": seq})

    def open(self) -> Connection:
        """The connection, for statements whose effect is taken back with what else the writer has done."""
        self.write_kept()
        if self._is_shared and self._savepoint is None:
            self._savepoint = self._connection.begin_nested()
        return self._connection

    def flush(self) -> None:
        """Write everything, so that statements see it."""
        if not self._own.log:
            self.write_kept()
            return
        self._own.write(self.open(), self._collections)
        self._own, self._has_written = _Unwritten(), True

    def write_kept(self) -> None:
        """Write what was kept, and set the clock to the last of it."""
        if self._kept.log:
            self._kept.write(self._connection, self._collections)
            self._kept = _Unwritten()
        if self._tick is not None:
            clock.advance(self._connection, self._tick)
            self._tick = None

    def keep(self, tick: clock.Tick, *, after: int) -> None:
        """Keep what was done since the change `after`, the last of it by the change of a tick."""
        for row in self._own.log:
            row["last"] = tick.seq
        if self._has_written:
            clock.note_last(self._connection, after=after, last=tick.seq)
        if self._savepoint is not None:
            self._savepoint.commit()
        self._kept.add(self._own)
        self._own, self._savepoint, self._has_written = _Unwritten(), None, False
        if tick.seq > after:
            self._tick = tick
        if len(self._kept.made) >= MOST_PENDING:
            self.write_kept()

    def take_back(self) -> None:
        """Undo what was done and is not kept."""
        if self._savepoint is not None:
            self._savepoint.rollback()
        self._own, self._savepoint, self._has_written = _Unwritten(), None, False


@cache
def _end_rows(table: type[Table]) -> Update:
    """Ends the rows of a table that a change made."""
    mine = columns_of(table).seq == bindparam("made_by")
    return update(table_of(table)).where(mine).values(until=bindparam("ended_by"))
