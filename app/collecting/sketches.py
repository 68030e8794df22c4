"""Sketches: a few numbers of a text by which it is told whether another one reprints it; pure functions of text.

A text's shingles are each four words that follow each other, folded. Its sketch is the lowest hashes of them (Broder,
"On the resemblance and containment of documents", 1997): of two texts, those below the bound of either are a sample of
all shingles of both, so that what two sketches share tells what the texts share.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from app.language.tokens import LONGEST_RECALLED, tokens_of

WORDS_IN_SHINGLE = 4
MOST_HASHES = 128
"""How many hashes a sketch has at most: the fewer, the nearer come other texts to reprints by chance."""
MOST_CHARACTERS = 300_000
"""How much of a text is looked at: a wire has some thousand characters, and a book is no reprint."""
LEAST_SHARED = 20
"""How many shingles of the sample two texts share at least: a line that an outlet prints everywhere is shorter."""
LEAST_CONTAINED = 0.6
"""How much of the shorter text stands in the longer one, where it is a cut reprint, or the longer one frames it."""
LEAST_RESEMBLING = 0.35
"""How much of both texts stands in both, where one is the other edited: each changed word changes four shingles."""
LEAST_OF_LONGER = 0.2
"""How long the shorter text is at least, in parts of the longer one: a digest of many wires reprints none of them."""


@dataclass(frozen=True)
class Sketch:
    """What is known of a text: how many different `shingles` it has, and the lowest hashes of them in their order.

    The hashes are whole numbers of 63 bits, as many as there are shingles, and at most `MOST_HASHES`.
    """

    shingles: int
    values: tuple[int, ...]

    @property
    def bound(self) -> int:
        """Up to where the sketch has every hash of the text; past all where it has them all."""
        return self.values[-1] if len(self.values) < self.shingles else 1 << 63


@dataclass(frozen=True)
class Overlap:
    """How alike two texts are: how many shingles of the sample both have, and what follows from them, from 0 to 1.

    `resemblance` is that part of all shingles of both that is in both, `containment` that part of the shorter text's
    which is in the longer, and `proportion` the length of the shorter in parts of the longer.
    """

    shared: int
    resemblance: float
    containment: float
    proportion: float

    @property
    def is_same_story(self) -> bool:
        """Whether one text is taken for a reprint of the other: whole or cut, framed by other words, or edited."""
        is_enough = self.containment >= LEAST_CONTAINED or self.resemblance >= LEAST_RESEMBLING
        return is_enough and self.shared >= LEAST_SHARED and self.proportion >= LEAST_OF_LONGER


def make_sketch(text: str) -> Sketch:
    """The sketch of a text; one of fewer than four words has no values."""
    digests = {blake2b(shingle.encode(), digest_size=8).digest() for shingle in set(_shingles(text))}
    lowest = sorted(digests)[:MOST_HASHES]
    # One bit less than eight bytes: both engines hold it in a column of whole numbers.
    return Sketch(len(digests), tuple(int.from_bytes(digest) >> 1 for digest in lowest))


def compare(one: Sketch, other: Sketch) -> Overlap:
    """How alike two texts are, by their sketches; the same in either order."""
    bound, shared = min(one.bound, other.bound), len({*one.values} & {*other.values})
    samples = bisect_right(one.values, bound), bisect_right(other.values, bound)
    return measure_overlap(shared, samples, (one.shingles, other.shingles))


def measure_overlap(shared: int, samples: tuple[int, int], shingles: tuple[int, int]) -> Overlap:
    """How alike two texts are of which so many hashes are in both sketches.

    `samples` are how many hashes of either are below the bound of both sketches, as all are that both have; `shingles`
    are how many shingles either text has.
    """
    if not shared:
        return Overlap(0, 0.0, 0.0, 0.0)
    resemblance = shared / (sum(samples) - shared)
    return Overlap(shared, resemblance, shared / min(samples), min(shingles) / max(shingles))


def group_alike(sketches: Mapping[str, Sketch]) -> list[list[str]]:
    """Which texts are reprints of the same, by their names: those that a chain of likenesses joins are together.

    The largest group first, of equal ones that with the lowest name.
    """
    left, groups = dict(sorted(sketches.items())), list[list[str]]()
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for name in group:  # which grows meanwhile
            near = [each for each, other in left.items() if compare(sketches[name], other).is_same_story]
            group += near
            for each in near:
                del left[each]
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _shingles(text: str) -> Iterator[str]:
    words: list[str] = []
    for run in text[:MOST_CHARACTERS].split():
        words += _recall_words(run) if len(run) <= LONGEST_RECALLED else _read_words(run)
    return map(" ".join, zip(*(words[start:] for start in range(WORDS_IN_SHINGLE)), strict=False))


@lru_cache(maxsize=1 << 15)
def _recall_words(run: str) -> tuple[str, ...]:
    """The same, once for each of those that come again and again."""
    return _read_words(run)


def _read_words(run: str) -> tuple[str, ...]:
    """The folded words of what stands between two spaces."""
    return tuple(token.word for token in tokens_of(run))
