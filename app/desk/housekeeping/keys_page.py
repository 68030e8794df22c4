"""Keys at the desk: which there are, and making, rotating and revoking one."""

import datetime as dt
import secrets
from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.frame.written_days import read_one_day
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.errors import Conflict, Forbidden, Invalid, Stale
from app.http.keys import KEYS_PATH
from app.language.wording import label
from app.resources import COLLECTIONS
from app.writing import granting, keys
from app.writing.keys import EVERYTHING
from schemas import AccessKey, AccessKeysQuery

MANY_KEYS = 200
"""How many keys one page shows."""
KEY_FIELDS = ("name", "person", "scopes", "expires_on", "networks")
BESIDE_IN_WORDS = {
    "text:read": "read the texts of sources over the API",
    "drafts:read": "see drafts of editions",
    "webhooks:write": "webhooks: have changes posted to an address",
    "feeds:write": "feeds: choose where sources come from",
    "proposals:read": "see what is proposed",
    "proposals:write": "decide on what is proposed",
    "keys:write": "make, rotate and revoke keys",
    EVERYTHING: "everything",
}
"""What scopes allow that are not of a collection."""
_REFUSED = (Invalid, Conflict, Stale, Forbidden)


def show_keys(visit: Visit) -> Response:
    """The keys that there are, those in force first, and the form of a new one."""
    return _show_keys(visit, RefusedForm())


def make_key_typed(visit: Visit) -> Response:
    """Make the key that was typed; what it is is shown this once."""
    body = {
        "name": visit.typed.value("name"),
        "person": visit.typed.value("person") or None,
        "scopes": visit.typed.values("scopes"),
        "expires_on": read_one_day(visit.typed.value("expires_on")),
        "networks": visit.typed.value("networks").replace(",", " ").split() or None,
    }
    try:
        made = write_by_api(visit, KEYS_PATH, body)["data"]
    except _REFUSED as refusal:
        return _show_keys(visit, place_beside(refusal, KEY_FIELDS))
    return _show_key(visit, made["id"], RefusedForm(), secret=made["secret"])


def show_one_key(visit: Visit) -> Response:
    """One key, with what can be done with it."""
    return _show_key(visit, visit.place["id"], RefusedForm())


def rotate_typed(visit: Visit) -> Response:
    """Give a key a new secret, which is shown this once."""
    key_id = visit.place["id"]
    try:
        made = write_by_api(visit, f"{KEYS_PATH}/{key_id}/rotate")["data"]
    except _REFUSED as refusal:
        return _show_key(visit, key_id, place_beside(refusal, ()))
    return _show_key(visit, key_id, RefusedForm(), secret=made["secret"])


def revoke_typed(visit: Visit) -> Response:
    """Revoke a key."""
    key_id = visit.place["id"]
    try:
        write_by_api(visit, f"{KEYS_PATH}/{key_id}/revoke")
    except _REFUSED as refusal:
        return _show_key(visit, key_id, place_beside(refusal, ()))
    return go_to("/desk/keys")


def describe_scope(scope: str) -> str:
    """What a scope allows, in words."""
    name = scope.removesuffix(":write")
    return f"{label(name)}: make, change, delete and merge" if name in COLLECTIONS else BESIDE_IN_WORDS[scope]


def _show_keys(visit: Visit, refused: RefusedForm) -> Response:
    after = visit.asked.value("after")[:60] or None
    with visit.service.database.read_primary() as connection:
        found = granting.list_granted(connection, AccessKeysQuery(after=after, limit=MANY_KEYS))
        persons = keys.find_persons(connection)
    shown = found[:MANY_KEYS]
    values: dict[str, Any] = {
        "keys": sorted(shown, key=lambda key: _state_of(key) != "in force"),
        "following": shown[-1].name if len(found) > MANY_KEYS else None,
        "scopes": granting.find_grantable(visit.key),
        "typed": visit.typed,
        "persons": persons,
        "faults": refused.beside,
    }
    return show_page(visit, "keys.html", status=refused.status, **values, **_beside())


def _show_key(visit: Visit, key_id: str, refused: RefusedForm, *, secret: str = "") -> Response:
    with visit.service.database.read_primary() as connection:
        row = granting.find_key(connection, key_id)
        key, can_rotate = granting.show_key(row), granting.may_rotate(connection, visit.key, row)
        persons = keys.find_persons(connection)
    values: dict[str, Any] = {
        "key": key,
        "secret": secret,
        "faults": refused.beside,
        "is_own": granting.keys_id(visit.key.prefix) == key.id,
        "can_revoke": granting.may_revoke(visit.key, row),
        "can_rotate": can_rotate,
        "persons": persons,
    }
    return show_page(visit, "key.html", status=refused.status, **values, **_beside())


def _beside() -> dict[str, Any]:
    return {"state_of": _state_of, "words_of": describe_scope, "once": secrets.token_urlsafe(16)}


def _state_of(key: AccessKey) -> str:
    """Whether a key can be used, in words."""
    if key.revoked_at is not None:
        return "revoked"
    has_expired = key.expires_on is not None and key.expires_on < dt.datetime.now(dt.UTC).date()
    return "expired" if has_expired else "in force"
