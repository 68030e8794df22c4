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
    for start, end in spans_of(text):
        for stem, word in _words(text[start:end]):
            yield Token(stem, word, start, end)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the words stand. Marks without a composed form, as in x̄, and soft hyphens do not part them."""
    spans = [match.span() for match in _LETTERS.finditer(text)]
    if not text.isascii():
        spans = _joined(spans, text)
    if not any(apostrophe in text for apostrophe in _APOSTROPHES):
        return spans
    return spans[:1] + [span for before, span in pairwise(spans) if not _is_possessive(text, before[1], span)]


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined = spans[:1]
    for start, end in spans[1:]:
        if _is_marks(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_possessive(text: str, before: int, span: tuple[int, int]) -> bool:
    start, end = span
    return end - start == 1 and text[start] in "sS" and text[before:start] in tuple(_APOSTROPHES)


def _is_marks(gap: str) -> bool:
    return not gap.isascii() and all(unicodedata.category(character).startswith(("M", "Cf")) for character in gap)


@lru_cache(maxsize=1 << 15)
def _words(span: str) -> tuple[tuple[str, str], ...]:
    """What a run of letters folds to, mostly one word: its stems, by Snowball's English algorithm, and its words."""
    words = [part[:LONGEST] for part in _LETTERS.findall(fold(span))]
    return tuple((_english.stemWord(word), word) for word in words)


def stem_of(word: str) -> str:
    """The English stem of a folded word."""
    return next((stem for stem, _ in _words(word)), word)
