"""Computing: an answer that is worked out from the records as they stood at the moment that is asked for."""

from collections.abc import Callable

from sqlalchemy import Connection

from app.reading.answer.basis import Basis, Computed, Known, Unchanged
from app.reading.question.moment import number_needed, snapshot_of
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import AtMoment, Contract


def compute(
    database: Database,
    query: AtMoment,
    *,
    made_of: str,
    known: Known | None,
    make: Callable[[Connection, Snapshot], Contract],
) -> Computed | Unchanged:
    """What `make` works out, unless it is known.

    Raises `Invalid` for a moment that is yet to come, and what `make` raises.
    """
    with database.read(at_least=number_needed(query)) as connection:
        basis = Basis(snapshot_of(connection, query, None), made_of)
        if known is not None and known(basis):
            return Unchanged(basis)
        return Computed(basis, make(connection, basis.snapshot))
