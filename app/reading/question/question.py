"""The question: what a list is asked, at a change number, every word an id."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from app.reading.plan.scope import Value
from app.reading.question.cursor import Cursor, Place
from app.reading.resource import Order, Resource
from app.search.terms import SearchTerm
from app.store.clock import Snapshot


@dataclass(frozen=True)
class Question:
    """What a list is asked.

    `filters` are the values of the parameters that choose records, in the resource's order; `terms` is what is searched
    for, None where nothing is. A page of `limit` records begins where the `walk` stands; without one it is the first.
    `counted` tells whether all are counted, `fields` what of each is shown, and `include` which collections are shown
    beside them. `resolved` tells what words became that clients are told of. Where it `follows_the_calendar`, its
    answer depends on the month.
    """

    resource: Resource
    filters: Mapping[str, Value]
    terms: tuple[SearchTerm, ...] | None
    order: Order
    snapshot: Snapshot
    limit: int
    walk: Cursor | None = None
    counted: bool = True
    facets: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    include: tuple[str, ...] | None = None
    resolved: Mapping[str, str] | None = None
    follows_the_calendar: bool = False

    @property
    def records(self) -> Hashable:
        """What tells which records there are in the whole list: the same of two questions, the same records."""
        at = (self.snapshot.instance, self.snapshot.seq, self.snapshot.newest)
        return at, self.resource.name, tuple(self.filters.items()), self.terms

    def behind(self, place: Place) -> "Question":
        """The same question behind a place."""
        walk = Cursor(self.snapshot.seq, self.snapshot.newest, None, place)
        return replace(self, walk=walk)

    def without(self, parameters: frozenset[str]) -> "Question":
        """The same question without some of its filters."""
        return replace(self, filters={name: value for name, value in self.filters.items() if name not in parameters})
