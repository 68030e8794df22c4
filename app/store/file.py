"""The file of an SQLite database: whether it is still the one that was opened."""

import os
import threading
from pathlib import Path
from typing import NamedTuple

from app.errors import Unavailable

SUFFIXES = ("", "-wal")
"""What SQLite calls the two files in which a database is, after its name; a third, `-shm`, holds nothing of it."""
RETRY_SECONDS = 60
"""When a client may ask again whose write waits for an operator."""


class FileId(NamedTuple):
    """Which file it is, whatever it is called: its device, and its inode there."""

    device: int
    inode: int


def find_file_id(path: Path | str) -> FileId | None:
    """Which file is at a path now; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return FileId(found.st_dev, found.st_ino)


def refuse_for_operator(why: str) -> Unavailable:
    """The refusal of what cannot be done until somebody has seen to the database."""
    return Unavailable(why, headers={"Retry-After": str(RETRY_SECONDS)})


class OpenedFile:
    """The files of a database while any connection to them is open.

    Who has them open goes on with them when others are moved to their place, or they are deleted: what is written then
    is in no file that anybody finds again. A connection that is opened then would mix the old and the new.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._paths = [f"{self.path}{suffix}" for suffix in SUFFIXES]
        self._ids: dict[str, FileId | None] = {}
        self._connections = 0
        self._guard = threading.Lock()

    def check(self) -> int:
        """How many bytes the WAL has. Raises `Unavailable` where a file is not the one that was opened.

        It takes a few microseconds for each: a write begins and ends with it.
        """
        size = 0
        for path, known in self._ids.items():
            try:
                found = os.stat(path)
            except OSError:
                raise self._refuse(path, "is gone") from None
            if (found.st_dev, found.st_ino) != known:
                raise self._refuse(path, "is another one")
            if path.endswith("-wal"):
                size = found.st_size
        return size

    def measure_wal(self) -> int:
        """How many bytes the WAL has; 0 where there is none. For figures: it refuses nothing."""
        try:
            return os.stat(f"{self.path}-wal").st_size
        except OSError:
            return 0

    def check_before_opening(self) -> None:
        """Raises `Unavailable` where a connection would be to another file than those that are open already.

        It gives nothing: what a listener of `do_connect` gives, SQLAlchemy takes for the connection.
        """
        self.check()

    def note_opened(self) -> None:
        """Take note of a connection that was opened; the first tells which files they are."""
        with self._guard:
            self._connections += 1
            if not self._ids:
                self._ids = {path: found for path in self._paths if (found := find_file_id(path)) is not None}

    def note_closed(self) -> None:
        """Take note of a connection that was closed; after the last one, the files may be others."""
        with self._guard:
            self._connections -= 1
            if self._connections == 0:
                self._ids = {}

    def _refuse(self, path: str, how: str) -> Unavailable:
        name = Path(path).name
        return refuse_for_operator(
            f"the database's file {name} {how} since the service has opened it: nothing is written until it is put "
            "back, or the service is started again"
        )
