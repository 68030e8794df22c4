"""Drafts of briefings: beside the record, and for those with a key alone, until they are published."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from schemas.briefings import Briefing, StatementNote
from schemas.page import Links, ListLinks, Meta
from schemas.problem import Fault
from schemas.query import Whole
from schemas.record import Period
from schemas.types import BriefingId, Contract, Instant, Slug, Title


class DraftEntry(Contract):
    """A draft as the list shows it."""

    id: Slug
    """Its id, which the edition has once it is published."""
    title: Title
    """The title."""
    period: Period
    """The days that it covers."""
    supersedes: BriefingId | None
    """The edition that it is to correct."""
    revision: Annotated[int, Field(ge=1)]
    """How often it was written, from 1."""
    created_by: str
    """The name of the key that made it."""
    created_at: Instant
    """When."""
    changed_by: str
    """The name of the key that last changed it."""
    updated_at: Instant
    """When."""


class DraftEdition(Briefing):
    """A briefing before it is published: as it would be, with the notes of now on what its statements cite."""

    model_config = ConfigDict(json_schema_extra={"examples": []})

    created_by: str
    """The name of the key that made it."""
    changed_by: str
    """The name of the key that last changed it."""


class DraftDetail(Contract):
    """One draft."""

    data: DraftEdition
    """The draft."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the draft lives."""


class DraftsQuery(Contract):
    """The parameters of `/v1/drafts`."""

    after: Slug | None = None
    """Only drafts whose id comes behind this one."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many a page has at most."""


class DraftQuery(Contract):
    """The parameters of `/v1/drafts/{id}`."""

    format: Literal["json", "markdown", "html"] | None = None
    """The form of the answer: as an edition is read, in `markdown` and `html`."""


class DraftDiffQuery(Contract):
    """The parameters of `/v1/drafts/{id}/diff`."""

    against: Slug
    """The edition that it is held against: the one that it corrects, or the last."""


class DraftPage(Contract):
    """Drafts, by id."""

    data: tuple[DraftEntry, ...]
    """The drafts."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the list goes on."""


class NotedStatement(Contract):
    """A statement with something that a reader must know of what it cites."""

    pointer: str
    """Where in the draft it stands (RFC 6901)."""
    notes: tuple[StatementNote, ...]
    """What must be known."""


class DraftCheck(Contract):
    """What would become of a draft that is published now."""

    id: Slug
    """The draft."""
    revision: Annotated[int, Field(ge=1)]
    """Its revision."""
    faults: tuple[Fault, ...]
    """All that keeps it from being published, each at its place in the draft; none where it can be."""
    notes: tuple[NotedStatement, ...]
    """What does not, and a reader is told of, in the order of the statements."""


class DraftCheckDetail(Contract):
    """The answer of `/v1/drafts/{id}/check`."""

    data: DraftCheck
    """What was found."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where it is."""
