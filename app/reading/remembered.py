"""Remembering: answers that can never change are not worked out again."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

T = TypeVar("T")
Q = TypeVar("Q", bound=Hashable)


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
        with self._guard, suppress(ValueError):  # it is heavier than all may be
            self._answers[question] = (found,)
        return found

    def answer_each(self, questions: Iterable[Q], find: Callable[[list[Q]], Mapping[Q, T]]) -> dict[Q, T]:
        """The answers to several questions, by question: those that are not remembered are found together."""
        asked = list(questions)
        with self._guard:
            remembered = {question: kept for question in asked if (kept := self._answers.get(question)) is not None}
        answers = {question: kept[0] for question, kept in remembered.items()}
        if unknown := [question for question in asked if question not in answers]:
            found = find(unknown)
            answers |= found
            with self._guard:
                for question in unknown:
                    with suppress(ValueError):  # it is heavier than all may be
                        self._answers[question] = (found[question],)
        return answers
