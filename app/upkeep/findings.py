"""Findings: what is wrong with a database, a sentence each up to a bound, and how much of it there is."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

MOST_TOLD = 100
"""So many findings have a sentence; of the others it is only told how many they are."""

K = TypeVar("K", bound=tuple[Any, ...])


class Findings:
    """What was found wrong so far: `sentences` of the first of it, `count` of all."""

    def __init__(self, most: int = MOST_TOLD) -> None:
        self._most = most
        self.sentences: list[str] = []
        self.count = 0

    def note(self, sentence: str) -> None:
        """Take note of something that is wrong."""
        self.count += 1
        if len(self.sentences) < self._most:
            self.sentences.append(sentence)


class Progress(Protocol):
    """Is told of each part of some work: what it is, and of how many steps; gives what is told of steps done."""

    def __call__(self, part: str, total: int, /) -> Callable[[int], None]:
        """Begin a part."""
        ...


def begin_unseen(_part: str, _total: int) -> Callable[[int], None]:
    """Progress that nobody looks at."""
    return lambda _: None


class OnlyIn(NamedTuple):
    """What one of two lists has and the other one has not: the first, or the second."""

    is_first: bool
    row: tuple[Any, ...]


def find_differences(first: Iterable[K], second: Iterable[K]) -> Iterator[OnlyIn]:
    """What only one of two ordered lists has, read side by side: neither is held in memory."""
    one, other = iter(first), iter(second)
    mine, theirs = next(one, None), next(other, None)
    while mine is not None or theirs is not None:
        if mine == theirs:
            mine, theirs = next(one, None), next(other, None)
        elif theirs is None or (mine is not None and mine < theirs):
            assert mine is not None  # noqa: S101  # one of them is there
            yield OnlyIn(is_first=True, row=mine)
            mine = next(one, None)
        else:
            yield OnlyIn(is_first=False, row=theirs)
            theirs = next(other, None)
