"""Lexemes: what the search index holds of a version, and the row that it stands in.

On SQLite a row's number is made of the version's day and its change number, so that the index can be read in the order
of days; PostgreSQL, whose index has no order, keeps the change number alone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, text

from app.language.tokens import Token, readings_of_text

INSERT_FTS5 = "INSERT INTO search_index (rowid, lexemes) VALUES (:row, :lexemes)"
INSERT_TSVECTOR = """
    INSERT INTO search_index (rowid, lexemes) VALUES (:row, array_to_tsvector(CAST(:lexemes AS text[])))
"""
WHOLE_WORD = "·"
"""Begins the lexeme of a word as it stands, which a prefix is looked up in; punctuation, so no word contains it."""
CHANGES = 1 << 36
"""The rows that a day has: more than there will be changes."""


class IndexEntry(NamedTuple):
    """A version's place in the index: its change number, the day it is found by where it has one, its lexemes."""

    seq: int
    day: dt.date | None
    lexemes: Sequence[str]


@dataclass(frozen=True)
class Texts:
    """A version's tokens: those of its title, those of the rest, and what the index holds.

    Both are read in parts, and `…_joined` with what hyphens join as one word: empty where that is the same.
    """

    title: str
    body: str
    title_joined: str
    body_joined: str
    length: int
    lexemes: tuple[str, ...]


def texts_of(texts: Iterable[tuple[str, str]]) -> Texts:
    """What is stored of a record's texts, given with their pointers, the title first."""
    readings = [readings_of_text(each) for _, each in texts]
    (title, title_joined), (body, body_joined) = _streams(readings[:1]), _streams(readings[1:])
    every = [token for parts, joined in readings for token in (parts if joined is parts else (*parts, *joined))]
    lexemes = dict.fromkeys(lexeme for token in every for lexeme in (token.stem, f"{WHOLE_WORD}{token.word}"))
    length = sum(len(parts) for parts, _ in readings)
    return Texts(title, body, title_joined, body_joined, length, tuple(lexemes))


def index(connection: Connection, entries: Iterable[IndexEntry]) -> None:
    """Add versions to the index."""
    rows: list[dict[str, object]]
    if connection.dialect.name == "postgresql":
        statement = INSERT_TSVECTOR
        rows = [{"row": entry.seq, "lexemes": list(entry.lexemes)} for entry in entries]
    else:
        statement = INSERT_FTS5
        rows = [{"row": first_row(entry.day) + entry.seq, "lexemes": " ".join(entry.lexemes)} for entry in entries]
    if rows:
        connection.execute(text(statement), rows)


def first_row(day: dt.date | None) -> int:
    """The number before the first row that a day's versions can stand in, on SQLite."""
    return day.toordinal() * CHANGES if day is not None else 0


def empty(connection: Connection) -> None:
    """Take everything out of the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search_index"))
    else:
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))


def side_by_side(stems: Iterable[str]) -> str:
    """Stems as they stand in a stream one after the other."""
    return "".join(f" {stem} " for stem in stems)


def _streams(readings: Sequence[tuple[Sequence[Token], Sequence[Token]]]) -> tuple[str, str]:
    """Texts in parts, and with what hyphens join."""
    in_parts = _stream(parts for parts, _ in readings)
    return in_parts, "" if all(joined is parts for parts, joined in readings) else _stream(each for _, each in readings)


def _stream(texts: Iterable[Iterable[Token]]) -> str:
    """Stems, each between spaces of its own, so that they can be counted; texts are kept apart by line feeds."""
    return "\n".join("".join(f" {token.stem} " for token in tokens) for tokens in texts)
