"""Group commit: writes that wait for their turn share one commit, each in a savepoint of its own."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from app.store.database import Database

T = TypeVar("T")

MOST = 64
"""How many writes share a commit."""


class _Job(Generic[T]):
    """A write that waits: what it does, and what came of it."""

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self._work = work
        self._results: list[T] = []
        self._error: BaseException | None = None
        self.is_done = False
        self.woken = threading.Event()

    def attempt(self, connection: Connection) -> None:
        """Do it; whatever it raises undoes it alone."""
        try:
            with connection.begin_nested():
                self._results.append(self._work(connection))
        except Exception as error:
            self._error = error

    def fail(self, error: BaseException) -> None:
        """Nothing came of it, as the commit failed."""
        self._error = error

    def outcome(self) -> T:
        """What it returned. Raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._results[0]


class GroupCommit:
    """Carries out writes in the order in which they came, those that wait meanwhile together.

    Whoever finds nobody writing leads: its write and those that have come are done in one transaction, and answered
    after its commit. It then hands the lead to the first that waits.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._waiting: list[_Job[object]] = []
        self._is_led = False

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do a write in a transaction; returns once it is committed. Raises what it raises, having changed nothing."""
        job: _Job[T] = _Job(work)
        with self._guard:
            self._waiting.append(job)  # type: ignore[arg-type]  # of whatever type
            leads, self._is_led = not self._is_led, True
        if not leads:
            job.woken.wait()
        if not job.is_done:
            self._lead()
        return job.outcome()

    def _lead(self) -> None:
        """Do the writes that wait, and wake those who sent them."""
        with self._guard:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            with self._database.write() as connection:
                for job in group:
                    job.attempt(connection)
        except BaseException as error:  # the commit's failure is everybody's
            for job in group:
                job.fail(error)
        finally:
            with self._guard:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
            for job in group:
                job.is_done = True
                job.woken.set()
            if following is not None:
                following.woken.set()
