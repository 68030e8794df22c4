"""Real servers for tests: on 127.0.0.1, bounded in time, stopped by the id of the process that was started."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def serving(
    database_url: str, folder: Path, *arguments: str, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`tracker serve` on a database; its address and its process."""
    port, log = free_port(), folder / "server.log"
    with running(database_url, log, "serve", "--port", str(port), *arguments, **environment) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, process, log)
        yield address, process


@contextmanager
def running(database_url: str, log: Path, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the tracker's on a database, until the block ends."""
    environment = {"TRACKER_DATABASE_URL": database_url, **environment}
    with running_program([sys.executable, "-m", "app.main", *command], log, environment) as process:
        yield process


@contextmanager
def running_program(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Any program, in the environment that there is and more, until the block ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def wait_until_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for a server that is not the tracker, and says nothing of itself."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))
