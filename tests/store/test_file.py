"""The file under a running server: deleted, moved, or another one in its place."""

import os
import shutil
import signal
import threading
from pathlib import Path

import httpx
import pytest

from tests.databases import SqliteServer
from tests.servers import serving
from tests.store.files import (
    assert_refused,
    back_up,
    is_there,
    make_key,
    refuse_to_start,
    run_command,
    stop,
    url_of,
    write,
)


@pytest.fixture
def file(servers: dict[str, SqliteServer], tmp_path: Path) -> Path:
    """A seeded database in a folder of its own, which nobody has opened yet."""
    made = Path(servers["sqlite"].url("seeded").removeprefix("sqlite:///"))
    for suffix in ("", "-wal"):
        if Path(f"{made}{suffix}").exists():
            shutil.move(f"{made}{suffix}", tmp_path / f"tracker.db{suffix}")
    return tmp_path / "tracker.db"


def test_nothing_is_written_to_a_database_that_was_deleted(file: Path, tmp_path: Path) -> None:
    token = make_key(file)
    with serving(url_of(file), tmp_path) as (address, process):
        assert write(address, token, "before").status_code == 201
        for path in tmp_path.glob("tracker.db*"):
            if path.suffix != ".marker":
                path.unlink()
        assert_refused(write(address, token, "after"), "tracker.db")
        assert_refused(httpx.get(f"{address}/readyz"), "tracker.db")
        assert httpx.get(f"{address}/healthz").status_code == 200
        stop(process)
    said = refuse_to_start(file, tmp_path)
    assert "was there before" in said
    assert "--new" in said
    assert not file.exists()
    with serving(url_of(file), tmp_path, "--new") as (address, _):
        assert httpx.get(f"{address}/v1/developments").json()["meta"]["total"] > 0
        assert not is_there(address, "before")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_a_backup_that_is_moved_over_the_file_is_served_whole_after_a_restart(
    file: Path, tmp_path: Path, by: signal.Signals
) -> None:
    token = make_key(file)
    with serving(url_of(file), tmp_path) as (address, process):
        assert write(address, token, "saved").status_code == 201
        back_up(file, tmp_path / "backup")
        assert write(address, token, "later").status_code == 201
        os.replace(tmp_path / "backup", file)
        assert_refused(write(address, token, "last"), "tracker.db")
        assert_refused(httpx.get(f"{address}/readyz"), "tracker.db")
        stop(process, by=by)
    with serving(url_of(file), tmp_path) as (address, process):
        assert [is_there(address, name) for name in ("saved", "later", "last")] == [True, False, False]
        assert write(address, token, "new").status_code == 201
        assert "belongs to the database that was there before" in (tmp_path / "server.log").read_text("utf-8")
        stop(process)
    assert run_command(file, "verify").returncode == 0


def test_a_database_whose_wal_is_deleted_takes_no_writes(file: Path, tmp_path: Path) -> None:
    token = make_key(file)
    with serving(url_of(file), tmp_path) as (address, _):
        assert write(address, token, "before").status_code == 201
        Path(f"{file}-wal").unlink()
        assert_refused(write(address, token, "after"), "tracker.db-wal")
        assert_refused(httpx.get(f"{address}/readyz"), "tracker.db-wal")


def test_a_database_that_is_put_back_is_written_again(file: Path, tmp_path: Path) -> None:
    token = make_key(file)
    with serving(url_of(file), tmp_path) as (address, _):
        os.replace(file, tmp_path / "elsewhere")
        assert_refused(write(address, token, "meanwhile"), "is gone")
        os.replace(tmp_path / "elsewhere", file)
        assert httpx.get(f"{address}/readyz").status_code == 200
        assert write(address, token, "after").status_code == 201


def test_a_backup_that_sqlite_restores_into_the_file_is_not_written_on(file: Path, tmp_path: Path) -> None:
    """The file stays the same; but the clock has gone back behind what this process wrote."""
    token = make_key(file)
    back_up(file, tmp_path / "backup")
    with serving(url_of(file), tmp_path) as (address, process):
        assert write(address, token, "later").status_code == 201
        back_up(tmp_path / "backup", file)
        assert_refused(write(address, token, "last"), "gone back")
        assert_refused(httpx.get(f"{address}/readyz"), "gone back")
        stop(process)
    with serving(url_of(file), tmp_path) as (address, _):
        assert write(address, token, "last").status_code == 201


def test_what_is_acknowledged_while_the_file_is_replaced_was_written_before(file: Path, tmp_path: Path) -> None:
    token, acknowledged = make_key(file), list[str]()
    with serving(url_of(file), tmp_path) as (address, process):

        def work(writer: int) -> None:
            for number in range(1000):
                answer = write(address, token, f"{writer}-{number}")
                if answer.status_code != 201:
                    assert_refused(answer, "tracker.db")
                    return
                acknowledged.append(f"{writer}-{number}")

        threads = [threading.Thread(target=work, args=(writer,)) for writer in range(4)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 20:
            assert any(thread.is_alive() for thread in threads)
        os.replace(file, tmp_path / "elsewhere")
        for thread in threads:
            thread.join(timeout=60)
        stop(process)
    os.replace(tmp_path / "elsewhere", file)
    with serving(url_of(file), tmp_path) as (address, _):
        assert all(is_there(address, name) for name in acknowledged)
