"""The moment: which state a read shows, and which change a database must have come to for it."""

from dataclasses import replace

from sqlalchemy import Connection

from app.errors import Invalid
from app.reading.question.cursor import Cursor
from app.store import clock
from app.store.clock import Snapshot
from schemas import AtMoment, Fault


def number_needed(query: AtMoment, walk: Cursor | None = None) -> int:
    """The change number that a database must have come to for the read."""
    as_of = query.as_of if isinstance(query.as_of, int) else 0
    return max(query.min_snapshot or 0, as_of, walk.begun if walk is not None else 0)


def snapshot_of(connection: Connection, query: AtMoment, walk: Cursor | None) -> Snapshot:
    """The state that the answer shows: the walk's, the one asked for, or the newest.

    Raises `Invalid` for one that is yet to come.
    """
    if query.min_snapshot is not None and clock.newest(connection).seq < query.min_snapshot:
        raise ahead("min_snapshot")
    if walk is None and query.as_of is None:
        return clock.newest(connection)
    name, wanted = ("cursor", walk.seq) if walk else ("as_of", query.as_of)
    snapshot = clock.stood_at(connection, wanted) if wanted is not None else None
    if snapshot is None or (walk is not None and not walk.seq <= walk.begun <= snapshot.newest):
        raise ahead(name)
    return replace(snapshot, newest=walk.begun) if walk else snapshot


def ahead(name: str) -> Invalid:
    """The refusal of a parameter that names a change to come."""
    message = "is ahead of the newest change, which meta.snapshot of any answer names"
    return Invalid(f"{name} is ahead of the tracker", faults=[Fault(in_="query", name=name, message=message)])
