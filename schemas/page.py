"""The envelopes of answers: a page of a list, and one record."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import ConfigDict, Field, create_model

from schemas.record import Record
from schemas.records import RECORDS
from schemas.types import Contract, MayBeAbsent, RecordRef, Slug

R = TypeVar("R", bound=Record)

# A member that may be absent is never null on the wire, so its schema does not offer null.
_absent = ConfigDict(json_schema_serialization_defaults_required=False)


class FacetCount(Contract):
    """How many records have a value."""

    value: str
    """The value, as its filter takes it; a month as `YYYY-MM`."""
    label: str
    """What to show: the title or name of the record that the value names, else the value."""
    count: int = Field(ge=1)
    """The `total` of the list with this value, and no other of the facet's own filter."""


class ListMeta(Contract):
    """What is true of the whole list."""

    model_config = _absent

    total: MayBeAbsent[Annotated[int, Field(ge=0)]] = None
    """How many records a walk through `links.next` returns; absent with `count=none`."""
    snapshot: int = Field(ge=0)
    """The change number that the answer shows."""
    resolved: MayBeAbsent[dict[str, str]] = None
    """What each actor asked for became: the words as asked, and the ids. Absent where no actor was asked for."""
    facets: MayBeAbsent[dict[str, tuple[FacetCount, ...]]] = None
    """Counts by value: the most frequent first, months in order. Only with `facets`."""
    did_you_mean: MayBeAbsent[dict[str, tuple[str, ...]]] = None
    """Where `q` finds nothing: for each word of it, folded, that stands nowhere, the nearest that do, best first."""


class ListLinks(Contract):
    """Where the list goes on."""

    self: str
    """This page."""
    next: str | None
    """The next page; null on the last."""


class MovedReference(Contract):
    """A mention of a record that a merge made one of the survivor."""

    record: RecordRef
    """The record that named it, as `collection/id`."""
    revision: int = Field(ge=1)
    """That record's last revision before the merge."""
    pointer: str
    """Where in that revision it was named (RFC 6901)."""


class Meta(Contract):
    """What is true of the answer."""

    model_config = _absent

    snapshot: int = Field(ge=0)
    """The change number that the answer shows."""
    similar: MayBeAbsent[tuple[Slug, ...]] = None
    """Only after adding a record: others that may be the same, exact copies first. A warning, and no refusal."""
    moved: MayBeAbsent[tuple[MovedReference, ...]] = None
    """Only after splitting off a merged record: what the merge had taken along, which stays with the survivor."""


class Links(Contract):
    """Where the record lives."""

    self: str
    """This record."""


def _member(name: str, record: type[Record]) -> Any:
    """The member that holds a collection's records by id, as a model is told of it."""
    absent: Any = MayBeAbsent
    by_id: Any = dict
    return absent[by_id[str, record]], Field(default=None, description=f"The {name}.")


_members: dict[str, Any] = {name: _member(name, record) for name, record in RECORDS.items()}
_ByCollection: Any = create_model("ByCollection", __base__=Contract, **_members)


class Included(_ByCollection):
    """The records that an answer's records refer to, by collection and id; only the collections that were asked for."""

    model_config = _absent


class Page(Contract, Generic[R]):
    """A page of a list."""

    model_config = _absent

    data: tuple[R, ...]
    """The records, in order."""
    meta: ListMeta
    """What is true of the whole list."""
    links: ListLinks
    """Where the list goes on."""
    included: MayBeAbsent[Included] = None
    """Only with `include`."""


class Detail(Contract, Generic[R]):
    """One record."""

    model_config = _absent

    data: R
    """The record."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the record lives."""
    included: MayBeAbsent[Included] = None
    """Only with `include`."""
