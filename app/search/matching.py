"""Matching: terms become SQL that finds versions on both engines.

Both engines index the same tokens, which the service makes, and only look lexemes up; what stands side by side (a
phrase) and how often (relevance) is read from the tokens stored beside the index. So they cannot disagree.

A statement is the same for all terms of one shape: `values_of_terms` tells what it is asked with.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
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
from app.search.dialects import Holds, Seq
from app.search.terms import SearchTerm
from app.store.index import IndexRows
from app.store.metadata import columns_of
from app.store.tables import SearchTextRow, SearchTokensRow, Version

# Made by the migrations: on SQLite an FTS5 table without content, on PostgreSQL a table of tsvectors.
_index = sql_table("search_index", column("rowid", BigInteger))
WANTED = "wanted"
"""The name of what the index is asked for all wanted terms together."""
IN_REACH = IndexRows(bindparam("least_row", type_=BigInteger), bindparam("row_below", type_=BigInteger))
"""Rows of the index that a statement is yet to be asked with."""


def shape_of(terms: Iterable[SearchTerm]) -> Hashable:
    """What tells which statement terms need: the same of two questions, the same statement."""
    return tuple(
        (term.excluded, *((min(len(reading.stems), 2), reading.prefix is not None) for reading in term.readings))
        for term in terms
    )


def values_of_terms(terms: Iterable[SearchTerm]) -> dict[str, str]:
    """What the statements about terms are asked with: for both engines, and for the tokens beside the index."""
    terms = tuple(terms)
    values = _words_for(WANTED, [term for term in terms if not term.excluded])
    for place, term in enumerate(terms):
        if term.excluded:
            values |= _words_for(_name_of_excluded(place), [term])
        values[name_of_count(place)] = as_counted("".join(term.stems[:1]))
        for number, reading in enumerate(term.readings):
            values[name_of_reading(place, number)] = side_by_side(reading.stems)
            if reading.prefix is not None:
                values |= _words_for(_name_of_beginning(place, number), [SearchTerm(prefix=reading.prefix)])
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
        not_(seq.in_(_holding(_name_of_excluded(place), [(place, term)], rows)))
        for place, term in placed
        if term.excluded
    ]
    return and_(*clauses) if clauses else false()


def rows_in_order(*, descending: bool) -> Select[Any]:
    """The so-manieth row of the index, of those that may fit, behind so many to `pass_over`.

    Only SQLite's index can be read in the order of days.
    """
    row, passed = _index.c.rowid, bindparam("pass_over", type_=Integer)
    query = select(row).where(_holds(WANTED), *_within(IN_REACH))
    return query.order_by(row.desc() if descending else row).offset(passed).limit(1)


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


def name_of_reading(place: int, number: int) -> str:
    """The name of a value: the stems of a reading of a term, side by side."""
    return f"said_{place}_{number}"


def name_of_count(place: int) -> str:
    """The name of a value: the stem of a term of one, as it is counted."""
    return f"counted_{place}"


def _name_of_excluded(place: int) -> str:
    return f"excluded_{place}"


def _name_of_beginning(place: int, number: int) -> str:
    return f"begun_{place}_{number}"


def _stands(place: int, number: int, reading: SearchTerm, within: Iterable[tuple[Any, Any]]) -> ColumnElement[bool]:
    """Whether a reading's stems stand side by side, and a word begins with its prefix."""
    clauses: list[ColumnElement[bool]] = []
    if reading.stems:
        looked_for = bindparam(name_of_reading(place, number), type_=Text)
        clauses.append(or_(*(stream.contains(looked_for) for streams in within for stream in streams)))
    if reading.prefix is not None:
        clauses.append(columns_of(SearchTokensRow).seq.in_(_holding(_name_of_beginning(place, number), [], None)))
    return and_(*clauses)


def _holds(name: str) -> ColumnElement[Any]:
    """That the index holds what values of this name say."""
    return Holds(bindparam(f"{name}_fts5", type_=Text), bindparam(f"{name}_tsquery", type_=Text))


def _words_for(name: str, terms: Iterable[SearchTerm]) -> dict[str, str]:
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
