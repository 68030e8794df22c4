"""Keys: what writers prove themselves by, as those see them whose own key may make keys."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.page import Links, ListLinks, Meta
from schemas.query import MAX_VALUES, Whole
from schemas.types import Contract, Day, Instant, Slug

KeyName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""At most 60 letters, digits, spaces and `. _ @ -`, the first a letter or digit; never used twice."""
Network = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""An address, or a network as `192.0.2.0/24`."""


class AccessKeyDraft(Contract):
    """A key as whoever makes it gives it."""

    name: KeyName
    """What it is called: the `by` of every change that is made with it. It is public."""
    person: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    """The full name of whoever has it; it is never public."""
    scopes: Annotated[tuple[Annotated[str, StringConstraints(max_length=40)], ...], Field(min_length=1, max_length=50)]
    """What it allows, as `sources:write`; nothing that the key which makes it does not allow."""
    expires_on: Day | None = None
    """Its last day; none after that of the key which makes it. Null for no end."""
    networks: Annotated[tuple[Network, ...], Field(min_length=1, max_length=MAX_VALUES)] | None = None
    """From where alone it may be used; within those of the key which makes it. Null for anywhere."""


class AccessKey(Contract):
    """A key as it may be shown: without what it is."""

    id: Slug
    """Its id: the letters and figures behind the `trk_` that it begins with."""
    name: str
    """What it is called."""
    person: str | None
    """The full name of whoever has it."""
    scopes: tuple[str, ...]
    """What it allows."""
    networks: tuple[str, ...] | None
    """From where alone it may be used."""
    by: str | None
    """The name of the key that made it; null for the command line."""
    revision: Annotated[int, Field(ge=1)]
    """How often it was made, rotated and revoked, from 1."""
    created_at: Instant
    """When it was made."""
    expires_on: dt.date | None
    """Its last day."""
    last_used_on: dt.date | None
    """The last day on which it was used; null for never."""
    previous_until: Instant | None
    """Until when the secret before the last rotation works too."""
    revoked_at: Instant | None
    """When it was revoked; null unless it was."""


class NewAccessKey(AccessKey):
    """A key with what it is, which is shown when it is made and when it is rotated."""

    secret: Annotated[str, StringConstraints(pattern=r"^trk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$")]
    """The whole key, as it is sent: nothing that is kept can bring it back."""


class AccessKeyDetail(Contract):
    """One key."""

    data: AccessKey
    """The key."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the key lives."""


class NewAccessKeyDetail(Contract):
    """One key with what it is."""

    data: NewAccessKey
    """The key."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the key lives."""


class AccessKeysQuery(Contract):
    """The parameters of `/v1/keys`."""

    after: KeyName | None = None
    """Only keys whose name comes behind this one."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many a page has at most."""


class AccessKeyPage(Contract):
    """Keys, by name; those that were revoked, too."""

    data: tuple[AccessKey, ...]
    """The keys."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the list goes on."""
