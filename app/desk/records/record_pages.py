"""Records at the desk: found in a list, made, changed, deleted; written once for every collection."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.records.field_faults import list_naming
from app.desk.records.finding import read_titles
from app.desk.records.passages import keep_mark, read_passage, take_mark
from app.desk.records.record_acts import ACT, SAVE_ANYWAY, SHARE, act_within
from app.desk.records.record_form import Form, Said, form_of, locate_form, show_form
from app.desk.records.record_values import TypedRecord, list_values, read_typed_record, row_numbers
from app.desk.records.record_versions import StoredRecord, hold_against, make_patch, read_standing
from app.errors import Conflict, Gone, Invalid, MovedTo, NotFound, PreconditionRequired, Refusal, Stale
from app.pages.asking import Asking
from app.reading.resource import Resource
from app.resources import DEVELOPMENTS

ENTRIES_A_PAGE = 30
"""How many records a list shows at a time."""
REFUSED = (Invalid, Conflict)
"""How a form is refused that can be mended."""


def show_records(resource: Resource, visit: Visit) -> Response:
    """The records of a collection that a search finds, those first that were changed last."""
    asked = {name: value for name, value in visit.asked.fields if name in ("q", "cursor") and value.strip()}
    order = {} if "q" in asked else {"sort": "-updated_at"}
    asking, refusal, listed = Asking(visit.service.archive), None, None
    try:
        query = urlencode({**asked, **order, "limit": str(ENTRIES_A_PAGE)}).encode()
        listed = asking.list_as_sent(resource.name, query)
    except Invalid as refused:
        refusal = refused
    following = listed.answer.next if listed is not None else None
    return show_page(
        visit,
        "records.html",
        status=200 if refusal is None else refusal.status,
        resource=resource,
        noun=resource.presentation.noun,
        records=[_sum_up(resource, each) for each in listed.records] if listed is not None else [],
        total=listed.answer.total if listed is not None else 0,
        question=asked.get("q", ""),
        next=f"/desk/{resource.name}?{following.partition('?')[2]}" if following else None,
        refusal=refusal,
        deleted=visit.asked.value("deleted"),
    )


def show_new(resource: Resource, visit: Visit) -> Response:
    """The form of a new record, filled from a passage where the address names one."""
    form, asked = form_of(resource), visit.asked
    with visit.service.database.read_primary() as connection:
        passage = read_passage(connection, *take_mark(asked))
    drafted: dict[str, Any] = {}
    if passage is not None:
        drafted = dict(passage.draft) if resource is DEVELOPMENTS else {"evidence": [passage.evidence]}
    named = {each.name for each in form.fields if each.kind in ("line", "area", "choice")}
    given = {name: value for name, value in asked.fields if name in named}
    fields = [*keep_mark(asked), *given.items(), *list_values(form.fields, {**drafted, **given})]
    return show_form(visit, form, Typed(tuple(fields)))


def create_typed(resource: Resource, visit: Visit) -> Response:
    """Save a new record: once nothing is like it, or somebody has seen what is and saves it all the same."""
    form, typed = form_of(resource), visit.typed
    if (acted := act_within(form.fields, typed)) is not None:
        return show_form(visit, form, acted.typed, Said(focus=acted.focus))
    record, act = read_typed_record(form.fields, typed), typed.value(ACT)
    body = {name: value for name, value in record.values.items() if value is not None or name in _list_needed(form)}
    path, names = f"/v1/{resource.name}", {"shared_names": True} if act == SHARE else {}
    try:
        if act not in (SAVE_ANYWAY, SHARE):
            tried = _write(visit, record, path, body, query={"dry_run": True})
            if similar := tried["meta"].get("similar"):
                return show_form(visit, form, typed, Said(similar=similar))
        written = _write(visit, record, path, body, query=names)
    except REFUSED as refusal:
        return show_form(visit, form, typed, Said(refusal))
    return go_to(f"{locate_form(resource.name, written['data']['id'])}?saved=1")


def show_record(resource: Resource, visit: Visit) -> Response:
    """The form of a record as it stands, with a passage as more evidence where the address names one."""
    form, asked = form_of(resource, _read(resource, visit)), visit.asked
    assert form.stored is not None  # noqa: S101  # it was just read
    fields = list(list_values(form.fields, form.stored.draft))
    focus = ""
    with visit.service.database.read_primary() as connection:
        passage = read_passage(connection, *take_mark(asked))
    if passage is not None:
        grounds = next(each for each in form.fields if each.name == "evidence")
        number = max(row_numbers(Typed(tuple(fields)), "evidence"), default=-1) + 1
        focus = f"evidence.{number}.stance"
        fields += [*keep_mark(asked), *list_values(grounds.item.parts, passage.evidence, f"evidence.{number}.")]
    note = "It is saved." if asked.value("saved") else ""
    return show_form(visit, form, Typed(tuple(fields)), Said(focus=focus, note=note))


def change_typed(resource: Resource, visit: Visit) -> Response:
    """Save what was changed of a record; where others have changed it meanwhile, show both."""
    try:
        form = form_of(resource, _read(resource, visit))
    except (Gone, NotFound, MovedTo):
        return _show_lost(resource, visit)
    stored, typed = form.stored, visit.typed
    assert stored is not None  # noqa: S101  # it was just read
    if (acted := act_within(form.fields, typed, draft=stored.draft)) is not None:
        return show_form(visit, form, acted.typed, Said(focus=acted.focus))
    record = read_typed_record(form.fields, typed)
    patch = make_patch((each for each in form.fields if each.name != "id"), record.values, stored.draft)
    names = {"shared_names": True} if typed.value(ACT) == SHARE else {}
    try:
        path = f"/v1/{resource.name}/{stored.document['id']}"
        _write(visit, record, path, patch, method="PATCH", query=names)
    except Stale as refusal:
        return _show_both(resource, visit, refusal)
    except (*REFUSED, PreconditionRequired) as refusal:
        return show_form(visit, form, typed, Said(refusal))
    return go_to(f"{form.action}?saved=1")


def show_form_again(resource: Resource, visit: Visit) -> Response:
    """A form with what was typed before the session ended; where others have changed the record, with both."""
    if "id" not in visit.place:
        return show_form(visit, form_of(resource), visit.typed)
    try:
        form = form_of(resource, _read(resource, visit))
    except (Gone, NotFound, MovedTo):
        return _show_lost(resource, visit)
    if form.stored is not None and visit.typed.value("revision") != str(form.stored.revision):
        return _show_both(resource, visit, None)
    return show_form(visit, form, visit.typed)


def ask_deletion(resource: Resource, visit: Visit) -> Response:
    """Whether a record is to be deleted."""
    return _ask(resource, visit)


def delete_asked(resource: Resource, visit: Visit) -> Response:
    """Delete a record that no other names."""
    try:
        write_by_api(visit, f"/v1/{resource.name}/{visit.place['id']}", method="DELETE")
    except (Conflict, Stale) as refusal:
        return _ask(resource, visit, refusal)
    return go_to(f"/desk/{resource.name}?deleted={visit.place['id']}")


def _write(
    visit: Visit, record: TypedRecord, path: str, body: Any, *, query: Mapping[str, Any], method: str = "POST"
) -> dict[str, Any]:
    """Write what was typed, as `write_by_api`; where a key stands twice, try it, and raise `Invalid` then."""
    if not record.repeated:
        return write_by_api(visit, path, body, method=method, query=query)
    write_by_api(visit, path, body, method=method, query={**query, "dry_run": True})
    raise Invalid("a key stands twice")


def _sum_up(resource: Resource, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a list shows of a record."""
    facts = list(resource.presentation.facts(resource.collection.record.model_validate(record)))
    address = locate_form(resource.name, record["id"])
    return {"address": address, "called": title_of(record), "facts": facts, "updated_at": record["updated_at"]}


