"""Exporting: the whole of what stood after a change, in constant memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.question.moment import number_needed, snapshot_of
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.export import batches
from schemas import AtMoment


@dataclass(frozen=True)
class ExportAnswer:
    """Every record, a line `{"collection", "record"}` each, by collection and id; some lines at a time."""

    basis: Basis
    lines: Iterator[list[str]]


def export_of(database: Database, query: AtMoment, *, made_of: str, known: Known | None) -> ExportAnswer | Unchanged:
    """All that stood at the moment that is asked for, read as it is taken. Raises `Invalid` for one to come."""
    with database.read(at_least=number_needed(query)) as connection:
        basis = Basis(snapshot_of(connection, query, None), made_of)
    if known is not None and known(basis):
        return Unchanged(basis)
    return ExportAnswer(basis, batches(database, COLLECTIONS, seq=basis.snapshot.seq))
