"""Webhooks: who is told of changes as they happen, by the Standard Webhooks specification (standardwebhooks.com)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.addresses import AskedAddress
from schemas.changes import Change, ChangeNumber
from schemas.collections import COLLECTION_NAMES, Collection
from schemas.page import Links, ListLinks, Meta
from schemas.query import MAX_VALUES, Values, Whole, WholeWord
from schemas.types import ActorId, Contract, Instant, Slug, Title

DeliveryState = Literal["waiting", "delivered", "failed"]


class WebhookDraft(Contract):
    """A webhook as a writer gives it."""

    url: AskedAddress
    """Where changes are posted to: http or https, with a host that has a public address."""
    description: Title | None = None
    """What it is for."""
    collections: Annotated[tuple[Collection, ...], Field(min_length=1, max_length=len(COLLECTION_NAMES))] | None = None
    """Only changes of these collections; all when null."""
    actors: Annotated[tuple[WholeWord, ...], Field(min_length=1, max_length=MAX_VALUES)] | None = None
    """Only changes of these actors and of records that name them, before the change or after it; given by id, name,
    alias or code. All when null."""
    enabled: Annotated[bool, Field(strict=True)] = True
    """Whether anything is delivered. What is not delivered meanwhile is delivered afterwards."""
    after: Annotated[int, Field(strict=True, ge=0, le=2**53)] | None = None
    """Deliver the changes with a greater number; a lower one than the webhook has delivers again. What is still to come
    when a webhook is made without it."""


class Webhook(Contract):
    """A webhook as it stands."""

    id: Slug
    """Its id."""
    url: str
    """Where changes are posted to."""
    description: str | None
    """What it is for."""
    collections: tuple[Collection, ...] | None
    """Only changes of these collections; null for all."""
    actors: tuple[ActorId, ...] | None
    """Only changes of these actors and of records that name them; null for all."""
    enabled: bool
    """Whether anything is delivered."""
    after: Annotated[int, Field(ge=0)]
    """Every wanted change up to this number has been delivered."""
    disabled_because: str | None
    """Why the tracker stopped delivering: the endpoint is gone (410), or has failed for days. Null unless it did."""
    failures: Annotated[int, Field(ge=0)]
    """How often the next message has failed."""
    next_attempt_at: Instant | None
    """When it is tried again; null where nothing has failed."""
    previous_secret_until: Instant | None
    """Until when messages are also signed with the secret before the last rotation."""
    by: str
    """The name of the key that made it."""
    revision: Annotated[int, Field(ge=1)]
    """How often it has been edited, from 1."""
    created_at: Instant
    """When it was made."""
    updated_at: Instant
    """When it was last edited."""


class NewWebhook(Webhook):
    """A webhook with its secret, which is shown when it is made and when it is rotated."""

    secret: Annotated[str, StringConstraints(pattern=r"^whsec_[A-Za-z0-9+/]+=*$")]
    """What messages are signed with."""


class WebhookDetail(Contract):
    """One webhook."""

    data: Webhook
    """The webhook."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the webhook lives."""


class NewWebhookDetail(Contract):
    """One webhook with its secret."""

    data: NewWebhook
    """The webhook."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the webhook lives."""


class WebhookPage(Contract):
    """The webhooks of the key that asks; all of them for a key with the scope `*`."""

    data: tuple[Webhook, ...]
    """The webhooks, by id."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """`next` is always null: there are few."""


class Delivery(Contract):
    """An attempt to deliver one change; kept for 30 days."""

    id: Annotated[int, Field(ge=1)]
    """The attempt; later ones have greater numbers."""
    message: str
    """The `webhook-id` header: one for all attempts with a change, so that the receiver can tell repetitions."""
    change: Annotated[int, Field(ge=1)]
    """The number of the change."""
    state: DeliveryState
    """`delivered` for an answer of 200 to 299; `waiting` for a redelivery that has not been tried."""
    at: Instant
    """When it was tried, or asked for."""
    status: int | None
    """The status of the answer; null where there was none."""
    error: str | None
    """Why there was no answer, or why it does not count."""
    milliseconds: int | None
    """How long it took; null while it waits."""


class DeliveriesQuery(Contract):
    """The parameters of a webhook's delivery log."""

    before: ChangeNumber | None = None
    """Only attempts with a lower id."""
    state: Values[DeliveryState] | None = None
    """Only attempts in these states."""
    change: ChangeNumber | None = None
    """Only attempts to deliver this change."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many attempts a page has at most."""


class DeliveryPage(Contract):
    """Attempts, the newest first."""

    data: tuple[Delivery, ...]
    """The attempts."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the log goes on."""


class DeliveryDetail(Contract):
    """One attempt."""

    data: Delivery
    """The attempt."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """The delivery log."""


class WebhookMessage(Contract):
    """What is posted to a webhook: one change. Signed by Standard Webhooks: verify it before it is believed."""

    type: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.(created|updated|deleted|merged)$")]
    """The collection and what was done, as in `developments.updated`."""
    timestamp: Instant
    """When the change was made."""
    data: Change
    """The change, as `/v1/changes` gives it."""
