"""Nearness: which records are nearest to a text by the words that they share, the rarer ones counting for more.

Each text is its stems, weighted by how often it has them times the logarithm of how few of the records do (tf-idf);
nearness is the cosine of the angle between two.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from app.language.tokens import tokens_of


class Nearness:
    """What some records say, given as their stems by name, to be held against texts."""

    def __init__(self, stems: Mapping[str, Iterable[str]]) -> None:
        counts = {name: Counter(each) for name, each in stems.items()}
        spread = Counter(stem for each in counts.values() for stem in each)
        self._rarity = {stem: log((len(counts) + 1) / often) for stem, often in spread.items()}
        self._having: dict[str, list[tuple[str, float]]] = {}
        for name, each in counts.items():
            for stem, weight in self._weighed(each).items():
                self._having.setdefault(stem, []).append((name, weight))

    def of(self, text: str) -> dict[str, float]:
        """How near each record is to a text, of those that share a word with it: up to 1."""
        near: dict[str, float] = {}
        for stem, weight in self._weighed(Counter(stems_of(text))).items():
            for name, theirs in self._having[stem]:
                near[name] = near.get(name, 0.0) + weight * theirs
        return near

    def _weighed(self, counts: Mapping[str, int]) -> dict[str, float]:
        weights = {stem: often * self._rarity[stem] for stem, often in counts.items() if stem in self._rarity}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {stem: weight / length for stem, weight in weights.items()}


def stems_of(*texts: str) -> list[str]:
    """The stems of texts, in order."""
    return [token.stem for text in texts for token in tokens_of(text)]
