"""Readiness: `/readyz` says why nothing can be written, and what is wrong with the clock; the WAL stays short."""

import datetime as dt
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text, update

from app.errors import Unavailable
from app.resources import COLLECTIONS
from app.store import readiness
from app.store.database import WAL_BYTES, Database
from app.store.tables import ChangeRow
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.databases import SqliteServer
from tests.servers import serving
from tests.store.files import assert_refused, is_there, make_key, url_of, write

BYTES = 400_000
LONG_READ = """
WITH RECURSIVE numbers (number) AS (
    SELECT (SELECT count(*) FROM actor) UNION ALL SELECT number + 1 FROM numbers LIMIT 30000
)
SELECT count(*) FROM numbers
"""
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def small(tmp_path: Path, servers: dict[str, SqliteServer]) -> Iterator[Path]:
    """A seeded database on a disk with a few megabytes, skipped where none can be made."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={32 << 20}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    shutil.copy(servers["sqlite"].url("seeded").removeprefix("sqlite:///"), folder / "tracker.db")
    yield folder / "tracker.db"
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_said_in_words_and_nothing_acknowledged_is_lost(small: Path, tmp_path: Path) -> None:
    token, acknowledged = make_key(small), list[str]()
    filler = small.parent / "filler"
    with serving(url_of(small), tmp_path) as (address, _):
        assert write(address, token, "before").status_code == 201
        free = os.statvfs(small.parent)
        filler.write_bytes(bytes(free.f_bavail * free.f_frsize - (64 << 10)))
        for number in range(200):
            answer = write(address, token, f"s-{number}")
            if answer.status_code != 201:
                break
            acknowledged.append(f"s-{number}")
        assert_refused(answer, "the disk is full")
        assert_refused(httpx.get(f"{address}/readyz"), "the disk is full")
        assert all(is_there(address, name) for name in acknowledged)
        filler.unlink()
        assert httpx.get(f"{address}/readyz").status_code == 200
        assert write(address, token, "after").status_code == 201
    with serving(url_of(small), tmp_path) as (address, _):
        assert all(is_there(address, name) for name in ["before", *acknowledged, "after"])


def test_a_database_that_may_only_be_read_is_not_ready(database: Database, client: CheckedClient) -> None:
    if database.file is None:
        with database.write() as connection:
            name = database.url.database
            connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
        assert "only be read" in client.refused("/readyz", 503)["detail"]
        return
    assert client.get("/readyz").status_code == 200
    file = database.file.path
    file.chmod(0o444)
    if os.geteuid() == 0 and subprocess.run(["chattr", "+i", file], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be kept from the superuser here")
    try:
        assert "only be read" in client.refused("/readyz", 503)["detail"]
    finally:
        subprocess.run(["chattr", "-i", file], capture_output=True, check=False)


def test_a_clock_that_stands_before_the_newest_change_is_not_ready(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
    assert client.get("/readyz").json()["warning"] is None

    def made(days: int) -> None:
        with database.write() as connection:
            connection.execute(update(ChangeRow).values(at=dt.datetime.now(dt.UTC) + dt.timedelta(days=days)))
            connection.execute(text("UPDATE clock SET at = (SELECT max(at) FROM change)"))

    made(400)
    assert "399 days before the newest change" in client.refused("/readyz", 503)["detail"]
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="t"))
    with database.read() as connection:
        first, second = connection.execute(text("SELECT at FROM change ORDER BY seq")).scalars()
    assert first == second
    made(-400)
    assert "400 days old" in client.get("/readyz").json()["warning"]


def test_a_clock_that_jumps_ahead_is_told_from_one_that_goes_on() -> None:
    start = readiness.Start()
    assert abs(start.jumped()) < dt.timedelta(seconds=5)
    assert readiness.check_clock(NOW, NOW, jumped=start.jumped()) is None
    assert readiness.Start(start.clock - 400 * 86_400, start.uptime).jumped() > dt.timedelta(days=399)
    with pytest.raises(Unavailable, match="jumped 400 days ahead"):
        readiness.check_clock(NOW, NOW, jumped=dt.timedelta(days=400))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_wal_stays_short_however_many_read_while_it_is_written(database: Database) -> None:
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with database.read() as connection:
                connection.execute(text(LONG_READ)).all()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with database.write() as connection:
        connection.execute(text("CREATE TABLE scratch (something BLOB)"))
    longest, writes = 0, 4 * WAL_BYTES // BYTES
    for _ in range(writes):
        with database.write() as connection:
            connection.execute(text("INSERT INTO scratch VALUES (zeroblob(:bytes))"), {"bytes": BYTES})
        longest = max(longest, database.check_sound())
    done.set()
    for reader in readers:
        reader.join()
    assert longest < 2 * WAL_BYTES
    assert database.file is not None
    assert database.file.measure_wal() == database.check_sound()
