"""Developments: the days they stand on, who takes part in them, and what corroborates them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.language.wording import date_of
from app.reading.likeness import of_titles
from app.reading.plan.facets import of_months, of_terms
from app.reading.plan.filters import (
    More,
    Wider,
    all_terms,
    any_term,
    at_least,
    at_most,
    caveats,
    equal,
    no_term,
    role_of,
    setting,
    term_through,
    term_through_graded,
)
from app.reading.plan.scope import Scope
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ACTOR_WORDS, CONDITION, PUBLISHER, SOURCE
from app.rules.days import first_day_of, last_day_of
from app.rules.disputes import find_related, status_of
from app.rules.facts import Facts, TermValues
from app.rules.grounds import corroboration, judge_all, terms_of
from app.rules.offices import with_outdated
from app.rules.sourcing import check_confirmed, credibility_of, with_unsourced
from app.store.clock import standing
from app.store.collection import Collection, Derivation, Names, Storage
from app.store.metadata import columns_of
from app.store.tables import ActorTieRow, DevelopmentTallyRow, DevelopmentTermRow, DevelopmentVersion, SourceVersion
from schemas import Actor, Development, DevelopmentDetailQuery, DevelopmentDraft, DevelopmentQuery

NEAR = dt.timedelta(days=3)
"""Within how many days reports of one thing may be dated."""


def _derive(draft: DevelopmentDraft, *, facts: Facts, previous: Development | None) -> dict[str, Any]:
    against = find_related(draft, facts=facts)
    day = draft.reported_on if draft.occurred.from_ is None else draft.occurred.from_
    evidence = judge_all(draft.evidence, facts=facts)
    corroborated = corroboration(draft.evidence, facts=facts)
    origins = corroborated.independent_origins
    texts = [draft.title, draft.summary, *(ground.exact for ground in evidence if ground.exact is not None)]
    actors = (facts.find(Actor, involved.id) for involved in draft.actors)
    people = {actor.id: actor for actor in actors if actor is not None and actor.offices}
    caveats = with_outdated(draft.caveats, texts, people.values(), day=day) if day else draft.caveats
    return {
        "date": day,
        "status": status_of(draft, against, origins=origins, facts=facts),
        "given_status": draft.status,
        "credibility": credibility_of(draft, origins=origins),
        "given_credibility": draft.credibility,
        "related_by": against,
        "evidence": evidence,
        "corroboration": corroborated,
        "caveats": with_unsourced(caveats, draft.evidence),
    }


def _renew(document: dict[str, Any]) -> dict[str, Any]:
    """A document from before there were disputes, or what takes independent sources."""
    given = {"given_status": document["status"], "given_credibility": document["credibility"]}
    return {**given, "related_by": [], **document}


def _columns(development: Development) -> dict[str, Any]:
    occurred = development.occurred
    begins = occurred.from_ if occurred.from_ is not None else development.date
    ends = occurred.until if occurred.until is not None else begins
    return {
        "date": development.date,
        "first_day": first_day_of(begins, occurred.precision),
        "last_day": last_day_of(ends, occurred.precision),
        "kind": development.kind,
        "status": development.status,
        "credibility": development.credibility,
        "origins": development.corroboration.independent_origins,
        "disputed": development.status == "disputed",
    }


def _terms(development: Development) -> Iterator[TermValues]:
    for actor in development.actors:
        yield "actor", actor.id, actor.role
    yield "kind", development.kind, ""
    yield "status", development.status, ""
    for theme in development.themes:
        yield "theme", theme, ""
    for condition in development.conditions:
        yield "condition", condition.id, condition.effect
    yield from terms_of(development.evidence)
    for ground in development.evidence:
        if ground.stance == "asserts":
            yield "asserted_by", ground.source, ""
    for location in development.locations:
        if location.country is not None:
            yield "country", location.country, ""
    for caveat in development.caveats:
        yield "caveat", caveat.kind, ""


def _groups_of(scope: Scope, terms: Any) -> More:
    """What an actor belongs to on the development's day."""
    ties = columns_of(ActorTieRow)
    on_the_day = (ties.first_day <= terms.date) & (ties.last_day >= terms.date)
    return More(ties.group_id, ties.id, standing(ActorTieRow, scope.seq), on_the_day)


