"""Drafts as their editors see them: listed, shown with the notes of now, and checked before they are published."""

from sqlalchemy import Connection, Row, select

from app.editions.publishing import list_all_faults
from app.resources import BRIEFINGS, COLLECTIONS
from app.rules.statements import statements_of
from app.store.current import Current
from app.store.draft_tables import DraftRow
from app.store.metadata import columns_of
from app.writing import drafts
from schemas import (
    Briefing,
    BriefingDraft,
    DraftCheck,
    DraftEdition,
    DraftEntry,
    DraftsQuery,
    NotedStatement,
    Record,
    Statement,
)

_drafts = columns_of(DraftRow)


def find_entries(connection: Connection, query: DraftsQuery) -> list[DraftEntry]:
    """The drafts that a query asks for, by id, and one more where there are more."""
    found = select(*_drafts).order_by(_drafts.id).limit(query.limit + 1)
    if query.after is not None:
        found = found.where(_drafts.id > query.after)
    return [_entry_of(row) for row in connection.execute(found)]


def find_briefing(connection: Connection, draft_id: str) -> Briefing:
    """A draft as the briefing that it would be, with the notes of now. Raises `NotFound`."""
    row = drafts.find_existing_row(connection, draft_id)
    current = Current.of_reader(connection, COLLECTIONS)
    briefing = drafts.show_draft(connection, BRIEFINGS, row, current=current)
    assert isinstance(briefing, Briefing)  # noqa: S101  # a draft of a briefing
    return briefing


def show_edition(connection: Connection, record: Record) -> DraftEdition:
    """A draft that is kept, with the names of those who wrote it."""
    row = drafts.find_existing_row(connection, record.id)
    named = {"created_by": row.created_by, "changed_by": row.changed_by}
    return DraftEdition.model_validate({**dict(record), **named})


def show_as_given(connection: Connection, draft_id: str, given: BriefingDraft) -> Briefing:
    """A draft as it would be if this were given for it, with the notes of now. Raises `NotFound`."""
    row = drafts.find_existing_row(connection, draft_id)
    current = Current.of_reader(connection, COLLECTIONS)
    briefing = drafts.show_given(connection, BRIEFINGS, row, given, current=current)
    assert isinstance(briefing, Briefing)  # noqa: S101  # a draft of a briefing
    return briefing


def check_draft(connection: Connection, draft_id: str) -> DraftCheck:
    """All that keeps a draft from being published, and what a reader would be told besides. Raises `NotFound`."""
    return check_briefing(connection, find_briefing(connection, draft_id))


def check_briefing(connection: Connection, briefing: Briefing) -> DraftCheck:
    """The same of a draft as it is shown."""
    noted = [
        NotedStatement(pointer=pointer, notes=statement.notes)
        for pointer, statement in statements_of(briefing)
        if isinstance(statement, Statement) and statement.notes
    ]
    faults = list_all_faults(connection, briefing, current=Current.of_reader(connection, COLLECTIONS))
    return DraftCheck(id=briefing.id, revision=briefing.revision, faults=tuple(faults), notes=tuple(noted))


def _entry_of(row: Row[tuple[object, ...]]) -> DraftEntry:
    draft = BriefingDraft.model_validate_json(row.document)
    shown = {"title": draft.title, "period": draft.period, "supersedes": draft.supersedes}
    kept = {name: getattr(row, name) for name in DraftEntry.model_fields if name not in shown}
    return DraftEntry.model_validate(shown | kept)
