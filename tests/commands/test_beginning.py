"""Beginning: which databases `serve` makes and seeds, and which it leaves alone."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.store.database import Database
from tests.commands.running import run
from tests.databases import Server
from tests.servers import serving


@pytest.mark.parametrize("command", ["serve --port 0", "migrate", "seed", "export", "keys list", "work"])
def test_a_database_that_was_there_and_is_gone_is_not_made_again(command: str, unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    file = tmp_path / "unused.db"
    for is_empty in (False, True):
        file.unlink()
        if is_empty:
            file.touch()
        ended = run(*command.split(), status=1, url=unused)
        assert f"The database {file} was there before" in ended.stderr
        assert "unused.db.marker" in ended.stderr
        assert "--new" in ended.stderr
        assert is_empty == file.exists()
        file.touch()


def test_an_empty_database_that_serve_did_not_make_is_left_empty(
    servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    url = servers[engine].url("empty")
    with serving(url, tmp_path) as (address, _):
        assert httpx.get(f"{address}/v1/developments").json()["meta"]["total"] == 0
    assert "tracker seed" in (tmp_path / "server.log").read_text("utf-8")
    run("seed", status=0, url=url)
    with serving(url, tmp_path) as (address, _):
        assert httpx.get(f"{address}/v1/developments").json()["meta"]["total"] > 0


def test_whoever_has_a_database_open_is_not_taken_for_one_that_was_killed(unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    opened = Database(unused)
    opened.mark_open()
    file = tmp_path / "unused.db"
    marker = tmp_path / "unused.db.marker"
    before = marker.read_text("utf-8")
    run("keys", "list", status=0, url=unused)
    assert '"closed": null' in marker.read_text("utf-8") == before
    kept = file.read_bytes()
    opened.close()
    file.write_bytes(kept[:4096] + bytes(len(kept) - 4096))
    assert "is damaged" in run("keys", "list", status=1, url=unused).stderr


def test_a_database_that_was_moved_with_its_marker_is_served(unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    (tmp_path / "there").mkdir()
    for path in tmp_path.glob("unused.db*"):
        (tmp_path / "there" / path.name).write_bytes(path.read_bytes())
    run("keys", "list", status=0, url=f"sqlite:///{tmp_path / 'there' / 'unused.db'}")


def test_a_marker_that_cannot_be_read_still_says_that_there_was_a_database(unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    marker = tmp_path / "unused.db.marker"
    marker.write_text('{"instance": "x", "data', "utf-8")
    run("keys", "list", status=0, url=unused)
    assert "closed" in marker.read_text("utf-8")
    (tmp_path / "unused.db").unlink()
    marker.write_text("", "utf-8")
    run("migrate", status=1, url=unused)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none' / 'x.db'}"
    command = [sys.executable, "-m", "app.main", "serve", "--new", "--port", "0"]
    ended = subprocess.run(command, env={"TRACKER_DATABASE_URL": url}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "cannot be used" in ended.stderr
