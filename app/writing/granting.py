"""Granting: keys that are made, rotated and revoked with keys, and never allow more than these."""

import datetime as dt
from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from app.language.suggesting import nearest
from app.reading.answer.moment import check_id
from app.store.metadata import columns_of
from app.store.service_tables import ApiKeyRow
from app.writing import keys
from app.writing.keys import EVERYTHING, KEY_PREFIX, KEYS_SCOPE, SCOPES, Key
from app.writing.networks import read_networks
from schemas import AccessKey, AccessKeyDraft, AccessKeysQuery, Fault, NewAccessKey

OVERLAP = dt.timedelta(days=7)
"""How long the secret before a rotation works too."""
_keys = columns_of(ApiKeyRow)


def grant_key(connection: Connection, giver: Key, draft: AccessKeyDraft) -> NewAccessKey:
    """Make a key. Raises `Invalid` for what it cannot be, or may not where it is given by this key; `Conflict`."""
    networks = read_networks(draft.networks or ())
    if faults := [*_find_unknown(draft.scopes), *_find_wider(_row_of(connection, giver), draft, networks)]:
        raise Invalid("the key cannot be made", faults=faults)
    token = keys.make_key(
        connection,
        draft.name,
        draft.scopes,
        expires_on=draft.expires_on,
        networks=networks,
        person=draft.person,
        by=giver.name,
    )
    return _show_token(find_key(connection, token.split("_")[1]), token)


def renew_key(connection: Connection, giver: Key, row: Row[Any]) -> NewAccessKey:
    """Give a key a new secret; the one before works for seven days more.

    Raises `Forbidden` for a key that is good where this one is not, `Conflict` for one that is not in force.
    """
    _check_scopes(giver, row)
    _check_in_force(row)
    if not _holds(_row_of(connection, giver), row):
        raise Forbidden("a key that has a last day or networks rotates no other that has wider ones")
    token = keys.rotate_token(connection, row.name, overlap=OVERLAP)
    return _show_token(find_key(connection, keys_id(row.prefix)), token)


def end_key(connection: Connection, giver: Key, row: Row[Any]) -> AccessKey:
    """Revoke a key.

    Raises `Forbidden` for a key that allows more, `Conflict` for one that was revoked, and for the last in force that
    may make keys.
    """
    _row_of(connection, giver)
    _check_scopes(giver, row)
    _check_in_force(row, but_expired=True)
    others = [each for each in connection.execute(_makers()) if each.prefix != row.prefix]
    if _makes_keys(row.scopes) and not any(_makes_keys(each.scopes) for each in others):
        raise Conflict(f"no other key in force has the scope {KEYS_SCOPE}: make one first")
    keys.revoke(connection, row.name)
    return show_key(find_key(connection, keys_id(row.prefix)))


