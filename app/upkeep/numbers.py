"""Numbers: the log without gaps up to where the clock stands, and each record a chain of versions."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from app.store.collection import AnyCollection, Collections
from app.store.metadata import columns_of, table_of
from app.store.service_tables import WebhookRow
from app.store.tables import ChangeRow, ClockRow
from app.upkeep.findings import Findings
from schemas import RecordKey

ROWS_AT_ONCE = 1_000
"""How many rows are held at a time."""
BY_STRETCHES = {"yield_per": ROWS_AT_ONCE}
MAKING, ENDING = ("created", "updated"), ("deleted", "merged")

_change = columns_of(ChangeRow)
_clock = columns_of(ClockRow)


def count_changes(connection: Connection) -> int:
    """How many changes there are."""
    return connection.execute(select(func.count()).select_from(ChangeRow)).scalar_one()


def check_log(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """The log: numbers from 1 without gaps, whole transactions, instants that never fall, and the clock at its end."""
    before: Any = None
    for row in connection.execute(select(*_change).order_by(_change.seq), execution_options=BY_STRETCHES):
        expected = before.seq + 1 if before is not None else 1
        if row.seq != expected:
            findings.note(f"The log has no change {expected}: change {row.seq} follows.")
        if row.last < row.seq or (before is not None and before.last not in (before.seq, row.last)):
            findings.note(f"Change {row.seq} is not of one transaction with those that its last number names.")
        if before is not None and row.at < before.at:
            findings.note(f"Change {row.seq} was made before change {before.seq}, says its instant.")
        if row.collection not in collections or row.action not in MAKING + ENDING:
            findings.note(f"Change {row.seq} is of {row.collection}, and {row.action}: there is no such change.")
        if (row.into is not None) != (row.action == "merged"):
            findings.note(f"Change {row.seq} does not say into what it merged, or says it without merging.")
        before = row
        advance(1)
    _check_clock(connection, before, findings)


def _check_clock(connection: Connection, newest: Any, findings: Findings) -> None:
    rows = connection.execute(select(_clock.seq, _clock.at)).all()
    if len(rows) != 1:
        findings.note(f"The clock has {len(rows)} rows, and not one.")
        return
    number = newest.seq if newest is not None else 0
    if newest is not None and newest.last != newest.seq:
        findings.note(f"The transaction of change {newest.seq} ends with change {newest.last}, which there is not.")
    if rows[0].seq != number:
        findings.note(f"The clock stands at {rows[0].seq}, and the newest change is {number}.")
    elif newest is not None and rows[0].at != newest.at:
        findings.note(f"The clock's instant is not that of change {number}.")
    ahead = columns_of(WebhookRow)
    for webhook in connection.execute(select(ahead.id).where(ahead.after > number)).scalars():
        findings.note(f"Webhook {webhook} was told of changes that there are not yet.")


def check_chains(
    connection: Connection, collection: AnyCollection, findings: Findings, advance: Callable[[int], None]
) -> None:
    """The versions of each record: revisions from 1, each ending where the next begins, and at most one that stands."""
    version, table = columns_of(collection.table), table_of(collection.table)
    made, ended = table_of(ChangeRow).alias("made"), table_of(ChangeRow).alias("ended")
    query = (
        select(
            *(version[name] for name in ("id", "seq", "until", "revision")),
            *(made.c[name].label(f"made_{name}") for name in ("collection", "id", "action")),
            *(ended.c[name].label(f"ended_{name}") for name in ("collection", "id", "action")),
        )
        .select_from(table)
        .outerjoin(made, made.c.seq == version.seq)
        .outerjoin(ended, ended.c.seq == version.until)
        .order_by(version.id, version.seq)
    )
    for record_id, rows in groupby(connection.execute(query, execution_options=BY_STRETCHES), attrgetter("id")):
        versions = list(rows)
        for sentence in _wrong_in_chain(RecordKey(collection.name, record_id), versions):
            findings.note(sentence)
        advance(len(versions))
    _check_changes(connection, collection, findings)


def _wrong_in_chain(key: RecordKey, versions: Sequence[Row[Any]]) -> Iterator[str]:
    """What is wrong with the versions of a record, given in their order."""
    for place, row in enumerate(versions, 1):
        if row.revision != place:
            yield f"{key} has revision {row.revision} where revision {place} should follow."
        if (row.made_collection, row.made_id) != key or row.made_action not in MAKING:
            yield f"{key} revision {row.revision} was made by change {row.seq}, which the log does not say."
        if row.until is not None and (row.until <= row.seq or (row.ended_collection, row.ended_id) != key):
            yield f"{key} revision {row.revision} was ended by change {row.until}, which the log does not say."
    for row, later in pairwise(versions):
        yield from _wrong_between(key, row, later)
    first, last = versions[0], versions[-1]
    if first.made_action != "created":
        yield f"{key} begins with change {first.seq}, which did not create it."
    if last.until is not None and last.ended_action not in ENDING:
        yield f"{key} ends with change {last.until}, which neither deleted nor merged it."


def _wrong_between(key: RecordKey, row: Row[Any], later: Row[Any]) -> Iterator[str]:
    """What is wrong where one version of a record goes over into the next."""
    if row.until is None:
        yield f"{key} revision {row.revision} still stands, though change {later.seq} made another version."
    elif row.until > later.seq:
        yield f"{key} revision {row.revision} overlaps the version that change {later.seq} made."
    elif row.ended_action not in ENDING and row.until != later.seq:
        yield f"{key} has a gap between change {row.until} and change {later.seq}."
    elif row.ended_action in ENDING and later.made_action != "created":
        yield f"{key} goes on with change {later.seq} after its end, though that did not bring it back."


def _check_changes(connection: Connection, collection: AnyCollection, findings: Findings) -> None:
    """Every change of the collection made a version, ended one, or both."""
    version = columns_of(collection.table)
    making = exists().where(version.seq == _change.seq)
    ending = exists().where(version.id == _change.id, version.until == _change.seq)
    for actions, done, said in ((MAKING, making, "made"), (ENDING, ending, "ended")):
        query = select(_change.seq, _change.id).where(
            _change.collection == collection.name, _change.action.in_(actions), ~done
        )
        for row in connection.execute(query.order_by(_change.seq), execution_options=BY_STRETCHES):
            key = RecordKey(collection.name, row.id)
            findings.note(f"Change {row.seq} {said} a version of {key} that is not there.")
