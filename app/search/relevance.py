"""Relevance: how well what is found fits a question, in SQL that both engines reckon alike."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, func, literal, select

from app.language.lexemes import side_by_side
from app.search.dialects import Greatest
from app.search.matching import SearchTerm, matching, streams_of
from app.store.clock import AtNumber, standing
from app.store.collection import Days
from app.store.metadata import columns_of
from app.store.tables import SearchTextRow, SearchTokensRow, Version

MOST_RANKED = 2_000
"""How many of the versions that fit are ranked; the others follow, by id."""
TITLE_COUNTS = 4
"""An occurrence in the title counts as so many in the rest."""


def score(
    table: type[Version | SearchTextRow],
    terms: Iterable[SearchTerm],
    *,
    seq: AtNumber,
    collection: str | None,
    days: Days | None = None,
) -> ColumnElement[int]:
    """How well a version fits, as `fit` says; 0 for what `rank` leaves out."""
    terms = tuple(terms)
    is_ranked = rank(table, terms, seq=seq, collection=collection, days=days)
    return case((is_ranked, fit(table, terms)), else_=literal(0, BigInteger))


def fit(table: type[Version | SearchTextRow], terms: Iterable[SearchTerm]) -> ColumnElement[int]:
    """How well a version fits, in thousandths: each term adds up to 2.2, more often being more, in a shorter text more.

    It is BM25's saturation (k1 = 1.2, b = 0.75 at 100 words) in whole numbers, which both engines divide alike, and
    without the weight of rarity, which would move while a walk goes on.
    """
    stored, here = columns_of(SearchTokensRow), columns_of(table).seq
    total: ColumnElement[int] = literal(1, BigInteger)
    for term in terms:
        if not term.excluded:
            often = _often(term, 0) * TITLE_COUNTS + _often(term, 1)
            total = total + (often * literal(2_200_000, BigInteger)) // (often * 1000 + 300 + stored.length * 9)
    return select(total).where(stored.seq == here).scalar_subquery()


def rank(
    table: type[Version | SearchTextRow],
    terms: Iterable[SearchTerm],
    *,
    seq: AtNumber,
    collection: str | None,
    days: Days | None = None,
) -> ColumnElement[bool]:
    """The predicate of the versions that are ranked: of many that fit, those that were recorded last.

    Where a collection is asked for, `days` are those within which all of it stands.
    """
    found = columns_of(SearchTextRow)
    query = select(found.seq).where(standing(SearchTextRow, seq), matching(SearchTextRow, terms, days))
    if collection is not None:
        query = query.where(found.collection == collection)
    here: ColumnElement[int] = columns_of(table).seq
    return here.in_(query.order_by(found.seq.desc()).limit(MOST_RANKED))


def _often(term: SearchTerm, place: int) -> ColumnElement[int]:
    """How often a term stands in titles (0) or bodies (1), in the reading that has it most; a beginning counts once."""
    if term.prefix is not None:
        return literal(1, BigInteger)
    counts = [
        _count(streams[place], side_by_side(reading.stems))
        for reading, within in streams_of(term)
        for streams in within
    ]
    return Greatest(*counts)


def _count(stream: Any, looked_for: str) -> ColumnElement[int]:
    without = func.replace(stream, looked_for, "")
    return (func.length(stream, type_=Integer) - func.length(without, type_=Integer)) // len(looked_for)
