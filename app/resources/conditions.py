"""Conditions: their place, and the status that the newest assessment gives them."""

from collections.abc import Iterator
from typing import Any

from app.language.wording import STATUSES
from app.reading.likeness import of_texts
from app.reading.plan.facets import of_column, of_terms
from app.reading.plan.filters import all_terms, any_term, caveats, no_term, one_of, role_of
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ACTOR_WORDS, SOURCE
from app.rules.facts import Facts, TermValues
from app.rules.grounds import evidence_in, judge_all, terms_of
from app.rules.searched import texts_in
from app.rules.sourcing import with_unsourced
from app.store.collection import Collection, Derivation, Names, Storage
from app.store.tables import ConditionTermRow, ConditionVersion
from schemas import Assessment, Condition, ConditionDetailQuery, ConditionDraft, ConditionQuery


def _derive(draft: ConditionDraft, *, facts: Facts, previous: Condition | None) -> dict[str, Any]:
    in_order = sorted(draft.assessments, key=lambda assessment: assessment.on)
    given = (
        Assessment(
            on=each.on, status=each.status, rationale=each.rationale, evidence=judge_all(each.evidence, facts=facts)
        )
        for each in in_order
    )
    assessments = tuple(dict.fromkeys(given))  # the same judgement given twice is one
    return {
        "position": draft.position
        or (previous.position if previous else (facts.last("conditions", "position") or 0) + 1),
        "assessments": assessments,
        "status": assessments[-1].status if assessments else "unclear",
        "evidence": judge_all(draft.evidence, facts=facts),
        "caveats": with_unsourced(draft.caveats, draft.evidence, in_order),
    }


def _terms(condition: Condition) -> Iterator[TermValues]:
    for actor in condition.demanded_by:
        yield "actor", actor, "demanded_by"
    for actor in condition.addressed_to:
        yield "actor", actor, "addressed_to"
    yield from terms_of(evidence for _, evidence in evidence_in(condition))
    for caveat in condition.caveats:
        yield "caveat", caveat.kind, ""


CONDITIONS = Resource(
    collection=Collection(
        name="conditions",
        draft=ConditionDraft,
        record=Condition,
        storage=Storage(
            table=ConditionVersion,
            terms_table=ConditionTermRow,
            columns=lambda condition: {"position": condition.position, "status": condition.status},
            terms=_terms,
        ),
        names=Names(title=lambda condition: condition.title, reserved=frozenset({BATCH})),
        derivation=Derivation(derive=_derive, rests_on=frozenset({"sources"})),
    ),
    query=ConditionQuery,
    detail=ConditionDetailQuery,
    filters={
        "actor": any_term("actor", role="role"),
        "actor_all": all_terms("actor", role="role"),
        "actor_not": no_term("actor"),
        "role": role_of("actor", unless=("actor", "actor_all")),
        "status": one_of("status"),
        "source": any_term("source"),
        "evidence": any_term("evidence"),
        "has_caveat": caveats(),
    },
    facets={
        "actor": of_terms("actor", "actor", names="actors", role="role"),
        "evidence": of_terms("evidence", "evidence"),
        "has_caveat": of_terms("has_caveat", "caveat"),
        "source": of_terms("source", "source", names="sources"),
        "status": of_column("status", "status"),
    },
    sorts={
        "position": "position",
        "title": "title_key",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    prose="demand",
    likeness=of_texts(ConditionVersion, texts_in, apart={"position"}),
    tags=("status",),
    presentation=Presentation(
        noun="condition",
        title="The conditions for peace",
        link="Conditions",
        place=1,
        facts=lambda condition: [STATUSES[condition.status]],
    ),
    has_board=True,
    words={**ACTOR_WORDS, "source": SOURCE},
)
