"""Ripples: which records are to be derived again, because what they rest on, or what answers to them, has changed."""

from collections.abc import Mapping

from app.rules.references import named_by
from app.store.collection import Collection
from app.store.current import Current
from schemas import Record

Key = tuple[str, str]
"""A record: its collection and its id."""


class Ripples:
    """Takes note of changes, and says which other records these reach."""

    def __init__(self, current: Current, collections: Mapping[str, Collection]) -> None:
        self._current = current
        self._collections = collections
        self._rests_on = {name: collection.rests_on for name, collection in collections.items()}
        self._rests_through = {name: collection.rests_through for name, collection in collections.items()}
        self._carriers = frozenset().union(*self._rests_on.values())
        self._carriers_on = frozenset().union(*self._rests_through.values())
        self._answering = frozenset().union(*(collection.answers_to for collection in collections.values()))
        self._moved: set[Key] = set()
        self._answered: set[Key] = set()

    def note(self, name: str, record_id: str, old: Record | None, new: Record | None) -> None:
        """A record was made, changed or ended."""
        bearing = self._collections[name].bearing
        if old is None or new is None or bearing(old) != bearing(new):
            self._moved.add((name, record_id))
        if name in self._answering:
            for record in filter(None, (old, new)):
                for named in named_by(record):
                    if name in self._collections[named.collection].answers_to:
                        self._answered.add((named.collection, named.id))

    def take(self) -> list[Key]:
        """The standing records that the changes since the last time reach, in a fixed order."""
        reached = self._answered | {
            (name, record_id)
            for target, target_id in self._moved
            if target in self._carriers
            for name, record_id in self._current.naming(target, target_id)
            if target in self._rests_on[name]
        }
        reached |= self._reached_through()
        self._moved, self._answered = set(), set()
        self._current.read(reached)
        return sorted(key for key in reached if self._current.record(*key) is not None)

    def _reached_through(self) -> set[Key]:
        """The records that rest on what has changed through what they name."""
        between = {
            (target, key)
            for target, target_id in self._moved
            if target in self._carriers_on
            for key in self._current.naming(target, target_id)
        }
        self._current.read_naming(key for _, key in between)
        return {
            (name, record_id)
            for target, key in between
            for name, record_id in self._current.naming(*key)
            if target in self._rests_through[name]
        }
