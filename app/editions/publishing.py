"""Publishing: an edition is assembled as a draft, and becomes one that never changes, if its records carry it."""

import datetime as dt
from typing import Any

from app.editions.checking import faults_of_edition
from app.editions.drafting import draft_edition
from app.errors import MOST_FAULTS, Conflict, Invalid
from app.resources import BRIEFINGS
from app.resources.briefings import as_published
from app.store import clock
from app.store.write import Writer
from app.writing import records
from app.writing.outcome import Done
from app.writing.precondition import Precondition
from schemas import Briefing, BriefingDraft, BriefingRequest, Fault


def draft(writer: Writer, request: BriefingRequest) -> Done:
    """Keep a draft of what the records say of a period. Raises `Invalid` as `draft_edition` does."""
    made = draft_edition(writer.connection, request, clock.newest(writer.connection))
    return Done(BRIEFINGS.name, writer.create(BRIEFINGS.name, made).record, is_new=True)


def publication_of(writer: Writer, draft: BriefingDraft, *, on: dt.date) -> dict[str, Any]:
    """What publication on a day sets of an edition. Raises `Invalid` where its records do not carry it."""
    # What is pinned is what stands at this change: nothing that the transaction did before may still be at work.
    writer.settle()
    faults = faults_of_edition(writer.connection, draft, facts=writer.current)
    corrected = writer.current.find(Briefing, draft.supersedes) if draft.supersedes is not None else None
    if corrected is not None and corrected.state != "published":
        message = f"names briefings/{corrected.id}, which is a draft: only a published edition is corrected by another"
        faults.append(Fault(in_="body", pointer="/supersedes", message=message))
    if faults:
        detail = f"{len(faults)} things in this edition are not in the records that it cites, or keep it from them"
        raise Invalid(detail, faults=faults[:MOST_FAULTS])
    return as_published(draft, facts=writer.current, on=on)


def publish(writer: Writer, briefing_id: str, *, precondition: Precondition) -> Done:
    """Publish a draft as it stands, on this day.

    Raises `NotFound`, `Gone` or `MovedTo` where there is no such briefing, `Stale`, `Conflict` where it is published
    already, and `Invalid` where its records do not carry it.
    """
    briefing = records.find_standing(writer, BRIEFINGS, briefing_id, behind="/publish")
    assert isinstance(briefing, Briefing)  # noqa: S101  # a record of the briefings
    precondition.check(briefing)
    if briefing.state == "published":
        raise Conflict(f"briefings/{briefing_id} is published already; a new edition can supersede it")
    as_given = records.draft_of(BRIEFINGS, briefing)
    assert isinstance(as_given, BriefingDraft)  # noqa: S101  # a draft of a briefing
    given = publication_of(writer, as_given, on=dt.datetime.now(dt.UTC).date())
    return Done(BRIEFINGS.name, writer.replace(BRIEFINGS.name, briefing_id, as_given, given=given).record)
