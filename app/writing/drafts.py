"""Drafts: what is sent to a collection that holds only what is final, kept beside the record until it is published."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.errors import Conflict, NotFound
from app.reading.resource import Resource
from app.rules.references import check_named
from app.rules.tree import narrow
from app.store import restoring
from app.store.current import Current
from app.store.draft_tables import DraftRow
from app.store.integrity import check_given
from app.store.metadata import columns_of
from app.store.versions import render_record
from app.store.write import Writer
from app.writing.outcome import Done
from schemas import SLUG, Draft, Fault, Record

_drafts = columns_of(DraftRow)


def count_drafts(connection: Connection) -> int:
    """How many drafts there are."""
    return connection.execute(select(func.count()).select_from(DraftRow)).scalar_one()


def find_draft_row(connection: Connection, draft_id: str) -> Row[Any] | None:
    """The row of a draft; None where there is none, as where an id can be none."""
    if re.fullmatch(SLUG, draft_id) is None:
        return None
    return connection.execute(select(*_drafts).where(_drafts.id == draft_id)).one_or_none()


def find_existing_row(connection: Connection, draft_id: str) -> Row[Any]:
    """The row of a draft. Raises `NotFound`."""
    row = find_draft_row(connection, draft_id)
    if row is None:
        raise NotFound(f"there is no draft {draft_id[:96]!r}; once it is published, /v1/briefings has it under its id")
    return row


def find_draft(writer: Writer, resource: Resource, draft_id: str) -> Record | None:
    """A draft as its editor sees it; None where there is none."""
    row = find_draft_row(writer.connection, draft_id) if resource.collection.begins_as_draft else None
    return None if row is None else show_draft(writer.connection, resource, row, current=writer.current)


def is_draft(resource: Resource, record: Record) -> bool:
    """Whether a record is yet to be published."""
    return resource.collection.begins_as_draft and not resource.collection.finality.is_final(record)


def read_kept(connection: Connection, resource: Resource, row: Row[Any], *, current: Current) -> Draft:
    """A draft as it was given, in which what was merged since is named as what it became."""
    model: type[Draft] = resource.collection.draft
    return restoring.follow(connection, model.model_validate_json(row.document), resource.name, current=current)


def show_draft(connection: Connection, resource: Resource, row: Row[Any], *, current: Current) -> Record:
    """A draft as the record that it would be, with what an editor must know of it as of now."""
    draft = read_kept(connection, resource, row, current=current)
    return _render(resource, draft, row._mapping, current)


def show_given(connection: Connection, resource: Resource, row: Row[Any], given: Draft, *, current: Current) -> Record:
    """A draft as the record that it would be if this were given for it; nothing of it is kept."""
    followed = restoring.follow(connection, given, resource.name, current=current)
    return _render(resource, followed, row._mapping, current)


def add_draft(writer: Writer, resource: Resource, draft: Draft, *, among_many: bool) -> Done:
    """Keep what was sent as a draft; `among_many`, which may be sent again, one that is kept just so is that one.

    Raises `Conflict` for an id that a draft or a record has, or a record had, and `Invalid` and `Conflict` for what
    could not be in the record either.
    """
    row = find_draft_row(writer.connection, draft.id) if draft.id is not None else None
    if row is not None and among_many and row.document == draft.model_dump_json():
        return Done(resource.name, show_draft(writer.connection, resource, row, current=writer.current), is_draft=True)
    if row is not None:
        fault = Fault(in_="body", pointer="/id", message=f"is that of the draft /v1/drafts/{row.id}")
        raise Conflict(f"there is a draft {row.id!r} already", faults=[fault])
    if draft.id is not None:
        writer.claims.check_id(resource.name, draft.id)
    named = draft.model_copy(update={"id": draft.id or next(_free_ids(writer, resource, draft))})
    return _add(writer, resource, named, revision=1)


def replace_draft(writer: Writer, resource: Resource, draft: Draft) -> Record:
    """Give a draft new content, which the writer has changed. Raises what `add_draft` does."""
    row = find_existing_row(writer.connection, str(draft.id))
    document = draft.model_dump_json()
    if document == row.document:
        return show_draft(writer.connection, resource, row, current=writer.current)
    values = {"document": document, "revision": row.revision + 1, "changed_by": writer.by}
    values["updated_at"] = max(dt.datetime.now(dt.UTC), row.updated_at)
    previous = show_draft(writer.connection, resource, row, current=writer.current)
    record = _render(resource, draft, {**row._mapping, **values}, writer.current)
    _check(writer, resource, draft, record, previous=previous)
    writer.connection.execute(update(DraftRow).where(_drafts.id == row.id).values(**values))
    return record


def remove_draft(writer: Writer, draft_id: str) -> None:
    """Keep a draft no longer."""
    writer.connection.execute(delete(DraftRow).where(_drafts.id == draft_id))


def put_back(writer: Writer, resource: Resource, last: Record) -> Done:
    """Keep as a draft again what was one in the record and ended there, as it `last` stood. Raises `Conflict`."""
    if find_draft_row(writer.connection, last.id) is not None:
        fault = Fault(in_="path", name="id", message=f"is that of the draft /v1/drafts/{last.id}")
        raise Conflict(f"{last.id} is a draft: there is nothing to restore", faults=[fault])
    model: type[Draft] = resource.collection.draft
    given = narrow(resource.collection.as_given(last), model)
    given = restoring.follow(writer.connection, given, resource.name, current=writer.current)
    return replace(_add(writer, resource, given, revision=last.revision + 1), is_new=False)


def _add(writer: Writer, resource: Resource, draft: Draft, *, revision: int) -> Done:
    now = dt.datetime.now(dt.UTC)
    row: dict[str, Any] = {"id": draft.id, "document": draft.model_dump_json(), "revision": revision}
    row |= {"created_by": writer.by, "created_at": now, "changed_by": writer.by, "updated_at": now}
    record = _render(resource, draft, row, writer.current)
    _check(writer, resource, draft, record, previous=None)
    writer.connection.execute(insert(DraftRow), row)
    return Done(resource.name, record, is_new=True, is_draft=True)


def _render(resource: Resource, draft: Draft, row: Any, current: Current) -> Record:
    drafted = resource.collection.finality.drafted
    assert drafted is not None  # noqa: S101  # of a collection that begins with drafts
    computed = drafted(draft, facts=current)
    record: Record = render_record(resource.collection, draft, None, computed, at=row["created_at"])
    return record.model_copy(update={"revision": row["revision"], "updated_at": row["updated_at"]})


def _check(writer: Writer, resource: Resource, draft: Draft, record: Record, *, previous: Record | None) -> None:
    """Raises a `Refusal` for what could never be published: a name of nothing, and what the collection's rules say."""

    def stands(name: str, record_id: str) -> bool:
        if writer.current.record(name, record_id) is not None:
            return True
        return name == resource.name and find_draft_row(writer.connection, record_id) is not None

    check_named(f"the draft {draft.id}", draft, stands=stands, nearest=writer.current.nearest)
    check_given(resource.collection, record, old=previous, last=previous, facts=writer.current)


def _free_ids(writer: Writer, resource: Resource, draft: Draft) -> Iterator[str]:
    """What its title gives for an id, or that with a number behind it, which no draft and no record has or had."""
    wished = resource.collection.wished_id(draft)
    alike = (_drafts.id == wished) | _drafts.id.startswith(f"{wished}-", autoescape=True)
    kept = set(writer.connection.execute(select(_drafts.id).where(alike)).scalars())
    if wished not in kept and not writer.current.was_used(resource.name, wished):
        yield wished
    for number in count(2):
        numbered = f"{wished}-{number}"
        if numbered not in kept and not writer.current.was_used(resource.name, numbered):
            yield numbered
