"""Actors: how they are found by any of their names, and what is derived about their offices."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from app.language.folding import fold, fold_name
from app.reading.likeness import of_names
from app.reading.plan.facets import of_column, of_terms
from app.reading.plan.filters import Filter, any_term, caveats, one_of
from app.reading.plan.scope import Scope
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ACTOR, SOURCE
from app.rules.facts import Facts, TermValues
from app.rules.grounds import evidence_in, judge_all, terms_of
from app.store.collection import Claim, Collection, Derivation, Names, Naming, Storage
from app.store.metadata import columns_of
from app.store.tables import ActorOfficeRow, ActorTermRow, ActorTieRow, ActorVersion
from schemas import Actor, ActorDetailQuery, ActorDraft, ActorQuery, Office


def _derive(draft: ActorDraft, *, facts: Facts, previous: Actor | None) -> dict[str, Any]:
    offices = tuple(
        Office(
            title=office.title,
            organisation=office.organisation,
            from_=office.from_,
            until=office.until,
            evidence=judge_all(office.evidence, facts=facts),
        )
        for office in draft.offices
    )
    return {"offices": offices, "evidence": judge_all(draft.evidence, facts=facts)}


def _claims(actor: Actor) -> Iterator[Claim]:
    """Every word that means the actor; a country code means the state alone, not who belongs to it."""
    yield Claim("/id", actor.id)
    yield Claim("/name", fold_name(actor.name))
    for place, alias in enumerate(actor.aliases):
        yield Claim(f"/aliases/{place}", fold_name(alias))
    for scheme, identifier in actor.identifiers.items():
        yield Claim(f"/identifiers/{scheme}", fold(identifier), sole=f"identifier of {scheme}")
    if actor.kind == "state" and actor.country is not None:
        yield Claim("/country", fold(actor.country), sole="code of a state")


def _terms(actor: Actor) -> Iterator[TermValues]:
    for claim in _claims(actor):
        yield "id" if claim.pointer == "/id" else "name", claim.word, ""
    yield from terms_of(evidence for _, evidence in evidence_in(actor))
    for caveat in actor.caveats:
        yield "caveat", caveat.kind, ""


def _ties(actor: Actor) -> list[dict[str, Any]]:
    """The days on which the actor belongs to another, once each."""
    days = [(member.group, member.from_, member.until) for member in actor.memberships]
    days += [(office.organisation, office.from_, office.until) for office in actor.offices if office.organisation]
    return [
        {"group_id": group, "first_day": first or dt.date.min, "last_day": last or dt.date.max}
        for group, first, last in dict.fromkeys(days)
    ]


def _offices(actor: Actor) -> list[dict[str, Any]]:
    """The days of each office."""
    return [
        {"place": place, "first_day": office.from_ or dt.date.min, "last_day": office.until or dt.date.max}
        for place, office in enumerate(actor.offices)
    ]


def _in_office(scope: Scope, day: dt.date) -> ColumnElement[bool]:
    """Any office is held on the day."""
    offices = columns_of(ActorOfficeRow)
    held = (offices.first_day <= day) & (offices.last_day >= day)
    return exists(select(offices.seq).where(offices.seq == scope.columns["seq"], held))


ACTORS = Resource(
    collection=Collection(
        name="actors",
        draft=ActorDraft,
        record=Actor,
        storage=Storage(
            table=ActorVersion,
            terms_table=ActorTermRow,
            columns=lambda actor: {"kind": actor.kind, "country": actor.country},
            terms=_terms,
            further={ActorOfficeRow: _offices, ActorTieRow: _ties},
        ),
        names=Names(
            title=lambda actor: actor.name,
            naming=Naming(_claims, ("id", "name")),
            merged_within="kind",
            reserved=frozenset({BATCH, "resolve"}),
        ),
        derivation=Derivation(
            derive=_derive,
            rests_on=frozenset({"sources"}),
            bearing=lambda actor: (actor.name, actor.aliases, actor.offices, actor.evidence),
        ),
    ),
    query=ActorQuery,
    detail=ActorDetailQuery,
    filters={
        "actor": one_of("id"),
        "kind": one_of("kind"),
        "country": one_of("country"),
        "source": any_term("source"),
        "office_at": Filter(_in_office),
        "evidence": any_term("evidence"),
        "has_caveat": caveats(),
    },
    facets={
        "country": of_column("country", "country"),
        "evidence": of_terms("evidence", "evidence"),
        "has_caveat": of_terms("has_caveat", "caveat"),
        "kind": of_column("kind", "kind"),
        "source": of_terms("source", "source", names="sources"),
    },
    sorts={"name": "title_key", "created_at": "created_at", "updated_at": "updated_at"},
    heading="name",
    prose="description",
    likeness=of_names(ActorTermRow, "name", lambda actor: (actor.name, *actor.aliases)),
    tags=("kind",),
    presentation=Presentation(
        noun="actor",
        title="Actors",
        link="Actors",
        place=3,
        facets=("kind", "country"),
        facts=lambda actor: [actor.kind],
    ),
    words={"actor": ACTOR, "source": SOURCE},
)
