"""Counts: how many records of a list have each value of a facet, with what the values are called."""

from collections.abc import Iterable

from sqlalchemy import Connection

from app.reading.archive import Archive, Facets
from app.reading.plan.statements import leave_open
from app.reading.plan.walk import walk
from app.reading.question.question import Question
from app.reading.resource import Resource
from app.store import read
from schemas import FacetCount


def count_facets(connection: Connection, archive: Archive, question: Question) -> Facets:
    """The counts of each facet that was asked for, labelled."""
    found = {}
    for name in question.facets:
        facet = question.resource.facets[name]
        rest = question.without(facet.ignores)
        opened = leave_open(rest)
        rows = walk(opened)
        counts = facet.count(connection, rows.scope, rows.met, opened.values)
        labels = {}
        if facet.names is not None:
            named = archive.by_name[facet.names]
            labels = _labels(connection, named, [value for value, _ in counts], seq=rest.snapshot.seq)
        found[name] = tuple(
            FacetCount(value=value, label=labels.get(value, value), count=count) for value, count in counts
        )
    return found


def _labels(connection: Connection, resource: Resource, ids: Iterable[str], *, seq: int) -> dict[str, str]:
    """The titles or names of records, by id."""
    collection = resource.collection
    documents = read.documents_of(connection, collection.storage.table, ids, seq=seq)
    return {
        record_id: collection.names.title(collection.record.model_validate_json(document))
        for record_id, document in documents.items()
    }
