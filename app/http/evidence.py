"""What rests on a source, what stands against a claim, and how well the record is founded."""

from app.evidence.citations import find_cited_by
from app.evidence.disputes import dispute_over
from app.evidence.quality import quality_at
from app.http.answering import Get, Representation
from app.http.computed import Moment, represent_computed
from app.http.parts import Service
from app.reading.answer.moment import record_at
from app.reading.question.addresses import with_query
from app.resources import DEVELOPMENTS, SOURCES
from schemas import (
    AtMoment,
    CitedBy,
    CitedByMeta,
    CitedByQuery,
    Development,
    DisputeDetail,
    ListLinks,
    QualityDetail,
)


def source_cited_by(service: Service, get: Get) -> Representation:
    """Which record rests on which passage of a source.

    What rests on a source, by collection and id.
    """
    source_id = get.place["id"]

    def make(at: Moment[CitedByQuery]) -> CitedBy:
        record_at(at.connection, SOURCES, source_id, at.snapshot, query=at.parsed.canonical, behind="/cited-by")
        cited = find_cited_by(at.connection, source_id, at.query, seq=at.seq)
        following = None
        if cited.after is not None:
            following = with_query(at.path, at.parsed.spelled(after=cited.after, as_of=str(at.seq)))
        return CitedBy(
            data=cited.citations,
            meta=CitedByMeta(total=cited.total, snapshot=at.seq),
            links=ListLinks(self=at.address, next=following),
        )

    return represent_computed(service, get, CitedByQuery, make)


def development_dispute(service: Service, get: Get) -> Representation:
    """A claim and whatever stands against it.

    Both sides with their passages and grades: the evidence that asserts it, the evidence that denies or disputes it,
    and the developments that contradict or correct it, those withdrawn left out.
    """

    def make(at: Moment[AtMoment]) -> DisputeDetail:
        row = record_at(
            at.connection, DEVELOPMENTS, get.place["id"], at.snapshot, query=at.parsed.canonical, behind="/dispute"
        )
        claim = Development.model_validate_json(row.document)
        return DisputeDetail(data=dispute_over(at.connection, claim, seq=at.seq), meta=at.meta, links=at.links)

    return represent_computed(service, get, AtMoment, make)


def quality(service: Service, get: Get) -> Representation:
    """How much of the record rests on passages that hold.

    A record counts in each state that any evidence of it has, so the shares may add up to over 1.
    """

    def make(at: Moment[AtMoment]) -> QualityDetail:
        return QualityDetail(data=quality_at(at.connection, seq=at.seq), meta=at.meta, links=at.links)

    return represent_computed(service, get, AtMoment, make)
