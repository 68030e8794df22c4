"""Search: a question in words becomes terms, and terms become SQL that finds versions on both engines.

Both engines index the same tokens, made here, and only look lexemes up; what stands side by side (a phrase) and how
often (relevance) is read from the tokens stored beside the index. So they cannot disagree.

A statement is the same for all terms of one shape: `values_of` tells what it is asked with.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    column,
    false,
    not_,
    or_,
    select,
)
from sqlalchemy import table as sql_table

from app.language.lexemes import WHOLE_WORD, as_counted, side_by_side
from app.language.tokens import GROUPING, Token, readings_of_text, runs_of, tokens_of
from app.search.dialects import Holds, Seq
from app.store.index import IndexRows
from app.store.metadata import columns_of
from app.store.tables import SearchTextRow, SearchTokensRow, Version

MOST_TERMS = 20
"""How many terms a question may have."""

_GROUPED = re.compile(f"(?<=[0-9])[{GROUPING}](?=[0-9]{{3}}(?![0-9]))")
_PIECE = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
# Made by the migrations: on SQLite an FTS5 table without content, on PostgreSQL a table of tsvectors.
_index = sql_table("search_index", column("rowid", BigInteger))
WANTED = "wanted"
"""The name of what the index is asked for all wanted terms together."""
IN_REACH = IndexRows(bindparam("least_row", type_=BigInteger), bindparam("row_below", type_=BigInteger))
"""Rows of the index that a statement is yet to be asked with."""


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


def shape_of(terms: Iterable[SearchTerm]) -> Hashable:
    """What tells which statement terms need: the same of two questions, the same statement."""
    return tuple(
        (term.excluded, *((min(len(reading.stems), 2), reading.prefix is not None) for reading in term.readings))
        for term in terms
    )


def values_of(terms: Iterable[SearchTerm]) -> dict[str, str]:
    """What the statements about terms are asked with: for both engines, and for the tokens beside the index."""
    terms = tuple(terms)
    values = _looked_up(WANTED, [term for term in terms if not term.excluded])
    for place, term in enumerate(terms):
        if term.excluded:
            values |= _looked_up(_excluded(place), [term])
        values[counted_at(place)] = as_counted("".join(term.stems[:1]))
        for number, reading in enumerate(term.readings):
            values[said_at(place, number)] = side_by_side(reading.stems)
            if reading.prefix is not None:
                values |= _looked_up(_begun(place, number), [SearchTerm(prefix=reading.prefix)])
    return values


def matching(
    table: type[Version | SearchTextRow], terms: Iterable[SearchTerm], rows: IndexRows | None = None
) -> ColumnElement[bool]:
    """The predicate of the versions in a table that hold every wanted term and no excluded one; none, without terms.

    Only some rows of the index are looked at where `rows` are given; the caller knows that the rest is not wanted.
    """
    seq, placed = columns_of(table).seq, list(enumerate(terms))
    wanted = [(place, term) for place, term in placed if not term.excluded]
    clauses = [seq.in_(_holding(WANTED, wanted, rows))] if wanted else []
    clauses += [
        not_(seq.in_(_holding(_excluded(place), [(place, term)], rows))) for place, term in placed if term.excluded
    ]
    return and_(*clauses) if clauses else false()


def rows_in_order(*, descending: bool) -> Select[Any]:
    """The so-manieth row of the index, of those that may fit, behind so many to `pass_over`.

    Only SQLite's index can be read in the order of days.
    """
    row, passed = _index.c.rowid, bindparam("pass_over", type_=Integer)
    query = select(row).where(_holds(WANTED), *_within(IN_REACH))
    return query.order_by(row.desc() if descending else row).offset(passed).limit(1)


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


def _holding(name: str, placed: Sequence[tuple[int, SearchTerm]], rows: IndexRows | None) -> Select[Any]:
    """The numbers of the versions, of whatever collection, that hold every term, as the index is asked under a name."""
    found = select(Seq()).select_from(_index).where(_holds(name), *(_within(rows) if rows is not None else ()))
    phrases = [(place, term) for place, term in placed if any(len(reading.stems) > 1 for reading in term.readings)]
    if not phrases:
        return found
    stored = columns_of(SearchTokensRow)
    stands = (
        or_(*(_stands(place, number, reading, within) for number, reading, within in streams_of(term)))
        for place, term in phrases
    )
    return select(stored.seq).where(stored.seq.in_(found), *stands)


def streams_of(term: SearchTerm) -> Iterator[tuple[int, SearchTerm, tuple[tuple[Any, Any], ...]]]:
    """Each reading of a term with its number, and the (titles, bodies) that it may stand in.

    What hyphens join in the question stands in parts where a text has it in parts; all else stands in either.
    """
    stored = columns_of(SearchTokensRow)
    in_parts, joined = (stored.title, stored.body), (stored.title_joined, stored.body_joined)
    for number, reading in enumerate(term.readings):
        yield number, reading, (in_parts,) if reading.joined is not None else (in_parts, joined)


def said_at(place: int, number: int) -> str:
    """The name of a value: the stems of a reading of a term, side by side."""
    return f"said_{place}_{number}"


def counted_at(place: int) -> str:
    """The name of a value: the stem of a term of one, as it is counted."""
    return f"counted_{place}"


def _excluded(place: int) -> str:
    return f"excluded_{place}"


def _begun(place: int, number: int) -> str:
    return f"begun_{place}_{number}"


def _stands(place: int, number: int, reading: SearchTerm, within: Iterable[tuple[Any, Any]]) -> ColumnElement[bool]:
    """Whether a reading's stems stand side by side, and a word begins with its prefix."""
    clauses: list[ColumnElement[bool]] = []
    if reading.stems:
        looked_for = bindparam(said_at(place, number), type_=Text)
        clauses.append(or_(*(stream.contains(looked_for) for streams in within for stream in streams)))
    if reading.prefix is not None:
        clauses.append(columns_of(SearchTokensRow).seq.in_(_holding(_begun(place, number), [], None)))
    return and_(*clauses)


def _holds(name: str) -> ColumnElement[Any]:
    """That the index holds what values of this name say."""
    return Holds(bindparam(f"{name}_fts5", type_=Text), bindparam(f"{name}_tsquery", type_=Text))


def _looked_up(name: str, terms: Iterable[SearchTerm]) -> dict[str, str]:
    """The values of a name: of every term, all lexemes of one of its readings."""
    terms = tuple(terms)

    def said(both: str, either: str, word: Callable[[str], str]) -> str:
        return both.join(
            f"({either.join(f'({both.join(map(word, reading.lexemes))})' for reading in term.readings)})"
            for term in terms
        )

    fts5 = said(" AND ", " OR ", lambda lexeme: f'"{lexeme}"{"*" if lexeme.startswith(WHOLE_WORD) else ""}')
    tsquery = said(" & ", " | ", lambda lexeme: f"'{lexeme}'{':*' if lexeme.startswith(WHOLE_WORD) else ''}")
    return {f"{name}_fts5": fts5, f"{name}_tsquery": tsquery}


def _within(rows: IndexRows) -> list[ColumnElement[bool]]:
    row = _index.c.rowid
    return [row >= rows.least, row < rows.below]
