"""Outcomes: what a write came to, as a value that knows of no protocol."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.store.clock import Snapshot
from schemas import MovedReference, Record

D = TypeVar("D")


@dataclass(frozen=True)
class Beside:
    """What is told beside a record that was written: others like it, and what the end of a merge leaves to move back.

    `moved` is None where the record was not split off from another.
    """

    similar: tuple[str, ...] = ()
    moved: tuple[MovedReference, ...] | None = None


@dataclass(frozen=True)
class Done:
    """What a change of one record came to: the record of a collection, whether it was made new, what stands beside.

    What `is_draft` is not in the record, but beside it, as the record that it would be.
    """

    collection: str
    record: Record
    is_new: bool = False
    beside: Beside = Beside()
    is_draft: bool = False


@dataclass(frozen=True)
class Outcome(Generic[D]):
    """What a write came to: what was done (a `Done` where it is about one record), and the state after it."""

    done: D
    snapshot: Snapshot
