"""A resource: a collection as it is read. A declaration that cannot work fails when it is imported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from sqlalchemy import Connection

from app.reading.likeness import Likeness
from app.reading.plan.facets import Facet
from app.reading.plan.filters import Filter
from app.reading.question.known import parameters_of
from app.reading.question.names import Vocabulary
from app.store.collection import AnyCollection, BadDeclaration
from app.store.metadata import columns_of
from schemas import EVIDENCE_CARRIERS, RECORDS, ListQuery, Query, field_names, fields_of

PAGING = frozenset(field_names(ListQuery)) | {"sort", "facets"}
"""The parameters that mean the same for every collection."""
RELEVANCE = "relevance"
"""The sort key of what was searched for, which no column holds."""
BATCH = "batch"
"""Where a collection takes batches; none of its records can be called so."""


@dataclass(frozen=True)
class Presentation:
    """How people are shown a collection, on its pages and in the footnotes of editions.

    `noun` is a word for one of its records. `title` heads the page of its list, to which `link` leads at `place` among
    the links of every page. `facets` are those that the page offers. `facts` says of a record what stands beside its
    title, in a few words each.
    """

    noun: str
    title: str
    link: str
    place: int
    facets: tuple[str, ...] = ()
    facts: Callable[[Any], Iterable[str]] = lambda _: ()


@dataclass(frozen=True)
class Order:
    """An order of a list: by a column, or where there is none by relevance; `of_terms` where terms carry the column."""

    column: str | None
    descending: bool
    of_terms: bool = False


@dataclass(frozen=True)
class Resource:
    """What a collection's parameters mean.

    `filters` says what each of the query's own parameters means; `sorts` gives the column of each sort key; `words`
    says which parameters hold words that must be known, and where they are looked up. `heading`, `prose` and `tags` are
    the fields that title, tell and label a record to a reader. `likeness` tells which records may be one thing.
    `included_at` says, of a record's id and the number that is read at, after which change what the record names is
    included in its detail as it stood. `has_board` tells that the collection's page shows all of it, whatever is asked.
    `orders` are what the values of the parameter `sort` mean, and `by_value` the filters that depend on theirs.
    """

    collection: AnyCollection
    query: type[ListQuery]
    detail: type[Query]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, str]
    facets: Mapping[str, Facet]
    words: Mapping[str, Vocabulary]
    prose: str
    tags: tuple[str, ...]
    presentation: Presentation
    heading: str = "title"
    likeness: Likeness | None = None
    has_board: bool = False
    included_at: Callable[[Connection, str, int], int] = lambda _connection, _record_id, seq: seq
    orders: Mapping[str, Order] = field(init=False)
    by_value: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        parameters = set(field_names(self.query)) - PAGING
        facets = set(parameters_of(self.query)["facets"].allowed)
        keys = set(get_args(self.query.model_fields["sort"].annotation))
        paths = {field.path for field in fields_of(self.collection.record)}
        self._same("parameters and filters", parameters, set(self.filters))
        self._same("the query's facets and those declared", facets, set(self.facets))
        self._same(
            "the query's sort keys and those declared", keys, {RELEVANCE, *self.sorts, *map("-{}".format, self.sorts)}
        )
        self._within("words", set(self.words), parameters)
        self._within("heading, prose and tags", {self.heading, self.prose, *self.tags}, paths)
        for facet in self.facets.values():
            self._within("what a facet ignores", set(facet.ignores), parameters)
        for key, column in self.sorts.items():
            if self._column(column).nullable:
                raise BadDeclaration(f"{self.name}: the sort key {key} can be null, so pages could lose records")
        if self.query.record is not self.collection.record or self.detail.record is not self.collection.record:
            raise BadDeclaration(f"{self.name}: query and collection are of different records")
        self._check_evidence()
        self._within("the facets of its page", set(self.presentation.facets), facets)
        if self.takes_batches and BATCH not in self.collection.names.reserved:
            raise BadDeclaration(f"{self.name}: takes batches, and {BATCH} is no reserved id")
        object.__setattr__(self, "orders", dict(self._orders()))
        by_value = (name for name, meant in self.filters.items() if meant.by_value)
        object.__setattr__(self, "by_value", frozenset(by_value))

    def _check_evidence(self) -> None:
        """Whether records that carry evidence, or caveats, can be counted and asked for by it."""
        for name, parameters in (("evidence", {"evidence", "source"}), ("caveats", {"has_caveat"})):
            if name in self.collection.record.model_fields:
                self._within(f"what a record with {name} is counted by", parameters, set(self.facets))

    def _orders(self) -> Iterator[tuple[str, Order]]:
        yield RELEVANCE, Order(None, descending=True)
        for key, column in self.sorts.items():
            of_terms = column in columns_of(self.collection.storage.terms_table)
            yield key, Order(column, descending=False, of_terms=of_terms)
            yield f"-{key}", Order(column, descending=True, of_terms=of_terms)

    def _same(self, what: str, one: set[str], other: set[str]) -> None:
        if one != other:
            raise BadDeclaration(f"{self.name}: {what} differ in {sorted(one ^ other)}")

    def _within(self, what: str, inner: set[str], outer: set[str]) -> None:
        if not inner <= outer:
            raise BadDeclaration(f"{self.name}: {what} name what there is not: {sorted(inner - outer)}")

    @property
    def takes_batches(self) -> bool:
        """Whether many records can be added at once: where a draft can say which it is, so as to be known again."""
        return "id" in self.collection.draft.model_fields

    @property
    def carries_evidence(self) -> bool:
        """Whether its records rest on sources."""
        return self.name in EVIDENCE_CARRIERS

    @property
    def name(self) -> str:
        """The collection's name, which is also its place in the path."""
        return self.collection.name

    def _column(self, name: str) -> Any:
        columns = columns_of(self.collection.storage.table)
        if name not in columns:
            raise BadDeclaration(f"{self.name}: there is no column {name}")
        return columns[name]


def check_together(resources: Sequence[Resource]) -> None:
    """Raises `BadDeclaration` where the resources are not those of the contract, or do not fit each other.

    Each stands before those that its derived fields rest on: so are references followed, and in the reverse order
    records are seeded.
    """
    names = [resource.name for resource in resources]
    if odd := set(names) ^ set(RECORDS):
        raise BadDeclaration(f"the contract's collections and the resources differ in {', '.join(sorted(odd))}")
    for resource in resources:
        if resource.collection.record is not RECORDS[resource.name]:
            raise BadDeclaration(f"{resource.name}: the contract has another record")
        if early := resource.collection.derivation.rests_on & set(names[: names.index(resource.name)]):
            raise BadDeclaration(f"{resource.name}: must stand before what it rests on: {', '.join(sorted(early))}")
    for what in ("noun", "place"):
        values = [getattr(resource.presentation, what) for resource in resources]
        if len(set(values)) != len(values):
            raise BadDeclaration(f"two collections have the same {what}: {sorted(values)}")
