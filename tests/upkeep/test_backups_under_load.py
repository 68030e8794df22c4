"""Backups under load: made beside eight writers, restored on the other engine, and restores that are killed."""

import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import inspect

from app.store.database import Database
from tests import draws
from tests.commands.running import run
from tests.editors import key
from tests.servers import running, serving
from tests.upkeep.histories import reading

pytestmark = pytest.mark.usefixtures("programs")
WRITERS = 8
KILLS = 2


class Writing:
    """Writers that add sources and change them, until they are told to stop; fails where one is refused."""

    def __init__(self, address: str, token: str) -> None:
        self._sent = {"headers": {"Authorization": f"Bearer {token}", "If-Match": "*"}, "timeout": 30}
        self._sources = f"{address}/v1/sources"
        self._stops = threading.Event()
        self.done = 0
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def __enter__(self) -> "Writing":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stops.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more writes were made."""
        wanted, ends = self.done + more, time.monotonic() + 60
        while self.done < wanted:
            assert time.monotonic() < ends, "nobody writes any more"
            time.sleep(0.01)

    def _write(self, number: int) -> None:
        for place in range(10_000):
            if self._stops.is_set():
                return
            source: dict[str, Any] = {"id": f"s-{number}-{place}", "title": "One", "kind": "report", "publisher": "A"}
            options: dict[str, Any] = self._sent
            assert httpx.post(self._sources, json=source, **options).status_code == 201
            changed = httpx.patch(f"{self._sources}/{source['id']}", json={"title": "Two"}, **options)
            assert changed.status_code == 200
            self.done += 2


def test_a_backup_made_under_eight_writers_is_what_stood_at_its_number(
    seeded: Database, other: str, tmp_path: Path
) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    token = key(seeded, "load", "*")
    with serving(url, tmp_path) as (address, _), Writing(address, token) as writing:
        writing.wait_for(20)
        run("backup", tmp_path / "first", status=0, url=url)
        run("check", status=0, url=url)
        writing.wait_for(20)
        run("backup", tmp_path / "b", status=0, url=url)
        writing.wait_for(20)
    run("check", status=0, url=url)
    run("restore", tmp_path / "b", status=0, url=other)
    with reading(url) as before, reading(other) as after:
        seq = after.get("/v1/changes?limit=1").json()["meta"]["snapshot"]
        assert 87 + 40 <= seq < before.get("/v1/changes?limit=1").json()["meta"]["snapshot"]
        assert after.get("/v1/export").text == before.get(f"/v1/export?as_of={seq}").text
        lines = before.get("/v1/changes?format=ndjson").text.splitlines()
        assert after.get("/v1/changes?format=ndjson").text.splitlines() == lines[:seq]
        for number in (1, 87, 90, (87 + seq) // 2, seq):
            same = f"/v1/export?as_of={number}"
            assert after.get(same).text == before.get(same).text


def test_a_restore_that_is_killed_has_done_nothing(seeded: Database, other: str, tmp_path: Path) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    chance = draws.of(f"killed restores {seeded.is_sqlite}")
    run("backup", tmp_path / "b", status=0, url=url)
    for _ in range(draws.many(KILLS)):
        kill_midway(other, tmp_path, chance)
        if has_tables(other):  # then it has all, as the check and the export tell
            break
    else:
        run("restore", tmp_path / "b", status=0, url=other)
    run("check", status=0, url=other)
    assert run("export", status=0, url=other).stdout == run("export", status=0, url=url).stdout


def kill_midway(url: str, folder: Path, chance: random.Random) -> None:
    """Kill a restore while it works, or before or after that."""
    with running(url, folder / "log", "restore", str(folder / "b")) as process:
        time.sleep(chance.uniform(0.5, 2.5))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()


def has_tables(url: str) -> bool:
    """Whether a database has any table of the tracker's."""
    target = Database(url)
    with target.read() as connection:
        found = inspect(connection).get_table_names()
    target.close()
    return bool(found)
