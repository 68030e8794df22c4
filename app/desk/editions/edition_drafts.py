"""Drafts of editions: which there are, assembling one, and editing it with what the check says of each statement."""

import re
from dataclasses import replace

from starlette.responses import Response

from app.desk.editions.arranging import arrange
from app.desk.editions.assembly import list_choices, place_request_faults, read_request
from app.desk.editions.cited_records import CitedRecord, find_meant
from app.desk.editions.draft_list import read_drafts
from app.desk.editions.edition_form import EditionFields, StatementFields, fields_of_draft, read_edition
from app.desk.editions.edition_page import (
    EditionForm,
    ToldBeside,
    read_edition_form,
    read_kept_draft,
    show_edition_form,
)
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.framing import go_to, show_fragment, show_page
from app.desk.frame.visits import Visit
from app.errors import Conflict, Invalid, NotFound, Refusal, Stale
from app.http.drafts import DRAFTING_SCOPE, DRAFTS_PATH

FIELD_ID = re.compile(r"[a-z]+(-[0-9]{1,5}-[a-z]+)?")
"""The id of a field that somebody goes on in."""
ASSEMBLE = "assemble"


def show_drafts(visit: Visit) -> Response:
    """The drafts, and the form that assembles one."""
    return _show_list(visit)


def show_asked_again(visit: Visit) -> Response:
    """The same with what was asked for before the session ended."""
    return _show_list(visit)


def make_draft(visit: Visit) -> Response:
    """Assemble a draft, or make one with nothing but a title in it."""
    title = visit.typed.value("title")
    try:
        if visit.typed.value("do") == ASSEMBLE:
            made = write_by_api(visit, f"{DRAFTS_PATH}/assemble", read_request(visit.typed))
        else:
            made = write_by_api(visit, DRAFTS_PATH, {"title": title or None})
    except (Invalid, Conflict) as refusal:
        return _show_list(visit, refusal)
    return go_to(f"/desk/drafts/{made['data']['id']}")


def show_draft_form(visit: Visit) -> Response:
    """A draft to be edited; as it is read, for those who may not."""
    if not visit.key.allows(DRAFTING_SCOPE):
        return go_to(f"{visit.path}/preview")
    with visit.service.database.read_primary() as connection:
        kept = fields_of_draft(read_kept_draft(connection, visit.place["id"]))
        form = read_edition_form(connection, visit.place["id"], kept)
    return show_edition_form(visit, form, ToldBeside(), kept=kept)


def show_edition_again(visit: Visit) -> Response:
    """A draft with what was typed before the session ended; where it is gone, what was typed."""
    return _show(visit, read_edition(visit.typed), ToldBeside(is_changed=True))


def save_draft(visit: Visit) -> Response:
    """Keep what is typed."""
    fields, told = _find_typed_citations(visit, read_edition(visit.typed))
    if told.near or told.unfound:
        return _show(visit, fields, replace(told, is_changed=True))
    try:
        write_by_api(visit, f"{DRAFTS_PATH}/{visit.place['id']}", fields.to_patch(), method="PATCH")
    except (Invalid, Conflict, Stale, NotFound) as refusal:
        return _show(visit, fields, ToldBeside(refusal=refusal, is_changed=True))
    at = visit.typed.value("at")
    return go_to(f"/desk/drafts/{visit.place['id']}" + (f"#{at}" if FIELD_ID.fullmatch(at) else ""))


def arrange_typed(visit: Visit) -> Response:
    """Move, add and remove what is typed as a button asks, and check it; nothing of it is kept."""
    typed, told = _find_typed_citations(visit, read_edition(visit.typed))
    fields, focus = arrange(typed, visit.typed.value("do"))
    if told.near or told.unfound:
        focus = f"statement-{min((*told.near, *told.unfound))}-cite"
    elif not focus and FIELD_ID.fullmatch(visit.typed.value("at")):
        focus = visit.typed.value("at")
    return _show(visit, fields, replace(told, focus=focus, is_changed=True))


def tell_typed(visit: Visit) -> Response:
    """What the check says of what is typed, as a part of the page."""
    with visit.service.database.read_primary() as connection:
        form = read_edition_form(connection, visit.place["id"], read_edition(visit.typed))
    return show_fragment(visit, "edition-findings.html", form=form)


def delete_typed(visit: Visit) -> Response:
    """Delete a draft as it was shown; nothing of it is kept. Where it was changed since, it is shown anew."""
    draft_id = visit.place["id"]
    try:
        write_by_api(visit, f"{DRAFTS_PATH}/{draft_id}", method="DELETE")
    except NotFound as refusal:
        return show_page(visit, "edition-gone.html", status=refusal.status, refusal=refusal, fields=None)
    except (Stale, Invalid):
        with visit.service.database.read_primary() as connection:
            kept = fields_of_draft(read_kept_draft(connection, draft_id))
        return _show(visit, kept, ToldBeside(is_kept=True))
    return go_to("/desk/drafts")


def _show(visit: Visit, fields: EditionFields, told: ToldBeside) -> Response:
    """The form with what is typed; where the draft is gone meanwhile, what was typed, to make another of it."""
    with visit.service.database.read_primary() as connection:
        try:
            kept = fields_of_draft(read_kept_draft(connection, visit.place["id"]))
            form: EditionForm = read_edition_form(connection, visit.place["id"], fields)
        except NotFound as refusal:
            return show_page(visit, "edition-gone.html", status=409, refusal=refusal, fields=fields)
    return show_edition_form(visit, form, told, kept=kept)


def _show_list(visit: Visit, refusal: Refusal | None = None) -> Response:
    with visit.service.database.read_primary() as connection:
        found = read_drafts(connection, after=visit.asked.value("after") or None)
    faults = place_request_faults(refusal.faults) if isinstance(refusal, Invalid | Conflict) else {}
    values = {
        "found": found,
        "faults": faults,
        "refusal": refusal,
        "typed": visit.typed,
        "choices": list_choices(visit.typed),
        "can_draft": visit.key.allows(DRAFTING_SCOPE),
        "is_assembly": visit.typed.value("do") == ASSEMBLE,
    }
    return show_page(visit, "drafts.html", status=200 if refusal is None else 422, **values)


def _find_typed_citations(visit: Visit, fields: EditionFields) -> tuple[EditionFields, ToldBeside]:
    """What is typed to be cited becomes a citation where one record is meant; else those that may be are told."""
    changed: dict[int, StatementFields] = {}
    near: dict[int, tuple[CitedRecord, ...]] = {}
    unfound: set[int] = set()
    with visit.service.database.read_primary() as connection:
        for number, _, statement in fields.numbered():
            if not statement.wanted or visit.typed.value("do").startswith(f"cite-{number}-"):
                continue
            meant = find_meant(visit.service.archive, connection, statement.wanted)
            if meant.reference is not None:
                cites = tuple(dict.fromkeys((*statement.cites, meant.reference)))
                changed[number] = replace(statement, cites=cites, wanted="")
            elif meant.near:
                near[number] = meant.near
            else:
                unfound.add(number)
    return fields.with_statements(changed), ToldBeside(near=near, unfound=frozenset(unfound))
