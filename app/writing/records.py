"""Records: what creating, changing, deleting, merging and restoring one means, for any collection."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.errors import MOST_FAULTS, Conflict, Invalid, NotFound
from app.reading.answer.moment import absent, check_id
from app.reading.question.refusing import no_member
from app.reading.resource import Resource
from app.rules.grounds import with_evidence
from app.rules.tree import narrow
from app.store import clock, read, restoring
from app.store.versions import render_record
from app.store.write import Writer
from app.writing import drafts
from app.writing.bodies import read_json
from app.writing.given import settle
from app.writing.outcome import Beside, Done
from app.writing.precondition import Precondition
from app.writing.similarity import similar_to
from schemas import Draft, Fault, Record, RecordKey, field_names


def create(writer: Writer, resource: Resource, draft: Draft, *, looks_for_similar: bool = True) -> Done:
    """Add a record, and name those that it may be the same as; a known identity with the same content is its record.

    Raises what `add` does.
    """
    done = add(writer, resource, draft)
    if not (done.is_new and looks_for_similar):
        return done
    similar = similar_to(writer, resource, [done.record]).get(done.record.id, ())
    return replace(done, beside=Beside(similar=similar))


def add(writer: Writer, resource: Resource, draft: Draft, *, among_many: bool = False) -> Done:
    """Add a record from its draft, which may name actors and quote passages, or keep it as a draft where that is first.

    A draft whose identity a record has, and that says the same, is that record. `among_many`, which may be sent again,
    so is a draft without an identity whose id a record has; and whatever could refuse it at the end of the transaction
    refuses it now, before anything is changed. Raises `Conflict` with the differences where an identity is another's.
    """
    draft = settle(writer, draft)
    known = _find_known(writer, resource, draft)
    if known is not None:
        differences = _find_differences(resource, draft, known)
        if differences and not _leaves_as_it_is(writer, resource, draft, known):
            raise Conflict(f"{resource.name}/{known.id} is there already, and different", faults=differences)
        return Done(resource.name, known)
    if among_many and (same := _find_same(writer, resource, draft)) is not None:
        return Done(resource.name, same)
    if resource.collection.begins_as_draft:
        return drafts.add_draft(writer, resource, draft, among_many=among_many)
    if among_many:
        writer.check_new(resource.name, draft)
    return Done(resource.name, writer.create(resource.name, draft).record, is_new=True)


def change(
    writer: Writer, resource: Resource, record: Record, patch: Mapping[str, Any], *, precondition: Precondition
) -> Done:
    """Change a record as it stands by a JSON merge patch (RFC 7396).

    Raises `Stale`, `PreconditionRequired`, and `Invalid` for what the patch cannot make of it.
    """
    precondition.require(record)
    if patch.get("id", record.id) != record.id:
        fault = Fault(in_="body", pointer="/id", message="is permanent")
        raise Invalid("an id cannot be changed", faults=[fault])
    known = field_names(resource.collection.draft)
    if unknown := sorted(patch.keys() - set(known)):
        faults = [no_member((name,), known) for name in unknown[:MOST_FAULTS]]
        raise Invalid("the patch names what there is not", faults=faults)
    merged = merge_patch(json.loads(draft_of(resource, record).model_dump_json()), patch)
    draft = settle(writer, read_draft(resource, {**merged, "id": record.id}))
    if drafts.is_draft(resource, record):
        return Done(resource.name, drafts.replace_draft(writer, resource, draft), is_draft=True)
    return Done(resource.name, writer.replace(resource.name, record.id, draft).record)


def delete(writer: Writer, resource: Resource, record_id: str, *, precondition: Precondition) -> Done:
    """Delete a record that no other names, or a draft of one; its last state."""
    record = find_changeable(writer, resource, record_id)
    precondition.require(record)
    if is_draft := drafts.is_draft(resource, record):
        drafts.remove_draft(writer, record_id)
    else:
        writer.delete(resource.name, record_id)
    return Done(resource.name, record, is_draft=is_draft)


def merge(writer: Writer, resource: Resource, record_id: str, *, into: str, precondition: Precondition) -> Done:
    """Merge a record into another of its collection, which is what is answered."""
    precondition.check(find_standing(writer, resource, record_id, behind="/merge"))
    if writer.current.record(resource.name, into) is None:
        message = f"names {resource.name}/{into}, which does not exist"
        near = writer.current.nearest(resource.name, into)
        fault = Fault(in_="body", pointer="/into", message=message, suggestions=near)
        raise Invalid("there is nothing to merge into", faults=[fault])
    writer.merge(resource.name, record_id, into)
    return Done(resource.name, writer.current.existing(resource.name, into))


def restore(writer: Writer, resource: Resource, record_id: str, *, precondition: Precondition) -> Done:
    """Bring back a record that ended, as it last stood; what a merge had taken along stands beside it.

    What was a draft in the record is one beside it then. Raises `NotFound` where it never was, `Stale` where its last
    revision is not the one that was read, `Conflict` where it stands.
    """
    name, table = resource.name, resource.collection.table
    check_id(name, record_id)
    last = restoring.last_state(writer.connection, resource.collection, record_id)
    if last is None:
        raise NotFound(f"{name} never had a record {record_id!r}")
    precondition.check(last)
    ending = read.ending_of(writer.connection, table, record_id)
    if ending is None:
        fault = Fault(in_="path", name="id", message="names a record that stands: there is nothing to restore")
        raise Conflict(f"{name}/{record_id} stands", faults=[fault])
    if drafts.is_draft(resource, last):
        return drafts.put_back(writer, resource, last)
    done = Done(name, writer.restore(name, last).record)
    if ending.into is None:
        return done
    key = RecordKey(name, record_id)
    moved = restoring.find_taken_along(writer.connection, writer.turn.collections, key, ending)
    return replace(done, beside=Beside(moved=moved))


def find_changeable(writer: Writer, resource: Resource, record_id: str) -> Record:
    """What a writer may change under an id: the draft that is kept beside the record, else the record that stands.

    Raises what `find_standing` does.
    """
    return drafts.find_draft(writer, resource, record_id) or find_standing(writer, resource, record_id)


def find_standing(writer: Writer, resource: Resource, record_id: str, *, behind: str = "") -> Record:
    """The record as it stands. Raises `NotFound`, `Gone` or `MovedTo`, as reading it, or what is `behind` it, would."""
    check_id(resource.name, record_id)
    record = writer.current.record(resource.name, record_id)
    if record is None:
        raise absent(writer.connection, resource, record_id, clock.newest(writer.connection), behind=behind)
    return record


def draft_of(resource: Resource, record: Record) -> Draft:
    """A record as its writer gives it: without what the tracker computes."""
    model: type[Draft] = resource.collection.draft
    given = resource.collection.as_given(record)
    return narrow(with_evidence(given, lambda ground: ground.model_copy(update={"exact": None})), model)


def read_draft(resource: Resource, value: Any) -> Draft:
    """A draft of JSON values. Raises `Invalid` where they are none."""
    model: type[Draft] = resource.collection.draft
    return read_json(model, json.dumps(value))


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


def _find_known(writer: Writer, resource: Resource, draft: Draft) -> Record | None:
    """The standing record that has the draft's identity."""
    identity = resource.collection.names.identity
    value = identity.value(draft) if identity is not None else None
    holder = writer.claims.holder(resource.name, value) if value is not None else None
    return writer.current.record(resource.name, holder) if holder is not None else None


