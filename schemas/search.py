"""Searching all collections at once."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from schemas.collections import Collection
from schemas.page import ListLinks, ListMeta
from schemas.query import AtMoment, Paged, SearchWords, Values
from schemas.records import AnyRecord
from schemas.types import Contract


class SearchQuery(AtMoment, Paged):
    """The parameters of `/v1/search`."""

    q: SearchWords
    """Words, all of which must occur in a record's title or name, summary, demand, description, notes, statements or
    further names, in any English form; `"phrases"`, `-excluded`, `begin*`. At most 20 terms."""
    collection: Values[Collection] | None = None
    """Only these collections."""
    facets: Values[Literal["collection"]] | None = None
    """Count the hits by these, each as if it were not filtered by."""
    sort: Literal["relevance", "title", "-title", "updated_at", "-updated_at"] = "relevance"
    """The order: the best first, or as named; ties by collection and id."""


class Hit(Contract):
    """A record that was found."""

    collection: Collection
    """The record's collection."""
    score: Annotated[int, Field(ge=0)]
    """How well it fits, in thousandths: up to 2200 for each term that was searched for."""
    record: AnyRecord
    """The record, with its highlights."""


class SearchPage(Contract):
    """A page of what was found."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    data: tuple[Hit, ...]
    """The hits, in order."""
    meta: ListMeta
    """What is true of the whole list."""
    links: ListLinks
    """Where the list goes on."""
