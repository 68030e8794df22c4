"""Restores: a backup of either engine, brought into an empty database of either, with numbers and history."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from app.migrations.steps import downgrade
from app.store.database import Database
from tests.commands.running import run
from tests.upkeep.histories import beside, history, reading

pytestmark = pytest.mark.usefixtures("programs")


@pytest.mark.parametrize("into", ["nothing", "other"])
def test_what_is_restored_equals_what_was_backed_up(
    into: str, lived: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = request.getfixturevalue(into)
    run("backup", tmp_path / "b", status=0, url=lived)
    assert "Everything holds after change " in run("restore", tmp_path / "b", status=0, url=target).stdout
    held = beside(lived)
    assert beside(target) == held
    assert all(rows for name, rows in held.items() if name != "WebhookDeliveryRow")
    with reading(lived) as before, reading(target) as after:
        assert history(after) == history(before)
        path = "/v1/developments/met"
        assert after.get(path).headers["etag"] != before.get(path).headers["etag"]


def test_a_restored_database_goes_on(lived: str, other: str, tmp_path: Path) -> None:
    run("backup", tmp_path / "b", status=0, url=lived)
    run("restore", tmp_path / "b", status=0, url=other)
    run("seed", status=0, url=other)
    run("check", status=0, url=other)


def test_a_backup_of_an_older_version_is_brought_to_this_one(lived: str, other: str, tmp_path: Path) -> None:
    export = run("export", status=0, url=lived).stdout
    database = Database(lived)
    downgrade(database, "0019")
    database.close()
    run("backup", tmp_path / "b", status=0, url=lived)
    run("restore", tmp_path / "b", status=0, url=other)
    assert run("export", status=0, url=other).stdout == export


def test_nothing_is_restored_over_anything(lived: str, tmp_path: Path) -> None:
    run("backup", tmp_path / "b", status=0, url=lived)
    before = run("export", status=0, url=lived).stdout
    assert "the database is not empty" in run("restore", tmp_path / "b", status=1, url=lived).stderr
    assert run("export", status=0, url=lived).stdout == before


def test_an_empty_database_of_this_version_takes_a_backup(lived: str, nothing: str, tmp_path: Path) -> None:
    run("backup", tmp_path / "b", status=0, url=lived)
    run("migrate", status=0, url=nothing)
    run("restore", tmp_path / "b", status=0, url=nothing)


def test_what_is_no_backup_or_a_damaged_one_is_refused_and_nothing_is_done(
    lived: str, nothing: str, tmp_path: Path
) -> None:
    run("backup", tmp_path / "b", status=0, url=lived)
    for name in ("cut", "altered", "newer", "other"):
        shutil.copytree(tmp_path / "b", tmp_path / name)
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text("utf-8"))
    file = manifest["file"]
    held = (tmp_path / "b" / file).read_bytes()
    (tmp_path / "cut" / file).write_bytes(held[:-1])
    (tmp_path / "altered" / file).write_bytes(held[:5000] + bytes([held[5000] ^ 1]) + held[5001:])
    (tmp_path / "newer" / "manifest.json").write_text(json.dumps({**manifest, "revision": "9999"}))
    (tmp_path / "other" / "manifest.json").write_text("{}")
    (tmp_path / "none").mkdir()
    (tmp_path / "lines.ndjson").write_text("{}\n")
    (tmp_path / "words.ndjson.gz").write_text("words")
    said = {
        "cut": "the backup was damaged",
        "altered": "the backup was damaged",
        "newer": "was made by a newer version",
        "other": "is no manifest",
        "none": "is no backup",
        "lines.ndjson": "line 1 of ",
        "words.ndjson.gz": "cannot be read",
    }
    for name, words in said.items():
        assert words in run("restore", tmp_path / name, status=1, url=nothing).stderr, name
    run("restore", tmp_path / "b", status=0, url=nothing)


@pytest.mark.parametrize("packed", [False, True])
def test_all_changes_give_the_history_back_without_texts(packed: bool, lived: str, other: str, tmp_path: Path) -> None:
    with reading(lived) as before:
        changes = before.get("/v1/changes?format=ndjson").text
    file = tmp_path / f"changes.ndjson{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(changes.encode()) if packed else changes.encode())
    ended = run("restore", file, status=0, url=other)
    assert "2 sources tell of no text any more." in ended.stdout
    number = len(changes.splitlines())
    with reading(lived) as before, reading(other) as after:
        again = after.get("/v1/changes?format=ndjson").text.splitlines()
        assert again[:number] == changes.splitlines()
        assert {json.loads(line)["by"] for line in again[number:]} == {"tracker"}
        for each in range(1, number + 1, 4):
            assert after.get(f"/v1/export?as_of={each}").text == before.get(f"/v1/export?as_of={each}").text
        assert after.get("/v1/sources/minutes").json()["data"]["text"] is None


@pytest.mark.parametrize("line", [0, 9, -1])
def test_changes_of_which_one_is_missing_are_refused(line: int, lived: str, nothing: str, tmp_path: Path) -> None:
    with reading(lived) as before:
        lines = before.get("/v1/changes?format=ndjson").text.splitlines(keepends=True)
    del lines[line if line >= 0 else -2]
    (tmp_path / "changes.ndjson").write_text("".join(lines), "utf-8")
    assert " is not change " in run("restore", tmp_path / "changes.ndjson", status=1, url=nothing).stderr