def _facts(development: Development) -> Iterator[str]:
    yield date_of(development)
    yield development.status
    graded = development.credibility is not None
    yield f"credibility {development.credibility}" if graded else "credibility not graded"
    origins = development.corroboration.independent_origins
    yield f"{origins} independent origin{'' if origins == 1 else 's'}"


MEMBERS = Wider("actor_scope", "members", _groups_of)
"""With `actor_scope=members` an actor counts for whatever it belongs to."""

DEVELOPMENTS = Resource(
    collection=Collection(
        name="developments",
        draft=DevelopmentDraft,
        record=Development,
        storage=Storage(
            table=DevelopmentVersion,
            terms_table=DevelopmentTermRow,
            columns=_columns,
            terms=_terms,
            tally=DevelopmentTallyRow,
            day="date",
            renew=_renew,
        ),
        names=Names(title=lambda development: development.title, reserved=frozenset({BATCH})),
        derivation=Derivation(
            derive=_derive,
            check=check_confirmed,
            given={"status": "given_status", "credibility": "given_credibility"},
            rests_on=frozenset({"actors", "developments", "sources"}),
            answers_to=frozenset({"developments"}),
        ),
    ),
    query=DevelopmentQuery,
    detail=DevelopmentDetailQuery,
    filters={
        "actor": any_term("actor", role="role", wider=MEMBERS),
        "actor_all": all_terms("actor", role="role", wider=MEMBERS),
        "actor_not": no_term("actor", wider=MEMBERS),
        "actor_scope": setting(),
        "role": role_of("actor", unless=("actor", "actor_all")),
        "theme": any_term("theme"),
        "theme_not": no_term("theme"),
        "kind": any_term("kind"),
        "status": any_term("status"),
        "condition": any_term("condition"),
        "source": any_term("source"),
        "publisher": term_through("source", SourceVersion, "publisher"),
        "country": any_term("country"),
        "credibility_max": at_most("credibility"),
        "min_origins": at_least("origins"),
        "disputed": equal("disputed"),
        "reliability_min": term_through_graded("asserted_by", SourceVersion, "reliability"),
        "evidence": any_term("evidence"),
        "has_caveat": caveats(),
        "from": at_least("last_day"),
        "to": at_most("first_day"),
    },
    facets={
        "actor": of_terms("actor", "actor", names="actors", role="role", wider=MEMBERS),
        "condition": of_terms("condition", "condition", names="conditions"),
        "country": of_terms("country", "country"),
        "evidence": of_terms("evidence", "evidence"),
        "has_caveat": of_terms("has_caveat", "caveat"),
        "kind": of_terms("kind", "kind"),
        "month": of_months("first_day", "last_day"),
        "source": of_terms("source", "source", names="sources"),
        "status": of_terms("status", "status"),
        "theme": of_terms("theme", "theme"),
    },
    sorts={"date": "date", "title": "title_key", "created_at": "created_at", "updated_at": "updated_at"},
    prose="summary",
    likeness=of_titles(
        DevelopmentVersion,
        title=lambda development: development.title,
        key=lambda development: development.date,
        near=lambda columns, day: columns.date.between(day - NEAR, day + NEAR),
        is_near=lambda day, other: abs(day - other) <= NEAR,
    ),
    tags=("kind", "themes", "status"),
    presentation=Presentation(
        noun="development",
        title="Developments",
        link="Developments",
        place=2,
        facets=("theme", "kind", "status", "actor", "condition", "country"),
        facts=_facts,
    ),
    words={**ACTOR_WORDS, "condition": CONDITION, "source": SOURCE, "publisher": PUBLISHER},
)
