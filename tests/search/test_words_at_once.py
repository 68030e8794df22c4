"""Words are stemmed alike however many threads stem at once."""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from app.language.spelling import british
from app.language.tokens import tokens_of

ENDINGS = ("ation", "ational", "ingly", "ousness", "ically", "ements", "ivity", "fulness", "ies", "ed")


@pytest.fixture
def often() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def stems(words: list[str]) -> list[str]:
    return [token.stem for word in words for token in tokens_of(word)]


@pytest.mark.usefixtures("often")
def test_threads_that_stem_at_once_do_not_disturb_each_other() -> None:
    chance = random.Random(1)
    # No word twice, as what a word was found to be is kept.
    letters = "abcdefghiklmnoprstuv"
    lists = [["".join(chance.choices(letters, k=12)) + chance.choice(ENDINGS) for _ in range(1_000)] for _ in range(6)]
    with ThreadPoolExecutor(len(lists)) as threads:
        together = list(threads.map(stems, lists))
    alone = snowballstemmer.stemmer("english")
    assert together == [[alone.stemWord(british(word)) for word in words] for words in lists]
