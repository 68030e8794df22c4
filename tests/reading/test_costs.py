"""Costs: each read takes a fixed, small number of SQL statements, however many records it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.clients import CheckedClient
from tests.databases import Server


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that requests cause within the block; deliveries to webhooks go on beside them."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if structlog.contextvars.get_contextvars():
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def routes(servers: dict[str, Server], engine: str, document: dict[str, Any]) -> Iterator[CheckedClient]:
    """A client of a service that keeps no answers."""
    settings = Settings(database_url=servers[engine].url("seeded"), cache_bytes=0)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield CheckedClient(client, document)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v1/actors/russia", 2),
        ("/v1/actors/russia?as_of=60", 2),
        ("/v1/actors/russia?as_of=2020-01-01T00:00:00Z", 6),  # two for what was probably meant
        ("/v1/actors/russia?include=sources", 5),
        ("/v1/developments?limit=1", 3),
        ("/v1/developments?limit=200", 2),
        ("/v1/developments?actor=Russia,Ukraine&actor_not=NATO&theme=nuclear,deterrence&limit=1", 4),
        ("/v1/developments?count=none&limit=1", 2),
        ("/v1/developments?facets=kind,status,theme,country,evidence,has_caveat&limit=1", 4),
        ("/v1/developments?theme=nuclear&facets=kind,theme,status&limit=1", 6),  # the theme's of all, which are counted
        ("/v1/developments?facets=actor,source&from=2026-02-01&limit=1", 6),  # two for what their values are called
        ("/v1/developments?limit=1&include=actors,sources,conditions,developments", 12),
        ("/v1/developments?limit=200&include=actors,sources,conditions,developments", 12),
        ("/v1/briefings?include=actors,sources,conditions,developments", 12),
    ],
)
def test_a_read_takes_few_statements(routes: CheckedClient, path: str, most: int) -> None:
    with statements() as seen:
        assert routes.get(path).status_code in (200, 404)
    assert 0 < len(seen) <= most, seen


def test_a_following_page_does_not_count_again(routes: CheckedClient) -> None:
    following = routes.get("/v1/developments?limit=5").json()["links"]["next"]
    with statements() as seen:
        page = routes.get(following).json()
    assert len(seen) == 2
    assert page["meta"]["total"] > 5


def test_a_facet_of_the_same_records_is_counted_once(routes: CheckedClient) -> None:
    path = "/v1/developments?min_origins=1&limit=1&count=none"
    with statements() as first:
        routes.get(f"{path}&theme=nuclear&facets=theme")
    assert [each for each in first if "GROUP BY" in each]
    with statements() as second:
        routes.get(f"{path}&theme=energy&facets=theme,kind")
        routes.get(f"{path}&facets=theme")
    counted = [each for each in second if "GROUP BY" in each]
    assert len(counted) == 1, "the kinds of one theme"


def test_what_is_still_true_costs_one_statement(routes: CheckedClient) -> None:
    tag = routes.get("/v1/developments").headers["etag"]
    with statements() as seen:
        routes.get("/v1/developments", headers={"If-None-Match": tag})
    assert len(seen) == 1


def test_what_was_answered_before_costs_nothing_of_the_routes(reader: CheckedClient) -> None:
    first = [reader.get("/v1/developments?limit=7") for _ in range(2)][-1]
    with statements() as seen:
        assert reader.get("/v1/developments?limit=7").content == first.content
    assert seen == []
