"""Including: the records that an answer's records name, and what those name in turn."""

from collections.abc import Iterable, Sequence

from app.reading.resource import Resource
from app.store import read
from app.store.pinned import Pinned


def included(
    pinned: Pinned, resource: Resource, ids: Iterable[str], wanted: Sequence[Resource]
) -> dict[str, dict[str, str]]:
    """The documents that records name, by collection and id, once each: one to four statements a collection.

    Collections are taken in the order in which they refer to each other, so that what an included development names is
    included too; within a collection only what the records themselves name is followed. What did not stand yet, such as
    a successor, is included as it does now, and for what was merged, the record that goes on.
    """
    connection = pinned.connection
    targets = read.named_in(connection, resource.name, ids, seq=pinned.seq)
    found: dict[str, dict[str, str]] = {}
    for other in wanted:
        table, of_it = other.collection.table, {record_id for name, record_id in targets if name == other.name}
        documents = pinned.documents_of(other.collection, of_it) if of_it else {}
        if pinned.at < pinned.seq and (later := of_it - documents.keys()):
            documents |= read.documents_of(connection, table, later, seq=pinned.seq)
        if merged := of_it - documents.keys():
            survivors = read.survivors_of(connection, other.name, merged, seq=pinned.seq).values()
            documents |= read.documents_of(connection, table, survivors, seq=pinned.seq)
        found[other.name] = documents
        if documents and other is not resource:
            further = read.named_in(connection, other.name, documents, seq=pinned.at)
            targets += [target for target in further if target[0] != other.name]
    return found
