"""Disputes: a claim and whatever stands against it, side by side."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from app.resources import DEVELOPMENTS, SOURCES
from app.store import read
from schemas import (
    Development,
    Dispute,
    Evidence,
    Ground,
    Opposing,
    Source,
)


def dispute_over(connection: Connection, claim: Development, *, seq: int) -> Dispute:
    """Both sides of a claim as they stood after a change."""
    own = {kind: {each.id for each in claim.relations if each.kind == kind} for kind in ("contradicts", "corrects")}
    back = {kind: {each.id for each in claim.related_by if each.kind == kind} for kind in own}
    others = _standing(connection, set().union(*own.values(), *back.values()), seq=seq)
    grounds = [*claim.evidence, *(ground for other in others.values() for ground in other.evidence)]
    documents = read.documents_of(connection, SOURCES.collection.table, {ground.source for ground in grounds}, seq=seq)
    sources = {source_id: Source.model_validate_json(document) for source_id, document in documents.items()}

    def opposing(ids: Iterable[str]) -> tuple[Opposing, ...]:
        return tuple(_opposing(others[other_id], sources) for other_id in sorted(ids) if other_id in others)

    asserted = [ground for ground in claim.evidence if ground.stance == "asserts"]
    return Dispute(
        development=claim,
        asserted=_grounds(asserted, sources),
        denied=_grounds((ground for ground in claim.evidence if ground.stance != "asserts"), sources),
        contradicting=opposing(own["contradicts"] | back["contradicts"]),
        corrections=opposing(back["corrects"]),
        corrected=opposing(own["corrects"]),
    )


def _standing(connection: Connection, ids: Iterable[str], *, seq: int) -> dict[str, Development]:
    """The developments of these ids that were not withdrawn."""
    documents = read.documents_of(connection, DEVELOPMENTS.collection.table, ids, seq=seq).values()
    found = (Development.model_validate_json(document) for document in documents)
    return {development.id: development for development in found if development.given_status != "retracted"}


def _opposing(other: Development, sources: Mapping[str, Source]) -> Opposing:
    return Opposing(
        id=other.id,
        title=other.title,
        status=other.status,
        credibility=other.credibility,
        corroboration=other.corroboration,
        asserted=_grounds((ground for ground in other.evidence if ground.stance == "asserts"), sources),
    )


def _grounds(evidence: Iterable[Evidence], sources: Mapping[str, Source]) -> tuple[Ground, ...]:
    """Evidence, each with what is known of its source."""
    return tuple(
        Ground(
            evidence=ground,
            title=source.title,
            publisher=source.publisher,
            kind=source.kind,
            origin=source.origin,
            reliability=source.reliability,
        )
        for ground in evidence
        for source in (sources[ground.source],)
    )