def _find_same(writer: Writer, resource: Resource, draft: Draft) -> Record | None:
    """The standing record that has the id of a draft without an identity, and that the draft would not change."""
    collection = resource.collection
    has_identity = collection.names.identity is not None and collection.names.identity.value(draft) is not None
    record = writer.current.record(resource.name, draft.id) if draft.id is not None and not has_identity else None
    return record if record is not None and _leaves_as_it_is(writer, resource, draft, record) else None


def _leaves_as_it_is(writer: Writer, resource: Resource, draft: Draft, record: Record) -> bool:
    """Whether a record would say what it says if it were written again from a draft, which may leave out its id."""
    collection = resource.collection
    named = collection.derivation.completed(draft).model_copy(update={"id": record.id})
    derived = {**collection.derivation.derive(named, facts=writer.current, previous=record), "id": record.id}
    again = render_record(collection, named, record, derived, at=record.updated_at)
    return draft.id in (None, record.id) and again.model_dump_json() == record.model_dump_json()


def _find_differences(resource: Resource, draft: Draft, known: Record) -> list[Fault]:
    """A fault for each field that a draft has otherwise than a record, but for what it is known by.

    A draft without an id leaves it to the record.
    """
    draft, other = resource.collection.derivation.completed(draft), draft_of(resource, known)
    identity = resource.collection.names.identity
    known_by = identity.field if identity is not None and identity.value(draft) is not None else None
    faults = []
    for name, field in type(draft).model_fields.items():
        given, there = getattr(draft, name), getattr(other, name)
        if given != there and name != known_by and not (name == "id" and given is None):
            shown = json.dumps(json.loads(other.model_dump_json())[field.alias or name], ensure_ascii=False)
            faults.append(Fault(in_="body", pointer=f"/{field.alias or name}", message=f"is {shown[:300]} there"))
    return faults
