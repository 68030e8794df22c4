"""Fixtures of the tests of the desk."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.desk.queues import fill
from tests.desk.signing import Person, key


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
