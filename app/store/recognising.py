"""Recognising: whether the file that is to be opened is the database that was closed, whole and with its own WAL."""

import os
import time
from pathlib import Path

from app.store.damage import find_flaw
from app.store.file import find_file_id
from app.store.marker import Mark, Marker, state_of


class Unusable(Exception):
    """A database that is not to be opened as it is; `sentences` say why, and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def recognise(path: Path, *, begins_anew: bool = False) -> list[str]:
    """Look at an SQLite database before it is opened; sentences for its operator, of what was found and done.

    A WAL that was another file's, in whose place this one was put, is set aside: SQLite would write it into this one.
    Where the last stop was not clean, or somebody has changed the file since, it is looked through. A missing database
    that was there before may begin anew only where that is asked for. Raises `Unusable`.
    """
    marker = Marker(path)
    mark, is_there = marker.read(), path.is_file() and path.stat().st_size > 0
    if not is_there:
        if mark is not None and not begins_anew:
            raise Unusable(
                f"The database {path} was there before, as {marker.path.name} beside it says, and is gone or empty.",
                "Put it back, or a backup of it; or begin with a new one: `tracker serve --new`.",
            )
        if mark is None:
            return []
        said = [_set_aside(path)] if _has_wal(path) else []
        marker.path.unlink()
        return said
    if marker.is_held():
        return []
    said = []
    if mark is not None and _is_foreign_wal(path, mark):
        said.append(_set_aside(path))
    is_clean = state_of(path) == mark.closed if mark is not None else not _has_wal(path)
    if not is_clean and (damage := find_flaw(path)) is not None:
        raise Unusable(f"The database {path} is damaged: {damage}.", _suggest(path))
    return said


def _is_foreign_wal(path: Path, mark: Mark) -> bool:
    """Whether the WAL beside a file was that of the file before it: the WAL is the same one, the file is not."""
    is_replaced = mark.database is not None and find_file_id(path) != mark.database
    return is_replaced and _has_wal(path) and find_file_id(f"{path}-wal") == mark.wal


def _has_wal(path: Path) -> bool:
    wal = Path(f"{path}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _set_aside(path: Path) -> str:
    """Give a WAL another name, as what it holds may still be wanted; what it goes on from is not this file."""
    aside = Path(f"{path}-wal.{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    os.rename(f"{path}-wal", aside)
    Path(f"{path}-shm").unlink(missing_ok=True)
    return f"The file {path.name}-wal belongs to the database that was there before: it is now {aside.name}."


def _suggest(path: Path) -> str:
    """What to do about a damaged database: its WAL may be what does not belong to it."""
    if _has_wal(path) and find_flaw(path, ignores_wal=True) is None:
        return (
            f"Without {path.name}-wal it is whole: if that is another database's, as after a backup was copied over "
            "the file of a running service, move it away."
        )
    return "Restore a backup: put it in its place, and move what stands beside it under the same name away."
