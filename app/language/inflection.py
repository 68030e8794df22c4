"""Inflection: whether two folded words are forms of one name or word."""

from app.language.vocabulary import ENDINGS

SHARED = 5
"""How many letters the forms of a word begin with alike."""
LOOSE = 5
"""How many letters an ordinary word may go on for, behind what it shares with a form of it."""


def inflect(one: str, other: str, *, loosely: bool) -> bool:
    """Whether two words begin alike and both end as forms of one do; `loosely`, whether one of them does.

    Names are held to both endings, so that Chernihiv is not taken for a form of Chernivtsi; and no form of a word has
    another last letter in the place of its own, as Geneve of Geneva.
    """
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((place for place, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
    rests = one[shared:], other[shared:]
    if shared < SHARED or all(len(rest) == 1 for rest in rests):
        return False
    ends = [not rest or rest in ENDINGS for rest in rests]
    return all(ends) or (loosely and any(ends) and all(len(rest) <= LOOSE for rest in rests))
