"""Readiness: what stands in the way of writing, before anybody tries, and whether the machine's clock can be right."""

import datetime as dt
import os
import time
from contextlib import closing
from dataclasses import dataclass, field

from app.store.connections import sqlite_module
from app.store.damage import ONLY_READ, find_obstacle
from app.store.database import Database
from app.store.file import refuse_for_operator

BEHIND = dt.timedelta(seconds=5)
"""How far the machine's clock may stand before the newest change: as far as those of several machines differ."""
JUMP = dt.timedelta(days=1)
"""How far it may have jumped ahead since the process started."""
QUIET = dt.timedelta(days=366)
"""How long ago the newest change may be before somebody should ask whether the clock is right."""
FREE_BYTES = 16 << 20
"""How much room there must be on the disk."""


def measure_uptime() -> float:
    """Seconds that go on evenly, whatever the clock is set to, and while the machine sleeps where that can be had."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True)
class Start:
    """When a process started, by the clock and by what goes on evenly."""

    clock: float = field(default_factory=time.time)
    uptime: float = field(default_factory=measure_uptime)

    def jumped(self) -> dt.timedelta:
        """How far the clock has gone ahead of the time that has passed."""
        return dt.timedelta(seconds=(time.time() - self.clock) - (measure_uptime() - self.uptime))


def check_clock(newest: dt.datetime, now: dt.datetime, *, jumped: dt.timedelta) -> str | None:
    """What an operator should know of the machine's clock, as it stands `now`; None where there is nothing.

    Changes keep their order by number, and none is told as earlier than the one before it: while the clock stands
    behind, all are told as of the newest one's instant. Raises `Unavailable` where it does, or has jumped ahead.
    """
    if newest - now > BEHIND:
        raise refuse_for_operator(
            f"the machine's clock stands {_spell(newest - now)} before the newest change: one of them is wrong"
        )
    if jumped > JUMP:
        raise refuse_for_operator(
            f"the machine's clock has jumped {_spell(jumped)} ahead since the service was started: put it right, or "
            "start the service again"
        )
    if now - newest > QUIET:
        return f"the newest change is {_spell(now - newest)} old: is the machine's clock right?"
    return None


def check_writable(database: Database) -> None:
    """Raises `Unavailable` where nothing can be written: the disk is full, or the database may only be read."""
    if database.file is None:
        with database.writers.connect() as connection:
            if connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on":
                raise refuse_for_operator(ONLY_READ)
        return
    if not os.access(database.file.path, os.W_OK):  # SQLite may go on with what it has opened, until the next start
        raise refuse_for_operator(ONLY_READ)
    try:
        with closing(database.open_beside("rw")) as own:
            own.execute("BEGIN IMMEDIATE")
            own.execute("ROLLBACK")
    except sqlite_module.Error as error:
        database.soundness.notice(error)
        database.soundness.check()
        if (obstacle := find_obstacle(error)) is not None:  # else somebody is writing just now
            raise refuse_for_operator(obstacle) from error
    room = os.statvfs(database.file.path.parent)
    if room.f_bavail * room.f_frsize < FREE_BYTES:
        raise refuse_for_operator(f"the disk is full: fewer than {FREE_BYTES >> 20} MiB are free on it")


def _spell(span: dt.timedelta) -> str:
    return f"{span.days} days" if span >= dt.timedelta(days=2) else f"{span.total_seconds():.0f} seconds"
