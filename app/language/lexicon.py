"""Lexicon: common English words, by which a word that begins a sentence is told from a name there."""

import re
from functools import cache
from pathlib import Path

from app.language.tokens import stem_of

_PREFIXES = re.compile(
    "(?:anti|counter|co|cyber|dis|de|mega|micro|mis|multi|non|out|over|pre|re|semi|sub|super|under|un|up)-?"
)
_SUFFIXES = re.compile(
    ".{3,}(?:(?<!j)ing|[st]ions?|ments?|ness|it(?:y|ies)|is(?:m|ms|ts)|(?:ing|ical|ful|ous|ive|ed)ly|able|ible|ative|ious|"
    "ships?|hood|wards?|less)"
)
"""What only ordinary words end in, but for few."""


def is_common(folded: str) -> bool:
    """Whether a folded word is a common English one, a form of one, or made as such words are."""
    return is_listed(folded) or _SUFFIXES.fullmatch(folded) is not None


def is_listed(folded: str) -> bool:
    """Whether a folded word is on the list of common English ones, or a form of one, whatever it ends in."""
    if stem_of(folded) in _stems():
        return True
    prefix = _PREFIXES.match(folded)
    return prefix is not None and stem_of(folded[prefix.end() :]) in _stems()


@cache
def _stems() -> frozenset[str]:
    """The stems of the words: made once, when a sentence is first looked at, as they take long to make."""
    return frozenset(map(stem_of, Path(__file__).with_name("lexicon.txt").read_text("utf-8").split()))
