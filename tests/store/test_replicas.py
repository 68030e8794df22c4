"""Replicas: reads go to them, a writer reads its own write, and nothing is lost where they are behind or gone."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.migrations import migrate
from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from seed.loader import load
from tests.databases import postgres
from tests.editors import draft, key
from tests.replicas import Replica, replica


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[str, Replica]]:
    """A seeded database on a primary, and a replica of it."""
    if os.environ.get("TEST_POSTGRES_URL"):
        pytest.skip("TEST_POSTGRES_URL names a server whose replicas are not ours to make")
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        with postgres(folder / "data") as server, replica(folder / "data", folder / "standby") as standby:
            url = server.create("replicated")
            database = Database(url)
            migrate(database)
            load(database)
            database.close()
            yield url, standby


@pytest.fixture
def client(pair: tuple[str, Replica]) -> Iterator[TestClient]:
    """A client that may write, of a service that reads from the replica."""
    url, standby = pair
    database = Database(url)
    headers = {"Authorization": f"Bearer {key(database, f'her {time.monotonic_ns()}', '*')}"}
    database.close()
    settings = Settings(database_url=url, read_database_url=standby.url(url))
    with TestClient(create_app(settings), headers=headers) as opened:
        opened.get("/v1/sources?min_snapshot=87")
        yield opened
    if standby._process.poll() is None:
        standby.execute("SELECT pg_wal_replay_resume()")


def write(client: TestClient) -> int:
    answer = client.post("/v1/sources", json=json.loads(json.dumps(draft("sources"))))
    assert answer.status_code == 201, answer.text
    return int(answer.json()["meta"]["snapshot"])


def test_reads_go_to_the_replica(pair: tuple[str, Replica], client: TestClient) -> None:
    _, standby = pair
    number = write(client)
    assert client.get(f"/v1/sources?min_snapshot={number}").json()["meta"]["snapshot"] == number
    standby.execute("SELECT pg_wal_replay_pause()")
    write(client)
    for path in ("/v1/sources", "/v1/search?q=report", "/v1/changes", "/v1/quality", "/v1/actors/resolve?name=Russia"):
        assert client.get(path).json()["meta"]["snapshot"] == number, path
    assert client.get("/v1/export").headers["x-snapshot"] == str(number)


def test_a_writer_reads_its_own_write(pair: tuple[str, Replica], client: TestClient) -> None:
    _, standby = pair
    for _ in range(5):
        number = write(client)
        page = client.get(f"/v1/sources?min_snapshot={number}&limit=200").json()
        assert page["meta"]["snapshot"] == number
    standby.execute("SELECT pg_wal_replay_pause()")
    behind = number
    number = write(client)
    for path in ("/v1/sources", "/v1/search?q=report", "/v1/quality", "/v1/developments?actor=RU"):
        joined = f"{path}{'&' if '?' in path else '?'}min_snapshot={number}"
        assert client.get(joined).json()["meta"]["snapshot"] == number, path
        assert client.get(path).json()["meta"]["snapshot"] == behind
    assert client.get(f"/v1/sources?as_of={number}").json()["meta"]["snapshot"] == number
    assert client.get(f"/v1/changes?after={number}").json()["meta"]["snapshot"] == number
    lines = client.get(f"/v1/export?min_snapshot={number}").text.splitlines()
    assert sum(json.loads(line)["collection"] == "sources" for line in lines) == number - 82


def test_a_walk_that_began_on_the_primary_goes_on_where_the_replica_is_behind(
    pair: tuple[str, Replica], client: TestClient
) -> None:
    _, standby = pair
    standby.execute("SELECT pg_wal_replay_pause()")
    number = write(client)
    path: str | None = f"/v1/sources?limit=2&min_snapshot={number}"
    seen: list[Any] = []
    while path is not None:
        page = client.get(path).json()
        assert page["meta"]["snapshot"] == number
        seen += [record["id"] for record in page["data"]]
        path = page["links"]["next"]
    assert len(seen) == len(set(seen)) == page["meta"]["total"] == number - 82


def test_a_replica_shows_whole_writes(pair: tuple[str, Replica], client: TestClient) -> None:
    _, standby = pair
    before = write(client)
    for is_behind in (False, True):
        if is_behind:
            standby.execute("SELECT pg_wal_replay_pause()")
        batch = client.post("/v1/sources/batch", json=[draft("sources"), draft("sources"), draft("sources")])
        assert batch.json()["meta"]["snapshot"] == before + 3
        for within in range(before + 1, before + 4):
            assert client.get(f"/v1/sources?as_of={within}").json()["meta"]["snapshot"] == before + 3
        before += 3


def test_what_is_yet_to_come_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/sources?min_snapshot=100000")
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (422, "min_snapshot")


def test_without_the_replica_reads_go_on(pair: tuple[str, Replica], client: TestClient) -> None:
    _, standby = pair
    standby.stop()
    number = write(client)
    assert client.get("/v1/sources").json()["meta"]["snapshot"] == number
    assert client.get("/v1/developments?actor=RU").status_code == 200


def test_replicas_are_of_postgresql_alone() -> None:
    with pytest.raises(ValidationError, match="replicas"):
        Settings(database_url="sqlite:///a.db", read_database_url="postgresql://localhost/b")
