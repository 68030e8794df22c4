"""Lists: a page of a collection, or all of it, as values."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.reading.answer import shaping
from app.reading.answer.basis import Basis, Known, Unchanged
from app.reading.answer.counts import count_facets, count_records
from app.reading.answer.did_you_mean import suggest_words
from app.reading.answer.including import include
from app.reading.answer.listing import step_of
from app.reading.archive import Archive, FacetCounts
from app.reading.formats import JSON
from app.reading.plan import reach
from app.reading.plan.statements import PageRow
from app.reading.question.addresses import with_query
from app.reading.question.cursor import Place
from app.reading.question.form import is_whole
from app.reading.question.meaning import ask, begin
from app.reading.question.moment import number_needed
from app.reading.question.parameters import Parsed
from app.reading.question.question import Question
from app.reading.resource import Resource
from app.store import clock

RECORDS_A_STRETCH = 500
"""How many records of a whole list are read at a time."""


@dataclass(frozen=True)
class ListAnswer:
    """A page of a list, or all of it: the records' JSON and ids, and what is true of the whole.

    `total` is None where nothing was counted, `resolved` where no word was asked that clients are told of. `next` is
    the address of the page after it, and `before` how many records came before it. `included` are the documents of what
    the records name, by collection and id, where that was asked. The documents of a whole list are read as they are
    taken; its ids are not known before. `updated` is when the change was made that it shows, told only in a form other
    than JSON.
    """

    basis: Basis
    documents: Iterable[str]
    ids: Sequence[str] = ()
    total: int | None = None
    resolved: Mapping[str, str] | None = None
    facets: Mapping[str, FacetCounts] | None = None
    did_you_mean: Mapping[str, tuple[str, ...]] | None = None
    next: str | None = None
    before: int = 0
    included: Mapping[str, Mapping[str, str]] | None = None
    updated: dt.datetime | None = None


def list_of(
    archive: Archive, resource: Resource, parsed: Parsed[Any], *, form: str = JSON, known: Known | None = None
) -> ListAnswer | Unchanged:
    """A list in one of its forms. Raises `Invalid` with everything that is wrong with the query."""
    begun = begin(resource, parsed, form)
    with archive.database.read(at_least=number_needed(parsed.query, begun.walk)) as connection:
        question = ask(connection, resource, parsed, begun, archive.memory.lookups)
        meant = {name: question.filters[name] for name in resource.words if name in question.filters}
        month = f" {dt.datetime.now(dt.UTC):%Y-%m}" if question.follows_the_calendar else ""
        made_of = f"{with_query(f'/v1/{resource.collection.name}', parsed.canonical)} {meant}{month}"
        basis = Basis(question.snapshot, made_of)
        if known is not None and known(basis):
            return Unchanged(basis)
        if form != JSON and is_whole(form, parsed):
            return _whole(connection, archive, question, basis)
        return _page(connection, archive, question, basis, parsed=parsed, form=form)


def _page(
    connection: Connection, archive: Archive, question: Question, basis: Basis, *, parsed: Parsed[Any], form: str
) -> ListAnswer:
    resource, walk, memory, seq = question.resource, question.walk, archive.memory, question.snapshot.seq

    def count() -> int:
        return count_records(connection, archive, question)

    def total() -> int | None:
        return walk.total if walk else count() if question.counted else None

    rows = reach.find_rows(connection, question, memory.plans, total=total)
    path = f"/v1/{resource.collection.name}"
    step = step_of(rows, parsed, walk, basis.snapshot, path=path, count=count, form=form)
    nearest, facets = None, None
    if question.terms is not None and not rows and walk is None and form == JSON:
        nearest = suggest_words(connection, [resource], parsed.query.q, seq=seq, known=memory.words)
    if question.facets:
        facets = count_facets(connection, archive, question)
    ids = [row.id for row in step.rows]
    return ListAnswer(
        basis,
        documents=[_shape(question, row.document) for row in step.rows],
        ids=ids,
        total=step.total,
        resolved=question.resolved if form == JSON else None,
        facets=facets,
        did_you_mean=nearest or None,
        next=step.next,
        before=walk.passed if walk else 0,
        included=include(connection, archive, resource, ids, question.include, snapshot=basis.snapshot),
        updated=clock.instant_of(connection, seq=seq) if form != JSON else None,
    )


def _whole(connection: Connection, archive: Archive, question: Question, basis: Basis) -> ListAnswer:
    """Every record of a list: the first of them are read now, the others as they are taken, in short reads.

    What stood after a change never moves, so together they are one snapshot.
    """
    total = count_records(connection, archive, question) if question.counted else None
    seq, stretch = question.snapshot.seq, replace(question, limit=RECORDS_A_STRETCH)

    def read(connection: Connection, question: Question) -> Sequence[PageRow]:
        return reach.find_rows(connection, question, archive.memory.plans, total=lambda: total)

    first = read(connection, stretch)

    def documents() -> Iterator[str]:
        rows = first
        while rows:
            yield from (_shape(question, row.document) for row in rows[:RECORDS_A_STRETCH])
            if len(rows) <= RECORDS_A_STRETCH:
                break
            last = rows[RECORDS_A_STRETCH - 1]
            with archive.database.read(at_least=seq) as later:
                rows = read(later, stretch.behind(Place(last.key, last.id)))

    return ListAnswer(basis, documents(), total=total, updated=clock.instant_of(connection, seq=seq))


def _shape(question: Question, document: str) -> str:
    shown = shaping.cut_fields(document, question.fields)
    if question.terms is None:
        return shown
    return shaping.highlight(shown, shaping.highlights_of(question.resource, document, question.terms))
