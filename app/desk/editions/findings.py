"""Findings: what the check says of an edition as it is typed, each thing beside the field that it is about."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.desk.editions.edition_form import EditionFields
from app.editions.drafts import check_briefing, show_as_given
from app.errors import Invalid
from app.http.limits import MAX_BODY
from app.writing.bodies import read_json
from schemas import Briefing, BriefingDraft, Fault, StatementNote

TOO_LONG = f"This is too long for one edition, which may have {MAX_BODY // 1024} KiB: make two of it."
"""What is said of what the API would not take."""
NO_NOTE = "Say to readers what was wrong in the edition that this one corrects, and why."
"""What the desk asks for before a correction is published."""
WHAT_TO_TYPE = {
    "title": "Type a title.",
    "heading": "Type a heading.",
    "text": "Type the statement.",
    "cites": "Cite at least one record: type its id or words of its title, then press Enter.",
}
"""What is said where nothing is typed that must be."""
NOTHING_THERE = ("must have at least", "must be text", "is needed", "cites no record")
"""How a fault begins where nothing is typed."""
_GOES_ON = re.compile(r"(: [^:]*)? \(looked at:.*", re.DOTALL)
"""What a fault of the check goes on with: the records, which stand beside it, and what of them is looked at."""


@dataclass(frozen=True)
class EditionFindings:
    """What keeps an edition from being published, and what readers are told besides, by the name of the field.

    The fields of a statement are found by `statement-NUMBER`. `briefing` is the edition as it would be, None where what
    is typed can be none; `count` is how many things keep it from being published.
    """

    briefing: Briefing | None
    faults: Mapping[str, list[str]]
    notes: Mapping[str, list[StatementNote]]
    count: int


def find_findings(connection: Connection, draft_id: str, fields: EditionFields) -> EditionFindings:
    """What the check says of an edition as it is typed. Raises `NotFound` where there is no such draft."""
    typed = json.dumps({**fields.to_patch(), "id": draft_id}, ensure_ascii=False)
    if len(typed.encode()) > MAX_BODY:
        return EditionFindings(None, {"": [TOO_LONG]}, {}, 1)
    try:
        given = read_json(BriefingDraft, typed)
    except Invalid as refusal:
        faults = place_edition_faults(refusal.faults, fields)
        return EditionFindings(None, faults, {}, len(refusal.faults))
    briefing = show_as_given(connection, draft_id, given)
    check = check_briefing(connection, briefing)
    faults = place_edition_faults(check.faults, fields)
    count = len(check.faults)
    if briefing.supersedes is not None and briefing.correction is None:
        faults.setdefault("correction", []).append(NO_NOTE)
        count += 1
    places = fields.places()
    notes = {places[each.pointer]: list(each.notes) for each in check.notes if each.pointer in places}
    return EditionFindings(briefing, faults, notes, count)


def place_edition_faults(faults: Iterable[Fault], fields: EditionFields) -> dict[str, list[str]]:
    """What is wrong with an edition, by the field that it is beside; by nothing, what is beside none."""
    placed: dict[str, list[str]] = {}
    for fault in faults:
        name, said = _place(fault, fields.places())
        placed.setdefault(name, []).append(said)
    return placed


def _place(fault: Fault, places: Mapping[str, str]) -> tuple[str, str]:
    pointer = fault.pointer or ""
    at = max((place for place in places if f"{pointer}/".startswith(f"{place}/")), key=len, default=None)
    last = pointer.rpartition("/")[2]
    if at is not None:
        is_heading = places[at].startswith("section-")
        name = f"{places[at]}-heading" if is_heading else places[at]
    else:
        name = {
            "/title": "title",
            "/subtitle": "subtitle",
            "/period": "from",
            "/period/from": "from",
            "/period/until": "until",
            "/supersedes": "supersedes",
            "/correction": "correction",
            "/sources/claimed": "claimed",
        }.get(pointer, "")
    return name, _say(fault, last)


def _say(fault: Fault, last: str) -> str:
    said = _GOES_ON.sub("", fault.message)
    if last in WHAT_TO_TYPE and said.startswith(NOTHING_THERE):
        said = WHAT_TO_TYPE[last].removesuffix(".")
    elif fault.suggestions:
        said = f"{said}: perhaps {', '.join(fault.suggestions)}"
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "!", "?")) else f"{said}."
