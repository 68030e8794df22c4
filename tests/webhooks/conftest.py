"""Fixtures of the tests of webhooks."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from tests.editors import key
from tests.receivers import Receiver, receiving
from tests.webhooks.owners import Owner, working


@pytest.fixture
def owner(database: Database) -> Iterator[Owner]:
    """An owner, and deliveries under way: by the server on SQLite, by a worker apart on PostgreSQL."""
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, webhook_allow_private=True))
    with TestClient(app, raise_server_exceptions=False) as client:
        made = Owner(client, key(database, "her", "webhooks:write"))
        if database.is_sqlite:
            yield made
        else:
            with working(database):
                yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started
