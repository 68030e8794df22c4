"""Counting: what the numbers of a draft count and its days are made of, held against the words that it quotes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language.figures import DateParts, figures_in
from app.language.folding import HYPHENS
from app.language.tokens import stem_of
from app.language.vocabulary import ORDINARY
from app.proposing.model.guarded_words import CALENDAR_WORDS, COUNTING, DATING, QUALIFYING
from app.rules.mentions import Word

_SMALL = ORDINARY - COUNTING - DATING
_BOUNDING = frozenset("by until till since before after from between through early late mid".split())
"""Small words before a day that make it another: they stand before it on both sides, or on neither."""
_TIME = _BOUNDING | {"in", "during", "throughout"}
"""Small words before a year."""
_THROUGH = frozenset("of the their its his her our your more other these those such or so further a an own".split())
"""Small words between a number and what it counts."""
_PARTED = re.compile(r"[;:()…!?]|[,.](?![0-9])")
_DESIGNATED = re.compile(f"[^\\W\\d][{HYPHENS}]")
_MONEY = re.compile(r"[€$£][0-9.,]*\Z")
_FARTHEST = 5
"""How many words behind a number what it counts may stand."""


class CountedNumber(NamedTuple):
    """A number of a text, the words that it counts, if any, and whether it is money or a share.

    `beside` are the words that make it more or less.
    """

    number: Word
    counted: Sequence[Word]
    is_share: bool
    beside: frozenset[str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The number with each of these words, the nearest first: `two MiG fighters` are two fighters."""
        return [(self.number.folded, stem_of(each.folded)) for each in self.counted] or [(self.number.folded, "")]


class Figures:
    """The numbers and the days of a text, by its words."""

    def __init__(self, words: Sequence[Word], text: str) -> None:
        self._words, self._text = words, text
        self._days, self._years = [0] * len(text), bytearray(len(text))
        for number, each in enumerate(figures_in(text), 1):
            if isinstance(each.value, DateParts):
                size = each.end - each.start
                if each.value.month is None and each.value.day is None:
                    self._years[each.start : each.end] = b"\1" * size
                else:
                    self._days[each.start : each.end] = [number] * size
        self._content = [word for word in words if word.folded not in _SMALL]

    def find_moved(self, theirs: "Figures") -> Iterator[str]:
        """What these say otherwise than theirs, each in a sentence.

        The word that a number counts, what makes it more or less, the parts of a day, and what bounds it.
        """
        counts, their_counts = list(self._list_counts()), list(theirs._list_counts())
        yield from self._find_moved_numbers(counts, their_counts)
        yield from self._find_moved_days(theirs)
        bounds, their_bounds = list(self._list_bounds()), set(theirs._list_bounds())
        for day, bound in bounds:
            if (day, bound) not in their_bounds and any(day == each for each, _ in their_bounds):
                yield f"“{day}” is before, after or other than in the words that it quotes"

    def _find_moved_numbers(self, counts: Sequence[CountedNumber], theirs: Sequence[CountedNumber]) -> Iterator[str]:
        pairs = {pair for each in theirs for pair in each.pairs}
        qualified = {(each.number.folded, each.beside) for each in theirs}
        known = {number for number, _ in pairs}
        for each in counts:
            number = each.number
            is_told = each.pairs[0] in pairs
            if not is_told and (each.counted or not (each.is_share or number.folded not in known)):
                end = [number, *each.counted][:2][-1].end
                yield f"“{self._text[number.start : end]}” counts something else than the words that it quotes"
            if number.folded in known and (number.folded, each.beside) not in qualified:
                yield f"“{number.written}” is more, less or other than in the words that it quotes"
            if not is_told and not each.counted and self._years[number.start]:
                yield f"“{number.written}” is a year, and no number of theirs"

    def _find_moved_days(self, theirs: "Figures") -> Iterator[str]:
        """Days that are made of the parts of two, and May where it is none."""
        if self._has_may(is_day=False) and not theirs._has_may(is_day=False):
            yield "May is a month in the words that it quotes"
        pairs = {(one.folded, other.folded) for one, other in pairwise(theirs._content)}
        for one, other in pairwise(self._content):
            gap = self._text[one.end : other.start]
            is_ordinal = one.has_digit and other.folded in CALENDAR_WORDS and not gap.strip(". ")
            if not (is_ordinal or (self._is_calendar(one) and self._is_calendar(other))):
                continue
            is_one = self._days[one.start] and self._days[one.start] == self._days[other.start]
            has_name = one.folded in CALENDAR_WORDS or other.folded in CALENDAR_WORDS
            if has_name and not is_one and (one.folded, other.folded) not in pairs:
                yield f"“{self._text[one.start : other.end]}” is no day of theirs"

    def _has_may(self, *, is_day: bool) -> bool:
        return any(word.written == "May" and bool(self._days[word.start]) == is_day for word in self._words)

    def _is_calendar(self, word: Word) -> bool:
        return word.folded in CALENDAR_WORDS or bool(self._days[word.start] or self._years[word.start])

    def _list_counts(self) -> Iterator[CountedNumber]:
        """The numbers that are of no day, and of no year. The 16 of `F-16` counts nothing."""
        text, words = self._text, self._words
        for place, word in enumerate(words):
            if not (word.has_digit or word.folded in COUNTING) or self._days[word.start]:
                continue
            is_year = self._years[word.start] and place > 0 and words[place - 1].folded in _TIME
            if is_year or _DESIGNATED.fullmatch(text[max(word.start - 2, 0) : word.start]):
                continue
            behind = words[place + 1 : place + 1 + _FARTHEST]
            counted = [each for each in behind if each.folded not in _THROUGH]
            for at, each in enumerate(counted):
                if each.folded in _SMALL or _PARTED.search(text[word.end : each.start + 1]):
                    counted = counted[:at]
                    break
            is_money = _MONEY.search(text[max(word.start - 12, 0) : word.start]) is not None
            is_share = is_money or text[word.end : word.end + 2].strip()[:1] == "%"
            beside = [*words[max(place - 2, 0) : place], *behind[:2]]
            yield CountedNumber(word, counted, is_share, QUALIFYING.intersection(each.folded for each in beside))

    def _list_bounds(self) -> Iterator[tuple[str, str]]:
        """The first word of each day, and what bounds the day, or nothing."""
        before: Word | None = None
        for word in self._words:
            if self._is_calendar(word) and (before is None or not self._is_calendar(before)):
                yield word.folded, before.folded if before and before.folded in _BOUNDING else ""
            before = word
