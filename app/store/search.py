"""Search: a question in words becomes terms, and terms become SQL that finds and ranks versions on both engines.

Both engines index the same tokens, made here, and only look lexemes up; what stands side by side (a phrase) and how
often (relevance) is read from the tokens stored beside the index. So they cannot disagree.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    column,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy import table as sql_table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app.store.lexemes import CHANGES, WHOLE_WORD, first_row, side_by_side
from app.store.metadata import columns_of
from app.store.tables import SearchText, SearchTokens, Version
from app.store.tokens import Token, tokens_of

MOST_TERMS = 20
"""How many terms a question may have."""

_PIECE = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
# Made by the migrations: on SQLite an FTS5 table without content, on PostgreSQL a table of tsvectors.
_index = sql_table("search_index", column("rowid"))


class Days(NamedTuple):
    """Days within which is looked, both included; None for no limit."""

    first: dt.date | None
    last: dt.date | None


UNDATED = Days(None, dt.date.min)
"""Where the versions of collections without days stand: before those of any day, which then need not be looked at."""


class NothingToFind(Exception):
    """A question without a word, or with too many; the message says which."""


@dataclass(frozen=True)
class Term:
    """Something to find: stems that stand side by side, or the beginning of a word; `excluded` where it must not be."""

    stems: tuple[str, ...] = ()
    prefix: str | None = None
    excluded: bool = False

    @property
    def lexemes(self) -> tuple[str, ...]:
        """What must be in the index."""
        return self.stems if self.prefix is None else (f"{WHOLE_WORD}{self.prefix}",)


def parse(question: str) -> tuple[Term, ...]:
    """The terms of a question: words, `"phrases"`, `-excluded`, `begin*`; anything else is text.

    A word of several tokens, as `20.04` or `state-of-the-art`, is a phrase; the beginning of one, as `united-king*`, is
    the phrase before its last token and the beginning of that, both somewhere. Raises `NothingToFind`.
    """
    found: dict[Term, None] = {}
    for piece in _PIECE.finditer(question):
        excluded = bool(piece["sign"])
        words = list(tokens_of(piece["phrase"] if piece["phrase"] is not None else piece["word"]))
        begins = piece["word"] is not None and len(piece["word"]) > 1 and piece["word"].endswith("*")
        if begins and words:
            *before, last = words
            if before and excluded:
                raise NothingToFind("can exclude a beginning (-begin*) only of a single word")
            if before:
                found[Term(stems=tuple(word.stem for word in before))] = None
            found[Term(prefix=last.word, excluded=excluded)] = None
        elif words:
            found[Term(stems=tuple(word.stem for word in words), excluded=excluded)] = None
    if not found:
        raise NothingToFind("must contain a word: a run of letters or digits")
    if sum(max(len(term.stems), 1) for term in found) > MOST_TERMS:
        raise NothingToFind(f"must not have over {MOST_TERMS} terms")
    return tuple(found)


def matching(table: type[Version | SearchText], terms: Iterable[Term], days: Days | None = None) -> ColumnElement[bool]:
    """The predicate of the versions in a table that hold every wanted term and no excluded one.

    Only versions of certain days are looked at where `days` are given; the caller knows that the rest is not wanted.
    """
    terms = tuple(terms)
    seq = columns_of(table).seq
    wanted = [term for term in terms if not term.excluded]
    clauses = [seq.in_(_holding(wanted, days))] if wanted else []
    clauses += [not_(seq.in_(_holding([term], days))) for term in terms if term.excluded]
    return and_(*clauses)


def reached(
    connection: Connection, terms: Iterable[Term], *, days: Days, descending: bool, count: int
) -> dt.date | None:
    """The day of the so-manieth version within these days that may fit; None where fewer do.

    Only SQLite's index can be read in the order of days.
    """
    wanted = [term for term in terms if not term.excluded]
    row = _index.c.rowid
    query = select(row).where(_meets(wanted), *_within(days), row >= first_row(dt.date.min))
    found = connection.execute(query.order_by(row.desc() if descending else row).offset(count - 1).limit(1)).scalar()
    return dt.date.fromordinal(found // CHANGES) if found is not None else None


def places(text_: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the wanted terms stand in a text: (start, end) in characters, in order, none overlapping another."""
    tokens = list(tokens_of(text_))
    found: list[tuple[int, int]] = []
    for term in terms:
        if not term.excluded:
            found += ((tokens[first].start, tokens[last].end) for first, last in _runs(tokens, term))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _runs(tokens: Sequence[Token], term: Term) -> Iterator[tuple[int, int]]:
    """The first and last token of each place where a term stands."""
    if term.prefix is not None:
        yield from ((at, at) for at, token in enumerate(tokens) if token.word.startswith(term.prefix))
        return
    size = len(term.stems)
    if size == 1:
        yield from ((at, at) for at, token in enumerate(tokens) if token.stem == term.stems[0])
        return
    for at in range(len(tokens) - size + 1):
        if all(token.stem == stem for token, stem in zip(tokens[at : at + size], term.stems, strict=True)):
            yield at, at + size - 1


class _Holds(FunctionElement[Any]):
    """The index's own predicate; its two arguments say the same to SQLite's FTS5 and to PostgreSQL."""

    # Not Boolean: SQLite would be sent `MATCH … = 1`, which FTS5 does not look up.
    type = NullType()
    inherit_cache = True


@compiles(_Holds, "sqlite")
def _holds_on_sqlite(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"search_index MATCH {compiler.process(next(iter(element.clauses)), **options)}"


@compiles(_Holds, "postgresql")
def _holds_on_postgresql(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"search_index.lexemes @@ CAST({compiler.process(list(element.clauses)[1], **options)} AS tsquery)"


class _Seq(FunctionElement[int]):
    """The change number of a row of the index."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Seq, "sqlite")
def _seq_on_sqlite(_element: _Seq, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"search_index.rowid & {CHANGES - 1}"


@compiles(_Seq, "postgresql")
def _seq_on_postgresql(_element: _Seq, _compiler: SQLCompiler, **_options: Any) -> str:
    return "search_index.rowid"


def _holding(terms: Sequence[Term], days: Days | None) -> Select[Any]:
    """The numbers of the versions, of whatever collection, that hold every term."""
    found = select(_Seq()).select_from(_index).where(_meets(terms), *(_within(days) if days is not None else ()))
    phrases = [side_by_side(term.stems) for term in terms if len(term.stems) > 1]
    if not phrases:
        return found
    stored = columns_of(SearchTokens)
    stands = (or_(stored.title.contains(each), stored.body.contains(each)) for each in phrases)
    return select(stored.seq).where(stored.seq.in_(found), *stands)


def _meets(terms: Iterable[Term]) -> ColumnElement[Any]:
    lexemes = [(lexeme, term.prefix is not None) for term in terms for lexeme in term.lexemes]
    fts5 = " AND ".join(f'"{lexeme}"{"*" if begins else ""}' for lexeme, begins in lexemes)
    tsquery = " & ".join(f"'{lexeme}'{':*' if begins else ''}" for lexeme, begins in lexemes)
    return _Holds(literal(fts5), literal(tsquery))


def _within(days: Days) -> list[ColumnElement[bool]]:
    row = _index.c.rowid
    bounds = [row >= first_row(days.first)] if days.first is not None else []
    return bounds + ([row < first_row(days.last) + CHANGES] if days.last is not None else [])
