"""Kills: the server, and what delivers, killed in the middle of writing, again and again, without losing anything."""

import os
import random
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.store import clock
from app.store.database import Database
from app.writing import keys
from client import Tracker
from tests.commands.running import run
from tests.receivers import Receiver, receiving
from tests.servers import running, serving

URL = "https://www.example.org/"
WRITERS = 4
TURN_SECONDS = 60
"""How long deliveries may take to catch up: what held a webhook when it was killed holds it for 20 seconds more."""


@dataclass(frozen=True)
class Survived:
    """How often was killed, what had been acknowledged, how many deliveries came, and how many of them again."""

    kills: int
    acknowledged: int
    delivered: int
    repeated: int


class Load:
    """Writers that post sources with idempotency keys, and keep what the server acknowledged."""

    def __init__(self, key: str) -> None:
        self.acknowledged: dict[str, str] = {}
        self.sent: dict[str, str] = {}
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._guard = threading.Lock()
        self.running = True

    def post(self, address: str, name: str) -> None:
        """Post one source, the first time or again."""
        headers = {**self._headers, "Idempotency-Key": self.sent[name]}
        body: dict[str, Any] = {"title": name, "kind": "report", "publisher": "A", "origin": "a", "url": f"{URL}{name}"}
        answer = httpx.post(f"{address}/v1/sources", json=body, headers=headers, timeout=20)
        assert answer.status_code == 201, answer.text
        with self._guard:
            self.acknowledged[name] = answer.json()["data"]["id"]

    def finish(self, address: str) -> None:
        """Send again what was not acknowledged."""
        for name in self.sent.keys() - self.acknowledged.keys():
            self.post(address, name)

    def wait_for(self, more: int) -> None:
        """Wait until so many more writes were acknowledged, so that every kill falls among writes."""
        wanted, until = len(self.acknowledged) + more, time.monotonic() + TURN_SECONDS
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, "writes are no longer acknowledged"
            time.sleep(0.001)

    def ask_to_be_told(self, address: str, receiver: Receiver) -> None:
        """Make a webhook."""
        answer = httpx.post(f"{address}/v1/webhooks", json={"url": receiver.url}, headers=self._headers, timeout=20)
        assert answer.status_code == 201, answer.text

    def work(self, address: str) -> None:
        """Post until the server is gone or nothing more is wanted."""
        try:
            while self.running:
                name = uuid.uuid4().hex
                self.sent[name] = uuid.uuid4().hex
                self.post(address, name)
        except httpx.TransportError:
            return


def survive(url: str, folder: Path, *, rounds: int, chance: random.Random) -> Survived:
    """Kill so many times; fails unless every acknowledged write is there, once, and was delivered in its order."""
    database = Database(url)
    with database.write() as connection:
        load = Load(keys.make_key(connection, "load", ["sources:write", "webhooks:write"]))
        seeded = clock.newest(connection).seq
    database.close()
    with receiving() as receiver:
        with both(url, folder) as (address, _):
            load.ask_to_be_told(address, receiver)
        for _ in range(rounds):
            with both(url, folder) as (address, kill):
                load.finish(address)
                workers = [threading.Thread(target=load.work, args=(address,)) for _ in range(WRITERS)]
                for worker in workers:
                    worker.start()
                load.wait_for(chance.randrange(3, 16))
                time.sleep(chance.uniform(0, 0.03))
                kill()
                for worker in workers:
                    worker.join()
                run("check", status=0, url=url)
        with both(url, folder) as (address, _), Tracker(address) as tracker:
            load.finish(address)
            check(tracker, load, seeded)
            newest = seeded + len(load.acknowledged)
            wait_for(receiver, newest)
    numbers = receiver.numbers()
    firsts = list(dict.fromkeys(numbers))
    assert firsts == list(range(seeded + 1, newest + 1))
    return Survived(rounds, len(load.acknowledged), len(firsts), len(numbers) - len(firsts))


def check(tracker: Tracker, load: Load, seeded: int) -> None:
    """Every acknowledged write is there, once, and nothing else."""
    numbers = [change.seq for change in tracker.changes()]
    assert numbers == list(range(1, len(numbers) + 1))
    made = [change.record for change in tracker.changes(after=seeded)]
    assert sorted(record.id for record in made) == sorted(load.acknowledged.values())
    assert sorted(getattr(record, "title", "") for record in made) == sorted(load.acknowledged)


def wait_for(receiver: Receiver, number: int) -> None:
    """Wait until a change has come."""
    ends = time.monotonic() + TURN_SECONDS
    while not receiver.requests or max(receiver.numbers()) < number:
        assert time.monotonic() < ends, f"{len(receiver.requests)} deliveries came, not all {number}"
        time.sleep(0.1)


@contextmanager
def both(url: str, folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A server, on PostgreSQL with a worker beside it; its address, and what kills them."""
    private = {"TRACKER_WEBHOOK_ALLOW_PRIVATE": "true"}
    with serving(url, folder, **private) as (address, server):
        if url.startswith("sqlite"):
            yield address, lambda: os.kill(server.pid, signal.SIGKILL)
            return
        with running(url, folder / "worker.log", "work", **private) as worker:
            yield address, lambda: kill_all([server, worker])


def kill_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Kill processes, without a warning."""
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
