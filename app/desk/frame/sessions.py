"""Sessions: who is signed in at the desk, for how long, and what they have decided since."""

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.errors import Unauthorized
from app.store.desk_tables import DeskSessionRow
from app.store.metadata import columns_of
from app.writing import keys
from app.writing.keys import Key

SESSION_HOURS = 12
"""After how many hours a session ends, whatever is done in it."""
NOTHING_NOTED = " "
"""What stands between the numbers of proposals."""

_sessions = columns_of(DeskSessionRow)
_BY_DIGEST = select(*_sessions).where(_sessions.digest == bindparam("digest"))


@dataclass(frozen=True)
class DeskSession:
    """Somebody who is signed in: with which key, and the `secret` that their forms carry.

    `decided` are the proposals that they decided, in order, `later` those that they put off.
    """

    digest: str
    key: Key
    secret: str
    decided: tuple[int, ...] = ()
    later: tuple[int, ...] = ()

    @property
    def person(self) -> str:
        """How they are greeted: by their full name, else by that of their key."""
        return self.key.person or self.key.name


def begin_session(connection: Connection, key: Key, token: str) -> str:
    """Sign in with a key, which is this token: what goes into the cookie, and is kept as its digest alone."""
    drawn, now = secrets.token_urlsafe(32), dt.datetime.now(dt.UTC)
    connection.execute(delete(DeskSessionRow).where(_sessions.expires_at <= now))
    row = {
        "digest": _digest_cookie(drawn),
        "prefix": key.prefix,
        "key_digest": keys.digest_key(token),
        "secret": secrets.token_urlsafe(32),
        "created_at": now,
        "expires_at": now + dt.timedelta(hours=SESSION_HOURS),
        "decided": NOTHING_NOTED,
        "later": NOTHING_NOTED,
    }
    connection.execute(insert(DeskSessionRow), row)
    return drawn


def find_session(connection: Connection, cookie: str | None, *, address: str | None) -> DeskSession | None:
    """The session of a cookie, sent from an address; None where it has ended, or its key is no longer in force.

    Raises `Forbidden` where the key may not be used from the address.
    """
    if not cookie:
        return None
    row = connection.execute(_BY_DIGEST, {"digest": _digest_cookie(cookie)}).one_or_none()
    if row is None or row.expires_at <= dt.datetime.now(dt.UTC):
        return None
    try:
        key = keys.key_by_digest(connection, row.prefix, row.key_digest, address=address)
    except Unauthorized:
        return None
    decided, later = (tuple(int(each) for each in noted.split()) for noted in (row.decided, row.later))
    return DeskSession(row.digest, key, row.secret, decided, later)


def end_session(connection: Connection, digest: str) -> None:
    """Sign out."""
    connection.execute(delete(DeskSessionRow).where(_sessions.digest == digest))


def note_decided(connection: Connection, digest: str, number: int) -> None:
    """Note that a proposal was decided in a session, as the last so far."""
    noted = {"decided": _sessions.decided + f"{number} "}
    connection.execute(update(DeskSessionRow).where(_sessions.digest == digest).values(noted))


def note_reopened(connection: Connection, session: DeskSession, number: int) -> None:
    """Note that what was decided of a proposal in a session was taken back."""
    rest = [each for each in session.decided if each != number]
    _note(connection, session.digest, decided=rest)


def put_off(connection: Connection, session: DeskSession, number: int) -> None:
    """Note that a proposal is to come later: behind those that were put off before."""
    _note(connection, session.digest, later=[*(each for each in session.later if each != number), number])


def _note(connection: Connection, digest: str, **numbers: list[int]) -> None:
    noted = {name: "".join(f" {each}" for each in several) + NOTHING_NOTED for name, several in numbers.items()}
    connection.execute(update(DeskSessionRow).where(_sessions.digest == digest).values(noted))


def _digest_cookie(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()
