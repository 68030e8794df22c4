"""The client against a real server: pages, batches, retries, a copy that follows; and the server killed on the way."""

import json
import re
import time
from pathlib import Path

import httpx
import pytest

import client
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from app.writing import keys
from client import Copy, Refused, Tracker
from schemas import Actor, Development, SourceDraft
from tests import draws, examples
from tests.databases import Server
from tests.kills import survive
from tests.servers import serving

URL = "https://www.example.org/"


def drafts(count: int) -> list[SourceDraft]:
    return [examples.source(f"Report number {number}", url=f"{URL}{number}") for number in range(count)]


def test_the_client_reads_writes_and_follows(servers: dict[str, Server], engine: str, tmp_path: Path) -> None:
    url = servers[engine].url("seeded")
    database = Database(url)
    with database.write() as connection:
        key = keys.make_key(connection, "desk", ["sources:write"])
    with serving(url, tmp_path) as (address, _), Tracker(address, key=key) as tracker:
        russian = list(tracker.all(Development, actor=["Moscow"], limit=5, from_="2026-01-01"))
        assert len(russian) > 5
        assert all("russia" in {part.id for part in each.actors} for each in russian)
        assert tracker.get(Actor, "russia").name == "Russia"
        with pytest.raises(Refused, match="actor") as refused:
            list(tracker.all(Development, actor="Rusia"))
        assert refused.value.problem.status == 422
        copy = Copy()
        assert copy.follow(tracker) == 87
        items = list(tracker.add_sources([*drafts(30), examples.source(url=f"{URL}1")], size=7))
        assert [item.index for item in items] == list(range(31))
        assert [item.status for item in items] == ["created"] * 30 + ["invalid"]
        assert [item.status for item in tracker.add_sources(drafts(30), size=9)] == ["existing"] * 30
        with writing(database, COLLECTIONS, by="her") as writer:
            writer.delete("sources", items[0].id or "")
        assert copy.follow(tracker) == 31
        lines = httpx.get(f"{address}/v1/export").text.splitlines()
        exported = {(line["collection"], line["record"]["id"]): line["record"] for line in map(json.loads, lines)}
        assert {place: json.loads(record.model_dump_json()) for place, record in copy.records.items()} == exported
    database.close()


def test_a_request_that_may_pass_is_tried_again_under_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["idempotency-key"])
        if len(seen) == 1:
            raise httpx.ConnectError("away")
        if len(seen) == 2:
            return httpx.Response(503, headers={"Retry-After": "3"})
        meta = {"snapshot": 1, "created": 1, "existing": 0, "invalid": 0}
        item = {"index": 0, "status": "created", "id": "s"}
        return httpx.Response(200, json={"data": [item], "meta": meta, "links": {"self": "/"}})

    http = httpx.Client(base_url="http://tracker.test", transport=httpx.MockTransport(answer))
    (item,) = Tracker("http://tracker.test", client=http).add_sources(drafts(1))
    assert item.id == "s"
    assert len(set(seen)) == 1
    assert pauses[1] == 3

    def conflict(_: httpx.Request) -> httpx.Response:
        seen.append("again")
        return httpx.Response(409, text="no")

    http = httpx.Client(base_url="http://tracker.test", transport=httpx.MockTransport(conflict))
    with pytest.raises(Refused):
        list(Tracker("http://tracker.test", client=http).add_sources(drafts(1)))
    assert seen.count("again") == 1


def test_what_was_acknowledged_survives_kills(servers: dict[str, Server], engine: str, tmp_path: Path) -> None:
    url = servers[engine].url("seeded")
    rounds = draws.many(2)
    figures = survive(url, tmp_path, rounds=rounds, chance=draws.of("kills"))
    assert figures.acknowledged >= 3 * rounds
    assert figures.delivered >= figures.acknowledged


def test_the_example_of_the_guide_runs(
    servers: dict[str, Server],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide = (Path(client.__file__).parents[1] / "docs" / "using.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    url = servers["sqlite"].url("seeded")
    database = Database(url)
    with database.write() as connection:
        key = keys.make_key(connection, "desk", ["sources:write"])
    database.close()
    with serving(url, tmp_path) as (address, _):
        monkeypatch.setenv("KEY", key)
        exec(example.replace("http://127.0.0.1:8000", address))  # noqa: S102  # our own
    shown = capsys.readouterr().out
    assert "2026-02-" in shown
    assert "['created']" in shown
    assert "88 changes" in shown
