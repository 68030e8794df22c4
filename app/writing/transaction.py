"""The transaction of a write: who asks, whether it was answered before, what it changes, and what comes of it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from app.errors import Conflict, Unavailable
from app.store.collection import Collections
from app.store.database import Database
from app.store.turn import Turn
from app.store.vault import Vault
from app.store.write import Writer
from app.writing import keys, retries
from app.writing.group import GroupCommit
from app.writing.keys import Key
from app.writing.outcome import Done, Outcome
from app.writing.retries import KeptAnswer, Retry
from app.writing.uses import Uses
from schemas import Fault

MOST_WAITING = 64
"""How many writes may wait at a time, each in a thread."""

D = TypeVar("D")


@dataclass(frozen=True)
class WriteRequest:
    """How a write is asked for: with which key, which allows it.

    A dry run is answered as the write would be, and keeps nothing. With `shares_names` a record may take a name that
    another one has. What has a `retry` can be sent again without being done again.
    """

    key: Key
    is_dry_run: bool = False
    shares_names: bool = False
    retry: Retry | None = None
    address: str | None = None


class Transactions:
    """Runs writes on one database."""

    def __init__(self, database: Database, collections: Collections, *, vault: Vault, uses: Uses) -> None:
        self._database = database
        self._uses = uses
        self._vault = vault
        self._group = GroupCommit(database, collections)
        self._running: set[tuple[str, Retry]] = set()
        self._guard = threading.Lock()
        self._slots = threading.BoundedSemaphore(MOST_WAITING)

    def find_key(self, token: str | None, scopes: Sequence[str], address: str | None) -> Key:
        """The key that a token is, sent from an address, which has one of the scopes.

        Raises `Unauthorized`, `Forbidden`.
        """
        with self._database.read_primary() as connection:
            key = keys.key_of(connection, token, address=address)
        key.require(*scopes)
        return key

    def run(
        self,
        request: WriteRequest,
        change: Callable[[Writer, Key], D],
        *,
        keep: Callable[[Outcome[D]], KeptAnswer],
    ) -> Outcome[D] | KeptAnswer:
        """What a change came to; the answer that the same request had, where it is a retry of one.

        `keep` gives of an outcome the answer that a retry is to have; it is kept in the same transaction. Raises
        whatever the change raises: then nothing was changed.
        """
        key = request.key

        def work(turn: Turn) -> Outcome[D] | KeptAnswer:
            # The clock is held from here on, so that no other process carries out the same request meanwhile.
            writer = Writer(turn, by=key.name, shares_names=request.shares_names)
            if request.retry is not None:
                kept = retries.find_answer(turn.connection, key, request.retry, vault=self._vault)
                if kept is not None:
                    return kept
            outcome = _finish(writer, change(writer, key))
            if request.retry is not None:
                answer = keep(outcome)
                retries.keep_answer(writer.connection, key, request.retry, answer, vault=self._vault)
            if not key.was_used_today:
                keys.note_use(writer.connection, key)
            return outcome

        if request.is_dry_run:
            self._uses.note(key)
        with self._alone(request.retry, key), self._among_others():
            came = self._group.run(work, keeps=not request.is_dry_run)
        if isinstance(came, Outcome) and not request.is_dry_run:
            self._database.grew(came.snapshot.seq)
        return came

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
    def _alone(self, retry: Retry | None, key: Key) -> Iterator[None]:
        """Refuse a second request under an idempotency key whose first is still running in this process."""
        if retry is None:
            yield
            return
        running = (key.prefix, replace(retry, digest=""))
        with self._guard:
            if running in self._running:
                message = "a request with this Idempotency-Key is still running"
                fault = Fault(in_="header", name="Idempotency-Key", message=message)
                raise Conflict(message, faults=[fault], headers={"Retry-After": "1"})
            self._running.add(running)
        try:
            yield
        finally:
            with self._guard:
                self._running.discard(running)


def try_out(database: Database, collections: Collections, change: Callable[[Writer], D], *, by: str) -> Outcome[D]:
    """What a change would come to: it is made, and taken back. Raises what it raises."""

    def work(turn: Turn) -> Outcome[D]:
        writer = Writer(turn, by=by)
        return _finish(writer, change(writer))

    return GroupCommit(database, collections).run(work, keeps=False)


def _finish(writer: Writer, done: D) -> Outcome[D]:
    """The outcome of what was done, whose record, where it is of one, is as the end of the transaction leaves it."""
    writer.finish()
    if isinstance(done, Done):
        # What the change reached may have reached its own record again.
        record = writer.current.record(done.collection, done.record.id) or done.record
        done = replace(done, record=record)
    return Outcome(done, writer.turn.snapshot)
