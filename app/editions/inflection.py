"""Inflection: whether two folded words are forms of one name or word."""

from app.editions.vocabulary import ENDINGS

SHARED = 5
"""How many letters the forms of a word begin with alike."""


def inflected(one: str, other: str, *, loosely: bool) -> bool:
    """Whether two words begin alike and both end as forms of one do; `loosely`, whether one of them does.

    Names are held to both endings, so that Chernihiv is not taken for a form of Chernivtsi.
    """
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((place for place, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
    if shared < SHARED:
        return False
    ends = _is_ending(one[shared:]), _is_ending(other[shared:])
    return any(ends) if loosely else all(ends)


def _is_ending(rest: str) -> bool:
    return not rest or rest in ENDINGS
