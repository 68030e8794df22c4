"""Stopping: whoever was connected when the server is asked to stop is served, with one process and with several."""

import os
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.databases import Server
from tests.servers import serving

CLIENTS = 24
REQUEST = b"GET /v1/actors?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can have nobody begin to connect any more")


def children(pid: int) -> list[int]:
    """The processes that a server has started, but for the one that Python keeps for them all."""
    found = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())
    return [each for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


class Crowd:
    """Clients that connect again and again, until nobody listens any more, and what becomes of them."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._place = (str(parts.hostname), int(parts.port or 0))
        self.ends: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=60)

    def _work(self) -> None:
        while True:
            try:
                connection = socket.create_connection(self._place, timeout=20)
            except OSError:
                self.ends["refused"] += 1
                return
            with connection:
                try:
                    connection.sendall(REQUEST)
                    answer = connection.recv(100)
                except OSError as error:
                    self.ends[type(error).__name__] += 1
                else:
                    self.ends["answered" if answer.startswith(b"HTTP/1.1 200") else f"broken {answer!r}"] += 1


@linux
@pytest.mark.parametrize(
    ("workers", "by", "to_all"),
    [(1, signal.SIGTERM, False), (2, signal.SIGTERM, False), (2, signal.SIGTERM, True), (2, signal.SIGINT, True)],
)
def test_nobody_who_has_connected_is_left_without_an_answer(
    servers: dict[str, Server], tmp_path: Path, workers: int, by: signal.Signals, to_all: bool
) -> None:
    url = servers["sqlite"].url("seeded")
    with serving(url, tmp_path, "--workers", str(workers)) as (address, process):
        wait_for(lambda: len(children(process.pid)) == (workers if workers > 1 else 0))
        crowd = Crowd(address)
        wait_for(lambda: crowd.ends["answered"] > 5 * CLIENTS)
        for each in [process.pid, *(children(process.pid) if to_all else ())]:
            os.kill(each, by)
        process.wait(timeout=30)
        crowd.join()
    assert set(crowd.ends) == {"answered", "refused"}, crowd.ends
    assert crowd.ends["refused"] == CLIENTS
    assert "Traceback" not in (tmp_path / "server.log").read_text("utf-8")


@linux
def test_what_was_sent_on_a_connection_before_the_stop_is_answered(servers: dict[str, Server], tmp_path: Path) -> None:
    with serving(servers["sqlite"].url("seeded"), tmp_path) as (address, process):
        parts = urlsplit(address)
        used, unused = (socket.create_connection((str(parts.hostname), int(parts.port or 0)), 20) for _ in range(2))
        with used, unused:
            used.sendall(REQUEST)
            assert status_of(used) == 200
            process.send_signal(signal.SIGSTOP)
            for each in (used, unused):
                each.sendall(REQUEST)
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGCONT)
            assert [status_of(each) for each in (used, unused)] == [200, 200]
        process.wait(timeout=20)


def status_of(connection: socket.socket) -> int:
    """The status of an answer, which is read whole: its head and its body may come one after the other."""
    with HTTPResponse(connection) as answer:
        answer.begin()
        answer.read()
        return answer.status


@linux
def test_a_worker_that_is_killed_is_started_again(servers: dict[str, Server], tmp_path: Path) -> None:
    with serving(servers["sqlite"].url("seeded"), tmp_path, "--workers", "2") as (address, process):
        wait_for(lambda: len(children(process.pid)) == 2)
        killed = children(process.pid)[0]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: killed not in children(process.pid) and len(children(process.pid)) == 2)
        assert httpx.get(f"{address}/readyz", timeout=30).status_code == 200


@linux
def test_a_worker_that_is_killed_while_it_says_nothing_is_replaced_at_once(
    servers: dict[str, Server], tmp_path: Path
) -> None:
    with serving(servers["sqlite"].url("seeded"), tmp_path, "--workers", "2") as (_, process):
        wait_for(lambda: len(children(process.pid)) == 2)
        killed = children(process.pid)[0]
        os.kill(killed, signal.SIGSTOP)
        time.sleep(2)  # it is asked twice a second whether it lives
        os.kill(killed, signal.SIGKILL)
        begun = time.monotonic()
        wait_for(lambda: killed not in children(process.pid) and len(children(process.pid)) == 2)
        assert time.monotonic() - begun < 30
