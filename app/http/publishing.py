"""Publishing: an edition from its assembly to its publication."""

from app.editions import publishing
from app.http.sent import JSON_TYPES
from app.http.writing import Write
from app.writing.bodies import read_json
from app.writing.outcome import Done
from schemas import BriefingRequest


def draft_briefing(write: Write) -> Done:
    """Assemble a draft from the records.

    Keep, beside the record, a draft of what the records say of a period; with `dry_run`, only show it.

    Conditions with their status and what moved them in the period, developments by theme, newest first, figures,
    open disputes, and the sources with their grades: in the records' own words, the same every time. Filters are
    those of `/v1/developments`.
    """
    write.sent.precondition.check_new()
    request = read_json(BriefingRequest, write.sent.text(JSON_TYPES))
    return publishing.draft(write.writer, request)


def publish_briefing(write: Write) -> Done:
    """Publish a draft.

    Publish a draft as it stands, on this day.

    Each name, place, designation, number, date, range, weekday and office that a statement names must occur in the
    records that the statement cites: in their texts, the names of who takes part, places, measures, days or verified
    passages; each name in the title and the headings in any of them. The revisions of the cited records are pinned.
    """
    write.sent.check_empty()
    takes_two = write.service.takes_two
    return publishing.publish(write.writer, write.id, precondition=write.sent.precondition, takes_two=takes_two)
