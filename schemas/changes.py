"""Changes: the one numbered sequence in which everything happened, over all collections."""

from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.collections import Collection
from schemas.page import ListLinks, Meta
from schemas.query import Values, Whole
from schemas.records import AnyRecord
from schemas.types import Contract, Instant, Slug

Action = Literal["created", "updated", "deleted", "merged"]
ChangeNumber = Annotated[Whole, Field(ge=0, le=2**53)]


class FollowQuery(Contract):
    """The parameters of a record's revisions and, with more, of the changes."""

    after: ChangeNumber = 0
    """Only changes with a greater number."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many changes a page has at most."""


class ChangesQuery(FollowQuery):
    """The parameters of `/v1/changes`."""

    collection: Values[Collection] | None = None
    """Only changes of these collections."""
    id: Values[Slug] | None = None
    """Only changes of the records with these ids."""
    format: Literal["json", "ndjson"] | None = None
    """The form of the answer, before what `Accept` says. `ndjson` without `limit` is every change up to the newest."""


class StreamQuery(Contract):
    """The parameters of `/v1/changes/stream`."""

    after: ChangeNumber | None = None
    """Only changes with a greater number; only what is still to come when absent. `Last-Event-ID` goes before it."""
    collection: Values[Collection] | None = None
    """Only changes of these collections."""
    id: Values[Slug] | None = None
    """Only changes of the records with these ids."""


class Change(Contract):
    """One change of one record."""

    seq: Annotated[int, Field(ge=1)]
    """Its number: without gaps over all collections, and never visible before a lower one."""
    at: Instant
    """When it was made."""
    by: str
    """The name of the key that made it; `seed`, or `tracker` for what followed from another change."""
    collection: Collection
    """The record's collection."""
    id: Slug
    """The record."""
    revision: Annotated[int, Field(ge=1)]
    """The record's revision after it; for a deletion or a merge, its last."""
    action: Action
    """What was done; a record that is restored is `created` again, with its next revision."""
    into: Slug | None
    """The record that it was merged into; null unless it was."""
    patch: tuple[dict[str, Any], ...] | None
    """What changed from the revision before (RFC 6902); null for what was created, deleted or merged."""
    record: AnyRecord
    """The record after it; for a deletion or a merge, its last state."""


class ChangePage(Contract):
    """Changes in order; `links.next` is null only where the newest has been shown."""

    data: tuple[Change, ...]
    """The changes, oldest first."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the sequence goes on."""
