"""Growth: no question costs more than so many times as much on so many times as many records, counted in steps."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.resources import DEVELOPMENTS, RESOURCES
from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from bench import catalogue
from bench.load import further, load
from tests import draws
from tests.databases import Server, forget_counts

FEW, TIMES = 300, 4
MOST = 2.5
"""How much more than in proportion a question may cost: only what a page does not hold is counted, and trees deepen.

What goes through all records for each record is four times as much more.
"""
FREE = 400
"""So many steps are no cost, whatever they are beside others."""
EVERY = 50
"""Steps of SQLite's machine that are counted at a time."""


class Meter:
    """A service on SQLite that never counted its rows, whose machine's steps are counted, with so many developments."""

    def __init__(self, stack: ExitStack, servers: dict[str, Server], count: int) -> None:
        url = servers["sqlite"].url("empty")
        database = Database(url)
        load(database, count)
        further(database, count)
        forget_counts(database)
        self._client = stack.enter_context(TestClient(create_app(Settings(database_url=url, cache_bytes=0))))
        self._steps = 0

    def steps(self, path: str) -> int:
        """The steps that answering takes."""
        self._steps = 0
        with self._counting():
            assert self._client.get(path).status_code == 200, path
        return self._steps * EVERY

    @contextmanager
    def _counting(self) -> Iterator[None]:
        def count(_connection: Any, cursor: Any, *_rest: Any) -> None:
            if structlog.contextvars.get_contextvars():
                cursor.connection.set_progress_handler(self._step, EVERY)

        event.listen(Engine, "before_cursor_execute", count)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", count)

    def _step(self) -> int:
        self._steps += 1
        return 0


@pytest.fixture(scope="module")
def meters(servers: dict[str, Server]) -> Iterator[tuple[Meter, Meter]]:
    """A service with few developments, and one with so many times as many."""
    with ExitStack() as stack:
        yield Meter(stack, servers, FEW), Meter(stack, servers, FEW * TIMES)


def too_costly(meters: tuple[Meter, Meter], paths: list[str]) -> list[tuple[str, int, int]]:
    """The questions that grow faster than the records, with their steps on few and on many.

    What is told is what is so twice: a connection's first question reads the schema, too, and a question gets a new
    connection where a delivery to a webhook looks for work with the other.
    """
    return grown(meters, [path for path, *_ in grown(meters, paths)])


def grown(meters: tuple[Meter, Meter], paths: list[str]) -> list[tuple[str, int, int]]:
    """The questions that took too many steps more on many than on few."""
    small, large = meters
    taken = [(path, small.steps(path), large.steps(path)) for path in paths]
    return [(path, few, many) for path, few, many in taken if many > max(few * TIMES * MOST, FREE)]


def test_every_filter_is_asked() -> None:
    assert catalogue.missing() == []


@pytest.mark.parametrize("name", [resource.name for resource in RESOURCES])
def test_no_question_grows_faster_than_the_records(meters: tuple[Meter, Meter], name: str) -> None:
    (resource,) = (each for each in RESOURCES if each.name == name)
    every = list(catalogue.questions(resource, pairs=False))
    chosen = {path for path in every if "actor_scope=members" in path and "sort=-" not in path}
    chosen.update(some(every, 150))
    assert too_costly(meters, sorted(chosen)) == []


def test_no_pair_of_filters_grows_faster_than_the_records(meters: tuple[Meter, Meter]) -> None:
    assert too_costly(meters, some(list(catalogue.questions(DEVELOPMENTS, pairs=True)), 150)) == []


@pytest.mark.parametrize("name", ["actors", "briefings", "conditions"])
@pytest.mark.parametrize("query", ["q=army", "q=army -air", "q=dron*&sort=-updated_at"])
def test_words_are_not_sought_in_other_collections(meters: tuple[Meter, Meter], name: str, query: str) -> None:
    among_many = meters[1].steps(f"/v1/developments?{query}&limit=20")
    assert meters[1].steps(f"/v1/{name}?{query}&limit=20") * 2.5 < among_many


def test_few_records_in_an_order_of_theirs_are_not_sought_among_all(meters: tuple[Meter, Meter]) -> None:
    paths = [
        f"/v1/developments?{query}&sort={sort}&limit=20"
        for query in ("actor=person-3", "actor_all=person-3,person-4", "source=source-1&actor_all=person-3,person-5")
        for sort in ("title", "-updated_at")
    ]
    assert max(meters[1].steps(path) for path in paths) < FEW * TIMES * 10


def some(paths: list[str], count: int) -> list[str]:
    """So many of the questions; in a long run more, or all."""
    return draws.of("questions").sample(paths, min(draws.many(count), len(paths)))
