"""Including: the records that an answer's records name, and what those name in turn."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from app.reading.archive import Archive
from app.reading.resource import Resource
from app.store import read
from app.store.clock import Snapshot
from app.store.pinned import Pinned


def include(
    connection: Connection,
    archive: Archive,
    resource: Resource,
    ids: Iterable[str],
    wanted: Sequence[str] | None,
    *,
    snapshot: Snapshot,
    at: int | None = None,
) -> Mapping[str, Mapping[str, str]] | None:
    """The documents of the `wanted` collections that records name, by collection and id, once each; None for no wish.

    They are shown as they stood after change `at`, else after the answer's own.
    """
    if wanted is None:
        return None
    pinned = Pinned(connection, archive.with_texts, at or snapshot.seq, snapshot.seq, judging=not snapshot.settled)
    return _include_named(pinned, resource, ids, [other for other in archive.resources if other.name in wanted])


def _include_named(
    pinned: Pinned, resource: Resource, ids: Iterable[str], wanted: Sequence[Resource]
) -> dict[str, dict[str, str]]:
    """The same: one to four statements a collection.

    Collections are taken in the order in which they refer to each other, so that what an included development names is
    included too; within a collection only what the records themselves name is followed. What did not stand yet, such as
    a successor, is included as it does now, and for what was merged, the record that goes on.
    """
    connection = pinned.connection
    targets = read.find_named(connection, resource.name, ids, seq=pinned.seq)
    found: dict[str, dict[str, str]] = {}
    for other in wanted:
        table, of_it = other.collection.storage.table, {record_id for name, record_id in targets if name == other.name}
        documents = pinned.documents_of(other.collection, of_it) if of_it else {}
        if pinned.at < pinned.seq and (later := of_it - documents.keys()):
            documents |= read.documents_of(connection, table, later, seq=pinned.seq)
        if merged := of_it - documents.keys():
            survivors = read.survivors_of(connection, other.name, merged, seq=pinned.seq).values()
            documents |= read.documents_of(connection, table, survivors, seq=pinned.seq)
        found[other.name] = documents
        if documents and other is not resource:
            further = read.find_named(connection, other.name, documents, seq=pinned.at)
            targets += [target for target in further if target[0] != other.name]
    return found
