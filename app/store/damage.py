"""Damage: what a database's own errors mean, and what is no longer done once its file was found damaged."""

import threading
import time
from pathlib import Path

import structlog

from app.errors import Unavailable
from app.store.connections import open_own, sqlite_module
from app.store.file import OpenedFile, refuse_for_operator

UNDECODED = "Could not decode to UTF-8"
"""What SQLite's driver says of a text whose bytes are not what was written."""
DAMAGE_STATES = ("XX001", "XX002")
"""PostgreSQL's codes for the same, of a table and of an index."""
ONLY_READ = "the database may only be read: nothing can be written to it"
FULL = "the disk is full: nothing is written until there is room"
OBSTACLES = {
    "is full": FULL,
    "53100": FULL,
    "readonly database": ONLY_READ,
    "25006": ONLY_READ,
    "disk I/O error": "the disk fails: the database cannot be read or written there",
}
"""What else stands in the way, by SQLite's words or PostgreSQL's code for it."""

CHECK_SECONDS = 60
"""How long a database is looked through at most; a gigabyte takes a few seconds."""
EXAMINE_SECONDS = 60
"""How long after a look through it, which found nothing, none is taken again for a request that fails."""

log = structlog.get_logger()


def find_damage(error: BaseException) -> str | None:
    """What is damaged, in the driver's words on one line; None for an error of another kind."""
    origin = getattr(error, "orig", None) or error
    said = str(origin).partition("\n")[0]
    if isinstance(origin, sqlite_module.Error):
        if UNDECODED in said:
            return "a text is not what was written"
        # The driver has a class for each kind of error, and leaves this one to a malformed file, and to none at all.
        is_damage = type(origin) is sqlite_module.DatabaseError
    else:
        is_damage = getattr(origin, "sqlstate", None) in DAMAGE_STATES
    return said if is_damage else None


def find_obstacle(error: BaseException) -> str | None:
    """A sentence for a full disk, and whatever else does not pass by itself; None for other errors."""
    origin = getattr(error, "orig", None) or (error if isinstance(error, sqlite_module.Error) else None)
    words = f"{getattr(origin, 'sqlstate', None)} {origin}"
    return next((sentence for sign, sentence in OBSTACLES.items() if sign in words), None)


def find_flaw(path: Path, *, ignores_wal: bool = False) -> str | None:
    """What is wrong in an SQLite database, by its first flaw; None where nothing is, or it took too long to look."""
    ends = time.monotonic() + CHECK_SECONDS
    try:
        connection = open_own(str(path), "ro", **({"immutable": 1} if ignores_wal else {}))
    except sqlite_module.Error as error:
        return find_damage(error)
    try:
        connection.set_progress_handler(lambda: time.monotonic() > ends, 100_000)
        ((found, *_), *_) = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite_module.Error as error:
        return find_damage(error)
    finally:
        connection.close()
    return None if found == "ok" else " ".join(str(found).split())


class Soundness:
    """Whether a database is sound, as far as this process has met it.

    Once it is not, the process writes no more: what is written into a damaged file may be lost, or damage more.
    """

    def __init__(self, file: OpenedFile | None) -> None:
        self._file = file
        self._guard = threading.Lock()
        self._examined = float("-inf")
        self.damage: str | None = None

    def notice(self, error: BaseException) -> None:
        """Look whether an error tells of damage. It is logged once, and not with each request that meets it."""
        found = find_damage(error)
        if found is not None:
            self._note(found)

    def examine(self) -> None:
        """Look through SQLite's file, after a failure that nothing else explains: not what was written was read."""
        with self._guard:
            now = time.monotonic()
            if self._file is None or self.damage is not None or now - self._examined < EXAMINE_SECONDS:
                return
            self._examined = now
        if (found := find_flaw(self._file.path)) is not None:
            self._note(found)

    def check(self) -> None:
        """Raises `Unavailable` where the database was found damaged."""
        if self.damage is not None:
            raise self.refuse()

    def refuse(self) -> Unavailable:
        """The refusal of whoever meets the damage."""
        return refuse_for_operator(
            "the database is damaged: nothing is written any more. The log says what is wrong; restore a backup"
        )

    def _note(self, damage: str) -> None:
        with self._guard:
            is_new, self.damage = self.damage is None, self.damage or damage
        if is_new:
            log.error("database", damage=damage)
