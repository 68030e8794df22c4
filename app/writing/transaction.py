"""The transaction of a write: who asks, whether it was answered before, what it changes, and what it is answered."""

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from starlette.responses import Response

from app.errors import Conflict, Invalid, Refusal, Unavailable
from app.http import answering, validators
from app.http.sent import Sent
from app.reading.question.refusing import placed
from app.store import clock
from app.store.collection import Collection
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.service_tables import StoredAnswer
from app.store.write import Writer
from app.writing import keys
from app.writing.group import GroupCommit
from app.writing.keys import Key
from schemas import Fault, Record

KEPT = dt.timedelta(hours=24)
"""How long an answer is given again to the same idempotency key."""

MOST_WAITING = 64
"""How many writes may wait at a time, each in a thread."""

_stored = columns_of(StoredAnswer)


@dataclass(frozen=True)
class Done:
    """What a change came to: the collection and the record to show, the status, and what `meta` says beside them."""

    collection: str
    record: Record
    status: int = 200
    beside: Mapping[str, Any] = field(default_factory=dict)


Change = Callable[[Writer], Done | Callable[[int], Response]]
"""What a request does with the writer; a function of the newest number where the answer is not one record."""


class DryRun(Exception):
    """Ends a transaction whose answer is all that was wanted of it."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class Transactions:
    """Runs writes on one database."""

    def __init__(self, database: Database, collections: Mapping[str, Collection]) -> None:
        self._database = database
        self._group = GroupCommit(database)
        self._collections = collections
        self._running: set[tuple[str, str, str]] = set()
        self._guard = threading.Lock()
        self._slots = threading.BoundedSemaphore(MOST_WAITING)

    def run(self, sent: Sent, *, scope: str, change: Change, also: Sequence[str] = ()) -> Response:
        """Carry out a write and answer it; scopes that do `also` do. Whatever it raises, nothing was changed."""
        with self._database.read_primary() as connection:
            key = keys.key_of(connection, sent.authorization)
        key.require(scope, *also)
        with self._alone(sent, key), self._among_others():
            try:
                response, newest = self._group.run(lambda connection: self._run(connection, sent, key, change))
            except DryRun as end:
                return end.response
            except Refusal as refusal:
                raise placed(refusal, sent.body) if sent.is_json else refusal from None
        self._database.grew(newest)
        return response

    def _run(self, connection: Connection, sent: Sent, key: Key, change: Change) -> tuple[Response, int]:
        """The answer, and the number of the newest change."""
        writer = Writer(connection, self._collections, by=key.name, shares_names=sent.shares_names)
        if (answer := _answered_before(connection, sent, key)) is not None:
            return answer, clock.newest(connection).seq
        done = change(writer)
        writer.finish()
        if isinstance(done, Done):
            # What the change reached may have reached its own record again.
            done = replace(done, record=writer.current.record(done.collection, done.record.id) or done.record)
        snapshot = clock.newest(connection)
        response = done(snapshot.seq) if not isinstance(done, Done) else _answer(done, sent, snapshot)
        if sent.query.dry_run:
            response.headers["Dry-Run"] = "true"
            raise DryRun(response)
        keys.note_use(connection, key)
        _store_answer(connection, sent, key, response)
        return response, snapshot.seq

    @contextmanager
    def _among_others(self) -> Iterator[None]:
        """Refuse a write where too many wait: each holds a thread, and reads need some."""
        if not self._slots.acquire(blocking=False):
            raise Unavailable("too many writes are waiting", headers={"Retry-After": "1"})
        try:
            yield
        finally:
            self._slots.release()

    @contextmanager
    def _alone(self, sent: Sent, key: Key) -> Iterator[None]:
        """Refuse a second request under an idempotency key whose first is still running in this process."""
        if sent.idempotency_key is None:
            yield
            return
        name = (key.prefix, sent.path, sent.idempotency_key)
        with self._guard:
            if name in self._running:
                message = "a request with this Idempotency-Key is still running"
                fault = Fault(in_="header", name="Idempotency-Key", message=message)
                raise Conflict(message, faults=[fault], headers={"Retry-After": "1"})
            self._running.add(name)
        try:
            yield
        finally:
            with self._guard:
                self._running.discard(name)


def _answer(done: Done, sent: Sent, snapshot: clock.Snapshot) -> Response:
    """The answer to a write of one record: like its detail, or nothing but headers where little is wanted."""
    path = f"/v1/{done.collection}/{done.record.id}"
    # What stands beside the record makes other bytes than its detail's.
    address = f"{path} {json.dumps(done.beside)}" if done.beside else path
    tag = validators.entity_tag(snapshot, address, revision=done.record.revision)
    headers = {"ETag": tag, "Cache-Control": "no-store"}
    if done.status == 201:  # created
        headers["Location"] = path
    if sent.wants_little:
        headers["Preference-Applied"] = "return=minimal"
        return Response(status_code=201 if done.status == 201 else 204, headers=headers)  # created
    meta = {"snapshot": snapshot.seq, **done.beside}
    body = answering.envelope(done.record.model_dump_json(), meta=meta, links={"self": path}, included=None)
    return Response(body, status_code=done.status, media_type="application/json", headers=headers)


def _answered_before(connection: Connection, sent: Sent, key: Key) -> Response | None:
    """The stored answer to the same request. Raises `Invalid` where the key was used for another one."""
    if sent.idempotency_key is None:
        return None
    mine = (_stored.prefix == key.prefix, _stored.target == sent.path, _stored.key == sent.idempotency_key)
    since = dt.datetime.now(dt.UTC) - KEPT
    row = connection.execute(select(*_stored).where(*mine, _stored.at > since)).one_or_none()
    if row is None:
        return None
    if row.request_digest != sent.digest:
        message = "was used for another request; a new request needs a new key"
        fault = Fault(in_="header", name="Idempotency-Key", message=message)
        raise Invalid("the idempotency key belongs to another request", faults=[fault])
    headers = {**json.loads(row.headers), "Idempotency-Replayed": "true"}
    return Response(row.body.encode(), status_code=row.status, headers=headers)


def _store_answer(connection: Connection, sent: Sent, key: Key, response: Response) -> None:
    if sent.idempotency_key is None:
        return
    now = dt.datetime.now(dt.UTC)
    mine = (_stored.prefix == key.prefix, _stored.target == sent.path, _stored.key == sent.idempotency_key)
    connection.execute(delete(StoredAnswer).where(_stored.at <= now - KEPT, _stored.request_digest != ""))
    connection.execute(delete(StoredAnswer).where(*mine))
    kept = {name: value for name, value in response.headers.items() if name != "content-length"}
    row: dict[str, object] = {"prefix": key.prefix, "target": sent.path, "key": sent.idempotency_key}
    row |= {"request_digest": sent.digest, "at": now, "status": response.status_code}
    row |= {"headers": json.dumps(kept), "body": bytes(response.body).decode()}
    connection.execute(insert(StoredAnswer), row)
