"""Listing: the steps of a walk through a list: which rows a step shows, how many there are in all, and what follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from app.reading.formats import JSON
from app.reading.question import cursor
from app.reading.question.addresses import onward, walk_name
from app.reading.question.cursor import Cursor, Place
from app.reading.question.parameters import Parsed
from app.store.clock import Snapshot


class SortedRow(Protocol):
    """A row of a list, which is in an order."""

    @property
    def key(self) -> Any:
        """What it is sorted by."""

    @property
    def id(self) -> str:
        """What decides between equal keys."""


P = TypeVar("P", bound=SortedRow)


@dataclass(frozen=True)
class Step(Generic[P]):
    """One step of a walk: the rows that it shows, the total where it is counted, and the address of the step after."""

    rows: Sequence[P]
    total: int | None
    next: str | None


def step_of(
    rows: Sequence[P],
    parsed: Parsed[Any],
    walk: Cursor | None,
    snapshot: Snapshot,
    *,
    path: str,
    count: Callable[[], int],
    form: str = JSON,
) -> Step[P]:
    """One step of a walk, of rows of which there is one too many where another step follows.

    `count` is asked at most once a walk. Raises `TargetTooLong` where the next address would be one that is refused.
    """
    query = parsed.query
    shown, more = rows[: query.limit], len(rows) > query.limit
    total = walk.total if walk else None
    if query.count == "exact" and total is None:
        total = count() if more else len(shown)
    told = total if query.count == "exact" else None
    if not more:
        return Step(shown, told, None)
    passed = (walk.passed if walk else 0) + len(shown)
    # What no later change can alter says nothing of the newest one.
    begun = snapshot.seq if snapshot.settled else snapshot.newest
    stands = Cursor(snapshot.seq, begun, total, Place(shown[-1].key, shown[-1].id), passed)
    changes = {"cursor": cursor.encode(stands, bound_to=walk_name(path, parsed))}
    if form != JSON:
        changes["format"] = form
    return Step(shown, told, onward(path, parsed, **changes))
