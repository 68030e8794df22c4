"""Group commit: writes that wait share a turn at the clock and one commit, and each is kept or taken back alone."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.collection import Collections
from app.store.connections import BUSY_SECONDS
from app.store.database import Database
from app.store.turn import Turn

T = TypeVar("T")

MOST_TOGETHER = 64
"""How many writes share a commit."""

WAIT_SECONDS = 2 * BUSY_SECONDS
"""How long a write waits to be taken into a group."""
PATIENCE = (0.05, 0.5, 2.0)
"""How many seconds a write waits before it is done again, each time that the database took it back."""
TAKEN_BACK = ("40001", "40P01", "57P01", "57P02", "57P03", "25006")
"""PostgreSQL's word for it: conflicts of transactions, a shutdown, and a server that has become a standby."""


class _Lost(Exception):
    """A statement has failed that others rest on too: each write is to be done in a transaction of its own."""


class _TakenBack(Exception):
    """The transaction is gone, and nothing of it was committed."""


def was_taken_back(error: BaseException | None) -> bool:
    """Whether a statement failed because its transaction, or the server, is gone; a commit's failure is never asked."""
    if isinstance(error, PendingRollbackError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in TAKEN_BACK


class _Job(Generic[T]):
    """A write that waits: what it does, whether what it changes is kept, and what came of it."""

    def __init__(self, work: Callable[[Turn], T], *, keeps: bool) -> None:
        self._work = work
        self._keeps = keeps
        self._results: list[T] = []
        self.error: BaseException | None = None
        self.is_done = False
        self.woken = threading.Event()

    def attempt(self, turn: Turn) -> None:
        """Do it; whatever it raises undoes it alone."""
        self._results, self.error = [], None
        try:
            try:
                self._results.append(self._work(turn))
            except Exception as error:
                self.error = error
            if self._keeps and self.error is None:
                turn.keep()
            else:
                turn.take_back()
        except Exception as error:
            self.error = self.error or error

    def fail(self, error: BaseException) -> None:
        """Nothing came of it, as the commit failed."""
        self.error = error

    def outcome(self) -> T:
        """What it returned. Raises what it raised, which is told once."""
        # An error leads to the frames that it passed: what they and it refer to would stay until memory is searched.
        error, self.error = self.error, None
        try:
            if error is not None:
                raise error
        finally:
            del error
        return self._results[0]


class GroupCommit:
    """Carries out writes in the order in which they came, those that wait meanwhile together.

    Whoever finds nobody writing leads: its write and those that have come are done in one transaction, and answered
    after its commit. It then hands the lead to the first that waits.
    """

    def __init__(self, database: Database, collections: Collections) -> None:
        self._database = database
        self._collections = collections
        self._guard = threading.Lock()
        self._waiting: list[_Job[object]] = []
        self._is_led = False
        self._before: Turn | None = None

    def run(self, work: Callable[[Turn], T], *, keeps: bool = True) -> T:
        """Do a write in a transaction; returns once it is committed. Raises what it raises, having changed nothing.

        Where it keeps nothing, it is taken back as soon as it is done: only what it returns is wanted.
        """
        job: _Job[T] = _Job(work, keeps=keeps)
        with self._guard:
            self._waiting.append(job)  # type: ignore[arg-type]  # of whatever type
            leads, self._is_led = not self._is_led, True
        if not leads and not job.woken.wait(WAIT_SECONDS):
            self._give_up(job)  # type: ignore[arg-type]  # of whatever type
        if not job.is_done:
            self._lead()
        return job.outcome()

    def _give_up(self, job: _Job[object]) -> None:
        """Take back a write that has waited too long, unless it is being done. Raises `TimeoutError` where it was."""
        with self._guard:
            if job in self._waiting and not job.woken.is_set():
                self._waiting.remove(job)
                raise PoolTimeout("the writes before this one take too long")
        job.woken.wait()

    def _commit(self, group: list[_Job[object]]) -> None:
        """Do writes in one transaction, and again where the database took back what was not committed.

        Where a statement of one has failed, each is done in a transaction of its own.
        """
        for patience in (*PATIENCE, None):
            try:
                self._attempt(group, again=patience is not None)
                return
            except _TakenBack:
                time.sleep(patience or 0)
            except _Lost:
                if len(group) == 1:
                    return
                for job in group:
                    self._commit([job])
                return

    def _attempt(self, group: list[_Job[object]], *, again: bool) -> None:
        """Do writes in one transaction. Raises `_Lost` where it is lost, `_TakenBack` where it can be done `again`."""
        with self._database.write() as connection:
            # The clock is locked once for all: who waits for it in vain, waits for everybody.
            turn = Turn(connection, self._collections, is_shared=True, before=self._before)
            self._before = None
            self._database.check_goes_on(seq=turn.kept.seq, instance=turn.kept.instance)
            for job in group:
                job.attempt(turn)
                if isinstance(job.error, SQLAlchemyError) or (self._database.is_sqlite and not _is_open(connection)):
                    error = job.error or PoolTimeout("the database has ended the transaction")
                    job.fail(error)
                    _leave(error, again=again)
            try:
                turn.close()
            except Exception as error:
                for job in group:
                    job.fail(error)
                _leave(error, again=again)
        self._before = turn

    def _lead(self) -> None:
        """Do the writes that wait, and wake those who sent them."""
        with self._guard:
            group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
        try:
            self._commit(group)
        except BaseException as error:  # the commit's failure is everybody's
            for job in group:
                job.fail(error)
        finally:
            with self._guard:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
                if following is not None:
                    following.woken.set()
            for job in group:
                job.is_done = True
                job.woken.set()


def _leave(error: BaseException, *, again: bool) -> NoReturn:
    """Leave a transaction in which a statement has failed.

    Raises `_TakenBack` where it can be done `again`, the error where the database still takes everything back.
    """
    if was_taken_back(error):
        raise _TakenBack if again else error
    raise _Lost


def _is_open(connection: Connection) -> bool:
    """Whether SQLite still has the transaction that was begun."""
    raw: Any = connection.connection.dbapi_connection
    return bool(raw.in_transaction)
