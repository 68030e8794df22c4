"""Keys: who may write what. A key is shown once; what is kept of it is its digest and a prefix to know it by."""

import datetime as dt
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from app.resources import COLLECTIONS
from app.store.metadata import columns_of
from app.store.service_tables import ApiKeyRow
from app.writing.networks import is_within, read_networks
from schemas import Fault

EVERYTHING = "*"
KEYS_SCOPE = "keys:write"
"""The scope to make, rotate and revoke keys."""
BESIDE = ("text:read", "drafts:read", "webhooks:write", "feeds:write", "proposals:read", "proposals:write", KEYS_SCOPE)
"""What can be done beside the record."""
LONGEST_PERSON = 100
"""How many characters the full name of whoever has a key may have."""
SCOPES = (*(f"{name}:write" for name in COLLECTIONS), *BESIDE, EVERYTHING)
"""What a key can be allowed."""

KEY_PREFIX = "trk_"
"""What every key begins with."""
_KEY = re.compile(r"(trk_[a-z0-9]{8})_[A-Za-z0-9_-]{43}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,59}")
_RESERVED = ("seed", "tracker", "generator", "collector")
_keys = columns_of(ApiKeyRow)
_BY_PREFIX = select(*_keys).where(_keys.prefix == bindparam("prefix"))


@dataclass(frozen=True)
class Key:
    """A key that a request was made with: what it is known by, whose it is, and what it allows.

    `person` is the full name of whoever has it, where that was said; it is not public.
    """

    prefix: str
    name: str
    scopes: frozenset[str]
    last_used_on: dt.date | None
    person: str | None = None

    @property
    def was_used_today(self) -> bool:
        """Whether it is known that it was used today, in UTC."""
        return self.last_used_on == dt.datetime.now(dt.UTC).date()

    def allows(self, *scopes: str) -> bool:
        """Whether the key has one of the scopes."""
        return bool(self.scopes & {*scopes, EVERYTHING})

    def require(self, *scopes: str) -> None:
        """Raises `Forbidden` where the key has none of the scopes."""
        if not self.allows(*scopes):
            raise Forbidden(f"this needs a key with the scope {' or '.join(scopes)}")


@dataclass(frozen=True)
class KeyRecord:
    """What is kept of a key and may be shown; `scopes` are separated by spaces, `by` is the key that made it."""

    name: str
    prefix: str
    scopes: str
    created_at: dt.datetime
    expires_on: dt.date | None
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None
    networks: str | None
    previous_until: dt.datetime | None
    person: str | None
    by: str | None


def key_of(connection: Connection, token: str | None, *, address: str | None) -> Key:
    """The key that a token is, sent from an address; None where none was sent.

    Raises `Unauthorized`, and never says why in full; `Forbidden` where the key may not be used from the address.
    """
    if token is None:
        raise _refuse("send Authorization: Bearer KEY")
    match = _KEY.fullmatch(token)
    return key_by_digest(connection, match[1] if match is not None else "", digest_key(token), address=address)


def key_by_digest(connection: Connection, prefix: str, digest: str, *, address: str | None) -> Key:
    """The key with a prefix, by the digest of what it is, while that is in force; raises as `key_of`."""
    row = connection.execute(_BY_PREFIX, {"prefix": prefix}).one_or_none()
    if not _is_right(row, digest) or row is None or row.revoked_at is not None:
        raise _refuse("the key is not known, or was revoked", error="invalid_token")
    if row.expires_on is not None and row.expires_on < dt.datetime.now(dt.UTC).date():
        raise _refuse("the key has expired", error="invalid_token")
    if row.networks is not None and not is_within(address, row.networks.split()):
        raise Forbidden("the key may not be used from this address")
    return Key(row.prefix, row.name, frozenset(row.scopes.split()), row.last_used_on, row.person)


def note_use(connection: Connection, key: Key) -> None:
    """Remember the day on which a key was last used."""
    today = dt.datetime.now(dt.UTC).date()
    unseen = or_(_keys.last_used_on.is_(None), _keys.last_used_on < today)
    connection.execute(update(ApiKeyRow).where(_keys.prefix == key.prefix, unseen).values(last_used_on=today))


