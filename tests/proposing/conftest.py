"""Fixtures of the tests of proposals."""

from collections.abc import Iterator

import pytest

from tests.proposing.models import FakeModel, serving_model


@pytest.fixture
def model() -> Iterator[FakeModel]:
    with serving_model() as started:
        yield started
