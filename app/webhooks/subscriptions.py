"""Subscriptions: webhooks as their owners see and edit them, and the log of what was delivered."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import Url
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.errors import Conflict, Invalid, NotFound
from app.names import candidates
from app.reading.answer.moment import check_id
from app.store import clock
from app.store.metadata import columns_of
from app.store.service_tables import WebhookDeliveryRow, WebhookRow
from app.store.vault import Vault
from app.webhooks.sealing import draw_secret
from app.writing.bodies import read_json
from app.writing.keys import EVERYTHING, Key, draw_letters
from app.writing.records import merge_patch
from schemas import DeliveriesQuery, Delivery, Fault, NewWebhook, Webhook, WebhookDraft, is_public

MOST_WEBHOOKS = 100
"""How many webhooks a key may have."""
ROTATION = dt.timedelta(hours=24)
"""How long the secret before a rotation still signs."""
_webhooks = columns_of(WebhookRow)
_deliveries = columns_of(WebhookDeliveryRow)


@dataclass(frozen=True)
class Redelivery:
    """One more attempt that was asked for, and the webhook that it is for."""

    webhook_id: str
    delivery: Delivery


def add_subscription(
    connection: Connection, draft: WebhookDraft, *, by: str, vault: Vault, allow_private: bool
) -> NewWebhook:
    """Make a webhook. Raises `Invalid` for a private address or an unknown actor, `Conflict` for one too many."""
    if connection.execute(select(func.count()).where(_webhooks.by == by)).scalar_one() >= MOST_WEBHOOKS:
        message = f"a key has {MOST_WEBHOOKS} webhooks at most"
        raise Conflict(message, faults=[Fault(in_="header", name="Authorization", message=message)])
    now = dt.datetime.now(dt.UTC)
    row = _values_given(connection, draft, allow_private=allow_private) | {"by": by, "failures": 0, "revision": 1}
    webhook_id, secret = f"wh-{draw_letters(16)}", draw_secret()
    row |= {"id": webhook_id, "secret": vault.seal(secret, about=webhook_id), "created_at": now, "updated_at": now}
    row["after"] = clock.newest(connection).seq if draft.after is None else draft.after
    connection.execute(insert(WebhookRow), row)
    return _show_secret(_row(connection, webhook_id), secret)


def change_subscription(
    connection: Connection, row: Row[Any], patch: Mapping[str, Any], *, allow_private: bool
) -> Webhook:
    """Change a webhook by a JSON merge patch; whoever is delivering begins anew.

    Raises `Invalid` as `add_subscription` does.
    """
    asked = WebhookDraft.model_fields.keys() - {"after"}
    standing = json.loads(show(row).model_dump_json(include=asked))
    draft = read_json(WebhookDraft, json.dumps(merge_patch(standing, patch)))
    values = _values_given(connection, draft, allow_private=allow_private) | {"disabled_because": None, "failures": 0}
    values |= {"next_attempt_at": None, "lease": None, "leased_until": None}
    if draft.after is not None:
        values["after"] = draft.after
    return show(_edit(connection, row, values))


def rotate(connection: Connection, row: Row[Any], *, vault: Vault) -> NewWebhook:
    """Give a webhook a new secret; the one before signs too for a day."""
    until, secret = dt.datetime.now(dt.UTC) + ROTATION, draw_secret()
    values = {"secret": vault.seal(secret, about=row.id), "previous_secret": row.secret, "previous_secret_until": until}
    return _show_secret(_edit(connection, row, values | {"lease": None, "leased_until": None}), secret)


def remove(connection: Connection, row: Row[Any]) -> None:
    """Remove a webhook and its log."""
    connection.execute(delete(WebhookRow).where(_webhooks.id == row.id))
    connection.execute(delete(WebhookDeliveryRow).where(_deliveries.webhook == row.id))


def find_owned(connection: Connection, webhook_id: str, key: Key) -> Row[Any]:
    """A webhook's row. Raises `NotFound` where there is none, or none of this key's."""
    check_id("webhooks", webhook_id)
    row = connection.execute(select(*_webhooks).where(_webhooks.id == webhook_id)).one_or_none()
    if row is None or (row.by != key.name and EVERYTHING not in key.scopes):
        raise NotFound(f"there is no webhook {webhook_id[:96]!r} of this key's")
    return row


def list_owned(connection: Connection, key: Key) -> tuple[Webhook, ...]:
    """The webhooks of a key, or all of them where it may do everything."""
    query = select(*_webhooks).order_by(_webhooks.id)
    if EVERYTHING not in key.scopes:
        query = query.where(_webhooks.by == key.name)
    return tuple(show(row) for row in connection.execute(query))


def show(row: Row[Any]) -> Webhook:
    """A webhook as its owner sees it."""
    return Webhook.model_validate(_values_of(row))


def read_log(connection: Connection, webhook_id: str, query: DeliveriesQuery) -> list[Delivery]:
    """The attempts that a query asks for, the newest first, and one more where there are more."""
    found = select(*_deliveries).where(_deliveries.webhook == webhook_id)
    if query.before is not None:
        found = found.where(_deliveries.id < query.before)
    if query.state is not None:
        found = found.where(_deliveries.state.in_(query.state))
    if query.change is not None:
        found = found.where(_deliveries.change == query.change)
    rows = connection.execute(found.order_by(_deliveries.id.desc()).limit(query.limit + 1))
    return [_delivery_of(row) for row in rows]


def ask_redelivery(connection: Connection, row: Row[Any], delivery_id: int) -> Redelivery:
    """Ask for one more attempt with the change of an earlier one. Raises `NotFound`, `Conflict` where it is off."""
    query = select(_deliveries.change).where(_deliveries.webhook == row.id, _deliveries.id == delivery_id)
    number = connection.execute(query).scalar_one_or_none()
    if number is None:
        raise NotFound(f"the webhook has no delivery {delivery_id}", about="delivery")
    if not row.enabled:
        raise Conflict("the webhook is disabled; enabling it delivers what is still to be delivered")
    new = insert(WebhookDeliveryRow).values(
        webhook=row.id, change=number, state="waiting", at=dt.datetime.now(dt.UTC), status=None
    )
    made = connection.execute(new.returning(*_deliveries)).one()
    return Redelivery(row.id, _delivery_of(made))


def message_id(webhook_id: str, number: int) -> str:
    """The `webhook-id` of a change for a webhook: the same in every attempt."""
    return f"msg_{webhook_id}_{number}"


def _values_given(connection: Connection, draft: WebhookDraft, *, allow_private: bool) -> dict[str, Any]:
    """The columns that a draft fills, but for `after`."""
    faults = []
    if not allow_private and not is_public(Url(draft.url).host or ""):
        message = "must have a host with a full name or a public address"
        faults.append(Fault(in_="body", pointer="/url", message=message))
    newest = clock.newest(connection).seq
    if draft.after is not None and draft.after > newest:
        faults.append(Fault(in_="body", pointer="/after", message=f"is ahead of the newest change, {newest}"))
    actors = _find_actors(connection, draft.actors, faults, seq=newest)
    if faults:
        raise Invalid("the webhook cannot be taken", faults=faults)
    return {
        "url": draft.url,
        "description": draft.description,
        "collections": " ".join(dict.fromkeys(draft.collections)) if draft.collections is not None else None,
        "actors": " ".join(dict.fromkeys(actors)) if actors is not None else None,
        "enabled": draft.enabled,
    }


def _find_actors(
    connection: Connection, words: Sequence[str] | None, faults: list[Fault], *, seq: int
) -> Sequence[str] | None:
    """The ids of the actors that words mean; a fault for each that means none or several."""
    if words is None:
        return None
    names, found = candidates.ActorNames(connection, kinds=None, seq=seq), []
    for index, word in enumerate(words):
        meant = names.matches(word)
        if meant.certain is not None:
            found.append(meant.certain)
        else:
            message = "is no actor's id, name, alias or code, or that of several"
            fault = Fault(in_="body", pointer=f"/actors/{index}", message=message)
            faults.append(fault.model_copy(update={"suggestions": tuple(meant.best(5)) or None}))
    return found


def _edit(connection: Connection, row: Row[Any], values: Mapping[str, Any]) -> Row[Any]:
    """A webhook's row with other values, where they are other ones."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    stamps = {"revision": row.revision + 1, "updated_at": dt.datetime.now(dt.UTC)}
    connection.execute(update(WebhookRow).where(_webhooks.id == row.id).values(**values, **stamps))
    return _row(connection, row.id)


def _row(connection: Connection, webhook_id: str) -> Row[Any]:
    return connection.execute(select(*_webhooks).where(_webhooks.id == webhook_id)).one()


def _values_of(row: Row[Any]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in Webhook.model_fields}
    rotated = row.previous_secret_until
    return values | {
        "collections": row.collections.split() if row.collections is not None else None,
        "actors": row.actors.split() if row.actors is not None else None,
        "previous_secret_until": rotated if rotated is not None and rotated > dt.datetime.now(dt.UTC) else None,
    }


def _show_secret(row: Row[Any], secret: str) -> NewWebhook:
    return NewWebhook.model_validate(_values_of(row) | {"secret": secret})


def _delivery_of(row: Row[Any]) -> Delivery:
    values = {name: getattr(row, name) for name in Delivery.model_fields if name != "message"}
    return Delivery(message=message_id(row.webhook, row.change), **values)
