"""A resource: a collection as it is read. A declaration that cannot work fails when it is imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from app.pipeline.filters import Filter
from app.pipeline.names import Vocabulary
from app.store.collection import Collection
from app.store.tables import columns_of
from schemas import ListQuery, Query, field_names

PAGING = frozenset(field_names(ListQuery)) | {"sort"}
"""The parameters that mean the same for every collection."""


class BadDeclaration(Exception):
    """A resource whose parts do not fit."""


@dataclass(frozen=True)
class Resource:
    """What a collection's parameters mean.

    `filters` says what each of the query's own parameters means; `sorts` gives the column of each sort key; `words`
    says which parameters hold words that must be known, and where they are looked up.
    """

    collection: Collection
    query: type[ListQuery]
    detail: type[Query]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, str]
    words: Mapping[str, Vocabulary]

    def __post_init__(self) -> None:
        parameters = set(field_names(self.query)) - PAGING
        if parameters != set(self.filters):
            raise BadDeclaration(f"{self.name}: parameters and filters differ in {parameters ^ set(self.filters)}")
        if not set(self.words) <= parameters:
            raise BadDeclaration(f"{self.name}: there are no parameters {set(self.words) - parameters}")
        keys = set(get_args(self.query.model_fields["sort"].annotation))
        if keys != {sign + key for key in self.sorts for sign in ("", "-")}:
            raise BadDeclaration(f"{self.name}: the query's sort keys are not those declared: {sorted(keys)}")
        for key, column in self.sorts.items():
            if self._column(column).nullable:
                raise BadDeclaration(f"{self.name}: the sort key {key} can be null, so pages could lose records")
        if self.query.record is not self.collection.record or self.detail.record is not self.collection.record:
            raise BadDeclaration(f"{self.name}: query and collection are of different records")

    @property
    def name(self) -> str:
        """The collection's name, which is also its place in the path."""
        return self.collection.name

    def sort(self, wanted: str) -> tuple[str, bool]:
        """The column of a sort parameter's value, and whether it descends."""
        return self.sorts[wanted.removeprefix("-")], wanted.startswith("-")

    def _column(self, name: str) -> Any:
        columns = columns_of(self.collection.table)
        if name not in columns:
            raise BadDeclaration(f"{self.name}: there is no column {name}")
        return columns[name]
