"""Hits: the plans of a search over all collections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from app.reading.plan.statements import Plan, cut_page
from app.reading.question.cursor import Cursor
from app.reading.resource import RELEVANCE
from app.search import matching, relevance
from app.search.matching import SearchTerm
from app.store.clock import Snapshot, standing
from app.store.metadata import columns_of
from app.store.prepared import OneOff
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


class HitRow(NamedTuple):
    """A row of a page of hits: its place in the order, the version that it is, and how well that fits."""

    key: Any
    id: str
    collection: str
    seq: int
    score: int


def page_of_hits(question: SearchQuestion) -> Plan[HitRow]:
    """Rows of a page after a place, one more than the page holds."""
    columns, name = columns_of(SearchTextRow), question.sort.removeprefix("-")
    score = relevance.score(SearchTextRow, question.terms, seq=question.snapshot.seq, collection=None)
    key: ColumnElement[Any] = score if name == RELEVANCE else columns[COLUMNS[name]]
    shown = (key.label("key"), columns.id, columns.collection, columns.seq, score.label("score"))
    statement = select(*shown).where(*_clauses(question, question.collections))
    descending = name == RELEVANCE or question.sort.startswith("-")
    values: dict[str, Any] = {"rows": question.limit + 1}
    if question.walk is not None:
        values |= {"after_key": question.walk.after.key, "after_id": question.walk.after.id}
    page = cut_page(statement, key, columns.id, descending=descending, is_first=question.walk is None)
    return Plan(OneOff(page, HitRow), values)


def count_of_hits(question: SearchQuestion, collections: Iterable[str] | None) -> Select[Any]:
    """Rows of (collection, how many hits it has), of some collections or, for None, of all."""
    columns = columns_of(SearchTextRow)
    query = select(columns.collection, func.count(columns.seq)).where(*_clauses(question, collections))
    return query.group_by(columns.collection)


def _clauses(question: SearchQuestion, collections: Iterable[str] | None) -> list[ColumnElement[bool]]:
    met = [standing(SearchTextRow, question.snapshot.seq), matching.matching(SearchTextRow, question.terms)]
    if collections is not None:
        met.append(columns_of(SearchTextRow).collection.in_(list(collections)))
    return met
