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
STRONG = 3.0
"""What a word weighs that tells a theme by itself, whatever else is told."""
LEAST_SHARE = 0.4
"""How much of the heaviest theme's weight another needs beside it that no strong word tells."""
ENOUGH_OF_WEAKER = 4.5
"""What weaker words of a sentence must weigh together beside a theme that a strong one tells."""
_LONGEST = 5  # words of a sign


class WordPair(NamedTuple):
    """A theme that one of `some` and one of `others` tell by `weight` where a sentence has both, just as written."""

    theme: str
    weight: float
    some: frozenset[str]
    others: frozenset[str]


class WeightedWords(NamedTuple):
    """The stems of words and of words in a row, each with its weights by theme or by kind; and pairs of words."""

    themes: Mapping[tuple[str, ...], Mapping[str, float]]
    kinds: Mapping[tuple[str, ...], Mapping[str, float]]
    pairs: Sequence[WordPair]


def find_themes(text: str, *, heading: str | None = None, before: Collection[str] = ()) -> list[ThemeGuess]:
    """The themes whose words come to `LEAST_WEIGHT`, the heaviest first; English alone.

    Beside the heaviest a theme needs a `STRONG` word, or weaker ones that are not light beside it: they have to come to
    `ENOUGH_OF_WEAKER`, or the sentences before to have the theme, or the heaviest to have no strong word either.

    Each word counts once. What the heading above has and the sentence has not counts by `SHARE_OF_HEADING`, up to
    `MOST_OF_HEADING`; a theme of the sentences `before` counts `WEIGHT_OF_BEFORE`, as news goes on about what it has
    told of. A theme needs a word of the sentence itself. Where none comes to as much, one is enough that comes to
    `LEAST_ALONE`, if no other is near to it: a weak sign, where nothing speaks for anything else.
    """
    found = _sum_up(text, heading=heading, before=before)
    weighed = sorted(found, key=lambda each: (-each.guess.weight, each.guess.theme))
    chosen = [each for each in weighed if each.guess.weight >= LEAST_WEIGHT]
    if not chosen and weighed and weighed[0].guess.weight >= LEAST_ALONE:
        is_alone = len(weighed) == 1 or weighed[1].guess.weight <= weighed[0].guess.weight - LEAST_LEAD
        return [weighed[0].guess] if is_alone else []
    return [each.guess for each in chosen if each is chosen[0] or _stands_beside(each, chosen[0])]


def _stands_beside(other: "_Candidate", heaviest: "_Candidate") -> bool:
    """Whether a theme is one beside the heaviest: weak signs next to a strong one mostly belong to what that tells."""
    goes_on = other.is_before and other.own >= LEAST_OF_ONE
    is_told = goes_on or other.own >= ENOUGH_OF_WEAKER or not heaviest.is_strong
    return other.is_strong or (is_told and other.guess.weight >= LEAST_SHARE * heaviest.guess.weight)


class _Candidate(NamedTuple):
    """A theme that may be one, what the sentence's own words weigh for it, and whether one of them tells it alone."""

    guess: ThemeGuess
    own: float
    is_strong: bool
    is_before: bool


def _sum_up(text: str, *, heading: str | None, before: Collection[str]) -> Iterator[_Candidate]:
    """Every theme with a word in a sentence that is no weak sign alone, and what it comes to."""
    table = load_words().themes
    own = _weigh_with_pairs(text)
    above = _weigh(heading, table) if heading is not None else {}
    for theme in cast("Sequence[Theme]", get_args(Theme)):
        mine = own.get(theme, {})
        theirs = {word: weight for word, weight in above.get(theme, {}).items() if word not in mine}
        of_heading = min(SHARE_OF_HEADING * sum(theirs.values()), MOST_OF_HEADING)
        most, is_before = max(mine.values(), default=0.0), theme in before
        is_clear = most >= LEAST_OF_ONE or theirs or is_before
        if mine and is_clear:
            shown = ", ".join(f"“{word}” {weight:g}" for word, weight in mine.items())
            behind = f", {', '.join(f'“{word}”' for word in theirs)} of the heading {of_heading:.2g}" if theirs else ""
            again = f", the theme of what stands before {WEIGHT_OF_BEFORE:g}" if is_before else ""
            weight = sum(mine.values())
            total = weight + of_heading + WEIGHT_OF_BEFORE * is_before
            guess = ThemeGuess(theme, total, f"{theme} by {shown}{behind}{again}")
            yield _Candidate(guess, weight, is_strong=most >= STRONG, is_before=is_before)


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


def _weigh_with_pairs(text: str) -> dict[str, dict[str, float]]:
    """By theme, the words and the pairs of words that speak for it; the two words of a pair do not count once more."""
    data = load_words()
    found = _weigh(text, data.themes)
    words = [(word.folded, word.written) for word in words_of(text)]
    for pair in data.pairs:
        one = next((each for each in words if each[0] in pair.some), None)
        other = next((each for each in words if each[0] in pair.others and each != one), None)
        if one is not None and other is not None:
            mine = found.setdefault(pair.theme, {})
            told = mine.pop(one[1], 0.0) + mine.pop(other[1], 0.0)
            mine[f"{one[1]} … {other[1]}"] = max(pair.weight, told)
    return found


@lru_cache(maxsize=1)
def load_words() -> WeightedWords:
    """The weighted words, read once."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    pairs = [
        WordPair(each["theme"], each["weight"], frozenset(each["some"].split()), frozenset(each["others"].split()))
        for each in data["pairs"]
    ]
    return WeightedWords(_by_stems(data["themes"]), _by_stems(data["kinds"]), pairs)


def _by_stems(groups: Mapping[str, Mapping[str, str]]) -> Mapping[tuple[str, ...], Mapping[str, float]]:
    table: dict[tuple[str, ...], dict[str, float]] = {}
    for name, weights in groups.items():
        for weight, words in weights.items():
            for word in words.split():
                key = (word,) if word.startswith("=") else tuple(stem_of(part) for part in word.split("-"))
                table.setdefault(key, {})[name] = max(float(weight), table.get(key, {}).get(name, 0.0))
    return table
