"""Importing files of sources, and assessing conditions: the ways in beside the ordinary ones."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.commands import importing
from app.commands.importing import import_file
from app.errors import Invalid
from app.resources import SOURCES
from app.store import clock
from app.store.database import Database
from tests.editors import Editor
from tests.writing.batches import HARD, MIXED, source, written


@pytest.mark.parametrize(
    ("form", "suffix"), [("json", ".json"), ("ndjson", ".ndjson"), ("ndjson", ".jsonl"), ("csv", ".csv")]
)
def test_a_file_of_every_form_is_taken_in(database: Database, tmp_path: Path, form: str, suffix: str) -> None:
    path = tmp_path / f"sources{suffix}"
    path.write_bytes(written(HARD, form))
    assert dict(import_file(database, SOURCES, path, by="her").statuses) == {"created": len(HARD)}
    again = import_file(database, SOURCES, path, by="her")
    assert (again.passed, dict(again.statuses)) == (len(HARD), {})
    path.write_bytes(written(HARD, form) + b"\n")
    assert import_file(database, SOURCES, path, by="her").statuses["existing"] == len(HARD)


def test_an_import_that_breaks_off_goes_on_where_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sources.ndjson"
    items = [{name: value for name, value in source(number).items() if name != "url"} for number in range(25)]
    path.write_bytes(written(items, "ndjson"))
    monkeypatch.setattr(importing, "MOST_ITEMS", 7)
    seen: list[int] = []

    def stop(count: int) -> None:
        seen.append(count)
        if sum(seen) == 14:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(database, SOURCES, path, by="her", progress=stop)
    done = import_file(database, SOURCES, path, by="her")
    assert (done.passed, dict(done.statuses)) == (14, {"created": 11})
    with database.read() as connection:
        assert clock.newest(connection).seq == 25


def test_what_is_wrong_is_named_and_the_rest_taken(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "sources.ndjson"
    path.write_bytes(written(MIXED[:-1], "ndjson") + b"\nnot JSON\n[]")
    environment = {**os.environ, "TRACKER_DATABASE_URL": database.url.render_as_string(hide_password=False)}
    command = [sys.executable, "-m", "app.main", "import", str(path)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert "2 created, 1 existing, 7 invalid." in ended.stdout
    assert "item 3: kind" in ended.stdout
    assert "item 9: must be JSON" in ended.stdout
    for name, content in (
        ("x.json", b"{}"),
        ("x.json", b"["),
        ("x.csv", b"nothing\n"),
        ("x.txt", b""),
        ("x.ndjson", b"\xff"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Invalid):
            import_file(database, SOURCES, tmp_path / name, by="her")


def test_an_assessment_joins_the_timeline(editor: Editor) -> None:
    editor.create("conditions", {"id": "c"})
    path = "/v1/conditions/c/assessments"
    body: dict[str, Any] = {"on": "2026-02-26", "status": "unmet", "rationale": "Not yet."}
    made = editor.send("POST", path, body, status=200, Idempotency_Key="one").json()["data"]
    assert (made["status"], made["revision"], len(made["assessments"])) == ("unmet", 2, 1)
    assert editor.send("POST", path, body, status=200, Idempotency_Key="one").json()["data"] == made
    earlier = editor.send("POST", path, body | {"on": "2026-01-01", "status": "met"}, status=200).json()["data"]
    assert [each["on"] for each in earlier["assessments"]] == ["2026-01-01", "2026-02-26"]
    assert earlier["status"] == "unmet"
    before = editor.client.get("/v1/export").text
    editor.send("POST", path, body | {"status": "so-so"}, status=422)
    editor.send("POST", path, body | {"evidence": [{"source": "nothing"}]}, status=422)
    editor.send("POST", path, body, tag='"r1-0"', status=412)
    editor.send("POST", "/v1/conditions/none/assessments", body, status=404)
    limit = {"assessments": [body | {"on": f"2025-01-{day:02}"} for day in range(1, 29)] * 3}
    editor.send("PATCH", "/v1/conditions/c", limit, tag="*", status=200)
    assert json.loads(before.splitlines()[0])["record"]["assessments"] == earlier["assessments"]
