"""The clock: the number of the newest change, which every write moves and every read is bound to."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, or_, select, update

from app.store.metadata import columns_of, table_of
from app.store.prepared import Prepared
from app.store.tables import ChangeRow, ClockRow, PartRow, ReferenceRow, Version
from schemas import AsOf

AtNumber = int | BindParameter[int]
"""A change number, or one that a statement is yet to be asked with."""

_clock = columns_of(ClockRow)
_change = columns_of(ChangeRow)


class _Now(NamedTuple):
    seq: int
    instance: str


class _Around(NamedTuple):
    seq: int
    instance: str
    last: int | None


_LAST = select(_change.last).where(_change.seq == bindparam("number")).scalar_subquery()
_NEWEST = Prepared(lambda: select(_clock.seq, _clock.instance), _Now)
_AROUND = Prepared(lambda: select(_clock.seq, _clock.instance, _LAST), _Around)
_LOCK = update(table_of(ClockRow)).values(seq=_clock.seq).returning(_clock.seq, _clock.at, _clock.instance)
_ADVANCE = update(table_of(ClockRow)).values(seq=bindparam("newest"), at=bindparam("instant"))
_NOTE_LAST = update(table_of(ChangeRow)).where(_change.seq > bindparam("after")).values(last=bindparam("newest"))


class Tick(NamedTuple):
    """Where the clock stands: the number and the instant of the newest change, and the database's own name."""

    seq: int
    at: dt.datetime
    instance: str


@dataclass(frozen=True)
class Snapshot:
    """The state after a change; `settled` when no later write can alter what stands under the same name.

    `newest` is the number of the newest change when it was taken, and `instance` the database's own name.
    """

    seq: int
    settled: bool
    newest: int
    instance: str


def newest(connection: Connection) -> Snapshot:
    """The state now."""
    ((seq, instance),) = _NEWEST.all(connection)
    return Snapshot(seq, settled=False, newest=seq, instance=instance)


def stood_at(connection: Connection, as_of: AsOf) -> Snapshot | None:
    """The state after a change, at an instant, or at the end of a day in UTC; None for a number still to come.

    What one transaction did is one state: after any of its changes stands what stood after the last of them.
    """
    if isinstance(as_of, int):
        ((seq, instance, last),) = _AROUND.all(connection, {"number": as_of})
        return Snapshot(last or 0, settled=True, newest=seq, instance=instance) if as_of <= seq else None
    now = newest(connection)
    if not isinstance(as_of, dt.datetime):
        as_of = dt.datetime.combine(as_of, dt.time.max, dt.UTC)
    query = select(_change.seq).where(_change.at <= as_of, _change.seq <= now.seq)
    seq = connection.execute(query.order_by(_change.at.desc(), _change.seq.desc()).limit(1)).scalar() or 0
    # Instants never fall behind an earlier change's, so a later change closes the moment for good.
    return replace(now, seq=seq, settled=seq < now.seq)


def instant_of(connection: Connection, *, seq: int) -> dt.datetime:
    """When a change was made; for 0, before the first, the clock's own beginning."""
    query = select(_change.at).where(_change.seq == seq)
    return connection.execute(query).scalar() or dt.datetime.fromtimestamp(0, dt.UTC)


def lock(connection: Connection) -> Tick:
    """Queue for the right to write; where the clock stands."""
    return Tick(*connection.execute(_LOCK).one())


def advance(connection: Connection, tick: Tick) -> None:
    """Set the clock, for the holder of the lock."""
    connection.execute(_ADVANCE, {"newest": tick.seq, "instant": tick.at})


def note_last(connection: Connection, *, after: int, last: int) -> None:
    """Say of all changes after one which was the last of their transaction."""
    connection.execute(_NOTE_LAST, {"after": after, "newest": last})


def standing(table: type[Version | PartRow | ReferenceRow], seq: AtNumber) -> ColumnElement[bool]:
    """The predicate of every read: the rows that stood after change `seq`."""
    return stands(columns_of(table), seq)


def stands(columns: Any, seq: AtNumber) -> ColumnElement[bool]:
    """The same of rows with these columns.

    The sum keeps planners from reading everything in the order of the numbers, which is never the order of an answer.
    """
    return and_(columns.seq + 0 <= seq, or_(columns.until.is_(None), columns.until > seq))
