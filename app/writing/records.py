"""Records: what creating, changing, deleting, merging and restoring one means, for any collection."""

import json
from dataclasses import replace
from typing import Any

from app.errors import Conflict, Invalid, NotFound
from app.http.sent import JSON_TYPES, PATCH_TYPES, Sent
from app.reading.answer.moment import absent, check_id
from app.reading.question.refusing import MOST_FAULTS, no_member
from app.reading.resource import Resource
from app.rules.grounds import with_evidence
from app.store import clock, read, restoring
from app.store.write import Writer
from app.writing.bodies import read_json, read_object
from app.writing.given import settled
from app.writing.similarity import similar_to
from app.writing.transaction import Done
from schemas import Draft, Fault, FieldPath, Merge, Record, field_names, fields_of

CREATED = 201


def create(writer: Writer, resource: Resource, sent: Sent) -> Done:
    """Add a record; a known identity with the same content is the record that is there."""
    sent.check_match(None)
    done = add(writer, resource, read_json(resource.collection.draft, sent.text(JSON_TYPES)))
    if done.status != CREATED:
        return done
    similar = similar_to(writer, resource, [done.record]).get(done.record.id)
    return replace(done, beside={"similar": similar} if similar else {})


def add(writer: Writer, resource: Resource, draft: Draft, *, surely: bool = False) -> Done:
    """Add a record from its draft. Raises `Conflict` with the differences where its identity is another's.

    It may name actors and quote passages. With `surely`, whatever could refuse it at the end of the transaction refuses
    it now, before anything is changed.
    """
    draft = settled(writer, draft)
    known = _known(writer, resource, draft)
    if known is None:
        if surely:
            writer.check_new(resource.name, draft)
        return Done(resource.name, writer.create(resource.name, draft).record, CREATED)
    same = {resource.collection.identity.field} if resource.collection.identity is not None else set()
    differences = [
        fault
        for fault in _differences(resource.collection.completed(draft), draft_of(resource, known))
        if (fault.pointer or "")[1:] not in same
    ]
    if differences:
        raise Conflict(f"{resource.name}/{known.id} is there already, and different", faults=differences)
    return Done(resource.name, known)


def change(writer: Writer, resource: Resource, record_id: str, sent: Sent) -> Done:
    """Change a record by a JSON merge patch (RFC 7396)."""
    record = present(writer, resource, record_id)
    patch = read_object(sent.text(PATCH_TYPES))
    sent.require_match(record)
    if patch.get("id", record_id) != record_id:
        fault = Fault(in_="body", pointer="/id", message="is permanent")
        raise Invalid("an id cannot be changed", faults=[fault])
    known = field_names(resource.collection.draft)
    if unknown := sorted(patch.keys() - set(known)):
        faults = [no_member((name,), known) for name in unknown[:MOST_FAULTS]]
        raise Invalid("the patch names what there is not", faults=faults)
    merged = merge_patch(json.loads(draft_of(resource, record).model_dump_json()), patch)
    draft = settled(writer, drafted(resource, {**merged, "id": record_id}))
    return Done(resource.name, writer.replace(resource.name, record_id, draft).record)


def delete(writer: Writer, resource: Resource, record_id: str, sent: Sent) -> Done:
    """Delete a record that no other names; its last state."""
    record = present(writer, resource, record_id)
    sent.require_match(record)
    writer.delete(resource.name, record_id)
    return Done(resource.name, record)


def merge(writer: Writer, resource: Resource, record_id: str, sent: Sent) -> Done:
    """Merge a record into another of its collection, which is answered."""
    wanted = read_json(Merge, sent.text(JSON_TYPES))
    sent.check_match(present(writer, resource, record_id, behind="/merge"))
    if writer.current.record(resource.name, wanted.into) is None:
        message = f"names {resource.name}/{wanted.into}, which does not exist"
        near = writer.current.nearest(resource.name, wanted.into)
        fault = Fault(in_="body", pointer="/into", message=message, suggestions=near)
        raise Invalid("there is nothing to merge into", faults=[fault])
    writer.merge(resource.name, record_id, wanted.into)
    return Done(resource.name, writer.current.existing(resource.name, wanted.into))


