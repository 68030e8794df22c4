"""What is special to editions, read: the newest one, how two differ, and what has changed since."""

from dataclasses import replace

from sqlalchemy import Connection

from app.editions.comparing import difference, staleness
from app.editions.newest import newest_edition
from app.errors import NotFound
from app.http.answering import Get, Representation
from app.http.computed import Moment, represent_computed
from app.http.lists import read_record
from app.http.parts import Service
from app.reading.answer.moment import record_at
from app.reading.question.addresses import with_query
from app.reading.question.moment import number_needed, snapshot_of
from app.resources import BRIEFINGS
from app.store.clock import Snapshot
from schemas import (
    AtMoment,
    Briefing,
    BriefingDetailQuery,
    DiffQuery,
    EditionDiffDetail,
    Fault,
    StalenessDetail,
)


def get_latest_briefing(service: Service, get: Get) -> Representation:
    """Get the newest published edition.

    The newest published edition, as its own address answers; `Content-Location` names that.
    """
    parsed = get.read(BriefingDetailQuery)
    with service.database.read(at_least=number_needed(parsed.query)) as connection:
        briefing_id = newest_edition(connection, seq=snapshot_of(connection, parsed.query, None).seq)
    found = read_record(BRIEFINGS, service, Get(get.scope, {"id": briefing_id}))
    location = with_query(f"/v1/briefings/{briefing_id}", parsed.canonical)
    return replace(found, headers={**found.headers, "Content-Location": location})


def briefing_diff(service: Service, get: Get) -> Representation:
    """How editions differ.

    Statements that were added, removed or changed against another edition, and records that moved since.
    """

    def make(at: Moment[DiffQuery]) -> EditionDiffDetail:
        briefing = _edition(at.connection, get.place["id"], at.snapshot, query=at.parsed.canonical, behind="/diff")
        other = find_other_edition(at.connection, at.query.against, at.snapshot)
        return EditionDiffDetail(
            data=difference(at.connection, briefing, other, seq=at.seq), meta=at.meta, links=at.links
        )

    return represent_computed(service, get, DiffQuery, make)


def find_other_edition(connection: Connection, briefing_id: str, snapshot: Snapshot) -> Briefing:
    """The edition that a query says another is to be held against. Raises `NotFound`, `Gone` or `MovedTo`."""
    try:
        return _edition(connection, briefing_id, snapshot, query="")
    except NotFound as refusal:
        fault = Fault(in_="query", name="against", message=refusal.detail)
        raise refusal.saying([fault]) from None


def briefing_stale(service: Service, get: Get) -> Representation:
    """What has changed since publication.

    The records that a published edition cites which have changed since, and the editions that correct it.
    """

    def make(at: Moment[AtMoment]) -> StalenessDetail:
        briefing = _edition(at.connection, get.place["id"], at.snapshot, query=at.parsed.canonical, behind="/stale")
        return StalenessDetail(data=staleness(at.connection, briefing, seq=at.seq), meta=at.meta, links=at.links)

    return represent_computed(service, get, AtMoment, make)


def _edition(connection: Connection, briefing_id: str, snapshot: Snapshot, *, query: str, behind: str = "") -> Briefing:
    row = record_at(connection, BRIEFINGS, briefing_id, snapshot, query=query, behind=behind)
    return Briefing.model_validate_json(row.document)
