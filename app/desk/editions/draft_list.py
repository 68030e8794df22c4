"""The list of drafts, each with how many things keep it from being published."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.desk.editions.edition_form import fields_of_draft
from app.desk.editions.edition_page import read_kept_draft
from app.desk.editions.findings import find_findings
from app.editions.drafts import find_entries
from app.errors import NotFound
from app.writing import keys
from app.writing.drafts import count_drafts
from schemas import DraftEntry, DraftsQuery

DRAFTS_A_PAGE = 20
"""How many drafts a page has; each of them is checked to be shown."""


@dataclass(frozen=True)
class ListedDraft:
    """A draft, how many things keep it from being published, and who changed it last, by their full name."""

    entry: DraftEntry
    findings: int
    changed_by: str


@dataclass(frozen=True)
class ListedDrafts:
    """A page of drafts; `after` is the id behind which the next page goes on, None where it is the last."""

    drafts: Sequence[ListedDraft]
    after: str | None


def read_drafts(connection: Connection, *, after: str | None) -> ListedDrafts:
    """A page of drafts by id, from behind one."""
    try:
        query = DraftsQuery(after=after, limit=DRAFTS_A_PAGE)
    except ValueError:
        query = DraftsQuery(limit=DRAFTS_A_PAGE)
    entries = find_entries(connection, query)
    shown = entries[:DRAFTS_A_PAGE]
    persons = keys.find_persons(connection)
    listed = [
        ListedDraft(entry, _count(connection, entry.id), persons.get(entry.changed_by, entry.changed_by))
        for entry in shown
    ]
    return ListedDrafts(listed, shown[-1].id if len(entries) > len(shown) else None)


def _count(connection: Connection, draft_id: str) -> int:
    try:
        return find_findings(connection, draft_id, fields_of_draft(read_kept_draft(connection, draft_id))).count
    except NotFound:
        return 0


def tell_drafted(connection: Connection) -> str:
    """How many editions are being drafted."""
    count = count_drafts(connection)
    return f"{count} being drafted" if count else ""
