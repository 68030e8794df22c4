"""Facets: whichever statement counts them, the counts are the same, for every collection on both databases."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.reading.plan import counting
from app.resources import RESOURCES
from app.settings import Settings
from app.store.database import Database
from bench import catalogue
from bench.load import further, load
from tests import draws
from tests.databases import Server

COUNT = 200


@pytest.fixture(scope="module")
def url(servers: dict[str, Server], engine: str) -> str:
    """A database with some hundreds of records, some of them changed since."""
    made = servers[engine].url("empty")
    database = Database(made)
    load(database, COUNT)
    further(database, COUNT)
    database.close()
    return made


def facets_of(url: str, paths: list[str]) -> list[Any]:
    """What a service that remembers nothing yet tells of each."""
    with TestClient(create_app(Settings(database_url=url, cache_bytes=0))) as client:
        return [client.get(path).json()["meta"]["facets"] for path in paths]


@pytest.mark.parametrize("name", [resource.name for resource in RESOURCES])
def test_few_and_many_records_are_counted_alike(url: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (resource,) = (each for each in RESOURCES if each.name == name)
    single = [path for path in catalogue.questions(resource, pairs=False) if "facets=" in path]
    chosen = draws.of(f"facets {name}").sample(single, min(draws.many(40), len(single)))
    every = ",".join(resource.facets)
    paths = [f"{path.partition('facets=')[0]}facets={every}&limit=1" for path in dict.fromkeys(chosen)]
    paths += [f"{path}&as_of={COUNT}" for path in paths[:10]]
    told = []
    for part in (0, 1_000_000):
        monkeypatch.setattr(counting, "PART", part)
        told.append(facets_of(url, paths))
    assert told[0] == told[1]
    assert all(list(each) == list(resource.facets) for each in told[0])
    assert any(counts for each in told[0] for counts in each.values())
