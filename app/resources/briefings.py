"""Briefings: the period they cover, and the sources that the records they cite rest on."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_

from app.pipeline.facets import of_column, of_months
from app.pipeline.filters import Filter, at_least, at_most, one_of, terms_through
from app.pipeline.resource import Resource
from app.pipeline.scope import Scope
from app.resources.words import ACTORS
from app.store.collection import Collection, Facts, TermRow
from app.store.grounds import sources_of
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
    EvidenceDraft,
    Record,
    Source,
)

UNPUBLISHED = dt.date.max
"""Where a draft sorts: after all published editions."""
CITED: dict[str, type[Record]] = {
    "actors": Actor,
    "briefings": Briefing,
    "conditions": Condition,
    "developments": Development,
    "sources": Source,
}


def _cites(briefing: BriefingDraft) -> list[tuple[str, str]]:
    """The (collection, id) of every record that a statement cites, once each, in order."""
    statements = [*briefing.lead, *(statement for section in briefing.sections for statement in section.statements)]
    cited = dict.fromkeys(reference for statement in statements for reference in statement.cites)
    return [(collection, record_id) for collection, _, record_id in (reference.partition("/") for reference in cited)]


def _evidence(record: Record) -> Iterator[EvidenceDraft]:
    if isinstance(record, Actor | Condition | Development):
        yield from record.evidence
    if isinstance(record, Condition):
        for assessment in record.assessments:
            yield from assessment.evidence


def _derive(draft: BriefingDraft, *, facts: Facts, previous: Briefing | None) -> dict[str, Any]:
    if previous is not None and previous.state == "published":
        return {"state": previous.state, "published_on": previous.published_on, "sources": previous.sources}
    records = [facts.find(CITED[collection], record_id) for collection, record_id in _cites(draft)]
    named = {source for record in records if record is not None for source, _ in sources_of(_evidence(record))}
    named |= {record.id for record in records if isinstance(record, Source)}
    # What gathers others' reports is not among what it rests on.
    named = {source for source in named if not getattr(facts.find(Source, source), "aggregator", False)}
    sources = BriefingSources(claimed=draft.sources.claimed, resolved=len(named))
    return {"state": "draft", "published_on": None, "sources": sources}


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
    for collection, record_id in _cites(briefing):
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
        rests_on=frozenset({"actors", "conditions", "developments", "sources"}),
        is_final=lambda briefing: briefing.state == "published",
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
)
