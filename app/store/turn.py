"""A turn: one hold of the clock, in which the writers of one transaction follow each other."""

from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.store import clock
from app.store.claims import Claims
from app.store.clock import Snapshot
from app.store.collection import Collections
from app.store.current import Current
from app.store.pending import Pending
from schemas import Draft, Record, RecordKey

MOST_CHANGES = 250
"""How many changes are followed from turn to turn before what was found out is forgotten."""


class TurnChange(NamedTuple):
    """What was made of a record in a turn: None where it was ended; it `is_new` where it had not stood before."""

    seq: int
    key: RecordKey
    record: Record | None
    is_new: bool


class Turn:
    """What the writers of a transaction know of the records, and what of their changes has yet to be written.

    Each is kept or taken back before the next one begins, and finds what those before it have left. `kept` is where the
    clock stands after these. `changes` are what all have made so far, the first `changes_kept` of them kept, and
    `remembered` is what else was found out in this turn, by its question: both begin anew where something was taken
    back, and go on from the turn `before`, which was committed, where the clock stands as that left it. Whoever is
    alone in the transaction does without savepoints.
    """

    current: Current
    claims: Claims
    changes: list[TurnChange]
    changes_kept: int
    remembered: dict[Hashable, Any]

    def __init__(
        self,
        connection: Connection,
        collections: Collections,
        *,
        is_shared: bool = False,
        before: "Turn | None" = None,
    ) -> None:
        self.connection = connection
        self.collections = collections
        self.kept = clock.lock(connection)
        self.pending = Pending(connection, collections, is_shared=is_shared)
        self._reached = self.kept
        self._begin_anew()
        if before is not None and before.kept == self.kept and len(before.changes) <= MOST_CHANGES:
            self.changes, self.remembered = before.changes, before.remembered
            self.changes_kept = len(self.changes)

    @property
    def snapshot(self) -> Snapshot:
        """The state that the last writer has left."""
        seq = self._reached.seq
        return Snapshot(seq, settled=False, newest=seq, instance=self._reached.instance)

    def foresee(self, name: str, drafts: Iterable[Draft]) -> None:
        """Read at once what adding drafts is going to ask of the database, each by itself."""
        collection = self.collections[name]
        every = list(drafts)
        self.current.read_used(RecordKey(name, draft.id or collection.wished_id(draft)) for draft in every)
        if (identity := collection.names.identity) is not None:
            values = map(identity.value, every)
            self.claims.read_holders(name, (value for value in values if value is not None))

    def reach(self, tick: clock.Tick) -> None:
        """Take note of where the clock will stand after the writer whose turn it is."""
        self._reached = tick

    def keep(self) -> None:
        """Keep what the writer whose turn it is has done."""
        self.pending.keep(self._reached, after=self.kept.seq)
        self.kept, self.changes_kept = self._reached, len(self.changes)

    def take_back(self) -> None:
        """Undo what the writer whose turn it is has done; those before it are kept."""
        self._reached = self.kept
        if self.pending.is_empty:
            return
        self.pending.take_back()
        self.pending.write_kept()
        self._begin_anew()

    def close(self) -> None:
        """Write what is kept and waits, and set the clock."""
        self.pending.write_kept()

    def _begin_anew(self) -> None:
        self.current = Current(self.connection, self.collections, self.pending)
        self.claims = Claims(self.connection, self.collections, self.current, self.pending)
        self.changes, self.changes_kept = [], 0
        self.remembered = {}
