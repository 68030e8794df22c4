"""Treaties: who is party to them, and when they were signed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.reading.likeness import of_texts
from app.reading.plan.facets import of_column, of_months, of_terms
from app.reading.plan.filters import all_terms, any_term, at_least, at_most, caveats, no_term, one_of
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ACTOR_WORDS, SOURCE
from app.rules.facts import Facts, TermValues
from app.rules.grounds import judge_all, terms_of
from app.rules.searched import texts_in
from app.rules.sourcing import with_unsourced
from app.store.collection import Collection, Derivation, Identity, Names, Storage
from app.store.treaties import TreatyTermRow, TreatyVersion
from schemas import Treaty, TreatyDetailQuery, TreatyDraft, TreatyQuery


def _derive(draft: TreatyDraft, *, facts: Facts, previous: Treaty | None) -> dict[str, Any]:
    return {
        "evidence": judge_all(draft.evidence, facts=facts),
        "caveats": with_unsourced(draft.caveats, draft.evidence),
    }


def _columns(treaty: Treaty) -> dict[str, Any]:
    return {
        "state": treaty.state,
        "signed_on": treaty.signed_on or dt.date.min,
        "first_day": treaty.signed_on,
        "last_day": treaty.signed_on,
        "number": treaty.number,
    }


def _terms(treaty: Treaty) -> Iterator[TermValues]:
    for actor in treaty.parties:
        yield "actor", actor, ""
    yield from terms_of(treaty.evidence)
    for caveat in treaty.caveats:
        yield "caveat", caveat.kind, ""


TREATIES = Resource(
    collection=Collection(
        name="treaties",
        draft=TreatyDraft,
        record=Treaty,
        storage=Storage(table=TreatyVersion, terms_table=TreatyTermRow, columns=_columns, terms=_terms),
        names=Names(
            title=lambda treaty: treaty.title,
            identity=Identity("number", "number", lambda treaty: treaty.number),
            reserved=frozenset({BATCH}),
        ),
        derivation=Derivation(derive=_derive, rests_on=frozenset({"sources"})),
    ),
    query=TreatyQuery,
    detail=TreatyDetailQuery,
    filters={
        "actor": any_term("actor"),
        "actor_all": all_terms("actor"),
        "actor_not": no_term("actor"),
        "state": one_of("state"),
        "source": any_term("source"),
        "evidence": any_term("evidence"),
        "has_caveat": caveats(),
        "from": at_least("last_day"),
        "to": at_most("first_day"),
    },
    facets={
        "actor": of_terms("actor", "actor", names="actors"),
        "evidence": of_terms("evidence", "evidence"),
        "has_caveat": of_terms("has_caveat", "caveat"),
        "month": of_months("first_day", "last_day"),
        "source": of_terms("source", "source", names="sources"),
        "state": of_column("state", "state"),
    },
    sorts={
        "signed_on": "signed_on",
        "title": "title_key",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    prose="summary",
    tags=("state",),
    presentation=Presentation(
        noun="treaty",
        title="Treaties",
        link="Treaties",
        place=6,
        facets=("state", "actor"),
        facts=lambda treaty: [treaty.state],
    ),
    likeness=of_texts(TreatyVersion, texts_in),
    words={**ACTOR_WORDS, "source": SOURCE},
)