def _ask(resource: Resource, visit: Visit, refusal: Refusal | None = None) -> Response:
    stored = _read(resource, visit)
    status = 200 if refusal is None else refusal.status
    back = locate_form(resource.name, stored.document["id"])
    naming = list_naming(refusal.faults) if refusal is not None else {}
    with visit.service.database.read_primary() as connection:
        titles = read_titles(connection, naming)
    named = [(str(key), titles.get(key, key.id), members) for key, members in naming.items()]
    values = {"stored": stored, "name": resource.name, "noun": resource.presentation.noun, "refusal": refusal}
    return show_page(visit, "record-deletion.html", status=status, back=back, named=named, **values)


def _show_both(resource: Resource, visit: Visit, refusal: Stale | None) -> Response:
    """What was typed, merged with what others have written since; what both have changed stands side by side."""
    with visit.service.database.read_primary() as connection:
        stored = read_standing(connection, resource, visit.place["id"])
        form = form_of(resource, stored)
        merged = hold_against(connection, resource, form.fields, visit.typed, there=stored)
    return show_form(visit, form, merged.typed, Said(merged=merged, status=refusal.status if refusal else 200))


def _show_lost(resource: Resource, visit: Visit) -> Response:
    """What was typed into the form of a record that is no longer there, as a new one."""
    note = "The record was deleted or merged meanwhile. What you typed is here: saved, it is a new record."
    return show_form(visit, form_of(resource), visit.typed, Said(note=note, status=409))


def _read(resource: Resource, visit: Visit) -> StoredRecord:
    with visit.service.database.read_primary() as connection:
        return read_standing(connection, resource, visit.place["id"])


def _list_needed(form: Form) -> set[str]:
    return {each.name for each in form.fields if each.is_needed}
