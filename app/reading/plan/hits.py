"""Hits: the plans of a search over all collections."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, select

from app.reading.plan.statements import MOST_TERMS_REMEMBERED, cut_page
from app.reading.plan.walk import AT
from app.reading.question.cursor import Cursor
from app.reading.resource import RELEVANCE
from app.search import relevance
from app.search.matching import matching, shape_of, values_of_terms
from app.search.terms import SearchTerm
from app.store.clock import Snapshot, standing
from app.store.metadata import columns_of, table_of
from app.store.tables import SearchTextRow

KEY_TYPES: dict[str, type[Any]] = {RELEVANCE: int, "title": str, "updated_at": datetime}
"""The types of the keys that hits are sorted by."""
COLUMNS = {"title": "title_key", "updated_at": "updated_at"}


@dataclass(frozen=True)
class SearchQuestion:
    """What a search over all collections is asked: its terms, within which collections, in which order, from where."""

    terms: tuple[SearchTerm, ...]
    collections: tuple[str, ...] | None
    sort: str
    snapshot: Snapshot
    limit: int
    walk: Cursor | None

    @property
    def is_descending(self) -> bool:
        """Whether the greatest keys come first."""
        return self.sort == RELEVANCE or self.sort.startswith("-")


class OpenedSearch(NamedTuple):
    """A search with its values left open; the `shape` is None where it is one of a kind."""

    question: SearchQuestion
    values: dict[str, Any]
    shape: tuple[Any, ...] | None


class HitRow(NamedTuple):
    """A row of a page of hits: its place in the order, the version that it is, and how well that fits."""

    key: Any
    id: str
    collection: str
    seq: int
    score: int


class HitCount(NamedTuple):
    """How many hits a collection has."""

    collection: str
    hits: int


def leave_search_open(question: SearchQuestion) -> OpenedSearch:
    """A search with its values left open, but for the collections within which it looks."""
    values = {"at": question.snapshot.seq, "rows": question.limit + 1, **values_of_terms(question.terms)}
    if question.walk is not None:
        values |= {"after_key": question.walk.after.key, "after_id": question.walk.after.id}
    shape = ("search", shape_of(question.terms), question.collections, question.sort, question.walk is None)
    return OpenedSearch(question, values, shape if len(question.terms) <= MOST_TERMS_REMEMBERED else None)


def select_hits(opened: OpenedSearch, *, only_ranked: bool = False) -> Select[Any]:
    """Rows of a page after a place, one more than the page holds; of those alone that are ranked, where that is so."""
    question, columns = opened.question, columns_of(SearchTextRow)
    key: ColumnElement[Any]
    if question.sort != RELEVANCE:
        score = relevance.score_of(SearchTextRow, question.terms, seq=AT, collection=None)
        key = columns[COLUMNS[question.sort.removeprefix("-")]]
        found = select(key.label("key"), columns.id, columns.collection, columns.seq, score.label("score"))
    else:
        scores = relevance.scores(question.terms, seq=AT, collection=None)
        key = score = scores.c.score if only_ranked else func.coalesce(scores.c.score, literal(0, BigInteger))
        found = select(key.label("key"), columns.id, columns.collection, columns.seq, score.label("score"))
        texts = table_of(SearchTextRow)
        found = found.select_from(texts.join(scores, scores.c.seq == columns.seq, isouter=not only_ranked))
    found = found.where(*_clauses(question))
    return cut_page(found, key, columns.id, descending=question.is_descending, is_first=question.walk is None)


def select_hit_counts(opened: OpenedSearch, *, everywhere: bool) -> Select[Any]:
    """How many hits each collection has, of those within which is looked, or of all."""
    columns = columns_of(SearchTextRow)
    query = select(columns.collection, func.count(columns.seq))
    return query.where(*_clauses(opened.question, everywhere=everywhere)).group_by(columns.collection)


def _clauses(question: SearchQuestion, *, everywhere: bool = False) -> list[ColumnElement[bool]]:
    met = [standing(SearchTextRow, AT), matching(SearchTextRow, question.terms)]
    if question.collections is not None and not everywhere:
        met.append(columns_of(SearchTextRow).collection.in_(question.collections))
    return met
