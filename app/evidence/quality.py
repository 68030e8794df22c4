"""Quality: how much of the record rests on passages that hold."""

from collections import Counter

from sqlalchemy import Connection, func, select

from app.evidence.citations import CARRIERS
from app.reading.resource import Resource
from app.resources import DEVELOPMENTS, RESOURCES
from app.store.clock import standing
from app.store.metadata import columns_of
from schemas import (
    CaveatCount,
    CollectionQuality,
    Grounded,
    OriginsCount,
    Quality,
)


def quality_at(connection: Connection, *, seq: int) -> Quality:
    """What the record rested on after a change."""
    origins = columns_of(DEVELOPMENTS.collection.table).origins
    query = select(origins, func.count()).where(standing(DEVELOPMENTS.collection.table, seq))
    caveats: Counter[str] = Counter()
    for resource in RESOURCES:
        caveats.update(_counts(connection, resource, "has_caveat", seq=seq))
    frequent = sorted(caveats.items(), key=lambda each: (-each[1], each[0]))
    return Quality.model_validate(
        {
            "collections": {resource.name: _collection(connection, resource, seq=seq) for resource in CARRIERS},
            "origins": [
                OriginsCount(independent_origins=number, developments=count)
                for number, count in connection.execute(query.group_by(origins).order_by(origins))
            ],
            "caveats": [CaveatCount.model_validate({"kind": kind, "records": count}) for kind, count in frequent],
        }
    )


def _collection(connection: Connection, resource: Resource, *, seq: int) -> CollectionQuality:
    table = resource.collection.table
    query = select(func.count(columns_of(table).seq)).where(standing(table, seq))
    records = connection.execute(query).scalar_one()
    counts = _counts(connection, resource, "evidence", seq=seq)

    def grounded(state: str) -> Grounded:
        count = counts.get(state, 0)
        return Grounded(count=count, share=count / records if records else 0.0)

    return CollectionQuality(
        records=records,
        verified=grounded("verified"),
        unverified=grounded("unverified"),
        orphaned=grounded("orphaned"),
        missing=grounded("missing"),
    )


def _counts(connection: Connection, resource: Resource, facet: str, *, seq: int) -> dict[str, int]:
    """How many records have each value of a facet; none where the resource has no such facet."""
    if facet not in resource.facets:
        return {}
    table, field = resource.collection.terms_table, resource.facets[facet].field
    terms = columns_of(table)
    query = select(terms.value, func.count()).where(terms.field == field, terms.leads, standing(table, seq))
    return dict(connection.execute(query.group_by(terms.value)).all())
