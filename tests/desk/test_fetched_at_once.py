"""Texts that are fetched for editors: so many at once, that those who wait for slow sites leave writers to others."""

from collections.abc import Iterator

import pytest

from app.desk.records import taking_texts
from app.desk.records.taking_texts import MOST_FETCHED_AT_ONCE, fetch_text
from app.errors import Invalid, Unavailable


@pytest.fixture
def all_fetching() -> Iterator[None]:
    """As many texts as may be are being fetched."""
    for _ in range(MOST_FETCHED_AT_ONCE):
        assert taking_texts._FETCHING.acquire(blocking=False)
    yield
    for _ in range(MOST_FETCHED_AT_ONCE):
        taking_texts._FETCHING.release()


@pytest.mark.usefixtures("all_fetching")
def test_one_more_is_asked_to_come_again() -> None:
    with pytest.raises(Unavailable, match="paste it instead"):
        fetch_text("https://reports.example.org/one", allow_private=False)


def test_a_place_is_given_back_whatever_comes_of_it() -> None:
    for _ in range(MOST_FETCHED_AT_ONCE + 1):
        with pytest.raises(Invalid):
            fetch_text("http://127.0.0.1:9/none", allow_private=False)
