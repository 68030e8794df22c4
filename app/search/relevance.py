"""Relevance: how well what is found fits a question, in SQL that both engines reckon alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, Text, bindparam, case, func, literal, select
from sqlalchemy.sql.selectable import CTE

from app.language.lexemes import TITLE_COUNTS
from app.search.dialects import Greatest, Often
from app.search.matching import matching, name_of_count, name_of_reading, streams_of
from app.search.terms import SearchTerm
from app.store.clock import AtNumber, standing
from app.store.index import IndexRows
from app.store.metadata import columns_of
from app.store.tables import SearchTextRow, SearchTokensRow, Version

MOST_RANKED = 2_000
"""How many of the versions that fit are ranked; the others follow, by id."""


def scores(terms: Sequence[SearchTerm], *, seq: AtNumber, collection: str | None, rows: IndexRows | None = None) -> CTE:
    """Rows of (seq, score) of the versions that are ranked: of many that fit, those that were recorded last.

    Where a collection is asked for, `rows` of the index are those in which all of it stands.
    """
    stored = columns_of(SearchTokensRow)
    ranked = select_ranked(terms, seq=seq, collection=collection, rows=rows)
    counted = _counts(terms).where(stored.seq.in_(ranked)).cte("counted")
    # What is counted once is not counted again wherever it is named.
    counted = counted.prefix_with("MATERIALIZED")
    return select(counted.c.seq, _reckon(counted.c, terms).label("score")).cte("scores").prefix_with("MATERIALIZED")


def score_of(
    table: type[Version | SearchTextRow], terms: Sequence[SearchTerm], *, seq: AtNumber, collection: str | None
) -> ColumnElement[int]:
    """How well one version fits; 0 for what is not ranked."""
    stored, here = columns_of(SearchTokensRow), columns_of(table).seq
    counted = _counts(terms).where(stored.seq == here).correlate(here.table).subquery()
    fit = select(_reckon(counted.c, terms)).scalar_subquery()
    is_ranked = here.in_(select_ranked(terms, seq=seq, collection=collection))
    return case((is_ranked, fit), else_=literal(0, BigInteger))


def select_ranked(
    terms: Sequence[SearchTerm], *, seq: AtNumber, collection: str | None, rows: IndexRows | None = None
) -> Select[Any]:
    """The numbers of the versions that are ranked."""
    found = columns_of(SearchTextRow)
    query = select(found.seq).where(standing(SearchTextRow, seq), matching(SearchTextRow, terms, rows))
    if collection is not None:
        query = query.where(found.collection == collection)
    return query.order_by(found.seq.desc()).limit(MOST_RANKED)


def _counts(terms: Iterable[SearchTerm]) -> Select[Any]:
    """Of versions, how long each is, and how often it has each wanted term."""
    stored = columns_of(SearchTokensRow)
    often = (_often(place, term).label(f"often_{place}") for place, term in enumerate(terms) if not term.excluded)
    return select(stored.seq, stored.length, *often)


def _reckon(counted: Any, terms: Iterable[SearchTerm]) -> ColumnElement[int]:
    """How well a version fits, in thousandths: each term adds up to 2.2, more often being more, in a shorter text more.

    It is BM25's saturation (k1 = 1.2, b = 0.75 at 100 words) in whole numbers, which both engines divide alike, and
    without the weight of rarity, which would move while a walk goes on.
    """
    total: ColumnElement[int] = literal(1, BigInteger)
    for place, term in enumerate(terms):
        if not term.excluded:
            often = counted[f"often_{place}"]
            total = total + (often * literal(2_200_000, BigInteger)) // (often * 1000 + 300 + counted.length * 9)
    return total


def _often(place: int, term: SearchTerm) -> ColumnElement[int]:
    """How often a term stands in a version, in the reading that has it most; a beginning counts once in each part.

    An occurrence in the title counts as several in the rest.
    """
    if term.prefix is not None:
        return literal(TITLE_COUNTS + 1, BigInteger)
    if len(term.stems) == 1 and term.joined is None:
        stem: Any = bindparam(name_of_count(place), type_=Text)
        return Often(columns_of(SearchTokensRow).counts, stem, func.length(stem))
    in_title, in_rest = (
        _most(
            _count(streams[part], bindparam(name_of_reading(place, number), type_=Text))
            for number, reading, within in streams_of(term)
            if reading.stems
            for streams in within
        )
        for part in (0, 1)
    )
    return in_title * TITLE_COUNTS + in_rest


def _most(counts: Iterable[ColumnElement[int]]) -> ColumnElement[int]:
    """The greatest of counts; of one alone, SQLite's `max` would be that of all rows."""
    first, *others = counts
    return Greatest(first, *others) if others else first


def _count(stream: Any, said: ColumnElement[str]) -> ColumnElement[int]:
    without = func.replace(stream, said, "")
    return (func.length(stream, type_=Integer) - func.length(without, type_=Integer)) // func.length(
        said, type_=Integer
    )
