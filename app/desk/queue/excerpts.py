"""Excerpts: the part of a text around a passage, with the words marked that something was read off."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas import ProposedPart

CHARACTERS_AROUND = 1_200
"""How many characters of a text are shown on each side of a passage, at most."""


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, and what was read off them: the kinds, and the reasons in words."""

    words: str
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """What stands before a passage, the passage in pieces, and what stands behind it."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    begins: bool = True
    ends: bool = True


def cut_excerpt(text: str | None, *, start: int, end: int, exact: str, parts: Sequence[ProposedPart]) -> Excerpt | None:
    """The excerpt of a text around the passage from `start` to `end`; None where the text no longer says so."""
    if text is None or text[start:end] != exact:
        return None
    first, last = max(0, start - CHARACTERS_AROUND), min(len(text), end + CHARACTERS_AROUND)
    before, after = text[first:start], text[end:last]
    # A word or a line that is cut in two is left out.
    if first:
        before = before[before.find("\n") + 1 :] if "\n" in before[:-1] else before.partition(" ")[2]
    if last < len(text):
        after = after[: after.rfind("\n")] if "\n" in after.rstrip("\n") else after.rpartition(" ")[0]
    return Excerpt(before, cut_pieces(exact, start, parts), after, begins=first == 0, ends=last == len(text))


def cut_pieces(exact: str, start: int, parts: Sequence[ProposedPart]) -> tuple[Piece, ...]:
    """A passage that begins at the character `start` of its text, cut wherever a part of it begins or ends."""
    placed = [(each.start - start, each.end - start, each) for each in parts
              if each.start is not None and each.end is not None]  # fmt: skip
    cuts = sorted({0, len(exact), *(min(max(at, 0), len(exact)) for begin, end, _ in placed for at in (begin, end))})
    pieces = []
    for begin, end in pairwise(cuts):
        here = [each for first, last, each in placed if first <= begin and end <= last]
        kinds = tuple(dict.fromkeys(each.kind for each in here))
        pieces.append(Piece(exact[begin:end], kinds, tuple(dict.fromkeys(each.reason for each in here))))
    return tuple(pieces)
