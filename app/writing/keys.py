"""Keys: who may write what. A key is shown once; what is kept of it is its digest and a prefix to know it by."""

import datetime as dt
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from app.resources import COLLECTIONS
from app.store.metadata import columns_of
from app.store.service_tables import ApiKeyRow
from schemas import Fault

EVERYTHING = "*"
SCOPES = (*(f"{name}:write" for name in COLLECTIONS), "text:read", "webhooks:write", EVERYTHING)
"""What a key can be allowed."""

_KEY = re.compile(r"(trk_[a-z0-9]{8})_[A-Za-z0-9_-]{43}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,59}")
_RESERVED = ("seed", "tracker", "generator")
_keys = columns_of(ApiKeyRow)
_BY_PREFIX = select(*_keys).where(_keys.prefix == bindparam("prefix"))


@dataclass(frozen=True)
class Key:
    """A key that a request was made with: what it is known by, whose it is, and what it allows."""

    prefix: str
    name: str
    scopes: frozenset[str]
    last_used_on: dt.date | None

    @property
    def was_used_today(self) -> bool:
        """Whether it is known that it was used today, in UTC."""
        return self.last_used_on == dt.datetime.now(dt.UTC).date()

    def require(self, *scopes: str) -> None:
        """Raises `Forbidden` where the key has none of the scopes."""
        if not self.scopes & {*scopes, EVERYTHING}:
            raise Forbidden(f"this needs a key with the scope {' or '.join(scopes)}")


@dataclass(frozen=True)
class KeyRecord:
    """What is kept of a key and may be shown; `scopes` are separated by spaces."""

    name: str
    prefix: str
    scopes: str
    created_at: dt.datetime
    expires_on: dt.date | None
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None


def key_of(connection: Connection, token: str | None) -> Key:
    """The key that a token is; None where none was sent. Raises `Unauthorized`, and never says why in full."""
    if token is None:
        raise _refuse("send Authorization: Bearer KEY")
    match = _KEY.fullmatch(token)
    row = None
    if match is not None:
        row = connection.execute(_BY_PREFIX, {"prefix": match[1]}).one_or_none()
    # Compared though the prefix is unknown, so that the time taken does not tell whether it is.
    kept = row.digest if row is not None else sha256(b"").hexdigest()
    same = hmac.compare_digest(kept.encode(), _digest(token).encode())
    today = dt.datetime.now(dt.UTC).date()
    if row is None or not same or row.revoked_at is not None:
        raise _refuse("the key is not known, or was revoked", error="invalid_token")
    if row.expires_on is not None and row.expires_on < today:
        raise _refuse("the key has expired", error="invalid_token")
    return Key(row.prefix, row.name, frozenset(row.scopes.split()), row.last_used_on)


def note_use(connection: Connection, key: Key) -> None:
    """Remember the day on which a key was last used."""
    today = dt.datetime.now(dt.UTC).date()
    unseen = or_(_keys.last_used_on.is_(None), _keys.last_used_on < today)
    connection.execute(update(ApiKeyRow).where(_keys.prefix == key.prefix, unseen).values(last_used_on=today))


def make_key(connection: Connection, name: str, scopes: Sequence[str], *, expires_on: dt.date | None = None) -> str:
    """Make a key, which is seen this once. Raises `Invalid` for a bad name or scope, `Conflict` for a used name."""
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise Invalid(
            f"a key's name has at most 60 letters, digits, spaces and . _ @ -, and is none of {', '.join(_RESERVED)}"
        )
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Invalid(f"{unknown[0]} is no scope" if unknown else "a key needs a scope", faults=[_scope_fault()])
    if connection.execute(select(_keys.name).where(_keys.name == name)).first() is not None:
        raise Conflict(f"there is a key named {name} already; names are never used twice")
    prefix = f"trk_{''.join(secrets.choice('abcdefghijklmnopqrstuvwxyz0123456789') for _ in range(8))}"
    token = f"{prefix}_{secrets.token_urlsafe(32)}"
    row: dict[str, object] = {"prefix": prefix, "name": name, "digest": _digest(token)}
    row |= {"scopes": " ".join(dict.fromkeys(scopes)), "created_at": dt.datetime.now(dt.UTC), "expires_on": expires_on}
    connection.execute(insert(ApiKeyRow), row)
    return token


def revoke(connection: Connection, name: str) -> None:
    """End a key for good. Raises `NotFound`."""
    ended = update(ApiKeyRow).where(_keys.name == name, _keys.revoked_at.is_(None))
    if connection.execute(ended.values(revoked_at=dt.datetime.now(dt.UTC))).rowcount == 0:
        raise NotFound(f"there is no key named {name} that is in force")


def find_keys(connection: Connection) -> list[KeyRecord]:
    """Every key as it may be shown, by name."""
    columns = [_keys[field.name] for field in fields(KeyRecord)]
    return [KeyRecord(*row) for row in connection.execute(select(*columns).order_by(_keys.name))]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _scope_fault() -> Fault:
    return Fault(in_="body", name="scope", message=f"must be among {', '.join(SCOPES)}")


def _refuse(detail: str, *, error: str | None = None) -> Unauthorized:
    challenge = 'Bearer realm="tracker"' + (f', error="{error}"' if error else "")
    return Unauthorized(detail, headers={"WWW-Authenticate": challenge})
