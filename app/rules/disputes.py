"""Disputes: what stands against a development, and where its claim stands because of that."""

from collections.abc import Iterable

from app.rules.facts import Facts
from app.rules.sourcing import as_corroborated
from schemas import Development, DevelopmentDraft, DevelopmentStatus, RelatedBy

SETTLED = ("corrected", "retracted")
"""Statuses that no other record alters."""


def find_related(draft: DevelopmentDraft, *, facts: Facts) -> tuple[RelatedBy, ...]:
    """The developments that contradict or correct one, in the order of kinds and ids; those withdrawn left out."""
    found = set()
    for name, other_id in facts.naming("developments", draft.id or ""):
        other = facts.find(Development, other_id) if name == "developments" else None
        if other is not None and other.given_status != "retracted" and other_id != draft.id:
            found |= {(each.kind, other_id) for each in other.relations if each.id == draft.id}
    return tuple(
        RelatedBy(id=other_id, kind=kind) for kind, other_id in sorted(found) if kind in ("contradicts", "corrects")
    )


def status_of(
    draft: DevelopmentDraft, against: Iterable[RelatedBy], *, origins: int, facts: Facts
) -> DevelopmentStatus:
    """Where a claim stands: as given, unless another development corrects it or something stands against it.

    What is given as corrected or retracted stays that. A retracted development stands against nothing. What is given
    as confirmed is reported while too few independent origins assert it.
    """
    kinds = {each.kind for each in against}
    if draft.status in SETTLED:
        return draft.status
    if "corrects" in kinds:
        return "corrected"
    denied = any(ground.stance != "asserts" for ground in draft.evidence)
    if denied or "contradicts" in kinds or _contradicts(draft, facts):
        return "disputed"
    return as_corroborated(draft.status, origins=origins)


def _contradicts(draft: DevelopmentDraft, facts: Facts) -> bool:
    """Whether it contradicts a development that was not withdrawn, be it one that is yet to be written."""
    named = (facts.find(Development, each.id) for each in draft.relations if each.kind == "contradicts")
    return any(other is None or other.given_status != "retracted" for other in named)
