"""Fixtures of the tests of the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.writing import keys
from tests import draws
from tests.databases import Server
from tests.desk.browsing import SHIFT
from tests.desk.queues import attach, fill, read_all
from tests.desk.signing import Person, key
from tests.servers import serving

ON_BOTH = {"test_killed_acceptances", "test_merging_at_the_desk", "test_nonsense", "test_queue", "test_signing_in"}
"""The tests that are run on PostgreSQL each time: of what the desk asks a database by itself."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the other tests of the desk on PostgreSQL to a long run: what they write, the API's own endpoints write."""
    if draws.LONG:
        return
    left = {
        item
        for item in items
        if item.path.parent.name == "desk" and "[postgresql" in item.name and item.path.stem not in ON_BOTH
    }
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=list(left))


@pytest.fixture
def person(seeded: Database) -> Iterator[Person]:
    """Somebody whose key allows everything, not signed in yet."""
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Person(client, key(seeded, "her", "*"))


@pytest.fixture
def decider(person: Person, seeded: Database) -> Person:
    """Somebody signed in, with three proposals waiting."""
    fill(seeded, 3)
    person.sign_in()
    return person


CONTRADICTING = "NATO ministers never met in Brussels on 12 February 2026, Russia said."


@pytest.fixture(scope="package")
def url(servers: dict[str, Server]) -> str:
    return servers["sqlite"].url("seeded")


@pytest.fixture(scope="package")
def address(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(url, tmp_path_factory.mktemp("desk")) as (running, _):
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def editor_token(url: str) -> Iterator[str]:
    """The key of somebody who may do everything."""
    database = Database(url)
    with database.write() as connection:
        made = keys.make_key(connection, f"editor {keys.draw_letters(8)}", ["*"], person="Ada Byron")
    yield made
    database.close()


@pytest.fixture
def token(url: str) -> Iterator[str]:
    """The key of somebody for whom new proposals wait, of words that were not decided on in a test before."""
    database = Database(url)
    with database.write() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM proposal").scalar_one()
        connection.exec_driver_sql("UPDATE proposal SET state = 'withdrawn' WHERE state = 'open'")
        made = keys.make_key(connection, f"her {keys.draw_letters(8)}", ["*"], person="Ada Byron")
    fill(database, SHIFT + 1, first=300 + before)
    attach(database, "Another article", CONTRADICTING)
    read_all(database)
    yield made
    database.close()
