"""Endings: records that were deleted or merged and have not come back, the newest first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.resources import COLLECTIONS
from app.store.metadata import columns_of, table_of
from app.store.tables import ChangeRow
from schemas import Record, RecordKey

_change = columns_of(ChangeRow)


@dataclass(frozen=True)
class EndedRecord:
    """A record that ended: by which change, when, by whom, and into what it was merged; None where it was deleted."""

    key: RecordKey
    seq: int
    at: dt.datetime
    by: str
    into: str | None
    last: Record


def find_endings(connection: Connection, *, limit: int, before: int | None = None) -> list[EndedRecord]:
    """The last endings before a change, and one more where there are more."""
    query = _endings().order_by(_change.seq.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(_change.seq < before)
    return _with_records(connection, connection.execute(query).all())


def find_one_ending(connection: Connection, key: RecordKey) -> EndedRecord | None:
    """How a record ended; None where it stands, or never was."""
    query = _endings().where(_change.collection == key.collection, _change.id == key.id)
    return next(iter(_with_records(connection, connection.execute(query).all())), None)


def _endings() -> Any:
    later = table_of(ChangeRow).alias().c
    since = select(later.seq).where(
        later.collection == _change.collection, later.id == _change.id, later.seq > _change.seq
    )
    return select(*_change).where(_change.action.in_(("deleted", "merged")), ~since.exists())


def _with_records(connection: Connection, rows: Sequence[Any]) -> list[EndedRecord]:
    last: dict[int, Record] = {}
    for name in {row.collection for row in rows}:
        last |= _last_states(connection, name, [row.seq for row in rows if row.collection == name])
    return [
        EndedRecord(RecordKey(row.collection, row.id), row.seq, row.at, row.by, row.into, last[row.seq]) for row in rows
    ]


def _last_states(connection: Connection, name: str, numbers: Sequence[int]) -> Mapping[int, Record]:
    """The records that changes ended, as they last stood, by the number of the change."""
    collection = COLLECTIONS[name]
    columns = columns_of(collection.table)
    found = connection.execute(select(columns.until, columns.document).where(columns.until.in_(numbers)))
    return {row.until: collection.record.model_validate_json(row.document) for row in found}
