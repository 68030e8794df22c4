"""Briefings: the period they cover, and the sources that the records they cite rest on."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from app.reading.plan.facets import of_column, of_months
from app.reading.plan.filters import Filter, at_least, at_most, one_of, terms_through, with_term
from app.reading.plan.scope import Scope
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ACTOR_WORDS
from app.rules.distance import Distance
from app.rules.facts import Facts, TermValues
from app.rules.grounds import evidence_in, sources_of
from app.rules.statements import find_cited, list_cited, notes_of, statements_of, with_notes
from app.rules.succession import check_succession, successor_of
from app.store.collection import Collection, Derivation, Finality, Names, Storage
from app.store.metadata import columns_of
from app.store.tables import BriefingTermRow, BriefingVersion, ConditionTermRow, DevelopmentTermRow
from schemas import (
    Briefing,
    BriefingDetailQuery,
    BriefingDraft,
    BriefingQuery,
    BriefingSources,
    Pin,
    Record,
    RecordKey,
    Source,
    Statement,
)

CORRECTED = "supersedes"
"""The field of terms with the edition that one corrects."""
UNPUBLISHED = dt.date.max
"""Where a draft sorts that was in the record once: after all published editions."""


def _derive(draft: BriefingDraft, *, facts: Facts, previous: Briefing | None) -> dict[str, Any]:
    """What of an edition is computed: all when it is published, which makes it, and later what supersedes it."""
    if previous is not None and previous.state == "published":
        kept = {
            (each.text, each.cites): each.notes for _, each in statements_of(previous) if isinstance(each, Statement)
        }
        noted = with_notes(draft, lambda statement: kept.get((statement.text, statement.cites), ()))
        noted["superseded_by"] = successor_of(previous.id, facts=facts)
        return {name: getattr(previous, name) for name in ("state", "published_on", "sources", "pins")} | noted
    records = _find_every_cited(draft, facts)
    pins = [Pin(record=cited, revision=record.revision) for cited, record in records.items() if record is not None]
    today = dt.datetime.now(dt.UTC).date()
    return {"state": "published", "published_on": today, "pins": pins, **_read_off(draft, records, facts)}


def _draft(draft: BriefingDraft, *, facts: Facts) -> dict[str, Any]:
    """What an editor sees of a draft besides what was given: what it would rest on, and what is doubtful, as of now."""
    read_off = _read_off(draft, _find_every_cited(draft, facts), facts)
    return {"state": "draft", "published_on": None, "pins": (), **read_off}


def _find_every_cited(draft: BriefingDraft, facts: Facts) -> dict[str, Record | None]:
    return {cited: find_cited(cited, facts) for cited in sorted(list_cited(draft))}


def _read_off(draft: BriefingDraft, records: dict[str, Record | None], facts: Facts) -> dict[str, Any]:
    """How many sources the records name that are cited, and what must be known about them."""
    grounds = [evidence for record in records.values() for _, evidence in evidence_in(record)]
    named = {source for source, _ in sources_of(grounds)}
    named |= {record.id for record in records.values() if isinstance(record, Source)}
    # What gathers others' reports is not among what it rests on.
    named = {source for source in named if not getattr(facts.find(Source, source), "aggregator", False)}
    sources = BriefingSources(claimed=draft.sources.claimed, resolved=len(named))
    noted = with_notes(draft, notes_of(records, Distance(records, facts)))
    return {"sources": sources, "superseded_by": None, **noted}


def _renew(document: dict[str, Any]) -> dict[str, Any]:
    """Statements had no notes, and editions neither pins nor a note of correction; what superseded one is derived."""
    statements = [*document["lead"], *(each for section in document["sections"] for each in section["statements"])]
    for statement in statements:
        statement.setdefault("notes", [])
    document.setdefault("pins", [])
    document.setdefault("superseded_by", None)
    document.setdefault("correction", None)
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


def _terms(briefing: Briefing) -> Iterator[TermValues]:
    for cited in list_cited(briefing):
        yield *RecordKey.parse(cited), ""
    if briefing.supersedes is not None:
        yield CORRECTED, briefing.supersedes, ""


def _involves(scope: Scope, actors: Iterable[str]) -> ColumnElement[bool]:
    """The briefing cites a development or a condition that one of the actors has a part in, or the actor itself."""
    wanted = list(actors)
    through = terms_through(
        {"developments": DevelopmentTermRow, "conditions": ConditionTermRow}, "actor", scope, wanted
    )
    return through | scope.has_term("actors", scope.terms.value.in_(wanted))


def _involves_each(scope: Scope, actors: Iterable[str]) -> ColumnElement[bool]:
    return and_(*(_involves(scope, [actor]) for actor in actors))


def _involves_none(scope: Scope, actors: Iterable[str]) -> ColumnElement[bool]:
    return ~_involves(scope, actors)


def find_publication(connection: Connection, briefing_id: str, *, seq: int) -> int | None:
    """The number of the change that published a briefing; None where it is, or was after change `seq`, a draft."""
    columns = columns_of(BriefingVersion)
    query = select(func.min(columns.seq)).where(columns.id == briefing_id, columns.state == "published")
    number: int | None = connection.execute(query.where(columns.seq <= seq)).scalar_one()
    return number


def state_of_citations(connection: Connection, briefing_id: str, seq: int) -> int:
    """After which change a briefing shows the records that it cites: its publication, else, a draft, `seq`."""
    return find_publication(connection, briefing_id, seq=seq) or seq


BRIEFINGS = Resource(
    collection=Collection(
        name="briefings",
        draft=BriefingDraft,
        record=Briefing,
        storage=Storage(
            table=BriefingVersion, terms_table=BriefingTermRow, columns=_columns, terms=_terms, renew=_renew
        ),
        names=Names(title=lambda briefing: briefing.title, reserved=frozenset({BATCH, "assemble", "draft", "latest"})),
        derivation=Derivation(
            derive=_derive,
            check=check_succession,
            answers_to=frozenset({"briefings"}),
        ),
        finality=Finality(
            is_final=lambda briefing: briefing.state == "published",
            open_ended=frozenset({"superseded_by"}),
            drafted=_draft,
        ),
    ),
    query=BriefingQuery,
    detail=BriefingDetailQuery,
    filters={
        "actor": Filter(_involves),
        "actor_all": Filter(_involves_each),
        "actor_not": Filter(_involves_none),
        "state": one_of("state"),
        "corrects": with_term(CORRECTED),
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
    presentation=Presentation(noun="briefing", title="Briefings", link="Editions", place=5),
    words=ACTOR_WORDS,
    included_at=state_of_citations,
)
