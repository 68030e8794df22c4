"""Terms: a question in words becomes terms, which stand in texts where their tokens do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.language.lexemes import WHOLE_WORD
from app.language.tokens import GROUPING, Token, readings_of_text, runs_of, tokens_of

MOST_TERMS = 20
"""How many terms a question may have."""

_GROUPED = re.compile(f"(?<=[0-9])[{GROUPING}](?=[0-9]{{3}}(?![0-9]))")
_PIECE = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class NothingToFind(Exception):
    """A question without any text, or with too many words; the message says which."""


@dataclass(frozen=True)
class SearchTerm:
    """Something to find: stems that stand side by side, and the beginning of a word; `excluded` where it must not be.

    Where hyphens join its words it may be found as one word, too: `joined`.
    """

    stems: tuple[str, ...] = ()
    prefix: str | None = None
    excluded: bool = False
    joined: "SearchTerm | None" = None

    @property
    def readings(self) -> "tuple[SearchTerm, ...]":
        """The ways in which it may stand in a text."""
        return (self,) if self.joined is None else (self, self.joined)

    @property
    def lexemes(self) -> tuple[str, ...]:
        """What must be in the index, of this reading."""
        return self.stems if self.prefix is None else (*self.stems, f"{WHOLE_WORD}{self.prefix}")


def parse_terms(question: str) -> tuple[SearchTerm, ...]:
    """The terms of a question: words, `"phrases"`, `-excluded`, `begin*`; anything else is text.

    A word of several tokens, as `20.04` or `state-of-the-art`, is a phrase; the beginning of one, as `united-king*`, is
    the phrase before its last token and the beginning of that, both somewhere. What is neither letter nor digit is no
    term: a question of that alone finds nothing. Raises `NothingToFind`.
    """
    if not question.strip():
        raise NothingToFind("must not be empty")
    found: dict[SearchTerm, int] = {}
    for piece in _PIECE.finditer(_GROUPED.sub(",", question)):
        text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        begins = piece["phrase"] is None and len(text) > 1 and text.endswith("*")
        parts, joined = readings_of_text(text)
        if parts:
            other = None if joined is parts else _term(joined, begins=begins)
            term = replace(_term(parts, begins=begins), excluded=bool(piece["sign"]), joined=other)
            found[term] = 1 + sum(before.end < token.start for before, token in pairwise(parts))
    if sum(found.values()) > MOST_TERMS:
        raise NothingToFind(f"must not have over {MOST_TERMS} terms")
    return tuple(found)


def words_wanted(question: str) -> Iterator[Token]:
    """The whole words that a question asks for, in parts; neither beginnings nor what it excludes."""
    for piece in _PIECE.finditer(question):
        text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if not piece["sign"] and (piece["phrase"] is not None or not text.endswith("*")):
            yield from tokens_of(text)


def _term(tokens: Sequence[Token], *, begins: bool) -> SearchTerm:
    """One reading of a word or a phrase; what adjoins another, as the `mm` of `155mm`, begins nothing else."""
    stems = tuple(token.stem for token in tokens)
    if not begins or (len(tokens) > 1 and tokens[-2].end == tokens[-1].start):
        return SearchTerm(stems)
    return SearchTerm(stems[:-1], tokens[-1].word)


def places(text_: str, terms: Iterable[SearchTerm]) -> list[tuple[int, int]]:
    """Where the wanted terms stand in a text: (start, end) in characters, in order, none overlapping another."""
    readings = [reading for term in terms if not term.excluded for reading in term.readings]
    stems = {reading.stems[0] for reading in readings if len(reading.stems) == 1}
    beginnings = tuple(reading.prefix for reading in readings if reading.prefix is not None)
    found = [
        (start + token.start, start + token.end)
        for start, in_parts, in_one in runs_of(text_)
        for token in (in_parts if in_one is in_parts else (*in_parts, *in_one))
        if token.stem in stems or token.word.startswith(beginnings)
    ]
    phrases = [reading.stems for reading in readings if len(reading.stems) > 1]
    if phrases:
        found += (place for tokens in readings_of_text(text_) for place in _places_of_phrases(tokens, phrases))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _places_of_phrases(tokens: Sequence[Token], phrases: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where stems stand side by side."""
    stems = tuple(token.stem for token in tokens)
    for phrase in phrases:
        for at, stem in enumerate(stems):
            if stem == phrase[0] and stems[at : at + len(phrase)] == phrase:
                yield tokens[at].start, tokens[at + len(phrase) - 1].end
