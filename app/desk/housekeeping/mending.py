"""Mending: the passage of a piece of evidence is chosen anew, by its words in the text that a source has now."""

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.framing import go_to
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.text_versions import show_text_page
from app.errors import Conflict, Invalid, NotFound, Stale
from app.pages.asking import Asking
from app.rules.grounds import grounds_in
from app.writing.records import draft_of
from schemas import RecordKey

MENDED_FIELDS = ("exact", "prefix", "suffix")
_REFUSED = (Invalid, Conflict, Stale)


def mend_typed(visit: Visit) -> Response:
    """Select the words that were typed as the passage of the evidence that the form is of."""
    source_id, typed = visit.place["id"], visit.typed
    quote = {name: typed.value(name) for name in MENDED_FIELDS if typed.value(name)}
    if "exact" not in quote:
        return show_text_page(
            visit, refused=RefusedForm({"exact": ["Select the words in the text, or type them."]}, 422)
        )
    try:
        # The form's revision is that of the record, and not of the source that is looked into.
        found = write_by_api(replace(visit, typed=Typed()), f"/v1/sources/{source_id}/passages", quote)["data"]
        key, patch = _make_patch(visit, found["selector"])
        write_by_api(visit, f"/v1/{key}", patch, method="PATCH")
    except _REFUSED as refusal:
        placed = place_beside(refusal, MENDED_FIELDS)
        told = [each for several in placed.faults.values() for each in several]
        return show_text_page(visit, refused=RefusedForm({"exact": told}, placed.status))
    return go_to(f"/desk/sources/{source_id}/passages#mend")


def show_mending_typed(visit: Visit) -> Response:
    """The page of the text with the words that were typed before the session ended."""
    return show_text_page(visit)


def _make_patch(visit: Visit, selector: dict[str, Any]) -> tuple[RecordKey, dict[str, Any]]:
    """The record that the form is of, and a patch of the part that has the evidence. Raises `NotFound`."""
    key, pointer = RecordKey.parse(visit.typed.value("record")), visit.typed.value("pointer")
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
