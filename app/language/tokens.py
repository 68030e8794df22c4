"""Tokens: the words of a text as they are searched for, each with the place where it stands."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

from app.language.folding import HYPHENS, fold
from app.language.spelling import british

LONGEST_TOKEN = 100
"""How many characters of a word are told apart."""
LONGEST_RECALLED = 40
"""How many characters a run may have whose readings are kept."""
GROUPING = ",\u00a0\u2009\u202f"
"""What stands between the thousands of a number."""

_LETTERS = re.compile(r"[^\W_]+")
_APOSTROPHES = frozenset("'’ʼ")
_HYPHENS, _GROUPING = frozenset(HYPHENS), frozenset(GROUPING)
_PLURAL = re.compile(r"([^\W\d_]*[0-9]+)s")
_DECADE = re.compile("[0-9]?[0-9]?[0-9]0s")
_DESIGNATED = re.compile(rf"(?<![^\W_])(?!Mid|Pre)[A-Z][A-Za-z]{{0,2}}[{HYPHENS}]\Z")
_AMOUNT = re.compile(r"([0-9]+)(?!(?:st|nd|rd|th)\b)([^\W\d_]+)", re.IGNORECASE)
# Han, kana, Thai, Lao, Burmese, Khmer: scripts that put no space between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
_VOICED = "ﾞﾟ"


class _Stemmers(threading.local):
    """A stemmer for each thread: one keeps in itself the word that it is at."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


class Token(NamedTuple):
    """A word: its English stem, its folded form, and the characters `start` to `end` of the text that hold it."""

    stem: str
    word: str
    start: int
    end: int


class _Piece(NamedTuple):
    """What is one word or a part of one: its characters, and how it is written but for signs and plurals."""

    start: int
    end: int
    written: str


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a text in order, in parts where hyphens join them.

    They are runs of letters and digits, without a possessive 's. An abbreviation (`U.S.`) and a number (`1,000`) are
    one, a number and its unit (`5bn`) are two, a designation is without the s of a plural (`F-16s`); where a script
    puts no space between words, each character is one.
    """
    return iter(readings_of_text(text)[0])


def readings_of_text(text: str) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words of a text in parts, and with what hyphens join as one word; twice the same where there is none."""
    parts: list[Token] = []
    joined: list[Token] | None = None
    for start, in_parts, in_one in runs_of(text):
        if joined is None and in_one is not in_parts:
            joined = parts.copy()
        parts += [Token(stem, word, first + start, last + start) for stem, word, first, last in in_parts]
        if joined is not None:
            joined += [Token(stem, word, first + start, last + start) for stem, word, first, last in in_one]
    return parts, parts if joined is None else joined


