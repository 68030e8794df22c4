"""Webhooks at the desk: who is told of changes, with what was delivered to each."""

import secrets
from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed, read_whole
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.telling import HeldField, hold_typed
from app.errors import Conflict, Invalid, Stale
from app.http.webhooks import WEBHOOKS_PATH
from app.language.wording import label
from app.webhooks import subscriptions
from app.writing import keys
from schemas import COLLECTION_NAMES, DeliveriesQuery, Webhook

WEBHOOK_FIELDS = ("url", "description", "collections", "actors", "enabled", "after")
DELIVERIES_A_PAGE = 30
"""How many attempts one page shows."""
_REFUSED = (Invalid, Conflict, Stale)


def show_webhooks(visit: Visit) -> Response:
    """The webhooks of the key, those that fail first, and the form of a new one."""
    return _show_many(visit, RefusedForm())


def make_webhook_typed(visit: Visit) -> Response:
    """Make the webhook that was typed; its secret is shown this once."""
    try:
        made = write_by_api(visit, WEBHOOKS_PATH, _body(visit.typed))["data"]
    except _REFUSED as refusal:
        return _show_many(visit, place_beside(refusal, WEBHOOK_FIELDS))
    return _show_one(visit, made["id"], RefusedForm(), secret=made["secret"])


def show_one_webhook(visit: Visit) -> Response:
    """One webhook, with what was delivered to it."""
    return _show_one(visit, visit.place["id"], RefusedForm())


def change_webhook_typed(visit: Visit) -> Response:
    """Change a webhook; where somebody has changed it since, what stands is shown beside what was typed."""
    webhook_id, patch = visit.place["id"], _body(visit.typed)
    try:
        write_by_api(visit, f"{WEBHOOKS_PATH}/{webhook_id}", patch, method="PATCH")
    except Stale as refusal:
        return _show_one(visit, webhook_id, RefusedForm(status=refusal.status), patch=patch)
    except _REFUSED as refusal:
        return _show_one(visit, webhook_id, place_beside(refusal, WEBHOOK_FIELDS))
    return go_to(f"/desk/webhooks/{webhook_id}")


def rotate_webhook_typed(visit: Visit) -> Response:
    """Give a webhook a new secret, which is shown this once."""
    webhook_id = visit.place["id"]
    try:
        made = write_by_api(visit, f"{WEBHOOKS_PATH}/{webhook_id}/rotate")["data"]
    except _REFUSED as refusal:
        return _show_one(visit, webhook_id, place_beside(refusal, ()))
    return _show_one(visit, webhook_id, RefusedForm(), secret=made["secret"])


def delete_webhook_typed(visit: Visit) -> Response:
    """Delete a webhook with its log."""
    webhook_id = visit.place["id"]
    try:
        write_by_api(visit, f"{WEBHOOKS_PATH}/{webhook_id}", method="DELETE")
    except _REFUSED as refusal:
        return _show_one(visit, webhook_id, place_beside(refusal, ()))
    return go_to("/desk/webhooks")


def redeliver_typed(visit: Visit) -> Response:
    """Ask for one more attempt with a change."""
    webhook_id, number = visit.place["id"], visit.place["delivery"]
    try:
        write_by_api(visit, f"{WEBHOOKS_PATH}/{webhook_id}/deliveries/{number}/redeliver")
    except _REFUSED as refusal:
        return _show_one(visit, webhook_id, place_beside(refusal, ()))
    return go_to(f"/desk/webhooks/{webhook_id}#deliveries")


def _body(typed: Typed) -> dict[str, Any]:
    """What was typed as a webhook's draft; whether it can be is for the API to say."""
    names = [name.strip() for line in typed.value("actors").splitlines() for name in line.split(",")]
    after, number = typed.value("after"), read_whole(typed.value("after"))
    return {
        "url": typed.value("url"),
        "description": typed.value("description") or None,
        "collections": typed.values("collections") or None,
        "actors": [name for name in names if name] or None,
        "enabled": typed.has("enabled"),
        **({"after": number if number is not None else after} if after else {}),
    }


def _fields_of(webhook: Webhook | None) -> Typed:
    """The fields of the form with what a webhook says; without one, of a new one."""
    if webhook is None:
        return Typed((("enabled", "on"),))
    pairs = [("url", webhook.url), ("description", webhook.description or "")]
    pairs += [("collections", name) for name in webhook.collections or ()]
    pairs += [("actors", ", ".join(webhook.actors or ())), *([("enabled", "on")] if webhook.enabled else [])]
    return Typed(tuple(pairs))


def _hold(webhook: Webhook, patch: dict[str, Any]) -> list[HeldField]:
    """What a webhook says now beside what was typed; collections stand in the order of the form."""
    ordered = [name for name in COLLECTION_NAMES if name in (webhook.collections or ())]
    return hold_typed(webhook.model_dump(mode="json") | {"collections": ordered}, patch)


def _show_many(visit: Visit, refused: RefusedForm) -> Response:
    with visit.service.database.read_primary() as connection:
        found = subscriptions.list_owned(connection, visit.key)
    shown = sorted(found, key=lambda each: (each.disabled_because is None, each.failures == 0, each.id))
    typed = visit.typed if visit.typed.has("url") else _fields_of(None)
    return _show(visit, "webhooks.html", refused, webhooks=shown, typed=typed)


def _show_one(
    visit: Visit, webhook_id: str, refused: RefusedForm, *, secret: str = "", patch: dict[str, Any] | None = None
) -> Response:
    query = DeliveriesQuery(
        before=read_whole(visit.asked.value("before")) or None,
        state=("failed",) if visit.asked.value("failed") else None,
        limit=DELIVERIES_A_PAGE,
    )
    with visit.service.database.read_primary() as connection:
        webhook = subscriptions.show(subscriptions.find_owned(connection, webhook_id, visit.key))
        log = subscriptions.read_log(connection, webhook_id, query)
        persons = keys.find_persons(connection)
    shown = log[:DELIVERIES_A_PAGE]
    return _show(
        visit,
        "webhook.html",
        refused,
        webhook=webhook,
        persons=persons,
        secret=secret,
        held=_hold(webhook, patch) if patch is not None else None,
        typed=visit.typed if visit.typed.has("url") else _fields_of(webhook),
        deliveries=shown,
        following=shown[-1].id if len(log) > len(shown) else None,
        is_failed_only=query.state is not None,
    )


def _show(visit: Visit, template: str, refused: RefusedForm, **values: Any) -> Response:
    values |= {"faults": refused.beside, "once": secrets.token_urlsafe(16), "path_of": "/desk/webhooks/{}".format}
    names = [(name, label(name)) for name in COLLECTION_NAMES]
    return show_page(visit, template, status=refused.status, collections=names, **values)
