"""Publishing: an edition is assembled as a draft, and becomes one that never changes, if its records carry it."""

from sqlalchemy import Connection

from app.editions.checking import faults_of_edition
from app.editions.drafting import draft_edition
from app.errors import MOST_FAULTS, Conflict, Forbidden, Invalid, Refusal
from app.resources import BRIEFINGS
from app.rules.references import check_named
from app.rules.succession import check_succession
from app.store import clock, restoring
from app.store.current import Current
from app.store.write import Writer
from app.writing import drafts, keys, records
from app.writing.outcome import Done
from app.writing.precondition import Precondition
from schemas import Briefing, BriefingDraft, BriefingRequest, Fault


def draft(writer: Writer, request: BriefingRequest) -> Done:
    """Keep a draft of what the records say of a period. Raises `Invalid` as `draft_edition` does."""
    made = draft_edition(writer.connection, request, clock.newest(writer.connection))
    return records.add(writer, BRIEFINGS, made)


def check_publishable(writer: Writer, draft: BriefingDraft) -> None:
    """Raises `Invalid` where an edition's records do not carry it."""
    # What is pinned is what stands at this change: nothing that the transaction did before may still be at work.
    writer.settle()
    if faults := list_faults(writer.connection, draft, current=writer.current):
        detail = f"{len(faults)} things in this edition are not in the records that it cites, or keep it from them"
        raise Invalid(detail, faults=faults[:MOST_FAULTS])


def list_faults(connection: Connection, draft: BriefingDraft, *, current: Current) -> list[Fault]:
    """What in an edition keeps it from being published; `connection` sees the same state as `current`."""
    faults = faults_of_edition(connection, draft, facts=current)
    if draft.correction is not None and draft.supersedes is None:
        faults.append(Fault(in_="body", pointer="/correction", message="corrects no edition: supersedes names none"))
    corrected = draft.supersedes
    if corrected is not None and drafts.find_draft_row(connection, corrected) is not None:
        message = f"names briefings/{corrected}, which is a draft: only a published edition is corrected by another"
        faults.append(Fault(in_="body", pointer="/supersedes", message=message))
        draft = draft.model_copy(update={"supersedes": None})
    try:
        stands = lambda name, record_id: current.record(name, record_id) is not None  # noqa: E731
        check_named(f"briefings/{draft.id}", draft, stands=stands, nearest=current.nearest)
    except Invalid as refusal:
        faults += refusal.faults
    return faults


def list_all_faults(connection: Connection, briefing: Briefing, *, current: Current) -> list[Fault]:
    """What keeps a draft from being published: also that another edition has come before it."""
    given = records.draft_of(BRIEFINGS, briefing)
    assert isinstance(given, BriefingDraft)  # noqa: S101  # a draft of a briefing
    faults = list_faults(connection, given, current=current)
    try:
        check_succession(briefing, facts=current, previous=None)
    except Refusal as refusal:
        faults += refusal.faults
    return faults


def publish(writer: Writer, briefing_id: str, *, precondition: Precondition, takes_two: bool) -> Done:
    """Publish a draft as it stands, on this day: the record is made of it, and the draft is no more.

    Where a record of that id ended, it goes on. Raises `NotFound`, `Gone` or `MovedTo` where there is no such briefing,
    `Stale`, `Forbidden` where it `takes_two` people and this is who changed it last, `Conflict` where it is published
    already, and `Invalid` where its records do not carry it.
    """
    row = drafts.find_draft_row(writer.connection, briefing_id)
    if row is None:
        records.find_standing(writer, BRIEFINGS, briefing_id, behind="/publish")
        raise Conflict(f"briefings/{briefing_id} is published already; a new edition can supersede it")
    precondition.check(row)
    if takes_two and keys.are_one_person(writer.connection, row.changed_by, writer.by):
        raise Forbidden("somebody else must publish what you have changed last")
    given = drafts.read_kept(writer.connection, BRIEFINGS, row, current=writer.current)
    assert isinstance(given, BriefingDraft)  # noqa: S101  # a draft of a briefing
    drafts.remove_draft(writer, briefing_id)
    check_publishable(writer, given)
    last = restoring.last_state(writer.connection, BRIEFINGS.collection, briefing_id)
    if last is None:
        return Done(BRIEFINGS.name, writer.create(BRIEFINGS.name, given).record)
    return Done(BRIEFINGS.name, writer.restore(BRIEFINGS.name, last, draft=given).record)