def find_key(connection: Connection, key_id: str) -> Row[Any]:
    """A key's row. Raises `NotFound`."""
    check_id("keys", key_id)
    row = connection.execute(select(*_keys).where(_keys.prefix == KEY_PREFIX + key_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no key {key_id[:96]!r}")
    return row


def list_granted(connection: Connection, query: AccessKeysQuery) -> list[AccessKey]:
    """The keys that a query asks for, by name, and one more where there are more."""
    found = select(*_keys).order_by(_keys.name).limit(query.limit + 1)
    if query.after is not None:
        found = found.where(_keys.name > query.after.replace("\0", ""))  # PostgreSQL takes none
    return [show_key(row) for row in connection.execute(found)]


def show_key(row: Row[Any]) -> AccessKey:
    """A key as it may be shown."""
    return AccessKey.model_validate(_values_of(row))


def keys_id(prefix: str) -> str:
    """The id of the key with a prefix."""
    return prefix.removeprefix(KEY_PREFIX)


def find_grantable(key: Key) -> tuple[str, ...]:
    """The scopes that a key can give, in their usual order."""
    return tuple(scope for scope in SCOPES if _allows_all(key, [scope]))


def may_revoke(giver: Key, row: Row[Any]) -> bool:
    """Whether a key can revoke another, while that stands: it allows all that the other does."""
    return _allows_all(giver, row.scopes.split())


def may_rotate(connection: Connection, giver: Key, row: Row[Any]) -> bool:
    """Whether a key can rotate another, while that is in force: the other has no wider last day or networks either."""
    return may_revoke(giver, row) and _holds(_row_of(connection, giver), row)


def _find_unknown(scopes: Iterable[str]) -> Iterable[Fault]:
    for index, scope in enumerate(scopes):
        if scope not in SCOPES:
            message, near = f"must be among {', '.join(SCOPES)}", nearest(scope, SCOPES)
            yield Fault(in_="body", pointer=f"/scopes/{index}", message=message, suggestions=near)


def _find_wider(own: Row[Any], draft: AccessKeyDraft, networks: list[str]) -> Iterable[Fault]:
    """What a draft asks for that its giver does not have."""
    had = own.scopes.split()
    for index, scope in enumerate(draft.scopes):
        if scope in SCOPES and EVERYTHING not in had and scope not in had:
            message = f"must be among those of your own key: {', '.join(had)}"
            yield Fault(in_="body", pointer=f"/scopes/{index}", message=message)
    today = dt.datetime.now(dt.UTC).date()
    if draft.expires_on is not None and draft.expires_on < today:
        yield Fault(in_="body", pointer="/expires_on", message="must not have passed")
    elif not _is_bounded(own, draft.expires_on, own.networks.split() if own.networks else []):
        message = f"must be at most {own.expires_on}, which is the last day of your own key"
        yield Fault(in_="body", pointer="/expires_on", message=message)
    if not _is_bounded(own, own.expires_on, networks):
        message = f"must lie within those of your own key: {own.networks}"
        yield Fault(in_="body", pointer="/networks", message=message)


def _is_bounded(own: Row[Any], expires_on: dt.date | None, networks: list[str]) -> bool:
    """Whether a last day and networks, of which there may be none, are within those of a giver's row."""
    if own.expires_on is not None and (expires_on is None or expires_on > own.expires_on):
        return False
    if own.networks is None:
        return True
    return bool(networks) and all(_is_inside(each, own.networks.split()) for each in networks)


def _holds(own: Row[Any], row: Row[Any]) -> bool:
    """Whether a key is a giver's own, or its last day and networks are within the giver's."""
    return own.prefix == row.prefix or _is_bounded(own, row.expires_on, (row.networks or "").split())


def _is_inside(network: str, around: list[str]) -> bool:
    inner = ip_network(network)
    # Networks of two versions are compared by their version, which subnet_of refuses.
    return any(
        inner.version == outer.version and int(outer[0]) <= int(inner[0]) and int(inner[-1]) <= int(outer[-1])
        for outer in map(ip_network, around)
    )


def _check_scopes(giver: Key, row: Row[Any]) -> None:
    """Raises `Forbidden` for a key that allows more than the giver does."""
    if not may_revoke(giver, row):
        raise Forbidden(f"the key of {row.name} allows what yours does not: only one that allows it all can end it")


def _check_in_force(row: Row[Any], *, but_expired: bool = False) -> None:
    """Raises `Conflict` for a key that was revoked, or has expired."""
    if row.revoked_at is not None:
        raise Conflict(f"the key of {row.name} was revoked: make another")
    if not but_expired and row.expires_on is not None and row.expires_on < dt.datetime.now(dt.UTC).date():
        raise Conflict(f"the last day of the key of {row.name} has passed: make another")


def _allows_all(giver: Key, scopes: Iterable[str]) -> bool:
    return EVERYTHING in giver.scopes or giver.scopes.issuperset(scopes)


def _makers() -> Any:
    """The query of the keys that are in force."""
    today = dt.datetime.now(dt.UTC).date()
    is_lasting = or_(_keys.expires_on.is_(None), _keys.expires_on >= today)
    return select(_keys.prefix, _keys.scopes).where(_keys.revoked_at.is_(None), is_lasting)


def _makes_keys(scopes: str) -> bool:
    return bool({KEYS_SCOPE, EVERYTHING} & set(scopes.split()))


def _row_of(connection: Connection, key: Key) -> Row[Any]:
    """The row of the key that asks. Raises `Unauthorized` where it was revoked while its request was being sent."""
    row = connection.execute(select(*_keys).where(_keys.prefix == key.prefix)).one()
    if row.revoked_at is not None:
        challenge = {"WWW-Authenticate": 'Bearer realm="tracker", error="invalid_token"'}
        raise Unauthorized("the key was revoked meanwhile", headers=challenge)
    return row


def _values_of(row: Row[Any]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in AccessKey.model_fields if name != "id"}
    until = row.previous_until
    return values | {
        "id": keys_id(row.prefix),
        "scopes": row.scopes.split(),
        "networks": row.networks.split() if row.networks is not None else None,
        "previous_until": until if until is not None and until > dt.datetime.now(dt.UTC) else None,
    }


def _show_token(row: Row[Any], token: str) -> NewAccessKey:
    return NewAccessKey.model_validate(_values_of(row) | {"secret": token})
