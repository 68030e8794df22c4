"""Remembering: answers that can never change are not worked out again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Answers by their questions, together of at most some weight; all are forgotten where there is more.

    Each weighs 1 unless `weigh` says otherwise.
    """

    def __init__(self, most: int, *, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._answers: dict[Hashable, tuple[T]] = {}

    def answer(self, question: Hashable, find: Callable[[], T]) -> T:
        """The answer that is remembered, else the one that is found now."""
        # Looked up once: another thread may forget everything at any time.
        remembered = self._answers.get(question)
        if remembered is not None:
            return remembered[0]
        found = find()
        weight = self._weigh(found)
        if self._weight + weight > self._most:
            self._answers.clear()
            self._weight = 0
        if weight <= self._most:
            self._answers[question] = (found,)
            self._weight += weight
        return found
