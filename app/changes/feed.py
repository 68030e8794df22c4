"""The feed: everything that happened, in its order, and the revisions of one record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from app.errors import NotFound
from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.answer.moment import check_id
from app.reading.question.moment import ahead
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.history import Wanted, changes, every, number_of
from app.store.metadata import columns_of
from app.store.tables import ChangeRow
from schemas import Change, ChangesQuery, FollowQuery, RecordKey

_change = columns_of(ChangeRow)


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
            raise _never(name, record_id)
        if known is not None and known(basis):
            return Unchanged(basis)
        wanted = replace(wanted, after=query.after)
        check_begin(wanted)
        return _page(connection, basis, wanted, limit=query.limit)


def find_last_changes(connection: Connection, key: RecordKey, *, limit: int, before: int | None = None) -> list[Change]:
    """The last changes of one record before a change, the newest first, and one more where there are more.

    Raises `NotFound` where there never was such a record, and no change is named that they are to be before.
    """
    check_id(key.collection, key.id)
    query = select(_change.seq).where(_change.collection == key.collection, _change.id == key.id)
    if before is not None:
        query = query.where(_change.seq < before)
    numbers = connection.execute(query.order_by(_change.seq.desc()).limit(limit + 1)).scalars().all()
    if not numbers and before is None:
        raise _never(key.collection, key.id)
    if not numbers:
        return []
    wanted = Wanted(numbers[-1] - 1, numbers[0], [key.collection], [key.id])
    found = changes(connection, COLLECTIONS, wanted, limit=len(numbers))
    return [Change.model_validate_json(each) for each in reversed(found)]


def check_begin(wanted: Wanted) -> None:
    """Raises `Invalid` where changes would begin after the newest."""
    if wanted.after > wanted.upto:
        raise ahead("after")


def _never(name: str, record_id: str) -> NotFound:
    return NotFound(f"{name} never had a record {record_id[:96]!r}")


def _page(connection: Connection, basis: Basis, wanted: Wanted, *, limit: int) -> ChangesAnswer:
    found = changes(connection, COLLECTIONS, wanted, limit=limit + 1)
    shown = found[:limit]
    return ChangesAnswer(basis, shown, number_of(shown[-1]) if len(found) > limit else None)
