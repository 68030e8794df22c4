"""Migrations that are killed, and a service of several processes that is upgraded one by one."""

import itertools
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.migrations import is_current, newest_revision, order_of
from app.migrations.steps import downgrade
from app.store.database import Database
from app.store.metadata import Table
from tests.databases import Server
from tests.draws import SEED, many
from tests.editors import key
from tests.servers import running, serving

ROOT = Path(__file__).parents[2]
KILLS = 2
TURN_SECONDS = 60
OLDER = "0011"
"""A schema after which every record is rendered again, indexed again and derived again."""
STEP = '''"""A step that only adds."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("source", sa.Column("mark", sa.Integer(), nullable=False, server_default="0"))
    op.create_table("mark", sa.Column("id", sa.Integer(), primary_key=True))
'''


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in Table.metadata.tables.items()
        }


def kill_amid(url: str, folder: Path, *arguments: str, after: float) -> bool:
    """Kill a command after some seconds; whether it was still running."""
    with running(url, folder / "killed.log", *arguments) as process:
        time.sleep(after)
        is_running = process.poll() is None
        if is_running:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    return is_running


def test_a_migration_may_be_killed_at_any_moment(servers: dict[str, Server], engine: str, tmp_path: Path) -> None:
    url, chance = servers[engine].url("seeded"), random.Random(f"{SEED} {engine}")
    database = Database(url)
    before = everything(database)
    downgrade(database, OLDER)
    database.close()
    begun = time.monotonic()
    with running(servers[engine].url("seeded"), tmp_path / "whole.log", "migrate") as process:
        assert process.wait(timeout=TURN_SECONDS) == 0
    whole, kills = time.monotonic() - begun, 0
    for _ in range(many(10 * KILLS)):
        if kills == many(KILLS):
            break
        kills += kill_amid(url, tmp_path, "migrate", after=chance.uniform(0.2 * whole, whole))
        database = Database(url)
        with database.read() as connection:
            is_done = is_current(connection)
        database.close()
        if is_done:
            database = Database(url)
            assert everything(database) == before
            downgrade(database, OLDER)
            database.close()
    assert kills
    with running(url, tmp_path / "last.log", "migrate") as process:
        assert process.wait(timeout=TURN_SECONDS) == 0, (tmp_path / "last.log").read_text("utf-8")
    database = Database(url)
    assert everything(database) == before
    database.close()


def test_a_database_whose_making_is_killed_is_made_whole_the_next_time(tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} making")
    for number in range(many(KILLS)):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        kill_amid(url, tmp_path, "serve", "--port", "0", after=chance.uniform(0.3, 3))
        with serving(url, tmp_path) as (address, _):
            assert httpx.get(f"{address}/v1/developments?limit=1").json()["meta"]["total"] > 0


class Balancer:
    """A client of several servers, in turn, that goes on to the next only where nobody listens."""

    def __init__(self, count: int, token: str) -> None:
        self.addresses = [""] * count
        self.failures: list[str] = []
        self.answers = 0
        self._token = token
        self._numbers = itertools.count()
        self._running = True
        self._threads = [threading.Thread(target=self._work) for _ in range(4)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._running = False
        for thread in self._threads:
            thread.join(timeout=TURN_SECONDS)

    def wait_for_more(self, more: int = 20) -> None:
        wanted, ends = self.answers + more, time.monotonic() + TURN_SECONDS
        while self.answers < wanted:
            assert time.monotonic() < ends, self.failures
            time.sleep(0.02)

    def check_ready(self) -> None:
        """No server is out of service."""
        for address in self.addresses:
            assert httpx.get(f"{address}/readyz", timeout=30).status_code == 200

    def _work(self) -> None:
        while self._running:
            number = next(self._numbers)
            try:
                answer = self._ask(number)
            except httpx.HTTPError as error:
                self.failures.append(repr(error))
                continue
            if answer.status_code not in (200, 201):
                self.failures.append(answer.text)
            self.answers += 1

    def _ask(self, number: int) -> httpx.Response:
        for turn in range(100 * len(self.addresses)):
            address = self.addresses[(number + turn) % len(self.addresses)]
            try:
                return self._send(address, number)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                time.sleep(0.01)
        raise httpx.ConnectError("nobody listens")

    def _send(self, address: str, number: int) -> httpx.Response:
        if number % 3:
            return httpx.get(f"{address}/v1/sources?limit={1 + number % 7}", timeout=30)
        url = f"https://www.example.org/{number}"
        source = {"title": f"S {number}", "kind": "report", "publisher": "A", "origin": "a", "url": url}
        headers = {"Authorization": f"Bearer {self._token}"}
        return httpx.post(f"{address}/v1/sources", json=source, headers=headers, timeout=30)


def copy_with_step(folder: Path) -> dict[str, str]:
    """A later version of the service, whose schema has a column and a table more; the environment that starts it."""
    for name in ("app", "schemas", "seed"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    number = order_of(newest_revision())
    revision = f"{number[0]:04}_{number[1] + 1 if number[1:] else 1}"
    step = STEP.format(revision=revision, before=newest_revision())
    (folder / "app" / "migrations" / "versions" / f"{revision}_marks.py").write_text(step, "utf-8")
    return {"PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_three_processes_are_upgraded_one_by_one_without_a_failed_request(seeded: Database, tmp_path: Path) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    later = copy_with_step(tmp_path / "later")
    balancer = Balancer(3, key(seeded, "writer", "sources:write"))
    with ExitStack() as stack:

        def start(place: int, **environment: str) -> Callable[[], None]:
            own = stack.enter_context(ExitStack())
            folder = tmp_path / f"{place}-{time.monotonic_ns()}"
            folder.mkdir()
            balancer.addresses[place], _ = own.enter_context(serving(url, folder, **environment))
            return own.close

        stops = [start(place) for place in range(3)]
        balancer.start()
        try:
            for place, stop in enumerate(stops):
                balancer.wait_for_more()
                stop()
                balancer.wait_for_more()
                start(place, **later)
                balancer.check_ready()
            balancer.wait_for_more()
        finally:
            balancer.stop()
        assert balancer.failures == []
        with seeded.read() as connection:
            assert not is_current(connection)
        start(0)  # the older version still starts
