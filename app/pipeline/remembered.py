"""Remembering: answers that can never change are not worked out again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """At most so many answers by their questions; all are forgotten where there are more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: dict[Hashable, T] = {}

    def answer(self, question: Hashable, find: Callable[[], T]) -> T:
        """The answer that is remembered, else the one that is found now."""
        if question not in self._answers:
            found = find()
            if len(self._answers) >= self._most:
                self._answers.clear()
            self._answers[question] = found
            return found
        return self._answers[question]
