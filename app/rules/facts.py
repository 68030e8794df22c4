"""Facts: what a rule may look up, whoever holds it, and what a record can be found by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from schemas import Record, RecordKey

R = TypeVar("R", bound=Record)


class Facts(Protocol):
    """What a derivation may look up: the current state, within the write's own transaction."""

    def find(self, model: type[R], record_id: str) -> R | None:
        """The current record of that contract type and id, or None."""
        ...

    def record(self, name: str, record_id: str) -> Record | None:
        """The current record of that collection and id, or None."""
        ...

    def text(self, source_id: str) -> str | None:
        """The text attached to a source, or None."""
        ...

    def naming(self, name: str, record_id: str) -> list[RecordKey]:
        """Every record that names this one."""
        ...

    def newest(self, collections: Iterable[str], count: int) -> Mapping[str, Sequence[str]]:
        """The stems of the records that were written last in some collections, by `collection/id`."""
        ...

    def last(self, collection: str, column: str) -> Any:
        """The greatest current value of a column of a collection's table, or None."""
        ...


TermValues = tuple[str, str, str]
"""Field, value and role ('' where there is none)."""
