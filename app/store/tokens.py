"""Tokens: the words of a text as they are searched for, each with the place where it stands."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

from app.store.folding import fold

LONGEST = 100
"""How many characters of a word are told apart."""

_LETTERS = re.compile(r"[^\W_]+")
_APOSTROPHES = "'’ʼ"
_english = snowballstemmer.stemmer("english")


class Token(NamedTuple):
    """A word: its English stem, its folded form, and the characters `start` to `end` of the text that hold it."""

    stem: str
    word: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a text in order: runs of letters and digits of any script, without a possessive 's."""
    for start, end in _spans(text):
        for part in _LETTERS.findall(fold(text[start:end])):
            word = part[:LONGEST]
            yield Token(_stem(word), word, start, end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand. Marks without a composed form, as in x̄, and soft hyphens do not part them."""
    spans: list[tuple[int, int]] = []
    for match in _LETTERS.finditer(text):
        start, end = match.span()
        if spans and _is_marks(text[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    yield from spans[:1]
    for before, (start, end) in pairwise(spans):
        possessive = end - start == 1 and text[start] in "sS" and text[before[1] : start] in tuple(_APOSTROPHES)
        if not possessive:
            yield start, end


def _is_marks(gap: str) -> bool:
    return bool(gap) and all(unicodedata.category(character).startswith(("M", "Cf")) for character in gap)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """The stem by Snowball's English algorithm."""
    stem: str = _english.stemWord(word)
    return stem
