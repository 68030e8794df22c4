"""`/v1/developments/{id}/dispute`: a claim and whatever stands against it, side by side."""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from app.http import openapi
from app.http.computed import answered
from app.reading.answer.listing import with_query
from app.reading.answer.moment import record_at
from app.reading.question.parameters import Parsed
from app.resources import DEVELOPMENTS, SOURCES
from app.store import read
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import (
    AtMoment,
    Development,
    Dispute,
    DisputeDetail,
    Evidence,
    Ground,
    Links,
    Meta,
    Opposing,
    Source,
)

BEHIND = "/dispute"


def add_route(router: APIRouter, database: Database) -> None:
    """Give developments their disputes."""

    def read_dispute(request: Request) -> Response:
        record_id = request.path_params["id"]
        path = f"/v1/developments/{record_id}{BEHIND}"

        def make(connection: Connection, parsed: Parsed[AtMoment], snapshot: Snapshot) -> DisputeDetail:
            row = record_at(connection, DEVELOPMENTS, record_id, snapshot, query=parsed.canonical, behind=BEHIND)
            claim = Development.model_validate_json(row.document)
            return DisputeDetail(
                data=_dispute(connection, claim, seq=snapshot.seq),
                meta=Meta(snapshot=snapshot.seq),
                links=Links(self=with_query(path, parsed.canonical)),
            )

        return answered(database, request, AtMoment, path=path, make=make)

    router.add_api_route(
        "/v1/developments/{id}/dispute",
        read_dispute,
        methods=["GET"],
        tags=["developments"],
        response_class=Response,
        operation_id="development_dispute",
        summary="A claim and whatever stands against it",
        description="Both sides with their passages and grades: the evidence that asserts it, the evidence that denies "
        "or disputes it, and the developments that contradict or correct it, those withdrawn left out.",
        responses={**openapi.kept({"model": DisputeDetail}, 404, 406, 410, 414, 422, 503), **openapi.MOVED},
        openapi_extra={"parameters": [openapi.id_parameter("developments"), *openapi.query_parameters(AtMoment)]},
    )


def _dispute(connection: Connection, claim: Development, *, seq: int) -> Dispute:
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