def make_key(
    connection: Connection,
    name: str,
    scopes: Sequence[str],
    *,
    expires_on: dt.date | None = None,
    networks: Sequence[str] = (),
    person: str | None = None,
    by: str | None = None,
) -> str:
    """Make a key, which is seen this once; with networks, it may be used from these alone.

    `by` is the name of the key that made it.

    Raises `Invalid` for a bad name, person, scope or network, `Conflict` for a used name.
    """
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise Invalid(
            f"a key's name has at most 60 letters, digits, spaces and . _ @ -, and is none of {', '.join(_RESERVED)}"
        )
    if person is not None and not (person.isprintable() and 0 < len(person.strip()) <= LONGEST_PERSON):
        raise Invalid(f"the name of a person has 1 to {LONGEST_PERSON} characters that can be seen, on one line")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Invalid(f"{unknown[0]} is no scope" if unknown else "a key needs a scope", faults=[_scope_fault()])
    if connection.execute(select(_keys.name).where(_keys.name == name)).first() is not None:
        raise Conflict(f"there is a key named {name} already; names are never used twice")
    allowed = " ".join(read_networks(networks)) or None
    prefix = KEY_PREFIX + draw_letters(8)
    token = _draw_token(prefix)
    row: dict[str, object] = {"prefix": prefix, "name": name, "digest": digest_key(token)}
    row |= {"scopes": " ".join(dict.fromkeys(scopes)), "created_at": dt.datetime.now(dt.UTC), "expires_on": expires_on}
    row |= {"networks": allowed, "person": person.strip() if person is not None else None, "by": by}
    connection.execute(insert(ApiKeyRow), row)
    return token


def rotate_token(connection: Connection, name: str, *, overlap: dt.timedelta) -> str:
    """Give a key a new secret, which is seen this once; the one before works until the overlap ends, none before that.

    All else stays: what it allows, its last day, what was written with it. Raises `NotFound`, `Conflict` for a key
    whose last day has passed.
    """
    row = connection.execute(select(*_keys).where(_keys.name == name, _keys.revoked_at.is_(None))).one_or_none()
    if row is None:
        raise _absent(name)
    now = dt.datetime.now(dt.UTC)
    if row.expires_on is not None and row.expires_on < now.date():
        raise Conflict(f"the last day of the key of {name} has passed: make another")
    token = _draw_token(row.prefix)
    values: dict[str, object] = {"digest": digest_key(token), "previous_digest": None, "previous_until": None}
    values["revision"] = _keys.revision + 1
    if overlap > dt.timedelta(0):
        values |= {"previous_digest": row.digest, "previous_until": now + overlap}
    connection.execute(update(ApiKeyRow).where(_keys.prefix == row.prefix).values(**values))
    return token


def revoke(connection: Connection, name: str) -> None:
    """End a key for good. Raises `NotFound`."""
    ended = update(ApiKeyRow).where(_keys.name == name, _keys.revoked_at.is_(None))
    if connection.execute(ended.values(revoked_at=dt.datetime.now(dt.UTC), revision=_keys.revision + 1)).rowcount == 0:
        raise _absent(name)


def find_keys(connection: Connection) -> list[KeyRecord]:
    """Every key as it may be shown, by name."""
    columns = [_keys[field.name] for field in fields(KeyRecord)]
    return [KeyRecord(*row) for row in connection.execute(select(*columns).order_by(_keys.name))]


def find_persons(connection: Connection) -> dict[str, str]:
    """The full name of whoever has a key, by the key's name, where that was said; not public."""
    rows = connection.execute(select(_keys.name, _keys.person).where(_keys.person.is_not(None)))
    return {row.name: row.person for row in rows}


def are_one_person(connection: Connection, name: str | None, other: str) -> bool:
    """Whether two keys, by name, are one, or of one person as far as it was said whose they are."""
    if name is None or name == other:
        return name == other
    persons = find_persons(connection)
    return name in persons and persons[name] == persons.get(other)


def digest_key(token: str) -> str:
    """What is kept of a key."""
    return sha256(token.encode()).hexdigest()


def draw_letters(length: int) -> str:
    """So many small letters and figures, drawn at random."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(length))


def _is_right(row: Any, digest: str) -> bool:
    """Whether a digest is that of a key's row, or of its rotation's overlap.

    Compared though there is no such row or overlap, so that the time taken does not tell whether there is.
    """
    nothing = sha256(b"").hexdigest()
    current, previous = nothing, nothing
    if row is not None:
        current = row.digest
        if row.previous_digest is not None and row.previous_until > dt.datetime.now(dt.UTC):
            previous = row.previous_digest
    same = [hmac.compare_digest(each.encode(), digest.encode()) for each in (current, previous)]
    return any(same)


def _absent(name: str) -> NotFound:
    return NotFound(f"there is no key named {name} that is in force")


def _draw_token(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def _scope_fault() -> Fault:
    return Fault(in_="body", name="scope", message=f"must be among {', '.join(SCOPES)}")


def _refuse(detail: str, *, error: str | None = None) -> Unauthorized:
    challenge = 'Bearer realm="tracker"' + (f', error="{error}"' if error else "")
    return Unauthorized(detail, headers={"WWW-Authenticate": challenge})
