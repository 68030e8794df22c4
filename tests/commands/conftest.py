"""Fixtures of the tests of commands."""

from pathlib import Path

import pytest

from app.store.database import Database


@pytest.fixture
def url(seeded: Database) -> str:
    """The URL of a seeded database of this test's own."""
    return seeded.url.render_as_string(hide_password=False)


@pytest.fixture
def unused(tmp_path: Path) -> str:
    """The URL of a database that is not made yet."""
    return f"sqlite:///{tmp_path / 'unused.db'}"