def runs_of(text: str) -> Iterator[tuple[int, Sequence[Token], Sequence[Token]]]:
    """What stands between spaces, in order: where it begins, and its readings, with places behind its beginning."""
    start = 0
    for run in text.split(" "):
        if run:
            yield start, *(_recall_run(run) if len(run) <= LONGEST_RECALLED else _read_run(run))
        start += len(run) + 1


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the words stand. Marks without a composed form, as in x̄, and soft hyphens do not part them."""
    spans = [match.span() for match in _LETTERS.finditer(text)]
    if not text.isascii():
        spans = _join(spans, text)
    if not any(apostrophe in text for apostrophe in _APOSTROPHES):
        return spans
    return spans[:1] + [span for before, span in pairwise(spans) if not _is_possessive(text, before[1], span)]


def is_unspaced(word: str) -> bool:
    """Whether a word is a character of a script that puts no space between words."""
    return _UNSPACED.match(word) is not None


def stem_of(word: str) -> str:
    """The English stem of a folded word."""
    return next((stem for stem, _ in _words(word)), word)


def _join(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined = spans[:1]
    for start, end in spans[1:]:
        if _is_marks(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_possessive(text: str, before: int, span: tuple[int, int]) -> bool:
    start, end = span
    return end - start == 1 and text[start] in "sS" and text[before:start].removeprefix(".") in _APOSTROPHES


def _is_marks(gap: str) -> bool:
    return not gap.isascii() and all(unicodedata.category(character).startswith(("M", "Cf")) for character in gap)


def _tokens(pieces: Iterable[_Piece]) -> Iterator[Token]:
    for start, end, written in pieces:
        for stem, word in _words(written):
            yield Token(stem, word, start, end)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for start, end in spans_of(text):
        for piece in _within(text, start, end):
            before = pieces[-1] if pieces else None
            if before is not None and _goes_on(text, before, piece):
                stop = piece.end + (piece.written.isalpha() and text[piece.end : piece.end + 1] == ".")
                pieces[-1] = _Piece(before.start, stop, before.written + piece.written)
            else:
                pieces.append(piece)
    return pieces


def _within(text: str, start: int, end: int) -> Iterator[_Piece]:
    """The pieces of a run of letters and digits: mostly the run itself."""
    written = text[start:end]
    if not written.isascii() and _UNSPACED.search(written):
        yield from _characters(text, start, end)
    elif written.isalpha() or (_DECADE.fullmatch(written) and not _DESIGNATED.search(text, max(0, start - 5), start)):
        yield _Piece(start, end, written)
    elif plural := _PLURAL.fullmatch(written):
        yield _Piece(start, end, plural[1])
    elif amount := _AMOUNT.fullmatch(written):
        yield _Piece(start, start + amount.end(1), amount[1])
        yield _Piece(start + amount.end(1), end, amount[2])
    else:
        yield _Piece(start, end, written)


def _characters(text: str, start: int, end: int) -> Iterator[_Piece]:
    """Each character with its marks where the script puts no space between words, and the runs between them."""
    first = start
    for place in range(start + 1, end + 1):
        if place < end:
            letter = text[place]
            if letter in _VOICED or unicodedata.category(letter).startswith("M"):
                continue
            if not is_unspaced(letter) and not is_unspaced(text[first]):
                continue
        yield _Piece(first, place, text[first:place])
        first = place


def _goes_on(text: str, before: _Piece, piece: _Piece) -> bool:
    """Whether a piece goes on what stands before it: the S of `U.S.`, the 000 of `1,000`."""
    written = piece.written
    if len(written) == 1 and written.lower() != written.upper():
        is_begun = before.end - before.start in (1, 2 * len(before.written)) and before.written.isalpha()
        return is_begun and text[before.start + 2 * len(before.written) - 1 : piece.start] == "."
    return (
        len(written) == 3
        and (before.written + written).isdecimal()
        and text[before.end : piece.start] in _GROUPING
        and (len(before.written) <= 3 or before.end - before.start > len(before.written))
    )


def _join_by_hyphens(pieces: Sequence[_Piece], text: str) -> list[_Piece]:
    joined: list[_Piece] = []
    is_chain = False
    for piece in pieces:
        gap = text[joined[-1].end : piece.start] if joined else " "
        is_chain = (gap in _HYPHENS or (gap == "" and is_chain)) and _may_join(joined[-1].written, piece.written)
        if is_chain:
            joined[-1] = _Piece(joined[-1].start, piece.end, joined[-1].written + piece.written)
        else:
            joined.append(piece)
    return joined


def _may_join(before: str, written: str) -> bool:
    """Whether two parts can be one word: figures on either side are a range or a date."""
    return not (before[-1].isdecimal() and written[0].isdecimal()) and not is_unspaced(written)


@lru_cache(maxsize=1 << 14)
def _recall_run(run: str) -> tuple[Sequence[Token], Sequence[Token]]:
    """The same, once for each of the runs that come again and again."""
    return _read_run(run)


def _read_run(run: str) -> tuple[Sequence[Token], Sequence[Token]]:
    """The readings of what stands between two spaces: no rule of tokens looks past one."""
    pieces = _pieces(run)
    parts = tuple(_tokens(pieces))
    joined = _join_by_hyphens(pieces, run)
    return parts, parts if len(joined) == len(pieces) else tuple(_tokens(joined))


@lru_cache(maxsize=1 << 15)
def _words(written: str) -> tuple[tuple[str, str], ...]:
    """What letters and digits fold to, mostly one word: its stems, by Snowball's English algorithm, and its words.

    American words have the stems of British ones.
    """
    words = [part[:LONGEST_TOKEN] for part in _LETTERS.findall(fold(written))]
    return tuple((_stemmers.english.stemWord(british(word)), word) for word in words)
