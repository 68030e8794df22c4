"""Remembering: answers that can never change are not worked out again."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

T = TypeVar("T")


class Remembered(Generic[T]):
    """Answers by their questions, together of at most some weight: those asked for the longest ago are forgotten first.

    Each weighs 1 unless `weigh` says otherwise; what weighs more than all may together is not remembered.
    """

    def __init__(self, most: int, *, weigh: Callable[[T], int] | None = None) -> None:
        size = None if weigh is None else lambda kept: weigh(kept[0])
        self._answers: LRUCache[Hashable, tuple[T]] = LRUCache(most, getsizeof=size)
        self._guard = Lock()

    def answer(self, question: Hashable, find: Callable[[], T]) -> T:
        """The answer that is remembered, else the one that is found now; others may ask meanwhile."""
        with self._guard:
            remembered = self._answers.get(question)
        if remembered is not None:
            return remembered[0]
        found = find()
        with self._guard:
            try:
                self._answers[question] = (found,)
            except ValueError:  # it is heavier than all may be
                return found
        return found
