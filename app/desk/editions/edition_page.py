"""The page of an edition's form: each statement with what the check says of it and the records that it cites."""

import difflib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.editions.cited_records import CitedRecord, read_cited
from app.desk.editions.edition_form import SINGLE_FIELDS, EditionFields
from app.desk.editions.findings import EditionFindings, find_findings, place_edition_faults
from app.desk.frame.api_writes import was_sent_before
from app.desk.frame.framing import show_page
from app.desk.frame.visits import Visit
from app.errors import Conflict, Invalid, Refusal, Stale
from app.writing import keys
from app.writing.drafts import find_existing_row
from schemas import BriefingDraft

WORDS_OF_FIELDS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "from": "From",
    "until": "Until",
    "supersedes": "Corrects",
    "correction": "Note of correction",
    "claimed": "Sources claimed",
}
"""What the fields that an edition has once are called."""


@dataclass(frozen=True)
class EditionForm:
    """What the page shows of a draft: what is typed, what it cites, and whoever changed it last, by their full name."""

    draft_id: str
    revision: int
    changed_by: str
    fields: EditionFields
    findings: EditionFindings
    cited: Mapping[str, CitedRecord]


@dataclass(frozen=True)
class ToldBeside:
    """What is told with a form: a refusal, what nothing was found for, what was saved, and the field to go on in.

    Where a draft was not deleted, as somebody has changed it meanwhile, the form `is_kept`.
    """

    refusal: Refusal | None = None
    near: Mapping[int, Sequence[CitedRecord]] = field(default_factory=dict)
    unfound: frozenset[int] = frozenset()
    focus: str = ""
    is_changed: bool = False
    is_kept: bool = False


def read_edition_form(connection: Connection, draft_id: str, fields: EditionFields) -> EditionForm:
    """A draft with what is typed. Raises `NotFound` where there is none."""
    row = find_existing_row(connection, draft_id)
    findings = find_findings(connection, draft_id, fields)
    person = keys.find_persons(connection).get(row.changed_by, row.changed_by)
    return EditionForm(draft_id, row.revision, person, fields, findings, read_cited(connection, fields.cited()))


def show_edition_form(visit: Visit, form: EditionForm, told: ToldBeside, *, kept: EditionFields) -> Response:
    """The page; `kept` is the draft as it stands, which the second of two people is shown beside what they typed."""
    refusal = told.refusal
    is_conflict = isinstance(refusal, Stale | Conflict) or was_sent_before(refusal)
    faults = place_edition_faults(refusal.faults, form.fields) if isinstance(refusal, Invalid) else {}
    is_stated = visit.typed.has("revision") and not told.is_kept
    values = {
        "form": form,
        "told": told,
        "faults": {} if is_conflict else faults,
        "versions": hold_editions_against(kept, form.fields) if is_conflict else None,
        # What was made from an older revision is only put in the place of a newer one by who has seen both.
        "revision": visit.typed.value("revision") if is_stated and not is_conflict else form.revision,
        "once": secrets.token_urlsafe(16),
    }
    status = 409 if is_conflict or told.is_kept else 200 if refusal is None and not told.unfound else 422
    return show_page(visit, "edition.html", status=status, **values)


def hold_editions_against(there: EditionFields, mine: EditionFields) -> list[tuple[str, str, str]]:
    """What is there by now and what was typed, each thing that differs."""
    told = [
        (WORDS_OF_FIELDS[name], there.single[name], mine.single[name])
        for name in SINGLE_FIELDS
        if there.single[name] != mine.single[name]
    ]
    before, after = there.lines(), mine.lines()
    for kind, begin, end, first, last in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind != "equal":
            told.append(("Statements", "\n".join(before[begin:end]), "\n".join(after[first:last])))
    return told


def read_kept_draft(connection: Connection, draft_id: str) -> dict[str, object]:
    """A draft's JSON as it was given. Raises `NotFound`."""
    row = find_existing_row(connection, draft_id)
    return BriefingDraft.model_validate_json(row.document).model_dump(mode="json")
