"""The server: a real process on a real socket."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.databases import Server
from tests.servers import serving


def test_serve_migrates_seeds_and_answers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with serving(url, tmp_path) as (address, process):
        answer = httpx.get(f"{address}/developments", params={"actor": "Russia"})
        assert answer.status_code == 200
        assert answer.json()["meta"]["total"] == len(answer.json()["data"]) > 10
        snapshot = answer.json()["meta"]["snapshot"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) in (0, -signal.SIGTERM)
    with serving(url, tmp_path) as (address, _):
        assert httpx.get(f"{address}/v1/actors?limit=1").json()["meta"]["snapshot"] == snapshot


def test_several_workers_serve_one_database(servers: dict[str, Server], engine: str, tmp_path: Path) -> None:
    with serving(servers[engine].url("empty"), tmp_path, "--workers", "2") as (address, _):
        answers = {httpx.get(f"{address}/v1/developments").content for _ in range(20)}
    assert len(answers) == 1


def test_a_database_that_cannot_be_used_ends_with_a_clear_line(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="TRACKER_DATABASE_URL") as caught, serving("mysql://x", tmp_path):
        pass
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/x.db", "postgresql://nobody:hidden@127.0.0.1:1/none"])
def test_a_database_that_is_not_there_ends_with_a_line(url: str) -> None:
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    command = [sys.executable, "-m", "app.main", "migrate"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("The database ")
    assert " cannot be used: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hidden" not in ended.stdout + ended.stderr


def test_the_command_line_explains_itself() -> None:
    for arguments, word in (
        (["--help"], "verify"),
        (["settings"], "TRACKER_DATABASE_URL"),
        (["serve", "--help"], "--port"),
    ):
        shown = subprocess.run(
            [sys.executable, "-m", "app.main", *arguments], capture_output=True, text=True, check=True
        ).stdout
        assert word in shown
