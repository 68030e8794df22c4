"""Rebuilding: all that is derived, brought right in one transaction."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection

from app.store.collection import Collections
from app.store.turn import Turn
from app.store.versions import render_again
from app.store.withdrawing import withdraw_drafts
from app.store.write import DERIVED, Writer


class Rebuilt(NamedTuple):
    """How many versions were rendered again, and how many changes it took to derive again what stands."""

    versions: int
    changes: int


def rebuild_all(
    connection: Connection, collections: Collections, *, progress: Callable[[int], None] = lambda _: None
) -> Rebuilt:
    """Render every version again, with all that it is found by, and derive again every record that stands.

    What is computed otherwise than it was is a change by `tracker`, and so is the end of a draft in the record. Writers
    wait until it is done; `progress` is told of versions. Raises `Invalid` for a document that cannot be read.
    """
    versions = render_again(connection, collections.values(), progress=progress)
    turn = Turn(connection, collections)
    before = turn.kept.seq
    writer = Writer(turn, by=DERIVED)
    withdraw_drafts(writer, collections)
    writer.derive_again()
    writer.finish()
    turn.keep()
    turn.close()
    return Rebuilt(versions, turn.kept.seq - before)
