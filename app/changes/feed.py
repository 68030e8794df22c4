"""The feed: everything that happened, in its order, and the revisions of one record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.errors import NotFound
from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.question.moment import ahead
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.history import Wanted, changes, every, number_of
from schemas import ChangesQuery, FollowQuery


@dataclass(frozen=True)
class ChangesAnswer:
    """Changes in their order, as JSON; `after` is the number that the next of them follow, None where none do."""

    basis: Basis
    changes: Iterable[str]
    after: int | None


def changes_of(
    database: Database, query: ChangesQuery, *, whole: bool, made_of: str, known: Known | None
) -> ChangesAnswer | Unchanged:
    """A page of the wanted changes, or with `whole` all of them, read as they are taken.

    Raises `Invalid` where they would begin after the newest.
    """
    with database.read(at_least=query.after) as connection:
        basis = Basis(clock.newest(connection), made_of)
        if known is not None and known(basis):
            return Unchanged(basis)
        wanted = Wanted(query.after, basis.snapshot.seq, query.collection, query.id)
        check_begin(wanted)
        if not whole:
            return _page(connection, basis, wanted, limit=query.limit)
    return ChangesAnswer(basis, every(database, COLLECTIONS, wanted), None)


def revisions_of(
    database: Database, name: str, record_id: str, query: FollowQuery, *, made_of: str, known: Known | None
) -> ChangesAnswer | Unchanged:
    """A page of the changes of one record, also after its end. Raises `NotFound` where there never was any."""
    with database.read(at_least=query.after) as connection:
        basis = Basis(clock.newest(connection), made_of)
        wanted = Wanted(0, basis.snapshot.seq, [name], [record_id])
        is_text = record_id.isascii() and record_id.isprintable()
        if not is_text or not changes(connection, COLLECTIONS, wanted, limit=1):
            raise NotFound(f"{name} never had a record {record_id[:96]!r}")
        if known is not None and known(basis):
            return Unchanged(basis)
        wanted = replace(wanted, after=query.after)
        check_begin(wanted)
        return _page(connection, basis, wanted, limit=query.limit)


def check_begin(wanted: Wanted) -> None:
    """Raises `Invalid` where changes would begin after the newest."""
    if wanted.after > wanted.upto:
        raise ahead("after")


def _page(connection: Connection, basis: Basis, wanted: Wanted, *, limit: int) -> ChangesAnswer:
    found = changes(connection, COLLECTIONS, wanted, limit=limit + 1)
    shown = found[:limit]
    return ChangesAnswer(basis, shown, number_of(shown[-1]) if len(found) > limit else None)
