"""Fixtures of the tests of search."""

import pytest

from app.store.database import Database
from tests.search.texts import write_texts


@pytest.fixture
def texts(database: Database) -> None:
    write_texts(database)
