"""Records: creating, changing, deleting, merging and restoring one, written once for every collection."""

from app.http.sent import JSON_TYPES, PATCH_TYPES
from app.http.writing import Write
from app.reading.resource import Resource
from app.writing import records
from app.writing.bodies import read_json, read_object
from app.writing.outcome import Done
from schemas import Merge


def create_record(resource: Resource, write: Write) -> Done:
    """Create one of the {collection}."""
    write.sent.precondition.check_new()
    draft = read_json(resource.collection.draft, write.sent.text(JSON_TYPES))
    return records.create(write.writer, resource, draft, looks_for_similar=write.sent.looks_for_similar)


def change_record(resource: Resource, write: Write) -> Done:
    """Change one of the {collection}."""
    record = records.find_changeable(write.writer, resource, write.id)
    patch = read_object(write.sent.text(PATCH_TYPES))
    return records.change(write.writer, resource, record, patch, precondition=write.sent.precondition)


def delete_record(resource: Resource, write: Write) -> Done:
    """Delete one of the {collection}."""
    return records.delete(write.writer, resource, write.id, precondition=write.sent.precondition)


def merge_record(resource: Resource, write: Write) -> Done:
    """Merge one of the {collection}."""
    into = read_json(Merge, write.sent.text(JSON_TYPES)).into
    return records.merge(write.writer, resource, write.id, into=into, precondition=write.sent.precondition)


def restore_record(resource: Resource, write: Write) -> Done:
    """Restore one of the {collection}.

    Bring a deleted record back under its id, or split a merged one off again, as it last stood.

    Its revisions go on. What names the survivor of a merge goes on naming it: `meta.moved` says what named the record
    before, so that it can be moved back. What the record itself names must stand, or have been merged into what does.
    `If-Match` is held against its last revision.
    """
    write.sent.check_empty()
    return records.restore(write.writer, resource, write.id, precondition=write.sent.precondition)