def restore(writer: Writer, resource: Resource, record_id: str, sent: Sent) -> Done:
    """Bring a deleted record back under its id, or split a merged one off again, as it last stood.

    Its revisions go on. What names the survivor of a merge goes on naming it: `meta.moved` says what named the record
    before, so that it can be moved back. What the record itself names must stand, or have been merged into what does.
    `If-Match` is held against its last revision.
    """
    sent.check_empty()
    name, table = resource.name, resource.collection.table
    check_id(name, record_id)
    last = restoring.last_state(writer.connection, resource.collection, record_id)
    if last is None:
        raise NotFound(f"{name} never had a record {record_id!r}")
    sent.check_match(last)
    ending = read.ending_of(writer.connection, table, record_id)
    if ending is None:
        fault = Fault(in_="path", name="id", message="names a record that stands: there is nothing to restore")
        raise Conflict(f"{name}/{record_id} stands", faults=[fault])
    done = Done(name, writer.restore(name, last).record)
    if ending.into is None:
        return done
    moved = writer.taken_along(name, record_id, merge=ending.seq)
    return replace(done, beside={"moved": [each.model_dump() for each in moved]})


def present(writer: Writer, resource: Resource, record_id: str, *, behind: str = "") -> Record:
    """The record as it stands. Raises `NotFound`, `Gone` or `Moved`, as reading it, or what is `behind` it, would."""
    check_id(resource.name, record_id)
    record = writer.current.record(resource.name, record_id)
    if record is None:
        raise absent(writer.connection, resource, record_id, clock.newest(writer.connection), behind=behind)
    return record


def draft_of(resource: Resource, record: Record) -> Draft:
    """A record as its writer gives it: without what the tracker computes."""
    paths = {field.path: field for field in fields_of(resource.collection.draft)}
    given = with_evidence(
        resource.collection.as_given(record), lambda ground: ground.model_copy(update={"exact": None})
    )
    return drafted(resource, _only(json.loads(given.model_dump_json()), paths, ""))


def drafted(resource: Resource, value: Any) -> Draft:
    """A draft of JSON values. Raises `Invalid` where they are none."""
    return read_json(resource.collection.draft, json.dumps(value))


def merge_patch(target: Any, patch: Any) -> Any:
    """A value after a merge patch: objects member by member, null takes away, anything else replaces (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge_patch(result.get(name), value)
    return result


def _only(value: Any, paths: dict[str, FieldPath], prefix: str) -> Any:
    """A value's fields that stand among the paths."""
    if isinstance(value, list):
        return [_only(each, paths, prefix) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: each if paths[prefix + name].leaf else _only(each, paths, f"{prefix}{name}.")
        for name, each in value.items()
        if prefix + name in paths
    }


def _known(writer: Writer, resource: Resource, draft: Draft) -> Record | None:
    """The standing record that has the draft's identity."""
    identity = resource.collection.identity
    value = identity.value(draft) if identity is not None else None
    holder = writer.claims.holder(resource.name, value) if value is not None else None
    return writer.current.record(resource.name, holder) if holder is not None else None


def _differences(draft: Draft, other: Draft) -> list[Fault]:
    """A fault for each field of a draft that another has otherwise; the id is the other's to say."""
    faults = []
    for name, field in type(draft).model_fields.items():
        given, there = getattr(draft, name), getattr(other, name)
        if given != there and not (name == "id" and given is None):
            shown = json.dumps(json.loads(other.model_dump_json())[field.alias or name], ensure_ascii=False)
            faults.append(Fault(in_="body", pointer=f"/{field.alias or name}", message=f"is {shown[:300]} there"))
    return faults
