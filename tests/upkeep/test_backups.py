"""Backups: whole, verified, of one number beside whoever writes, and never written over another."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.upkeep.pg_programs import dump
from tests.commands.running import run
from tests.upkeep.faults import corrupt

pytestmark = pytest.mark.usefixtures("programs")


def test_a_backup_says_what_it_holds(lived: str, engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    said = run("backup", folder, status=0, url=lived).stdout
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert f"after change {manifest['seq']}: " in said
    assert (manifest["engine"], manifest["file"]) == (engine, {"sqlite": "tracker.db"}.get(engine, "tracker.dump"))
    held = (folder / manifest["file"]).read_bytes()
    assert (manifest["bytes"], manifest["sha256"]) == (len(held), sha256(held).hexdigest())
    assert sorted(each.name for each in folder.iterdir()) == sorted(["manifest.json", manifest["file"]])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [each.name for each in folder.parent.iterdir()] == ["b"]


def test_a_backup_is_never_written_over_anything(lived: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run("backup", tmp_path / "empty", status=0, url=lived)
    before = (tmp_path / "empty" / "manifest.json").read_bytes()
    (tmp_path / "file").write_text("words")
    for there in ("empty", "file"):
        assert "is there already" in run("backup", tmp_path / there, status=1, url=lived).stderr
    assert (tmp_path / "empty" / "manifest.json").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "file"]


def test_what_is_no_database_of_the_trackers_is_not_backed_up(nothing: str, engine: str, tmp_path: Path) -> None:
    if engine == "sqlite":
        with closing(sqlite3.connect(str(make_url(nothing).database))) as connection:
            connection.execute("CREATE TABLE x (y)")
    assert "nothing of the tracker's" in run("backup", tmp_path / "b", status=1, url=nothing).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    said = run("backup", tmp_path / "b", status=1, url=f"sqlite:///{tmp_path / 'none.db'}").stderr
    assert "cannot be backed up: there is no such file." in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_an_older_version_is_backed_up_as_it_is(lived: str, tmp_path: Path) -> None:
    corrupt(lived, "UPDATE alembic_version SET version_num = '0019'")
    run("backup", tmp_path / "b", status=0, url=lived)
    assert json.loads((tmp_path / "b" / "manifest.json").read_text("utf-8"))["revision"] == "0019"


def test_a_machine_without_the_programs_of_postgresql_is_told(
    lived: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = run("backup", tmp_path / "b", status=0 if engine == "sqlite" else 1, url=lived)
    assert ("there is no pg_dump on this machine" in ended.stderr) is (engine == "postgresql")
    assert (tmp_path / "b").exists() is (engine == "sqlite")


def test_a_password_does_not_stand_on_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@" > "$0.said"; echo "$PGPASSWORD" > "$0.knew"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    url = make_url("postgresql+psycopg://her:s%20ecret@db.example.org/tracker?sslmode=require")
    dump(url, tmp_path / "x", snapshot="1")
    said = (tmp_path / "pg_dump.said").read_text()
    assert all(each in said for each in ("user=her", "host=db.example.org", "dbname=tracker", "sslmode=require"))
    assert "ecret" not in said
    assert (tmp_path / "pg_dump.knew").read_text() == "s ecret\n"
