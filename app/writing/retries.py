"""Retries: the answer to a write is kept with what it changed, and given again to the same request."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, select

from app.errors import Conflict, Invalid
from app.store.metadata import columns_of, table_of
from app.store.service_tables import StoredAnswerRow
from app.store.vault import Locked, Vault
from app.store.versions import insert_into
from app.writing.keys import Key
from schemas import Fault

ANSWERS_KEPT = dt.timedelta(hours=24)
"""How long an answer is given again."""

_stored = columns_of(StoredAnswerRow)
_MINE = [_stored[name] == bindparam(name) for name in ("prefix", "target", "key")]
_FIND = select(*_stored).where(*_MINE, _stored.at > bindparam("since"))
_DELETE = delete(table_of(StoredAnswerRow)).where(*_MINE)
_DELETE_OLD = delete(table_of(StoredAnswerRow)).where(_stored.at <= bindparam("since"), _stored.request_digest != "")


@dataclass(frozen=True)
class Retry:
    """The name under which a request may be sent again, the target that it was sent to, and a digest of all it says."""

    name: str
    target: str
    digest: str


@dataclass(frozen=True)
class KeptAnswer:
    """An answer to a write as it is kept: its status, its headers and its body.

    A body with a secret that the database holds as well is sealed where that is; one with a key, `always`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    sealed: Literal["never", "as the database", "always"] = "never"


def find_answer(connection: Connection, key: Key, retry: Retry, *, vault: Vault) -> KeptAnswer | None:
    """The answer that the same request had before.

    Raises `Invalid` where its name was used for another one, `Conflict` where it is sealed and cannot be read.
    """
    since = dt.datetime.now(dt.UTC) - ANSWERS_KEPT
    row = connection.execute(_FIND, {**_name(key, retry), "since": since}).one_or_none()
    if row is None:
        return None
    if row.request_digest != retry.digest:
        message = "was used for another request; a new request needs a new key"
        fault = Fault(in_="header", name="Idempotency-Key", message=message)
        raise Invalid("the idempotency key belongs to another request", faults=[fault])
    try:
        body = vault.unseal(row.body, about=retry.target)
    except Locked:
        message = "was used, and the answer is sealed with what this process does not have"
        raise Conflict(message, faults=[Fault(in_="header", name="Idempotency-Key", message=message)]) from None
    return KeptAnswer(row.status, json.loads(row.headers), body.encode())


def keep_answer(connection: Connection, key: Key, retry: Retry, answer: KeptAnswer, *, vault: Vault) -> None:
    """Keep an answer to be given again, and no longer what is too old for that."""
    now = dt.datetime.now(dt.UTC)
    name = _name(key, retry)
    connection.execute(_DELETE_OLD, {"since": now - ANSWERS_KEPT})
    connection.execute(_DELETE, name)
    row: dict[str, object] = {**name, "request_digest": retry.digest, "at": now, "status": answer.status}
    body = answer.body.decode()
    if answer.sealed != "never":
        seal = vault.seal_always if answer.sealed == "always" else vault.seal
        body = seal(body, about=retry.target)
    row |= {"headers": json.dumps(dict(answer.headers)), "body": body}
    connection.execute(insert_into(StoredAnswerRow), row)


def _name(key: Key, retry: Retry) -> dict[str, object]:
    return {"prefix": key.prefix, "target": retry.target, "key": retry.name}
