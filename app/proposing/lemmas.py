"""Lemmas: the dictionary form of a word, where the package that knows them is installed."""

import importlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

LANGUAGES = frozenset(("de", "en", "fr", "pl", "ru", "uk"))
"""The languages whose dictionaries are asked for."""
WITHOUT_LEMMAS = "read without lemmas: simplemma, of the extra `collect`, is not installed"
"""What a reading says of itself where dictionary forms were not to be had."""

Lemmatise = Callable[[str, str], str]
"""The dictionary form of a word in a language of `LANGUAGES`; the word where it is not known."""


@lru_cache(maxsize=1)
def load_lemmas() -> Lemmatise | None:
    """What tells dictionary forms; None where the extra `collect` is not installed. A dictionary is read when asked."""
    try:
        simplemma: Any = importlib.import_module("simplemma")
        strategies: Any = importlib.import_module("simplemma.strategies")
        dictionaries: Any = importlib.import_module("simplemma.strategies.dictionaries")
    except ImportError:
        return None
    # Otherwise the six languages take 700 MB: these dictionaries take 100.
    strategy = strategies.DefaultStrategy(dictionary_factory=dictionaries.LOW_MEMORY_DICTIONARY_FACTORY)
    lemmatiser = simplemma.Lemmatizer(lemmatization_strategy=strategy)

    def lemmatise(word: str, language: str) -> str:
        return str(lemmatiser.lemmatize(word, language)) if language in LANGUAGES and word else word

    return lemmatise
