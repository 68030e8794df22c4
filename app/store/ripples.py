"""Ripples: which records are to be derived again, because what they rest on, or what answers to them, has changed."""

from app.rules.references import mentions_in
from app.store.collection import Collections
from app.store.current import Current
from schemas import Record, RecordKey


class Ripples:
    """Takes note of changes, and says which other records these reach."""

    def __init__(self, current: Current, collections: Collections) -> None:
        self._current = current
        self._collections = collections
        self._rests_on = {name: collection.derivation.rests_on for name, collection in collections.items()}
        self._carriers = frozenset().union(*self._rests_on.values())
        self._answering = frozenset().union(*(collection.derivation.answers_to for collection in collections.values()))
        self._moved: set[RecordKey] = set()
        self._answered: set[RecordKey] = set()

    def note(self, name: str, record_id: str, old: Record | None, new: Record | None) -> None:
        """A record was made, changed or ended."""
        bearing = self._collections[name].derivation.bearing
        if old is None or new is None or bearing(old) != bearing(new):
            self._moved.add(RecordKey(name, record_id))
        if name in self._answering:
            for record in filter(None, (old, new)):
                for named in mentions_in(record):
                    if name in self._collections[named.key.collection].derivation.answers_to:
                        self._answered.add(named.key)

    def take(self) -> list[RecordKey]:
        """The standing records that the changes since the last time reach, in a fixed order."""
        reached = self._answered | {
            key
            for moved in self._moved
            if moved.collection in self._carriers
            for key in self._current.naming(*moved)
            if moved.collection in self._rests_on[key.collection]
        }
        self._moved, self._answered = set(), set()
        self._current.read(reached)
        return sorted(key for key in reached if self._current.record(*key) is not None)
