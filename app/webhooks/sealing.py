"""Sealing: the secrets of webhooks from before they were sealed, or sealed with what is no longer the first."""

import base64
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, select, update

from app.store.metadata import columns_of
from app.store.service_tables import WebhookRow
from app.store.vault import Locked, Vault

LOST = "its secret was lost: rotate it, and enable the webhook again"

_webhooks = columns_of(WebhookRow)

log = structlog.get_logger()


@dataclass(frozen=True)
class KeptSecret:
    """A secret of a webhook as it is kept, and in which column."""

    webhook_id: str
    column: str
    value: str


def draw_secret() -> str:
    """A new secret (Standard Webhooks, "Signature scheme")."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def unseal_all(kept: Iterable[str], vault: Vault, *, about: str) -> list[str]:
    """The secrets of a webhook that can be read. Raises `Locked` where none can."""
    known, failure = [], None
    for each in kept:
        try:
            known.append(vault.unseal(each, about=about))
        except Locked as locked:
            failure = locked
    if failure is not None:
        log.warning("webhook", webhook=about, problem=str(failure))
        if not known:
            raise failure
    return known


def find_stale(connection: Connection, vault: Vault) -> list[KeptSecret]:
    """The secrets that are not kept as the vault would keep them now."""
    return [each for each in _find_kept(connection) if not vault.is_fresh(each.value)]


def seal_again(connection: Connection, vault: Vault, stale: Iterable[KeptSecret], *, forget: bool) -> None:
    """Seal secrets with what is at hand now; one that was changed meanwhile is left.

    Raises `Locked` for one that cannot be read, unless those are to be forgotten: then their webhooks are disabled.
    """
    for each in stale:
        try:
            values = {each.column: vault.seal(vault.unseal(each.value, about=each.webhook_id), about=each.webhook_id)}
        except Locked:
            if not forget:
                raise
            values = _without(each, vault)
        mine = update(WebhookRow).where(_webhooks.id == each.webhook_id, _webhooks[each.column] == each.value)
        connection.execute(mine.values(values))


def _find_kept(connection: Connection) -> Iterator[KeptSecret]:
    for row in connection.execute(select(_webhooks.id, _webhooks.secret, _webhooks.previous_secret)):
        yield KeptSecret(row.id, "secret", row.secret)
        if row.previous_secret is not None:
            yield KeptSecret(row.id, "previous_secret", row.previous_secret)


def _without(lost: KeptSecret, vault: Vault) -> dict[str, Any]:
    """A webhook's columns without a secret that cannot be read."""
    if lost.column == "previous_secret":
        return {"previous_secret": None, "previous_secret_until": None}
    fresh = vault.seal(draw_secret(), about=lost.webhook_id)
    return {"secret": fresh, "enabled": False, "disabled_because": LOST}
