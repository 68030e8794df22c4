"""Searching: one question to all collections, ranked or sorted, at any snapshot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select
from starlette.requests import Request
from starlette.responses import Response

from app.http import answering, negotiation, validators
from app.http.reading import Reading
from app.reading.answer import listing, shaping
from app.reading.answer.did_you_mean import did_you_mean
from app.reading.answer.listing import step_of, walk_name, with_query
from app.reading.answer.moment import needed, snapshot_of
from app.reading.formats import JSON_TYPE
from app.reading.plan.statements import ordered
from app.reading.question import cursor, parameters
from app.reading.question.cursor import Place
from app.reading.resource import RELEVANCE
from app.search import matching, relevance
from app.search.matching import Term
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import SearchText
from schemas import SearchQuery

PATH = "/v1/search"
KEY_TYPES: dict[str, type[Any]] = {RELEVANCE: int, "title": str, "updated_at": datetime}
COLUMNS = {"title": "title_key", "updated_at": "updated_at"}


def found(reading: Reading, request: Request) -> Response:
    """A page of what a question finds. Raises `Invalid` for whatever is wrong in the query."""
    parsed, faults = parameters.tried(SearchQuery, request.scope["query_string"])
    query, walk = parsed.query, None
    terms = (faults.attempted(lambda: listing.terms_of(query.q)) or {}).get("q", ())
    if query.cursor is not None and not faults:  # it is bound to all of its query
        walk = cursor.decode(
            query.cursor, bound_to=walk_name(PATH, parsed), key_type=KEY_TYPES[query.sort.removeprefix("-")]
        )
    with reading.database.read(at_least=needed(query, walk)) as connection:
        snapshot = faults.attempted(lambda: snapshot_of(connection, query, walk))
        faults.refuse()
        assert snapshot is not None  # noqa: S101  # it would be a fault
        negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (JSON_TYPE,))
        tag = validators.entity_tag(snapshot, with_query(PATH, parsed.canonical))
        if validators.matches(validators.known(request.headers), tag):
            return answering.not_modified(tag=tag, snapshot=snapshot)
        rows = connection.execute(_page(query, terms, seq=snapshot.seq, after=walk.after if walk else None)).all()
        step = step_of(
            rows,
            parsed,
            walk,
            snapshot,
            path=PATH,
            count=lambda: sum(n for _, n in _counts(connection, terms, query.collection, seq=snapshot.seq)),
        )
        meta = dict(step.meta)
        if walk is None and not rows:
            within = [each for each in reading.resources if query.collection is None or each.name in query.collection]
            meta |= did_you_mean(connection, within, query.q, seq=snapshot.seq, known=reading.memory.words)
        if query.facets:
            counts = _counts(connection, terms, None, seq=snapshot.seq)
            meta["facets"] = {"collection": [{"value": name, "label": name, "count": count} for name, count in counts]}
        links = {"self": with_query(PATH, parsed.canonical), "next": step.next}
        body = answering.envelope(_hits(reading, connection, step.rows, terms), meta=meta, links=links, included=None)
        return answering.answer(body, tag=tag, snapshot=snapshot)


def _page(query: SearchQuery, terms: Iterable[Term], *, seq: int, after: Place | None) -> Select[Any]:
    """Rows of (key, id, collection, seq, score) after a place, one more than the page holds."""
    columns = columns_of(SearchText)
    score = relevance.score(SearchText, terms, seq=seq, collection=None)
    name = query.sort.removeprefix("-")
    key: ColumnElement[Any] = score if name == RELEVANCE else columns[COLUMNS[name]]
    shown = (key.label("key"), columns.id, columns.collection, columns.seq, score.label("score"))
    statement = select(*shown).where(*_clauses(terms, query.collection, seq=seq))
    descending = name == RELEVANCE or query.sort.startswith("-")
    return ordered(statement, key, columns.id, descending=descending, after=after).limit(query.limit + 1)


def _counts(
    connection: Connection, terms: Iterable[Term], collections: Iterable[str] | None, *, seq: int
) -> list[tuple[str, int]]:
    """How many hits each collection has, the most first."""
    columns = columns_of(SearchText)
    query = select(columns.collection, func.count(columns.seq)).where(*_clauses(terms, collections, seq=seq))
    rows = connection.execute(query.group_by(columns.collection))
    return sorted(((name, count) for name, count in rows), key=lambda each: (-each[1], each[0]))


def _clauses(terms: Iterable[Term], collections: Iterable[str] | None, *, seq: int) -> list[ColumnElement[bool]]:
    met = [standing(SearchText, seq), matching.matching(SearchText, terms)]
    if collections is not None:
        met.append(columns_of(SearchText).collection.in_(list(collections)))
    return met


def _hits(reading: Reading, connection: Connection, rows: Iterable[Any], terms: Iterable[Term]) -> str:
    """The JSON of the hits in order; a statement for each collection that has any."""
    rows = list(rows)
    documents: dict[int, str] = {}
    for name in {row.collection for row in rows}:
        columns = columns_of(reading.by_name[name].collection.table)
        numbers = [row.seq for row in rows if row.collection == name]
        query = select(columns.seq, columns.document).where(columns.seq.in_(numbers))
        documents |= {row.seq: row.document for row in connection.execute(query)}
    hits = []
    for row in rows:
        resource, document = reading.by_name[row.collection], documents[row.seq]
        record = shaping.highlighted(document, shaping.highlights_of(resource, document, terms))
        hits.append(f'{{"collection":"{row.collection}","score":{row.score},"record":{record}}}')
    return f"[{','.join(hits)}]"
