"""A new version of a source's text at the desk: what it would make of each passage, attaching it, mending the rest."""

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.mended_words import MendedWords, choose_mended, read_mended
from app.desk.housekeeping.open_ways import find_way
from app.desk.housekeeping.passage_fates import FATES, Fate, Mending, find_to_mend, read_passages, tell_fates
from app.errors import BodyTooLarge, Conflict, Gone, Invalid, MovedTo, Stale
from app.pages.asking import Asking
from app.resources import SOURCES
from app.store.texts import text_of
from schemas import Citation

MOST_TEXT_FORM_BYTES = 12 * 1024 * 1024
"""How many bytes a form with a text may have: one of five million bytes takes more as browsers send it."""
MOST_TEXT_SHOWN = 120_000
"""How much of a text a page shows, to select words in."""
BEFORE_A_PASSAGE = 20_000
"""How much of a longer text is shown before where the first lost passage stood."""
FATE_WORDS = {
    "orphaned": "would be orphaned: the words do not stand in it, or several times",
    "moves": "would move with their words",
    "found": "would be found again",
    "stays": "would stay where they are",
    "unselected": "have no passage selected",
}
_REFUSED = (Invalid, Conflict, Stale, BodyTooLarge)


def show_text(visit: Visit) -> Response:
    """A source's text with the passages that are to be mended, and the form of a new version."""
    return show_text_page(visit)


def attach_typed(visit: Visit) -> Response:
    """Attach the text that was typed, or try what it would make of each passage."""
    source_id, text = visit.place["id"], _raw(visit.typed, "text")
    if not text.strip():
        return show_text_page(visit, refused=RefusedForm({"text": ["Paste the text."]}, 422))
    seen: list[Citation] = []

    def look(connection: Connection) -> None:
        seen[:] = read_passages(connection, source_id)  # what is tried again is looked at again

    is_trial = visit.typed.value("act") != "attach"
    try:
        path = f"/v1/sources/{source_id}/text"
        write_by_api(visit, path, text.encode(), method="PUT", query={"dry_run": is_trial}, beside=look)
    except _REFUSED as refusal:
        placed = place_beside(refusal, ("text",))
        return show_text_page(visit, refused=placed)
    if not is_trial:
        rest = tuple((name, value) for name, value in visit.typed.fields if name != "text")
        return go_on(replace(visit, typed=Typed(rest)), "The text is attached.")
    with visit.service.database.read_primary() as connection:
        fates = tell_fates(connection, read_passages(connection, source_id), seen)
    return show_text_page(visit, fates=fates)


def go_on(visit: Visit, done: str) -> Response:
    """What follows something that was done: the page as it is now, with whatever was typed on it for something else."""
    if _raw(visit.typed, "text").strip() or any(each.quote for each in read_mended(visit.typed)):
        return show_text_page(visit, done=f"{done} What else you typed is still here.")
    return go_to(f"/desk/sources/{visit.place['id']}/passages#mend")


def show_text_page(
    visit: Visit, *, refused: RefusedForm | None = None, fates: list[Fate] | None = None, done: str = ""
) -> Response:
    """The page of a source's text, with what was typed and what it would come to."""
    source_id, refused = visit.place["id"], refused or RefusedForm()
    try:
        source = Asking(visit.service.archive).record(SOURCES.name, source_id).record
    except (Gone, MovedTo):
        return go_to(f"/desk/ended/sources/{source_id}")
    with visit.service.database.read_primary() as connection:
        cited = read_passages(connection, source_id)
        text = text_of(connection, source_id)
        mending = find_to_mend(connection, source_id, cited) if text is not None else []
    chosen = choose_mended(visit.typed)
    counts = Counter(each.fate for each in fates or ())
    starts = [each.citation.evidence.selector.start for each in mending if each.citation.evidence.selector]
    begin = max(min(starts) - BEFORE_A_PASSAGE, 0) if text and starts and len(text) > MOST_TEXT_SHOWN else 0
    values: dict[str, Any] = {
        "source": source,
        "cited": cited,
        "standing": sum(each.evidence.state == "verified" for each in cited),
        "mending": [each for each in mending if visit.key.allows(f"{each.citation.collection}:write")],
        "held_back": [each for each in mending if not visit.key.allows(f"{each.citation.collection}:write")],
        "text": text[begin : begin + MOST_TEXT_SHOWN] if text is not None else None,
        "is_part": text is not None and len(text) > MOST_TEXT_SHOWN,
        "fates": fates,
        "counts": [(fate, counts[fate], FATE_WORDS[fate]) for fate in FATES if counts[fate]],
        "words": {each.place: each.quote for each in read_mended(visit.typed)},
        "unplaced": _find_unplaced(visit.typed, mending),
        "chosen": chosen.place if chosen is not None and refused.faults else None,
        "done": done,
        "way_to": partial(find_way, visit),
        "pasted": _raw(visit.typed, "text"),
        "faults": refused.beside,
        "can_attach": visit.key.allows("sources:write"),
    }
    return show_page(visit, "text-version.html", status=refused.status, **values)


def _find_unplaced(typed: Typed, mending: list[Mending]) -> list[MendedWords]:
    """What was typed for passages that are not to be mended any more, as somebody else has mended them."""
    places = {(each.record, each.citation.pointer) for each in mending}
    return [each for each in read_mended(typed) if each.quote and each.place not in places]


def _raw(typed: Typed, name: str) -> str:
    """What was typed into a field, with the white space around it."""
    return next((value for each, value in typed.fields if each == name), "")
