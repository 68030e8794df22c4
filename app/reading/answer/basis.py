"""The basis of an answer: what its bytes depend on, by which an asker tells that it has them already."""

from collections.abc import Callable
from dataclasses import dataclass

from app.store.clock import Snapshot
from schemas import Contract


@dataclass(frozen=True)
class Basis:
    """What an answer depends on: the state that it shows, and what of the question its bytes are made of.

    `revision` is that of the record, where the answer is one record's.
    """

    snapshot: Snapshot
    made_of: str
    revision: int | None = None


Known = Callable[[Basis], bool]
"""Whether the asker has the answer with this basis: then it need not be made. Who has none gives None in its place."""


@dataclass(frozen=True)
class Unchanged:
    """In the place of an answer that the asker has."""

    basis: Basis


@dataclass(frozen=True)
class Computed:
    """An answer that is worked out as a model of the contract."""

    basis: Basis
    model: Contract
