"""Retries: the answer to a write is kept with what it changed, and given again to the same request."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from app.errors import Invalid
from app.store.metadata import columns_of
from app.store.service_tables import StoredAnswerRow
from app.writing.keys import Key
from schemas import Fault

ANSWERS_KEPT = dt.timedelta(hours=24)
"""How long an answer is given again."""

_stored = columns_of(StoredAnswerRow)


@dataclass(frozen=True)
class Retry:
    """The name under which a request may be sent again, the target that it was sent to, and a digest of all it says."""

    name: str
    target: str
    digest: str


@dataclass(frozen=True)
class KeptAnswer:
    """An answer to a write as it is kept: its status, its headers and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def find_answer(connection: Connection, key: Key, retry: Retry) -> KeptAnswer | None:
    """The answer that the same request had before. Raises `Invalid` where its name was used for another one."""
    since = dt.datetime.now(dt.UTC) - ANSWERS_KEPT
    query = select(*_stored).where(_is_of(key, retry), _stored.at > since)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.request_digest != retry.digest:
        message = "was used for another request; a new request needs a new key"
        fault = Fault(in_="header", name="Idempotency-Key", message=message)
        raise Invalid("the idempotency key belongs to another request", faults=[fault])
    return KeptAnswer(row.status, json.loads(row.headers), row.body.encode())


def keep_answer(connection: Connection, key: Key, retry: Retry, answer: KeptAnswer) -> None:
    """Keep an answer to be given again, and no longer what is too old for that."""
    now = dt.datetime.now(dt.UTC)
    connection.execute(delete(StoredAnswerRow).where(_stored.at <= now - ANSWERS_KEPT, _stored.request_digest != ""))
    connection.execute(delete(StoredAnswerRow).where(_is_of(key, retry)))
    row: dict[str, object] = {"prefix": key.prefix, "target": retry.target, "key": retry.name}
    row |= {"request_digest": retry.digest, "at": now, "status": answer.status}
    row |= {"headers": json.dumps(dict(answer.headers)), "body": answer.body.decode()}
    connection.execute(insert(StoredAnswerRow), row)


def _is_of(key: Key, retry: Retry) -> ColumnElement[bool]:
    return and_(_stored.prefix == key.prefix, _stored.target == retry.target, _stored.key == retry.name)
