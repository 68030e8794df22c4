"""Passages: finding one in a source's text, and what rests on a source."""

from typing import Annotated

from pydantic import Field

from schemas.collections import Collection
from schemas.evidence import Evidence, Quoted, Selector
from schemas.page import Links, ListLinks, Meta
from schemas.query import AtMoment, Whole
from schemas.types import Contract, RecordRef, Slug


class PassageQuote(Contract):
    """Words of a source's text, and what stands before and after them (W3C Web Annotation's text quote)."""

    exact: Quoted
    """The passage."""
    prefix: Quoted | None = None
    """What stands right before it, white space aside; to tell places apart."""
    suffix: Quoted | None = None
    """What stands right after it, white space aside."""


class Passage(Contract):
    """A passage of a source's text."""

    selector: Selector
    """What evidence points at it with."""
    exact: str
    """The passage."""


class PassageDetail(Contract):
    """One passage."""

    data: Passage
    """The passage."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """The source."""


class Citation(Contract):
    """A piece of evidence that rests on a source, directly or through it."""

    collection: Collection
    """The collection of the record that it carries."""
    id: Slug
    """The record that it carries."""
    pointer: str
    """The evidence's place in the record (RFC 6901)."""
    evidence: Evidence
    """The evidence."""


class CitedByQuery(AtMoment):
    """The parameters of what rests on a source."""

    after: RecordRef | None = None
    """Only records behind this one, as `collection/id`; from `links.next`."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many records a page tells of at most."""


class CitedByMeta(Contract):
    """What is true of all pages."""

    total: int = Field(ge=0)
    """How many records rest on the source."""
    snapshot: int = Field(ge=0)
    """The change number that the answer shows."""


class CitedBy(Contract):
    """What rests on a source, by collection and id."""

    data: tuple[Citation, ...]
    """The pieces of evidence; all of a record stand on one page."""
    meta: CitedByMeta
    """What is true of all pages."""
    links: ListLinks
    """Where the list goes on."""
