"""Changes: one sequence without gaps, from which every state can be made again, forwards and backwards."""

import json
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.resources import COLLECTIONS
from app.store import export
from app.store.database import Database
from app.store.write import writing
from schemas import Change, ChangePage
from seed.loader import load
from tests import examples
from tests.clients import CheckedClient
from tests.databases import Server
from tests.editors import Editor
from tests.reading.test_walks import titled
from tests.servers import serving

NAMES = sorted(COLLECTIONS)


def follow(client: CheckedClient, query: str = "", limit: int = 7) -> Iterator[dict[str, Any]]:
    """Every change, page by page, by its links."""
    following: str | None = f"/v1/changes?limit={limit}{query}"
    while following is not None:
        answer = client.raw.get(following)
        assert answer.status_code == 200, answer.text
        ChangePage.model_validate_json(answer.content)
        yield from answer.json()["data"]
        following = answer.json()["links"]["next"]


def disturb(database: Database, chance: random.Random, rounds: int) -> None:
    """Create, change, delete and merge records, and load the seed again now and then."""
    for _ in range(rounds):
        name = chance.choice(examples.CHANGEABLE)
        if chance.random() < 0.05:
            load(database)
            continue
        with writing(database, COLLECTIONS, by=chance.choice(["her", "him"]), shares_names=True) as writer:
            made = writer.create(name, titled(examples.EVERY[name], f"Title {chance.randrange(9)}")).record
            other = writer.create(name, titled(examples.EVERY[name], "Other")).record
            match chance.randrange(4):
                case 0:
                    writer.replace(name, made.id, titled(examples.EVERY[name], f"New {chance.randrange(9)}"))
                case 1:
                    writer.delete(name, made.id)
                case 2:
                    writer.merge(name, made.id, other.id)
                case _:
                    caveats = [{"kind": "other", "note": "N.", "refers_to": f"{name}/{made.id}"}]
                    writer.create("actors", examples.actor(caveats=caveats))


def test_changes_can_be_narrowed_and_are_in_lines_too(database: Database, client: CheckedClient) -> None:
    disturb(database, random.Random(5), 12)
    everything = list(follow(client))
    for query, keeps in (
        ("&collection=actors", lambda change: change["collection"] == "actors"),
        ("&collection=actors,sources", lambda change: change["collection"] in ("actors", "sources")),
        ("&id=other", lambda change: change["id"] == "other"),
        ("&after=9", lambda change: change["seq"] > 9),
    ):
        assert list(follow(client, query, limit=3)) == [change for change in everything if keeps(change)]
    lines = client.raw.get("/v1/changes?limit=200&format=ndjson")
    assert [json.loads(line) for line in lines.text.splitlines()] == everything
    assert client.raw.get("/v1/changes?limit=200", headers={"Accept": "application/x-ndjson"}).text == lines.text
    cut = client.raw.get("/v1/changes?limit=2&format=ndjson").headers["link"]
    assert re.search(r'<(/v1/changes[^>]*after=2[^>]*)>; rel="next"', cut)
    newest = everything[-1]["seq"]
    page = client.raw.get(f"/v1/changes?after={newest}").json()
    assert (page["data"], page["links"]["next"], page["meta"]["snapshot"]) == ([], None, newest)


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=99999", "limit=0", "limit=201", "collection=planets",
                                   "id=No", "as_of=1", "format=csv", "after=1&after=2"])  # fmt: skip
def test_a_question_about_changes_that_is_wrong_is_refused(reader: CheckedClient, query: str) -> None:
    reader.refused(f"/v1/changes?{query}")


