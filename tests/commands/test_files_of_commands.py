"""Files: what a command writes is whole or as it was, and what it cannot read is named."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.store import clock
from app.store.database import Database
from tests.commands.running import FOR_OTHERS, run


def test_a_file_that_cannot_be_written_is_named(unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    (tmp_path / "file").touch()
    for place in ("none/x", "file/x"):
        for command in (["export"], ["export", "--as-of", "0"], ["openapi", "--write"]):
            assert (
                f"{tmp_path / place}".rpartition("/")[0] in run(*command, tmp_path / place, status=1, url=unused).stderr
            )
    assert "is a directory" in run("export", tmp_path, status=2, url=unused).stderr
    assert {path.name.partition(".")[0] for path in tmp_path.iterdir()} == {"file", "unused"}


def test_an_export_that_is_stopped_leaves_the_file_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.ndjson"
    file.write_text("before")

    def stopped(*_: object, **__: object) -> Any:
        yield ["half\n"]
        raise KeyboardInterrupt

    monkeypatch.setattr("app.store.export.batches", stopped)
    assert run("export", file, status=130, url=url).stderr == "Stopped.\n"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("all.ndjson", "before")]


def test_an_export_leaves_links_and_devices_what_they_are(url: str, tmp_path: Path) -> None:
    link, fifo = tmp_path / "link", tmp_path / "fifo"
    link.symlink_to(tmp_path / "all.ndjson")
    run("export", link, status=0, url=url)
    whole = (tmp_path / "all.ndjson").read_bytes()
    assert link.is_symlink()
    assert whole.count(b"\n") == 87
    os.mkfifo(fifo)
    with (tmp_path / "read").open("wb") as read, subprocess.Popen(["cat", str(fifo)], stdout=read) as reading:
        run("export", fifo, status=0, url=url)
        reading.wait(timeout=20)
    assert (tmp_path / "read").read_bytes() == whole
    assert fifo.is_fifo()


def test_an_export_whose_reader_has_enough_ends_quietly(url: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m app.main export | head -c 20; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    ended = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False, timeout=60)
    assert ended.stdout.startswith(b'{"collection":"actor')
    assert ended.stdout.endswith((b"\n0\n", b"1\n"))
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr


def test_what_an_import_refuses_is_told_each_time_and_tried_again(url: str, seeded: Database, tmp_path: Path) -> None:
    given = {"title": "Report", "kind": "report", "publisher": "The Gazette", "origin": "gazette"}
    items = [
        given,
        given | {"kind": "rumour"},
        given | {"owner": 5, "more": 1},
        given | {"url": "https://example.org/a"},
    ]
    file = tmp_path / "sources.ndjson"
    file.write_text("".join(f"{json.dumps(item)}\n" for item in items) + "[]\n{\n")
    first = run("import", file, status=1, url=url)
    assert first.stdout.endswith("2 created, 0 existing, 4 invalid.\n")
    told = first.stdout.rpartition("2 created")[0]
    assert [line.partition(":")[0] for line in told.splitlines()] == ["item 2", "item 3", "item 3", "item 5", "item 6"]
    assert not FOR_OTHERS.search(told), told
    with seeded.read() as connection:
        before = clock.newest(connection).seq
    again = run("import", file, status=1, url=url)
    assert again.stdout == told + "0 created, 0 existing, 4 invalid, 2 done before.\n"
    with seeded.read() as connection:
        assert clock.newest(connection).seq == before


def test_an_item_that_was_refused_is_taken_once_nothing_is_in_its_way(url: str, tmp_path: Path) -> None:
    given = {"id": "report", "title": "Report", "kind": "report", "publisher": "The Gazette", "origin": "gazette"}
    wanted, other = tmp_path / "wanted.json", tmp_path / "other.ndjson"
    wanted.write_text(json.dumps([given | {"supersedes": "nothing"}, given]))
    run("import", wanted, status=1, url=url)
    wanted.write_text(json.dumps([given | {"notes": "One.", "url": "https://example.org/a"}]))
    other.write_text(json.dumps(given | {"id": "other", "url": "https://example.org/a"}))
    run("import", other, status=0, url=url)
    assert "item 1: " in run("import", wanted, status=1, url=url).stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{}"),
        ("x.json", b"[" * 100_000),
        ("x.json", b"\xff"),
        ("x.csv", b"nothing\n"),
        ("x.csv", b"[/bold]\n"),
        ("x.txt", b""),
        ("x.ndjson", b"\xff"),
    ],
)
def test_a_file_that_cannot_be_imported_is_named(unused: str, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert run("import", tmp_path / name, status=1, url=unused).stderr.startswith(name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[sources]", "sources.toml cannot be read"),
        (b"\xff", "sources.toml cannot be read"),
        (b"[[actors]]", "sources.toml must hold [[sources]], and nothing else"),
        (b"sources = 1", "sources.toml must hold [[sources]], and nothing else"),
        (b'[[sources]]\ntitle = 1\npublisher = "P"', "sources.toml: no. 1 is none of the sources\ntitle: must be text"),
    ],
)
def test_a_seed_that_cannot_be_read_is_named_and_changes_nothing(
    unused: str, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "sources.toml").write_bytes(content)
    assert said in run("seed", tmp_path, status=1, url=unused).stderr
    database = Database(unused)
    with database.read() as connection:
        assert clock.newest(connection).seq == 0
    database.close()
