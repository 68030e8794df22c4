"""Naming: the tracked actors that a text names, each name whole."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.language.folding import fold_name
from app.rules.holdings import is_short, names_of
from schemas import Actor

MOST_WORDS_OF_A_NAME = 8
"""How many words a name is looked for in."""
_WORD = re.compile(r"\w+")


class NamedActors(NamedTuple):
    """A name in a text, and the actors that bear it."""

    start: int
    end: int
    actors: tuple[Actor, ...]


def find_named_actors(text: str, names: Mapping[str, list[Actor]]) -> Iterator[NamedActors]:
    """The actors' names in a text: the longest at each place, none within another."""
    taken = 0
    for start, end in sorted(slices(text), key=lambda each: (each[0], -each[1])):
        if start < taken:
            continue
        written = text[start:end]
        actors = tuple(actor for actor in names.get(fold_name(written), ()) if _is_name(written, actor))
        if actors:
            taken = end
            yield NamedActors(start, end, actors)


def _is_name(written: str, actor: Actor) -> bool:
    """Whether prose calls the actor this: as it is written, or but for case and accents where that is clear enough.

    What is short means an actor only as it is written, but for capitals that are read as a word: Nato.
    """
    return any(
        written == name
        or (not is_short(name) and fold_name(written) == fold_name(name))
        or (len(name) > 3 and written == name.capitalize())
        for name in names_of(actor)
    )


def slices(text: str) -> Iterator[tuple[int, int]]:
    """Where names could stand: runs of words, the first of which does not begin with a small letter."""
    words = [match.span() for match in _WORD.finditer(text)]
    for place, (start, _) in enumerate(words):
        if text[start].islower():
            continue
        for _, end in words[place : place + MOST_WORDS_OF_A_NAME]:
            yield start, end
            if text[end : end + 1] == ".":
                yield start, end + 1
