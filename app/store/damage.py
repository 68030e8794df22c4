"""Damage: what a database's own errors mean, and what is no longer done once its file was found damaged."""

import threading

import structlog

from app.errors import Unavailable
from app.store.file import refuse_for_operator

DAMAGE = ("malformed", "file is not a database", "Could not decode to UTF-8")
"""What SQLite and its driver say of a file whose bytes are not what was written."""
DAMAGE_STATES = ("XX001", "XX002")
"""PostgreSQL's codes for the same, of a table and of an index."""
OBSTACLES = {
    "is full": "the disk is full: nothing is written until there is room",
    "53100": "the disk is full: nothing is written until there is room",
    "readonly database": "the database may only be read: nothing can be written to it",
    "25006": "the database may only be read: nothing can be written to it",
    "disk I/O error": "the disk fails: the database cannot be read or written there",
}
"""What else stands in the way, by SQLite's words or PostgreSQL's code for it."""

log = structlog.get_logger()


def find_damage(error: BaseException) -> str | None:
    """What is damaged, in the driver's words on one line; None for an error of another kind."""
    origin = getattr(error, "orig", None) or error
    said = str(origin).partition("\n")[0]
    if type(origin).__module__.split(".")[0] in ("sqlite3", "pysqlite3"):
        is_damage = any(each in said for each in DAMAGE)
        said = said if is_damage and "decode" not in said else "a text is not what was written"
    else:
        is_damage = getattr(origin, "sqlstate", None) in DAMAGE_STATES
    return said if is_damage else None


def find_obstacle(error: BaseException) -> str | None:
    """A sentence for a full disk, and whatever else does not pass by itself; None for other errors."""
    origin = getattr(error, "orig", None) or error
    words = f"{getattr(origin, 'sqlstate', None)} {origin}"
    return next((sentence for sign, sentence in OBSTACLES.items() if sign in words), None)


class Soundness:
    """Whether a database is sound, as far as this process has met it.

    Once it is not, the process writes no more: what is written into a damaged file may be lost, or damage more.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.damage: str | None = None

    def notice(self, error: BaseException) -> None:
        """Look whether an error tells of damage. It is logged once, and not with each request that meets it."""
        found = find_damage(error)
        if found is not None:
            self.note(found)

    def note(self, damage: str) -> None:
        """Take note of what is damaged."""
        with self._guard:
            is_new, self.damage = self.damage is None, self.damage or damage
        if is_new:
            log.error("database", damage=damage)

    def check(self) -> None:
        """Raises `Unavailable` where the database was found damaged."""
        if self.damage is not None:
            raise self.refuse()

    def refuse(self) -> Unavailable:
        """The refusal of whoever meets the damage."""
        return refuse_for_operator(
            f"the database is damaged ({self.damage}): nothing is written any more. Stop the service, and restore a "
            "backup"
        )
