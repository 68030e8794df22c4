"""Searching: one question to all collections, ranked or sorted, at any snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.errors import Invalid
from app.reading.answer import shaping
from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.answer.did_you_mean import suggest_words
from app.reading.answer.listing import step_of
from app.reading.archive import Archive
from app.reading.plan.hits import (
    KEY_TYPES,
    HitCount,
    HitRow,
    OpenedSearch,
    SearchQuestion,
    leave_search_open,
    select_hit_counts,
    select_hits,
)
from app.reading.question import cursor
from app.reading.question.addresses import walk_name, with_query
from app.reading.question.meaning import find_terms
from app.reading.question.moment import number_needed, snapshot_of
from app.reading.question.parameters import Parsed
from app.reading.question.refusing import refusal_of
from app.reading.resource import RELEVANCE
from app.search.terms import SearchTerm
from app.store.metadata import columns_of
from schemas import FacetCount, SearchQuery

SEARCH_PATH = "/v1/search"


@dataclass(frozen=True)
class FoundRecord:
    """A record that was found: its collection, how well it fits in thousandths, and its JSON with its highlights."""

    collection: str
    score: int
    document: str


@dataclass(frozen=True)
class SearchAnswer:
    """A page of hits, and what is true of all of them.

    `total` is None where nothing was counted; `next` is the address of the page after it.
    """

    basis: Basis
    hits: Sequence[FoundRecord]
    total: int | None
    facets: Mapping[str, Sequence[FacetCount]] | None
    did_you_mean: Mapping[str, tuple[str, ...]] | None
    next: str | None


def search_of(archive: Archive, parsed: Parsed[SearchQuery], *, known: Known | None = None) -> SearchAnswer | Unchanged:
    """A page of what a question finds. Raises `Invalid` with everything that is wrong with the query."""
    query, faults, walk, snapshot = parsed.query, list(parsed.faults), None, None
    terms = find_terms(query.q, faults)
    if query.cursor is not None and not faults:  # it is bound to all of its query
        key_type = KEY_TYPES[query.sort.removeprefix("-")]
        walk = cursor.decode(query.cursor, bound_to=walk_name(SEARCH_PATH, parsed), key_type=key_type)
    with archive.database.read(at_least=number_needed(query, walk)) as connection:
        try:
            snapshot = snapshot_of(connection, query, walk)
        except Invalid as refusal:
            faults += refusal.faults
        if snapshot is None or faults:
            raise refusal_of(faults)
        basis = Basis(snapshot, with_query(SEARCH_PATH, parsed.canonical))
        if known is not None and known(basis):
            return Unchanged(basis)
        question = SearchQuestion(terms, query.collection, query.sort, snapshot, query.limit, walk)
        return _answer(connection, archive, question, basis, parsed=parsed)


def _answer(
    connection: Connection, archive: Archive, question: SearchQuestion, basis: Basis, *, parsed: Parsed[SearchQuery]
) -> SearchAnswer:
    opened, within = leave_search_open(question), question.collections

    def count() -> int:
        return sum(count for _, count in _counts(connection, archive, opened, everywhere=False))

    rows = _find_rows(connection, archive, opened)
    step = step_of(rows, parsed, question.walk, basis.snapshot, path=SEARCH_PATH, count=count)
    nearest, facets = None, None
    if question.walk is None and not rows:
        resources = [each for each in archive.resources if within is None or each.name in within]
        seq, words = basis.snapshot.seq, archive.memory.words
        nearest = suggest_words(connection, resources, parsed.query.q, seq=seq, known=words)
    if parsed.query.facets:
        counts = _counts(connection, archive, opened, everywhere=True)
        facets = {"collection": [FacetCount(value=name, label=name, count=count) for name, count in counts]}
    hits = _hits(connection, archive, step.rows, question.terms)
    return SearchAnswer(basis, hits, step.total, facets, nearest or None, step.next)


def _find_rows(connection: Connection, archive: Archive, opened: OpenedSearch) -> Sequence[HitRow]:
    """The rows of a page; by relevance, only what has a rank is looked at, unless the page needs more."""
    plans, question = archive.memory.plans, opened.question
    if question.sort == RELEVANCE:
        plan = plans.of(opened, select_hits, HitRow, only_ranked=True)
        found = plan.statement.all(connection, plan.values)
        if len(found) > question.limit:
            return found
    plan = plans.of(opened, select_hits, HitRow)
    return plan.statement.all(connection, plan.values)


def _counts(connection: Connection, archive: Archive, opened: OpenedSearch, *, everywhere: bool) -> list[HitCount]:
    """How many hits each collection has, the most first."""
    plan = archive.memory.plans.of(opened, select_hit_counts, HitCount, everywhere=everywhere)
    return sorted(plan.statement.all(connection, plan.values), key=lambda each: (-each.hits, each.collection))


def _hits(
    connection: Connection, archive: Archive, rows: Sequence[HitRow], terms: Sequence[SearchTerm]
) -> list[FoundRecord]:
    """The hits in order; a statement for each collection that has any."""
    documents: dict[int, str] = {}
    for name in {row.collection for row in rows}:
        columns = columns_of(archive.by_name[name].collection.storage.table)
        numbers = [row.seq for row in rows if row.collection == name]
        query = select(columns.seq, columns.document).where(columns.seq.in_(numbers))
        documents |= {row.seq: row.document for row in connection.execute(query)}
    hits = []
    for row in rows:
        document = documents[row.seq]
        places = shaping.highlights_of(archive.by_name[row.collection], document, terms)
        hits.append(FoundRecord(row.collection, row.score, shaping.highlight(document, places)))
    return hits
