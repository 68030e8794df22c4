"""Quoting: where the words that a model quotes stand in a sentence, and whether they are cut out of what they say."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language.figures import figures_in
from app.language.spans import spans_in
from app.language.tokens import stem_of
from app.language.vocabulary import ORDINARY
from app.proposing.model.guarded_words import (
    CALENDAR_WORDS,
    CHANGING,
    COUNTING,
    DENYING,
    DOUBTING,
    LEAVING_OPEN,
    QUALIFYING,
    UNDOING,
)
from app.rules.contents import contents_of_text
from app.rules.holdings import Holdings
from app.rules.mentions import Word, words_of

QUOTE_ENDS = ".,;:!?'\"“”‘’()…[]"
"""What may stand at the ends of a word and is none of it."""
CHUNK = re.compile(r"\S+")
"""What stands between spaces."""
LONGEST_CHUNK = 80
"""How many characters may stand between two spaces."""
SHORTEST_MEAN = 4
"""How many characters words must have on average, where there are more than a few; prose has six, with the spaces."""
_OPEN_STEMS = frozenset(map(stem_of, UNDOING | LEAVING_OPEN))


class QuotedWords(NamedTuple):
    """The words that a model quotes, as they are held against.

    By how they are written; folded, those that are written as any word would be, and those of them with a capital; by
    their stems; what stands between spaces; and all of them folded in one line.
    """

    text: str
    words: Sequence[Word]
    written: frozenset[str]
    plain: frozenset[str]
    capital: frozenset[str]
    stems: frozenset[str]
    chunks: frozenset[str]
    holdings: Holdings
    line: str

    @classmethod
    def of(cls, text: str) -> "QuotedWords":
        """The words of a quotation."""
        words = words_of(text)
        return cls(
            text=text,
            words=words,
            written=frozenset(word.written for word in words),
            plain=frozenset(word.folded for word in words if word.is_plain),
            capital=frozenset(word.folded for word in words if word.is_plain and word.is_capital),
            stems=frozenset(stem_of(word.folded) for word in words),
            chunks=frozenset(chunk[0].strip(QUOTE_ENDS) for chunk in CHUNK.finditer(text)),
            holdings=contents_of_text(text),
            line=f" {' '.join(word.folded for word in words)} ",
        )

    def has_run(self, run: Sequence[str]) -> bool:
        """Whether folded words stand there one behind the other."""
        return not run or f" {' '.join(run)} " in self.line


def is_prose(text: str) -> bool:
    """Whether words are as long as words are: what is not so is no prose, and takes long to read."""
    chunks = text.split()
    return len(chunks) <= 20 + len(text) / SHORTEST_MEAN and max(map(len, chunks), default=0) <= LONGEST_CHUNK


def find_quoted(quote: str, sentence: str) -> int | None:
    """Where a quotation stands in a sentence, letter by letter, with whole words at its ends; None if nowhere."""
    start = sentence.find(quote) if quote.strip() else -1
    while start >= 0:
        end = start + len(quote)
        if not _is_cut(sentence[:start][-2:][::-1], quote[0]) and not _is_cut(sentence[end : end + 2], quote[-1]):
            return start
        start = sentence.find(quote, start + 1)
    return None


def find_cut(sentence: str, start: int, end: int) -> str | None:
    """Why the characters `start` to `end` of a sentence say something else by themselves, in a sentence; else None.

    They cut a number, a day, a range or a name; or leave out a negation or a doubt of theirs, up to a semicolon.
    """
    if not is_prose(sentence):
        return "the sentence is no prose"
    if any(first < place < last for first, last in _list_figures(sentence) for place in (start, end)):
        return "the words that it quotes cut a number or a day"
    if any(_is_cut_at(sentence, place, at_start=place == start) for place in {start, end}):
        return "the words that it quotes cut a name or a number"
    before = words_of(sentence[sentence.rfind(";", 0, start) + 1 : start])
    behind = words_of(sentence[end:].partition(";")[0])
    if any(is_denying(word) or is_doubting(word) for word in (*before, *behind)):
        return "the words that it quotes leave out a negation or a doubt"
    if any(stem_of(word.folded) in _OPEN_STEMS for word in before):
        return "the words that it quotes need not be so by what stands before them"
    return None


def _is_cut_at(sentence: str, place: int, *, at_start: bool) -> bool:
    """Whether the words on both sides of a place are of one name or one number."""
    before, behind = words_of(sentence[:place]), words_of(sentence[place:])
    if not before or not behind or not sentence[before[-1].end : place + behind[0].start].isspace():
        return False
    return sentence[:place].rsplit(maxsplit=1)[-1] in CHANGING or _belong_together(
        before[-1], behind[0], at_start=at_start
    )


def _list_figures(sentence: str) -> Iterator[tuple[int, int]]:
    """Where numbers, days and ranges stand, and two of one kind with a small word between them."""
    figures = figures_in(sentence)
    yield from ((each.start, each.end) for each in figures)
    yield from ((each.start, each.end) for each in spans_in(sentence, figures))
    for one, other in pairwise(figures):
        if one.kind == other.kind and sentence[one.end : other.start].strip() in ("and", "or", "to"):
            yield one.start, other.end


def is_denying(word: Word) -> bool:
    """Whether a word turns round what is said."""
    return word.folded in DENYING or is_contracted(word)


def is_doubting(word: Word) -> bool:
    """Whether a word leaves open whether it is so; `May` is a month."""
    return word.folded in DOUBTING or word.written == "may"


def is_contracted(word: Word) -> bool:
    """Whether a word ends in a negation, as `don't` does."""
    return word.folded.endswith("n't")


def list_runs(words: Sequence[Word], text: str, between: frozenset[str]) -> Iterator[list[Word]]:
    """Words with capitals that stand together, with nothing but these signs between them."""
    run: list[Word] = []
    for word in words:
        joins = bool(run) and word.is_capital and between.issuperset(text[run[-1].end : word.start])
        if run and not joins:
            yield run
            run = []
        if word.is_capital:
            run.append(word)
    if run:
        yield run


def _belong_together(one: Word, other: Word, *, at_start: bool) -> bool:
    """Whether two words of which one follows the other are of one name or one number, or the first changes it."""
    if one.folded in CHANGING or (one.has_digit and other.has_digit):
        return True
    if at_start and (one.folded == "of" or (_is_number(other) and one.folded in QUALIFYING | {"than"})):
        return True
    if not at_start and _is_number(one) and other.folded not in ORDINARY:
        return True
    parting = ORDINARY | CALENDAR_WORDS
    return one.is_capital and other.is_capital and parting.isdisjoint((one.folded, other.folded))


def _is_number(word: Word) -> bool:
    return word.has_digit or word.folded in COUNTING


def _is_cut(beside: str, last: str) -> bool:
    """Whether what stands beside the end of a quotation, outwards, goes on the word or the number at that end."""
    if not beside or beside[0].isspace():
        return False
    if beside[0] in QUOTE_ENDS and last not in "-–—":
        return len(beside) > 1 and beside[1].isalnum() and last.isalnum()
    return True
