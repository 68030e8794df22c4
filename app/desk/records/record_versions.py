"""Versions: what somebody typed beside what others have written meanwhile, so that neither is lost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.desk.frame.api_writes import REVISION_FIELD
from app.desk.frame.forms import Typed
from app.desk.records.record_fields import RecordField
from app.desk.records.record_values import PASSAGE_WORDS, SELECTOR, list_values, read_typed_record, show_value
from app.reading.answer.moment import absent, check_id
from app.reading.resource import Resource
from app.store import clock
from app.store.metadata import columns_of
from app.store.read import ANY_NUMBER, document_of
from app.writing.records import draft_of

DraftValues = dict[str, Any]


@dataclass(frozen=True)
class StoredRecord:
    """A record as it stands: its document, its draft with the words of passages, and its revision."""

    document: Mapping[str, Any]
    draft: DraftValues
    revision: int


@dataclass(frozen=True)
class Difference:
    """A member that two have changed: what it is called, what stands there now, and what was typed."""

    name: str
    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Merged:
    """A form held against what was written since it was shown.

    `typed` has what others alone have changed, which are the members `taken`; what both have changed is as it was
    typed, and stands in `differences`.
    """

    typed: Typed
    taken: tuple[str, ...]
    differences: tuple[Difference, ...]


def read_standing(connection: Connection, resource: Resource, record_id: str) -> StoredRecord:
    """A record that stands. Raises `NotFound`, `Gone` or `MovedTo` where none does."""
    check_id(resource.name, record_id)
    found = document_of(connection, resource.collection.table, record_id, seq=ANY_NUMBER)
    if found is None:
        raise absent(connection, resource, record_id, clock.newest(connection))
    return _read_document(resource, found.document)


def hold_against(
    connection: Connection, resource: Resource, fields: tuple[RecordField, ...], typed: Typed, *, there: StoredRecord
) -> Merged:
    """What was typed from an earlier revision, merged with the record as it stands, member by member."""
    earlier = _read_revision(connection, resource, there.document["id"], typed.value(REVISION_FIELD))
    mine = read_typed_record(fields, typed).values
    taken, differences = [], []
    for each in fields:
        now, was = _plain(there.draft.get(each.name)), _plain(earlier.get(each.name)) if earlier is not None else None
        written = read_member(each, mine, earlier)
        if now in (written, was):
            continue
        if earlier is not None and written == was:
            typed = put_member(typed, each, there.draft)
            taken.append(each.label)
        else:
            differences.append(Difference(each.name, each.label, describe_value(now), describe_value(written)))
    return Merged(typed, tuple(taken), tuple(differences))


def put_member(typed: Typed, field: RecordField, draft: Mapping[str, Any]) -> Typed:
    """What was typed, with one member as a draft has it."""
    others = ((name, value) for name, value in typed.fields if name.partition(".")[0] != field.name)
    return Typed((*others, *list_values([field], draft)), typed.token)


def make_patch(fields: Iterable[RecordField], values: Mapping[str, Any], draft: DraftValues) -> dict[str, Any]:
    """The merge patch that makes of a draft what was typed; members that are as they were are left out."""
    patch: dict[str, Any] = {}
    for each in fields:
        there, typed = _plain(draft.get(each.name)), read_member(each, values, draft)
        if typed != there:
            is_object = each.kind == "pairs" and isinstance(there, dict) and isinstance(typed, dict)
            patch[each.name] = {**dict.fromkeys(there), **typed} if is_object else typed
    return patch


def read_member(field: RecordField, values: Mapping[str, Any], draft: DraftValues | None) -> Any:
    """A member as it was typed; words of a vocabulary stand in the order in which the draft has them."""
    typed, there = values.get(field.name), (draft or {}).get(field.name)
    if field.kind == "choices" and isinstance(there, list) and isinstance(typed, list):
        return [*(word for word in there if word in typed), *(word for word in typed if word not in there)]
    return typed


def describe_value(value: Any) -> str:
    """A value in lines that can be read, a line for each row of a list."""
    if isinstance(value, list | tuple):
        return "\n".join(describe_value(each).replace("\n", "; ") for each in value) or "nothing"
    if isinstance(value, dict):
        shown = {name: each for name, each in value.items() if name != SELECTOR and each not in (None, "", [])}
        return "; ".join(f"{name}: {describe_value(each)}" for name, each in shown.items()) or "nothing"
    return show_value(value) if value not in (None, "") else "nothing"


def _read_revision(connection: Connection, resource: Resource, record_id: str, revision: str) -> DraftValues | None:
    if not (revision.isascii() and revision.isdigit() and len(revision) <= 9):
        return None
    columns = columns_of(resource.collection.table)
    query = select(columns.document).where(columns.id == record_id, columns.revision == int(revision))
    document = connection.execute(query.order_by(columns.seq.desc()).limit(1)).scalar_one_or_none()
    return _read_document(resource, document).draft if document is not None else None


def _read_document(resource: Resource, document: str) -> StoredRecord:
    record = resource.collection.record.model_validate_json(document)
    draft = json.loads(draft_of(resource, record).model_dump_json())
    shown = json.loads(document)
    return StoredRecord(shown, _with_words(draft, shown), record.revision)


def _with_words(draft: Any, document: Any) -> Any:
    """A draft whose passages have the words that its document shows of them."""
    if isinstance(draft, list):
        return [_with_words(each, there) for each, there in zip(draft, document, strict=False)]
    if not isinstance(draft, dict):
        return draft
    with_words = {name: _with_words(each, document.get(name)) for name, each in draft.items()}
    return {**with_words, PASSAGE_WORDS: document.get(PASSAGE_WORDS)} if draft.get(SELECTOR) is not None else with_words


def _plain(value: Any) -> Any:
    """A value as it is written: passages that are selected without their words."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {name: _plain(each) for name, each in value.items()}
    return {**plain, PASSAGE_WORDS: None} if plain.get(SELECTOR) is not None else plain
