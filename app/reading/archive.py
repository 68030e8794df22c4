"""The archive: one database as it is read, with the resources in it, and what was found out about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.reading.plan.statements import Plans
from app.reading.question.names import Lookups
from app.reading.remembered import Remembered
from app.reading.resource import Resource
from app.store.collection import AnyCollection, one_with_texts
from app.store.database import Database
from schemas import FacetCount

FacetCounts = tuple[FacetCount, ...]
"""How many records have each value of a facet."""


@dataclass(frozen=True)
class Memory:
    """What was found out about one database and cannot change: what words mean, and how many records have what.

    The statements that were built for it are kept as well.
    """

    plans: Plans = field(default_factory=Plans)
    lookups: Lookups = field(default_factory=lambda: Remembered(2_000))
    totals: Remembered[int] = field(default_factory=lambda: Remembered(10_000))
    words: Remembered[list[str]] = field(default_factory=lambda: Remembered(8))
    facets: Remembered[FacetCounts] = field(
        default_factory=lambda: Remembered(20_000, weigh=lambda found: 10 + len(found))
    )


@dataclass(frozen=True)
class Archive:
    """What lists, records and searches are read from; `resources` in the order in which they refer to each other."""

    database: Database
    resources: Sequence[Resource]
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def by_name(self) -> dict[str, Resource]:
        """The resources by the names of their collections."""
        return {resource.name: resource for resource in self.resources}

    @cached_property
    def with_texts(self) -> AnyCollection:
        """The collection to whose records texts are attached."""
        collection, _ = one_with_texts({resource.name: resource.collection for resource in self.resources})
        return collection
