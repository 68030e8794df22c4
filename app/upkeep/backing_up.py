"""Backing up: a database as it stands after a change, written whole beside what is written meanwhile, or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.errors import Conflict, Unavailable
from app.store.database import Database
from app.store.one_state import reading_one_state
from app.upkeep.findings import Progress, begin_unseen
from app.upkeep.manifest import Manifest, read_state, sync, write_manifest
from app.upkeep.pg_programs import dump, verify_dump

SQLITE_FILE, DUMP_FILE = "tracker.db", "tracker.dump"
PAGES_AT_ONCE = 1_000
"""How many pages of a file are copied before it is told how far it has come."""


def back_up(database: Database, folder: Path, *, progress: Progress = begin_unseen) -> Manifest:
    """Write a backup into a folder, which is not there yet or is empty; what it holds.

    It is verified before the folder has its name: a backup that is there is whole. Raises `Conflict` for a folder with
    anything in it, `Unavailable` where the backup cannot be made.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(f"{folder} is there already, and no backup is written over another")
    with _make_beside(folder) as part, reading_one_state(database) as connection:
        state = read_state(connection)
        if database.is_sqlite:
            _copy_file(connection, part / SQLITE_FILE, progress)
            manifest = write_manifest(part, part / SQLITE_FILE, "sqlite", state)
        else:
            _dump(connection, database, part / DUMP_FILE, progress)
            manifest = write_manifest(part, part / DUMP_FILE, "postgresql", state)
    return manifest


@contextmanager
def _make_beside(folder: Path) -> Iterator[Path]:
    """A folder beside another one, which takes its name at the end of the block, and is gone where that fails."""
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part.mkdir(mode=0o700)  # it holds texts, and the secrets of webhooks
    try:
        yield part
        try:
            part.rename(folder)
        except OSError as error:
            raise Conflict(f"{folder} cannot be made: {error.strerror}") from error
        sync(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy_file(connection: Connection, file: Path, progress: Progress) -> None:
    """Copy the state that a connection reads by SQLite's online backup, and have SQLite check the copy."""
    advance = progress("Pages", connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    source: Any = connection.connection.driver_connection
    driver: Any = connection.dialect.loaded_dbapi
    before = 0

    def tell(_: int, remaining: int, total: int) -> None:
        nonlocal before
        advance(total - remaining - before)
        before = total - remaining

    try:
        with closing(driver.connect(str(file), isolation_level=None)) as copy:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=tell)
            # One file, which can lie where nothing can be written beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except driver.Error as error:
        raise Unavailable(f"the database cannot be copied: {error}") from error
    if found != "ok":
        raise Unavailable(f"the copy is damaged, and so is the database: {found}; `tracker check` says more")


def _dump(connection: Connection, database: Database, file: Path, progress: Progress) -> None:
    """Have pg_dump write the state that a connection reads, and pg_restore read it again."""
    advance = progress("Dump", 2)
    snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
    dump(database.url, file, snapshot=snapshot)
    advance(1)
    verify_dump(file)
    advance(1)
