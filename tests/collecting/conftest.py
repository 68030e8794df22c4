"""Fixtures of the tests of collecting."""

from collections.abc import Iterator

import pytest

from app.store.database import Database
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Publisher, publishing


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as started:
        yield started


@pytest.fixture
def collecting(database: Database) -> Collecting:
    return Collecting(database)