def test_changes_have_validators(database: Database, client: CheckedClient) -> None:
    disturb(database, random.Random(6), 3)
    first = client.raw.get("/v1/changes")
    again = client.raw.get("/v1/changes", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    disturb(database, random.Random(7), 1)
    assert client.raw.get("/v1/changes", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_revisions_outlive_their_record(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("sources", examples.source("One", id="s"))
        writer.replace("sources", "s", examples.source("Two", id="s"))
        writer.delete("sources", "s")
    revisions = client.raw.get("/sources/s/revisions").json()["data"]
    assert [(each["action"], each["revision"], each["by"]) for each in revisions] == [
        ("created", 1, "her"),
        ("updated", 2, "her"),
        ("deleted", 2, "her"),
    ]
    assert {"op": "replace", "path": "/title", "value": "Two"} in revisions[1]["patch"]
    page = client.raw.get("/v1/sources/s/revisions?limit=1").json()
    assert page["links"]["next"] == "/v1/sources/s/revisions?limit=1&after=1" or "after=1" in page["links"]["next"]
    assert [each["seq"] for each in client.raw.get(page["links"]["next"]).json()["data"]] == [2]
    client.refused("/v1/sources/nothing/revisions", 404)
    client.refused("/v1/sources/%00/revisions", 404)


def events(address: str, count: int, **headers: str) -> list[dict[str, Any]]:
    """So many changes from the stream, and their event ids."""
    found: list[dict[str, Any]] = []
    query = headers.pop("query", "")
    with httpx.stream("GET", f"{address}/v1/changes/stream{query}", headers=headers, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        number = ""
        for line in answer.iter_lines():
            if line.startswith("id: "):
                number = line[4:]
            elif line.startswith("data: "):
                change = Change.model_validate_json(line[6:]).model_dump(mode="json")
                assert str(change["seq"]) == number
                found.append(change)
                if len(found) == count:
                    break
    return found


def test_the_stream_loses_nothing_and_repeats_nothing(servers: dict[str, Server], engine: str, tmp_path: Path) -> None:
    url = servers[engine].url("seeded")
    with serving(url, tmp_path, "--workers", "2") as (address, _):
        database = Database(url)
        heard: dict[str, list[int]] = {}

        def listen(name: str, after: int, count: int) -> None:
            heard[name] = [change["seq"] for change in events(address, count, query=f"?after={after}")]

        listeners = [threading.Thread(target=listen, args=(str(after), after, 127 - after)) for after in (0, 80, 87)]
        for listener in listeners:
            listener.start()
        for number in range(40):
            with writing(database, COLLECTIONS, by="her") as writer:
                writer.create("sources", examples.source(f"Source {number}"))
        for listener in listeners:
            listener.join()
        database.close()
        assert heard == {str(after): list(range(after + 1, 128)) for after in (0, 80, 87)}
        resumed = events(address, 2, **{"Last-Event-ID": "120", "query": "?after=3&collection=sources"})
        assert [change["seq"] for change in resumed] == [121, 122]
        for header in ("x", "-1", "9" * 30, "²"):
            answer = httpx.get(f"{address}/v1/changes/stream", headers={b"Last-Event-ID": header.encode()})
            assert answer.status_code == 422
        assert httpx.head(f"{address}/v1/changes/stream").status_code == 200
        assert httpx.get(f"{address}/v1/changes/stream", headers={"Accept": "text/csv"}).status_code == 406


def test_the_stream_ends_with_the_server(servers: dict[str, Server], tmp_path: Path) -> None:
    with serving(servers["sqlite"].url("seeded"), tmp_path) as (address, process):
        ended = threading.Event()

        def listen() -> None:
            with httpx.stream("GET", f"{address}/v1/changes/stream", timeout=30) as answer:
                for _ in answer.iter_raw():
                    pass
            ended.set()

        threading.Thread(target=listen, daemon=True).start()
        time.sleep(0.5)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) in (0, -signal.SIGTERM)
        assert time.monotonic() - started < 4
        assert ended.wait(2)


def test_an_export_and_the_changes_agree_on_any_number(database: Database, client: CheckedClient) -> None:
    disturb(database, random.Random(8), 20)
    copy: dict[tuple[str, str], dict[str, Any]] = {}
    for change in follow(client, limit=200):
        place = (change["collection"], change["id"])
        copy[place] = change["record"]
        if change["action"] in ("deleted", "merged"):
            del copy[place]
        if change["seq"] % 5 == 0:
            then = [
                json.loads(line) for batch in export.batches(database, COLLECTIONS, seq=change["seq"]) for line in batch
            ]
            assert then == [{"collection": name, "record": record} for (name, _), record in sorted(copy.items())]


def test_a_stream_begins_behind_a_change_as_soon_as_it_is_made(editor: Editor) -> None:
    path = "/v1/changes/stream"
    for _ in range(3):
        assert editor.client.head(path).status_code == 200
        seq = editor.create("sources").json()["meta"]["snapshot"]
        assert editor.client.head(f"{path}?after={seq}").status_code == 200
        assert editor.client.head(f"{path}?after={seq + 1}").status_code == 422


def test_what_is_like_a_new_record_makes_another_tag_than_its_own(editor: Editor) -> None:
    title = "A long title that says the same thing " * 7
    draft = {"title": title.strip(), "publisher": "P", "url": None}
    editor.create("sources", draft | {"id": "one"})
    second = editor.create("sources", draft | {"id": "two"})
    assert second.json()["meta"]["similar"] == ["one"]
    detail = editor.client.get("/v1/sources/two")
    assert detail.headers["etag"] != second.headers["etag"]
    assert detail.content != second.content
