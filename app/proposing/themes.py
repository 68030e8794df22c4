"""Themes: what a sentence is about and what kind of development it tells, by weighted words kept as data."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast, get_args

from app.language.tokens import stem_of
from app.proposing.parts import KindGuess, ThemeGuess
from app.rules.mentions import words_of
from schemas import DevelopmentKind, Theme

LEAST_WEIGHT = 3.0
"""The sum of weights that a theme needs."""
SHARE_OF_HEADING = 0.5
"""What a word of the heading above counts, beside one of the sentence itself."""
LEAST_ALONE = 2.5
"""What a theme needs where no other has as many signs."""
LEAST_LEAD = 0.5
"""By how much it must weigh more than any other then."""
LEAST_OF_ONE = 2.0
"""What one word of a sentence must weigh where nothing around it has the theme: weak signs alone are none."""
MOST_OF_HEADING = 1.0
"""The most that all words of the heading count."""
WEIGHT_OF_BEFORE = 1.5
"""What it counts for a theme that the sentences before have it."""
LEAST_SHARE = 0.4
"""How much of the heaviest theme's weight another needs beside it."""
_LONGEST = 4


class WeightedWords(NamedTuple):
    """The stems of words and of words in a row, each with its weights by theme or by kind."""

    themes: Mapping[tuple[str, ...], Mapping[str, float]]
    kinds: Mapping[tuple[str, ...], Mapping[str, float]]


def find_themes(text: str, *, heading: str | None = None, before: Collection[str] = ()) -> list[ThemeGuess]:
    """The themes whose words come to `LEAST_WEIGHT`, the heaviest first, none that is light beside it; English alone.

    Each word counts once. What the heading above has and the sentence has not counts by `SHARE_OF_HEADING`, up to
    `MOST_OF_HEADING`; a theme of the sentences `before` counts `WEIGHT_OF_BEFORE`, as news goes on about what it has
    told of. A theme needs a word of the sentence itself. Where none comes to as much, one is enough that comes to
    `LEAST_ALONE`, if no other is near to it: a weak sign, where nothing speaks for anything else.
    """
    weighed = sorted(_sum_up(text, heading=heading, before=before), key=lambda each: (-each.weight, each.theme))
    guesses = [each for each in weighed if each.weight >= LEAST_WEIGHT]
    if not guesses and weighed and weighed[0].weight >= LEAST_ALONE:
        is_alone = len(weighed) == 1 or weighed[1].weight <= weighed[0].weight - LEAST_LEAD
        return weighed[:1] if is_alone else []
    return [each for each in guesses if each.weight >= LEAST_SHARE * guesses[0].weight]


def _sum_up(text: str, *, heading: str | None, before: Collection[str]) -> Iterator[ThemeGuess]:
    """Every theme with a word in a sentence that is no weak sign alone, and what it comes to."""
    table = load_words().themes
    own = _weigh(text, table)
    above = _weigh(heading, table) if heading is not None else {}
    for theme in cast("Sequence[Theme]", get_args(Theme)):
        mine = own.get(theme, {})
        theirs = {word: weight for word, weight in above.get(theme, {}).items() if word not in mine}
        of_heading = min(SHARE_OF_HEADING * sum(theirs.values()), MOST_OF_HEADING)
        is_clear = max(mine.values(), default=0.0) >= LEAST_OF_ONE or theirs or theme in before
        if mine and is_clear:
            shown = ", ".join(f"“{word}” {weight:g}" for word, weight in mine.items())
            behind = f", {', '.join(f'“{word}”' for word in theirs)} of the heading {of_heading:.2g}" if theirs else ""
            again = f", the theme of what stands before {WEIGHT_OF_BEFORE:g}" if theme in before else ""
            total = sum(mine.values()) + of_heading + WEIGHT_OF_BEFORE * (theme in before)
            yield ThemeGuess(theme, total, f"{theme} by {shown}{behind}{again}")


def guess_kind(text: str) -> KindGuess:
    """The kind whose words weigh most; an event where there are none."""
    weights = _weigh(text, load_words().kinds)
    kinds = cast("Sequence[DevelopmentKind]", get_args(DevelopmentKind))
    best = max(kinds, key=lambda kind: sum(weights.get(kind, {}).values()))
    if not weights.get(best):
        return KindGuess("event", "event, as no word speaks for another kind")
    shown = ", ".join(f"“{word}” {weight:g}" for word, weight in weights[best].items())
    return KindGuess(best, f"{best} by {shown}")


def _weigh(text: str, table: Mapping[tuple[str, ...], Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """By theme or kind, the words of a text that speak for it, each once; a word within a longer one does not count."""
    words = words_of(text)
    stems = [stem_of(word.folded) for word in words]
    found: dict[str, dict[str, float]] = {}
    used: dict[str, set[int]] = {}
    for length in range(_LONGEST, 0, -1):
        for place in range(len(stems) - length + 1):
            key = tuple(stems[place : place + length])
            exact = table.get((f"={words[place].folded}",), {}) if length == 1 else {}
            for name, weight in {**table.get(key, {}), **exact}.items():
                if used.setdefault(name, set()).isdisjoint(range(place, place + length)):
                    used[name].update(range(place, place + length))
                    shown = text[words[place].start : words[place + length - 1].end]
                    if weight > 0 and not any(
                        tuple(stem_of(part) for part in one.lower().split()) == key for one in found.get(name, ())
                    ):
                        found.setdefault(name, {})[shown] = weight
    return found


@lru_cache(maxsize=1)
def load_words() -> WeightedWords:
    """The weighted words, read once."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return WeightedWords(_by_stems(data["themes"]), _by_stems(data["kinds"]))


def _by_stems(groups: Mapping[str, Mapping[str, str]]) -> Mapping[tuple[str, ...], Mapping[str, float]]:
    table: dict[tuple[str, ...], dict[str, float]] = {}
    for name, weights in groups.items():
        for weight, words in weights.items():
            for word in words.split():
                key = (word,) if word.startswith("=") else tuple(stem_of(part) for part in word.split("-"))
                table.setdefault(key, {})[name] = max(float(weight), table.get(key, {}).get(name, 0.0))
    return table
