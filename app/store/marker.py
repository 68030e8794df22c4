"""The marker: a small file beside an SQLite database that remembers it, and how it was left.

`NAME.marker` is JSON: the database's own name (`instance`), which files its database and its WAL are (`database`,
`wal`: device and inode), and, after a clean stop, how the database was left (`closed`: bytes, and nanoseconds of its
last change). Whoever has the database open holds a lock on it, which ends with the process, however that ends.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from app.store.file import FileId, find_file_id

if sys.platform != "win32":
    import fcntl

log = structlog.get_logger()


@dataclass(frozen=True)
class Mark:
    """What a marker says; `closed` is None while the database is open, and after a stop that was not clean."""

    instance: str = ""
    database: FileId | None = None
    wal: FileId | None = None
    closed: tuple[int, int] | None = None


def state_of(path: Path) -> tuple[int, int] | None:
    """How a database was left: its bytes, and nanoseconds of its last change; None with anything left in its WAL."""
    with suppress(OSError):
        if os.stat(f"{path}-wal").st_size:
            return None
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns


class Marker:
    """The marker of a database, held while that is open."""

    def __init__(self, database: Path) -> None:
        self.path = Path(f"{database}.marker")
        self._database = database
        self._held: int | None = None
        self._mark = Mark()

    def read(self) -> Mark | None:
        """What it says; None where there is none, and nothing in it where it cannot be read."""
        try:
            said = json.loads(self.path.read_text("utf-8"))
            files = {name: FileId(*said[name]) if said[name] else None for name in ("database", "wal")}
            closed = (int(said["closed"][0]), int(said["closed"][1])) if said["closed"] else None
            return Mark(str(said["instance"]), closed=closed, **files)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return Mark()

    def hold(self, instance: str) -> None:
        """Say that the database is open, and hold it; a folder that cannot be written goes without a marker."""
        wal = find_file_id(f"{self._database}-wal")
        self._mark = Mark(instance, find_file_id(self._database), wal)
        try:
            self._held = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            if sys.platform != "win32":  # where nobody is seen to have the database open
                fcntl.flock(self._held, fcntl.LOCK_SH)
            self._write(self._mark)
        except OSError as error:
            log.warning("marker", problem=str(error))

    def release(self, *, is_sound: bool) -> None:
        """Let go of it; the last to do so says how the database was left, where that is sound and was not replaced."""
        held, self._held = self._held, None
        if held is None:
            return
        try:
            if is_sound and _lock_alone(held) and find_file_id(self._database) == self._mark.database:
                closed = state_of(self._database)
                self._held = held
                self._write(Mark(self._mark.instance, self._mark.database, None, closed))
        except OSError as error:
            log.warning("marker", problem=str(error))
        finally:
            self._held = None
            os.close(held)

    def is_held(self) -> bool:
        """Whether a process has the database open."""
        try:
            opened = os.open(self.path, os.O_RDONLY)
        except OSError:
            return False
        try:
            return not _lock_alone(opened)
        finally:
            os.close(opened)

    def _write(self, mark: Mark) -> None:
        """Write in place, as a lock is on the file that it was taken on; what is cut short says nothing."""
        assert self._held is not None  # noqa: S101  # whoever writes holds it
        said = json.dumps(asdict(mark)).encode() + b"\n"
        os.ftruncate(self._held, 0)
        os.pwrite(self._held, said, 0)
        os.fsync(self._held)


def _lock_alone(opened: int) -> bool:
    """Whether nobody else holds a marker; from then on, we alone do."""
    if sys.platform != "win32":
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
