"""Suggesting: what was probably meant by a word that means nothing."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from app.language.folding import fold
from app.language.romanising import spellings
from schemas import COUNTRIES, COUNTRY_NAMES

FEWEST_POINTS = 50
"""How like a choice, of 100, a word must be for the choice to be suggested."""
FEWEST_OF_NAMES = 60
"""How like a name: there are many of them, so that more are a little alike."""
FEWEST_FOR_A_PART = 95
"""How like a name the words must be that a word holds besides others, where no name is like all of it."""
LEAST_LIKE_A_WORD = 70
"""How like a word of a text: texts hold many."""
MOST_WORDS_NAMED = 3
"""How many words of texts are named for one."""
MOST_CHOICES = 20_000
"""How many names, or ids, a word is compared with."""
MOST_SUGGESTED = 5
"""How many choices are suggested."""


def nearest(word: str, choices: Iterable[str]) -> tuple[str, ...] | None:
    """The choices most like a word, best first: the only one in any case; None where none is near."""
    folded = {choice: choice.casefold() for choice in choices}
    if len(folded) == 1:
        return tuple(folded)
    found = process.extract(
        word.casefold(), folded, scorer=fuzz.ratio, limit=MOST_SUGGESTED, score_cutoff=FEWEST_POINTS
    )
    return tuple(str(key) for _, _, key in found) or None


def nearest_meanings(word: str, meanings: Mapping[str, str]) -> tuple[str, ...] | None:
    """What the names most like a word mean, best first: one alone where it is that name; `meanings` by folded names."""
    key = fold(word)
    if key in meanings:
        return (meanings[key],)
    found = process.extract(
        key, meanings.keys(), scorer=fuzz.ratio, limit=2 * MOST_SUGGESTED, score_cutoff=FEWEST_OF_NAMES
    )
    return tuple(dict.fromkeys(meanings[name] for name, _, _ in found))[:MOST_SUGGESTED] or None


def nearest_countries(word: str) -> tuple[str, ...] | None:
    """The codes of the countries that a word may mean: the code itself in small letters, or a name."""
    if word.upper() in COUNTRIES:
        return (word.upper(),)
    return nearest_meanings(word, {fold(name): code for code, names in COUNTRY_NAMES.items() for name in names})


def nearest_names(word: str, names: Sequence[tuple[str, str]]) -> tuple[str, ...] | None:
    """What the names most like a word mean, in whatever script either is written, best first; None where none is near.

    `names` are in Latin letters, each with what it means. Where no name is like all of the word, those that are part of
    it are taken.
    """
    choices = [name for name, _ in names]
    found: list[tuple[str, float, int]] = []
    for scorer, least in ((fuzz.ratio, FEWEST_OF_NAMES), (fuzz.token_set_ratio, FEWEST_FOR_A_PART)):
        for key in spellings(fold(word)):
            found += process.extract(key, choices, scorer=scorer, limit=2 * MOST_SUGGESTED, score_cutoff=least)
        if found:
            break
    found.sort(key=lambda each: -each[1])
    return tuple(dict.fromkeys(names[index][1] for _, _, index in found)) or None


def nearest_words(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words of a text that are most like a word, best first."""
    found = process.extract(word, words, scorer=fuzz.ratio, limit=MOST_WORDS_NAMED, score_cutoff=LEAST_LIKE_A_WORD)
    return tuple(each for each, _, _ in found)
