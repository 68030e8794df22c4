"""Briefings: the period they cover, and the sources that the records they cite rest on."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, and_

from app.pipeline.facets import of_column, of_months
from app.pipeline.filters import Filter, at_least, at_most, one_of, terms_through
from app.pipeline.resource import Resource
from app.pipeline.scope import Scope
from app.resources.distance import Distance
from app.resources.words import ACTORS
from app.store.collection import Collection, Facts, TermRow
from app.store.grounds import evidence_in, sources_of
from app.store.sourcing import is_asserted
from app.store.succession import check_succession, published_by, successor_of
from app.store.tables import Briefing as BriefingTable
from app.store.tables import BriefingTerm, ConditionTerm, DevelopmentTerm
from schemas import (
    Actor,
    Briefing,
    BriefingDetailQuery,
    BriefingDraft,
    BriefingQuery,
    BriefingSources,
    Condition,
    Development,
    Pin,
    Record,
    Section,
    Source,
    Statement,
    StatementDraft,
    StatementNote,
)

DOUBTFUL: Mapping[str, str] = {
    "disputed": "The claim is disputed.",
    "corrected": "Another development corrects the claim.",
    "retracted": "The claim was retracted.",
}
ORPHANED = "A passage that it rests on no longer stands in its source's text."
UNNAMED = "No source is given that names it."
LONGEST_NOTE = 500
"""How many characters of a caveat a note gives."""
UNPUBLISHED = dt.date.max
"""Where a draft sorts: after all published editions."""
CITED: dict[str, type[Record]] = {
    "actors": Actor,
    "briefings": Briefing,
    "conditions": Condition,
    "developments": Development,
    "sources": Source,
}


def statements_of(briefing: BriefingDraft) -> Iterator[tuple[str, StatementDraft]]:
    """Every statement in order, with its place (RFC 6901)."""
    for place, statement in enumerate(briefing.lead):
        yield f"/lead/{place}", statement
    for place, section in enumerate(briefing.sections):
        for number, statement in enumerate(section.statements):
            yield f"/sections/{place}/statements/{number}", statement


def cited_by(briefing: BriefingDraft) -> tuple[str, ...]:
    """Every record that a statement cites, as `collection/id`, once each, in order."""
    return tuple(dict.fromkeys(cited for _, statement in statements_of(briefing) for cited in statement.cites))


def found(facts: Facts, reference: str) -> Record | None:
    """The record of a `collection/id` as it stands."""
    collection, _, record_id = reference.partition("/")
    return facts.find(CITED[collection], record_id)


def as_published(draft: BriefingDraft, *, facts: Facts, on: dt.date) -> dict[str, Any]:
    """What publication sets of an edition: its state, its day, and the revisions that it was published on."""
    records = {cited: found(facts, cited) for cited in sorted(cited_by(draft))}
    pins = [Pin(record=cited, revision=record.revision) for cited, record in records.items() if record is not None]
    return {
        "state": "published",
        "published_on": on,
        "pins": pins,
        **_noted(draft, _notes_of(records, Distance(records, facts))),
    }


def notes_on(reference: str, record: Record | None) -> Iterator[StatementNote]:
    """What a reader must know about a record that a statement cites."""
    if isinstance(record, Development) and record.status in DOUBTFUL:
        yield StatementNote(record=reference, kind=cast(Any, record.status), text=DOUBTFUL[record.status])
    grounds = [evidence for _, evidence in evidence_in(record)]
    if any(evidence.state == "orphaned" for evidence in grounds):
        yield StatementNote(record=reference, kind="orphaned", text=ORPHANED)
    caveats = getattr(record, "caveats", ())
    # Other records without a source carry a caveat of it by themselves.
    if isinstance(record, Actor) and not is_asserted(grounds) and all(each.kind != "unsourced" for each in caveats):
        yield StatementNote(record=reference, kind="unsourced", text=UNNAMED)
    for caveat in caveats:
        kind: Any = "unsourced" if caveat.kind == "unsourced" else "caveat"
        yield StatementNote(record=reference, kind=kind, text=shorten(caveat.note, LONGEST_NOTE, placeholder=" …"))


def _derive(draft: BriefingDraft, *, facts: Facts, previous: Briefing | None) -> dict[str, Any]:
    if previous is not None and previous.state == "published":
        kept = {
            (each.text, each.cites): each.notes for _, each in statements_of(previous) if isinstance(each, Statement)
        }
        noted = _noted(draft, lambda statement: kept.get((statement.text, statement.cites), ()))
        noted["superseded_by"] = successor_of(previous.id, facts=facts)
        return {name: getattr(previous, name) for name in ("state", "published_on", "sources", "pins")} | noted
    records = {cited: found(facts, cited) for cited in cited_by(draft)}
    grounds = [evidence for record in records.values() for _, evidence in evidence_in(record)]
    named = {source for source, _ in sources_of(grounds)}
    named |= {record.id for record in records.values() if isinstance(record, Source)}
    # What gathers others' reports is not among what it rests on.
    named = {source for source in named if not getattr(facts.find(Source, source), "aggregator", False)}
    sources = BriefingSources(claimed=draft.sources.claimed, resolved=len(named))
    noted = _noted(draft, _notes_of(records, Distance(records, facts), previous=previous))
    return {"state": "draft", "published_on": None, "sources": sources, "pins": (), "superseded_by": None, **noted}


def _notes_of(
    records: Mapping[str, Record | None], distance: Distance, *, previous: Briefing | None = None
) -> Callable[[StatementDraft], list[StatementNote]]:
    """What must be known about what a statement cites; distances as they were when the statement was written."""
    earlier = statements_of(previous) if previous is not None else ()
    known = {(each.text, each.cites): each.notes for _, each in earlier if isinstance(each, Statement)}

    def notes(statement: StatementDraft) -> list[StatementNote]:
        kept = known.get((statement.text, statement.cites))
        far = distance.notes(statement) if kept is None else (note for note in kept if note.kind == "far")
        return [*(note for cited in statement.cites for note in notes_on(cited, records[cited])), *far]

    return notes


def _noted(draft: BriefingDraft, notes: Callable[[StatementDraft], Iterable[StatementNote]]) -> dict[str, Any]:
    """The lead and the sections, each statement with its notes."""

    def each(statements: Iterable[StatementDraft]) -> list[Statement]:
        return [
            Statement(text=statement.text, cites=statement.cites, notes=tuple(notes(statement)))
            for statement in statements
        ]

    sections = [
        Section(heading=section.heading, statements=tuple(each(section.statements))) for section in draft.sections
    ]
    return {"lead": each(draft.lead), "sections": sections}


def _renew(document: dict[str, Any]) -> dict[str, Any]:
    """Statements had no notes, and editions no pins; what superseded an edition is derived."""
    statements = [*document["lead"], *(each for section in document["sections"] for each in section["statements"])]
    for statement in statements:
        statement.setdefault("notes", [])
    document.setdefault("pins", [])
    document.setdefault("superseded_by", None)
    return document


def _columns(briefing: Briefing) -> dict[str, Any]:
    first, last = briefing.period.from_, briefing.period.until
    if first is None and last is None:
        first = last = briefing.published_on
    return {
        "state": briefing.state,
        "published_on": briefing.published_on if briefing.published_on is not None else UNPUBLISHED,
        "first_day": dt.date.min if first is None and last is not None else first,
        "last_day": dt.date.max if last is None and first is not None else last,
    }


def _terms(briefing: Briefing) -> Iterator[TermRow]:
    for cited in cited_by(briefing):
        collection, _, record_id = cited.partition("/")
        yield collection, record_id, ""


def _texts(briefing: Briefing) -> Iterator[tuple[str, str]]:
    yield "/title", briefing.title
    if briefing.subtitle is not None:
        yield "/subtitle", briefing.subtitle
    for place, statement in enumerate(briefing.lead):
        yield f"/lead/{place}/text", statement.text
    for place, section in enumerate(briefing.sections):
        yield f"/sections/{place}/heading", section.heading
        for number, statement in enumerate(section.statements):
            yield f"/sections/{place}/statements/{number}/text", statement.text


def _involves(scope: Scope, actors: Iterable[str]) -> ColumnElement[bool]:
    """The briefing cites a development or a condition that one of the actors has a part in, or the actor itself."""
    wanted = list(actors)
    through = terms_through({"developments": DevelopmentTerm, "conditions": ConditionTerm}, "actor", scope, wanted)
    return through | scope.has_term("actors", lambda terms: terms.value.in_(wanted))


ANY_ACTOR: Filter = _involves
ALL_ACTORS: Filter = lambda scope, actors: and_(*(_involves(scope, [actor]) for actor in actors))  # noqa: E731
NO_ACTOR: Filter = lambda scope, actors: ~_involves(scope, actors)  # noqa: E731


def shown_at(connection: Connection, briefing_id: str, seq: int) -> int:
    """After which change a briefing shows the records that it cites: its publication, else, a draft, that of now."""
    return published_by(connection, briefing_id, seq=seq) or seq


BRIEFINGS = Resource(
    collection=Collection(
        name="briefings",
        draft=BriefingDraft,
        record=Briefing,
        table=BriefingTable,
        terms_table=BriefingTerm,
        title=lambda briefing: briefing.title,
        columns=_columns,
        terms=_terms,
        texts=_texts,
        reserved=frozenset({"draft", "latest"}),
        derive=_derive,
        renew=_renew,
        rests_on=frozenset({"actors", "conditions", "developments", "sources"}),
        rests_through=frozenset({"sources"}),
        answers_to=frozenset({"briefings"}),
        is_final=lambda briefing: briefing.state == "published",
        open_ended=frozenset({"superseded_by"}),
        check=check_succession,
    ),
    query=BriefingQuery,
    detail=BriefingDetailQuery,
    filters={
        "actor": ANY_ACTOR,
        "actor_all": ALL_ACTORS,
        "actor_not": NO_ACTOR,
        "state": one_of("state"),
        "from": at_least("last_day"),
        "to": at_most("first_day"),
    },
    facets={"month": of_months("first_day", "last_day"), "state": of_column("state", "state")},
    sorts={
        "published_on": "published_on",
        "title": "title_key",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    prose="lead.text",
    tags=("state",),
    words=ACTORS,
    included_at=shown_at,
)
