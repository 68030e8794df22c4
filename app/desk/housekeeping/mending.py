"""Mending: the passage of a piece of evidence is chosen anew, by its words in the text that a source has now."""

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import REVISION_FIELD, write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.mended_words import MENDED_FIELDS, MendedWords, choose_mended, leave_out
from app.desk.housekeeping.text_versions import go_on, show_text_page
from app.errors import Conflict, Invalid, NotFound, Stale
from app.pages.asking import Asking
from app.rules.grounds import grounds_in
from app.writing.records import draft_of
from schemas import RecordKey

_REFUSED = (Invalid, Conflict, Stale)


def mend_typed(visit: Visit) -> Response:
    """Select the words that were typed as the passage whose button was pressed, and keep all others."""
    source_id, mended = visit.place["id"], choose_mended(visit.typed)
    if mended is None:
        told = "Type the words of a passage, and press the button below them."
        return show_text_page(visit, refused=RefusedForm({"": [told]}, 422))
    if "exact" not in mended.quote:
        told = "Select the words in the text, or type them."
        return show_text_page(visit, refused=RefusedForm({"exact": [told]}, 422))
    try:
        # The revision is that of the record, and not of the source that is looked into.
        plain, of_record = replace(visit, typed=Typed()), Typed(((REVISION_FIELD, mended.revision),))
        found = write_by_api(plain, f"/v1/sources/{source_id}/passages", mended.quote)["data"]
        key, patch = _make_patch(visit, mended, found["selector"])
        write_by_api(replace(visit, typed=of_record), f"/v1/{key}", patch, method="PATCH")
    except _REFUSED as refusal:
        placed = place_beside(refusal, MENDED_FIELDS)
        told_all = [each for several in placed.faults.values() for each in several]
        return show_text_page(visit, refused=RefusedForm({"exact": told_all}, placed.status))
    return go_on(replace(visit, typed=leave_out(visit.typed, mended)), "The passage is written.")


def _make_patch(visit: Visit, mended: MendedWords, selector: dict[str, Any]) -> tuple[RecordKey, dict[str, Any]]:
    """The record that a passage is of, and a patch of the part that has the evidence. Raises `NotFound`."""
    key, pointer = RecordKey.parse(mended.record), mended.pointer
    resource = visit.service.archive.by_name.get(key.collection)
    if resource is None:
        raise NotFound("there is no such record", about="body")
    shown = Asking(visit.service.archive).record(key.collection, key.id).record
    draft = draft_of(resource, resource.collection.record.model_validate(shown))
    if pointer not in {place for place, _ in grounds_in(draft)}:
        raise NotFound("the record has no such evidence any more", about="body")
    whole: Any = draft.model_dump(mode="json")
    *steps, last = pointer.split("/")[1:]
    part = whole
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    ground = part[int(last)] if isinstance(part, list) else part[last]
    ground |= {"selector": selector, "exact": None}
    top = pointer.split("/")[1]
    return key, {top: whole[top]}
