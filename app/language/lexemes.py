"""Lexemes: what the search index holds of a text, and what is stored beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.language.tokens import Token, readings_of_text

WHOLE_WORD = "·"
"""Begins the lexeme of a word as it stands, which a prefix is looked up in; punctuation, so no word contains it."""
TITLE_COUNTS = 4
"""An occurrence in the title counts as so many in the rest. It is in what is stored: another number needs a migration,
after which every version is rendered again."""
ZERO = 0x100
"""The character that would stand for a count of none; those behind it stand for one and more. It is stored as well."""
MOST_COUNTED = 50_000
"""No stem is counted further, so that every count has its character."""


@dataclass(frozen=True)
class Texts:
    """A version's tokens: those of its title, those of the rest, and what the index holds.

    Both are read in parts, and `…_joined` with what hyphens join as one word: empty where that is the same. `counts`
    says of each stem how often it stands in all of it, in the way of reading that has it most, an occurrence in the
    title for `TITLE_COUNTS`: ` stem=` and a character whose number is the count, from `ZERO` on.
    """

    title: str
    body: str
    title_joined: str
    body_joined: str
    length: int
    counts: str
    lexemes: tuple[str, ...]


def texts_of(texts: Iterable[tuple[str, str]]) -> Texts:
    """What is stored of a record's texts, given with their pointers, the title first."""
    readings = [readings_of_text(each) for _, each in texts]
    (title, title_joined), (body, body_joined) = _streams(readings[:1]), _streams(readings[1:])
    every = [token for parts, joined in readings for token in (parts if joined is parts else (*parts, *joined))]
    lexemes = dict.fromkeys(lexeme for token in every for lexeme in (token.stem, f"{WHOLE_WORD}{token.word}"))
    length = sum(len(parts) for parts, _ in readings)
    counts = _count((title, title_joined), (body, body_joined))
    return Texts(title, body, title_joined, body_joined, length, counts, tuple(lexemes))


def side_by_side(stems: Iterable[str]) -> str:
    """Stems as they stand in a stream one after the other."""
    return "".join(f" {stem} " for stem in stems)


def as_counted(stem: str) -> str:
    """A stem as it stands among counts, before its own."""
    return f" {stem}="


def _count(titles: tuple[str, str], bodies: tuple[str, str]) -> str:
    """How often each stem stands in a title and a body, in parts or joined, whichever has it more often."""
    often: dict[str, int] = {}
    for (in_parts, joined), weight in ((titles, TITLE_COUNTS), (bodies, 1)):
        most = Counter(in_parts.split())
        if joined:
            most |= Counter(joined.split())
        for stem, count in most.items():
            often[stem] = often.get(stem, 0) + count * weight
    return "".join(f"{as_counted(stem)}{chr(ZERO + min(count, MOST_COUNTED))}" for stem, count in often.items())


def _streams(readings: Sequence[tuple[Sequence[Token], Sequence[Token]]]) -> tuple[str, str]:
    """Texts in parts, and with what hyphens join."""
    in_parts = _stream(parts for parts, _ in readings)
    return in_parts, "" if all(joined is parts for parts, joined in readings) else _stream(each for _, each in readings)


def _stream(texts: Iterable[Iterable[Token]]) -> str:
    """Stems, each between spaces of its own, so that they can be counted; texts are kept apart by line feeds."""
    return "\n".join("".join(f" {token.stem} " for token in tokens) for tokens in texts)
