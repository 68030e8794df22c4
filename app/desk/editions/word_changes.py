"""Changes of words: which words of a text are gone, and which are new, in another one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sqlalchemy import Connection

from app.editions.comparing import difference
from schemas import Briefing, EditionDiff

MOST_PAIRS = 100_000
"""How many pairs of equal words two texts may have to be compared word by word: the time that takes grows with them."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class ChangedWords:
    """Words that stand in both texts, or only in the one before, or only in the one after."""

    kind: Literal["same", "gone", "new"]
    words: str


@dataclass(frozen=True)
class ShownDifference:
    """How an edition differs from another; of each changed statement, which words do, and which records it cites."""

    diff: EditionDiff
    other: Briefing
    changed: Sequence[tuple[Sequence[ChangedWords], Sequence[str], Sequence[str]]]


def show_difference(connection: Connection, briefing: Briefing, other: Briefing, *, seq: int) -> ShownDifference:
    """How an edition differs from another one, for people: the records that are cited no more, and those that are."""
    diff = difference(connection, briefing, other, seq=seq)
    changed = []
    for each in diff.changed:
        before, after = each.before.statement, each.after.statement
        gone = [cited for cited in before.cites if cited not in after.cites]
        new = [cited for cited in after.cites if cited not in before.cites]
        changed.append((compare_words(before.text, after.text), gone, new))
    return ShownDifference(diff, other, changed)


def compare_words(before: str, after: str) -> list[ChangedWords]:
    """Two texts as one, with what is gone before what is new in its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    begin = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    begin = min(len(old), len(new)) if begin is None else begin
    pieces = [ChangedWords("same", "".join(old[:begin]))] if begin else []
    return pieces + _compare_rest(old[begin:], new[begin:])


def _compare_rest(old: list[str], new: list[str]) -> list[ChangedWords]:
    """The same of words that begin differently."""
    counts = Counter(old)
    if sum(counts[word] * times for word, times in Counter(new).items() if not word.isspace()) > MOST_PAIRS:
        return [ChangedWords("gone", "".join(old)), ChangedWords("new", "".join(new))]
    pieces: list[ChangedWords] = []
    for kind, begin, end, first, last in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(ChangedWords("same", "".join(new[first:last])))
            continue
        if end > begin:
            pieces.append(ChangedWords("gone", "".join(old[begin:end])))
        if last > first:
            pieces.append(ChangedWords("new", "".join(new[first:last])))
    return pieces
