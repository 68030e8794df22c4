"""Fixtures of the tests of upkeep."""

from collections.abc import Iterator

import pytest

from tests.databases import ENGINES, Server
from tests.upkeep.lives import make_lived


@pytest.fixture(scope="session")
def lives(servers: dict[str, Server]) -> dict[str, str]:
    """On each engine, the URL of a database that has lived and that nobody has open."""
    return {engine: make_lived(servers[engine]) for engine in ENGINES}


@pytest.fixture
def lived(servers: dict[str, Server], engine: str, lives: dict[str, str]) -> Iterator[str]:
    """The URL of a database of this test's own that has lived."""
    url = servers[engine].copy_of(lives[engine])
    yield url
    servers[engine].drop(url)


@pytest.fixture
def other(servers: dict[str, Server], engine: str) -> Iterator[str]:
    """The URL of a database of the other engine, in which there is nothing, not even tables."""
    (name,) = set(ENGINES) - {engine}
    url = servers[name].create(f"other-{engine}")
    yield url
    servers[name].drop(url)


@pytest.fixture
def nothing(servers: dict[str, Server], engine: str) -> Iterator[str]:
    """The URL of a database of the same engine, in which there is nothing, not even tables."""
    url = servers[engine].create(f"nothing-{engine}")
    yield url
    servers[engine].drop(url)
