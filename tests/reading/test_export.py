"""Export: every record of one snapshot, however it changes meanwhile, and the same by the command line."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.resources import COLLECTIONS
from app.store import export
from app.store.database import Database
from app.store.write import writing
from tests import draws, examples
from tests.clients import CheckedClient
from tests.reading.test_walks import NAMES, disturb, fill


def test_an_export_is_every_record_in_order(reader: CheckedClient) -> None:
    answer = reader.raw.get("/v1/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    places = [(line["collection"], line["record"]["id"]) for line in lines]
    assert places == sorted(places)
    for name in NAMES:
        of_list = {record["id"]: record for record in reader.data(f"/v1/{name}?limit=200")}
        assert {line["record"]["id"]: line["record"] for line in lines if line["collection"] == name} == of_list


@pytest.mark.parametrize("name", NAMES)
def test_an_export_is_one_snapshot_whatever_is_written_meanwhile(
    database: Database, client: CheckedClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "LINES_AT_ONCE", 3)
    fill(database, name, 20)
    before = client.raw.get("/v1/export").text
    chance = draws.of(name)
    lines: list[str] = []
    for batch in export.batches(database, COLLECTIONS, seq=20):
        lines += batch
        disturb(database, name, chance)
    assert "".join(lines) == before
    assert client.raw.get("/v1/export?as_of=20").text == before
    assert client.raw.get("/v1/export").text != before
    assert client.raw.get("/v1/export?as_of=0").text == ""


def test_an_export_can_be_zipped_kept_and_asked_about(reader: CheckedClient) -> None:
    plain = reader.raw.get("/v1/export", headers={"Accept-Encoding": "identity"})
    zipped = reader.raw.get("/v1/export", headers={"Accept-Encoding": "br;q=1, gzip;q=0.5"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert "content-encoding" not in reader.raw.get("/v1/export", headers={"Accept-Encoding": "gzip;q=0, *"}).headers
    assert plain.headers["etag"] != zipped.headers["etag"]
    kept = {"If-None-Match": plain.headers["etag"], "Accept-Encoding": "identity"}
    again = reader.raw.get("/v1/export", headers=kept)
    assert (again.status_code, again.content) == (304, b"")
    head = reader.raw.head("/v1/export")
    assert (head.status_code, head.content, head.headers["x-snapshot"]) == (200, b"", plain.headers["x-snapshot"])
    assert "immutable" in reader.raw.get("/v1/export?as_of=5").headers["cache-control"]
    assert reader.raw.get("/v1/export", headers={"Accept": "text/csv"}).status_code == 406
    reader.refused("/v1/export?limit=5")
    reader.refused("/v1/export?as_of=99999")


def test_the_command_line_exports_the_same(seeded: Database, tmp_path: Path) -> None:
    with writing(seeded, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("Новости"))
    environment = {**os.environ, "TRACKER_DATABASE_URL": seeded.url.render_as_string(hide_password=False)}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "app.main", "export", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)

    expected = "".join(line for batch in export.batches(seeded, COLLECTIONS, seq=88) for line in batch).encode()
    assert "Новости".encode() in expected
    assert run("-").stdout == expected
    assert run(str(tmp_path / "all.ndjson")).returncode == 0
    assert (tmp_path / "all.ndjson").read_bytes() == expected
    assert run(str(tmp_path / "all.ndjson.gz")).returncode == 0
    assert gzip.decompress((tmp_path / "all.ndjson.gz").read_bytes()) == expected
    earlier = run("-", "--as-of", "87").stdout
    assert "Новости".encode() not in earlier
    assert len(earlier.splitlines()) == len(expected.splitlines()) - 1
    assert run("-", "--as-of", "89").returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.ndjson", "all.ndjson.gz"]
