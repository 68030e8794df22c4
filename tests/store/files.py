"""Servers whose database's file is dealt with under them, and the writes that they are sent meanwhile."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from app.store.connections import sqlite_module
from app.store.database import Database
from tests.editors import key
from tests.servers import running


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def make_key(path: Path) -> str:
    """A key for writing sources, of a database that nobody serves."""
    database = Database(url_of(path))
    token = key(database, "writer", "sources:write")
    database.close()
    return token


def write(address: str, token: str, name: str) -> httpx.Response:
    """What a server answers to a new source."""
    source = {
        "title": name,
        "kind": "report",
        "publisher": "A",
        "origin": "a",
        "url": f"https://www.example.org/{name}",
    }
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{address}/v1/sources", json={"id": name, **source}, headers=headers, timeout=30)


def is_there(address: str, name: str) -> bool:
    return httpx.get(f"{address}/v1/sources/{name}", timeout=30).status_code == 200


def back_up(path: Path, copy: Path) -> None:
    """A sound copy of a database under writes."""
    with closing(sqlite_module.connect(str(path))) as source, closing(sqlite_module.connect(str(copy))) as target:
        source.backup(target)


def assert_refused(answer: httpx.Response, word: str) -> dict[str, Any]:
    """Assert that an answer says in words why the database is not to be used, and when to come again."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"]) == (503, 503), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert word in problem["detail"], problem["detail"]
    return problem


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM) -> None:
    process.send_signal(by)
    process.wait(timeout=20)


def refuse_to_start(path: Path, folder: Path, *arguments: str) -> str:
    """What `tracker serve` says, which must end by itself with status 1 and without a traceback."""
    with running(url_of(path), folder / "refused.log", "serve", "--port", "0", *arguments) as process:
        assert process.wait(timeout=60) == 1, (folder / "refused.log").read_text("utf-8")
    said = (folder / "refused.log").read_text("utf-8")
    assert "Traceback" not in said
    return said


def run_command(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the tracker's on a database."""
    command = [sys.executable, "-m", "app.main", *arguments]
    environment = {"TRACKER_DATABASE_URL": url_of(path), "PATH": ""}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
