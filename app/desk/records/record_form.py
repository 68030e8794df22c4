"""The page of a record's form: its fields with what was typed, what is wrong beside them, and what else is like it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import REVISION_FIELD
from app.desk.frame.forms import Typed
from app.desk.frame.framing import show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.records.field_faults import FieldFault, list_holders, word_fault
from app.desk.records.finding import MOST_FOUND, OfferedRecord, find_records, read_titles
from app.desk.records.passages import keep_mark, read_passage, take_mark
from app.desk.records.record_fields import RecordField, read_fields
from app.desk.records.record_layouts import LAYOUTS, Layout
from app.desk.records.record_values import read_typed_record
from app.desk.records.record_versions import Merged, StoredRecord
from app.desk.records.record_views import (
    FormContext,
    FormView,
    list_named,
    place_by_field,
    view_form,
)
from app.errors import Conflict, Invalid, Refusal
from app.names.candidates import ActorNames
from app.reading.resource import Resource
from app.store.read import ANY_NUMBER
from schemas import Contract, Fault, RecordKey

NEW = "new"
"""What stands in the place of an id at the address of the form of a new record."""


@dataclass(frozen=True)
class Form:
    """A form: where it is sent, what it is of, and the draft that its fields are made from.

    It asks for the draft's fields but those `without` which it does. `judged` is the condition that it judges.
    """

    action: str
    title: str
    button: str
    draft: type[Contract]
    layout: Layout
    collection: str
    stored: StoredRecord | None = None
    without: tuple[str, ...] = ()
    judged: Mapping[str, Any] | None = None

    @property
    def fields(self) -> tuple[RecordField, ...]:
        """The fields that are asked for."""
        return read_fields(self.draft)


def locate_form(collection: str, record_id: str) -> str:
    """The address of a record's form, which is one longer where the record has the id that leads to a new one's."""
    return f"/desk/{collection}/{record_id}" + ("/record" if record_id == NEW else "")


def form_of(resource: Resource, stored: StoredRecord | None = None) -> Form:
    """The form of a new record, or of one that stands."""
    noun, name = resource.presentation.noun, resource.name
    action = locate_form(name, stored.document["id"]) if stored is not None else f"/desk/{name}/{NEW}"
    title = f"New {noun}" if stored is None else title_of(stored.document)
    button = f"Save the {noun}"
    draft = resource.collection.draft
    without = ("id",) if stored is not None else ()
    return Form(action, title, button, draft, LAYOUTS.get(name, Layout()), name, stored, without)


@dataclass(frozen=True)
class Said:
    """What is said of a form beside its fields: a refusal, similar records, what others wrote, what is looked at."""

    refusal: Refusal | None = None
    similar: Sequence[str] = ()
    merged: Merged | None = None
    focus: str = ""
    note: str = ""
    status: int = 200


def show_form(visit: Visit, form: Form, typed: Typed, said: Said | None = None) -> Response:
    """A form with what was typed, and with what is said of it."""
    said = said or Said()
    faults = _find_faults(visit, form, typed, said.refusal) if said.refusal is not None else {}
    with visit.service.database.read_primary() as connection:
        similar = [RecordKey(form.collection, each) for each in said.similar]
        called_new = RecordKey(form.collection, NEW)
        titles = read_titles(connection, [*(key for _, key in list_named(form.fields, typed)), *similar, called_new])
        passage = read_passage(connection, *take_mark(typed))
    context = FormContext(form.layout, typed, faults, titles, opens=form.stored is None, focus=said.focus)
    view = view_form(form.fields, context, without=form.without)
    is_new = form.action == f"/desk/{called_new}"
    values: dict[str, Any] = {
        "shown": form,
        "view": view,
        "faults": faults,
        "said": said,
        "other": locate_form(*called_new) if is_new and called_new in titles else "",
        "similar": [(str(key), titles.get(key, key.id)) for key in similar],
        "shares": isinstance(said.refusal, Conflict) and form.collection == "actors",
        "revision": _find_revision(form, typed, said),
        "once": secrets.token_urlsafe(16),
        "passage": passage,
        "marks": keep_mark(typed),
        "offered": _find_offered(visit, view),
    }
    status = said.refusal.status if said.refusal is not None else said.status
    return show_page(visit, "record.html", status=status, **values)


def _find_revision(form: Form, typed: Typed, said: Said) -> str | None:
    """The revision that a form is made from: that which it was first shown with, until what was written since is."""
    if form.stored is None:
        return None
    newest = str(form.stored.revision)
    return newest if said.merged is not None else typed.value(REVISION_FIELD, newest)


def _find_faults(visit: Visit, form: Form, typed: Typed, refusal: Refusal) -> dict[str, list[FieldFault]]:
    """What a refusal says, by field; with what can be taken in the place of names that nothing has."""
    named: Mapping[str, RecordKey] = dict(list_named(form.fields, typed))
    record = read_typed_record(form.fields, typed)

    faults = refusal.faults if isinstance(refusal, Invalid | Conflict) else ()
    with visit.service.database.read_primary() as connection:
        titles = read_titles(connection, list_holders(faults))

    def find(name: str, fault: Fault) -> FieldFault:
        is_named = name in named
        takes = (
            _find_meant(visit, named[name], fault) if is_named else [(each, each) for each in fault.suggestions or ()]
        )
        return word_fault(fault, takes, typed=typed.value(name), titles=titles)

    told = place_by_field(faults, record, form.layout, find=find)
    for name in _find_unknown(visit, named):
        if name not in told and isinstance(refusal, Invalid):
            fault = Fault(in_="body", pointer="", message=f"nothing is called {named[name].id[:80]!r} here")
            told[name] = [find(name, fault)]
    if not told:
        told[""] = [FieldFault(f"{refusal.detail[:1].upper()}{refusal.detail[1:].rstrip('.')}.")]
    return told


def _find_unknown(visit: Visit, named: Mapping[str, RecordKey]) -> list[str]:
    """The fields with names of nothing that stands, which the API tells of only once all else is right."""
    with visit.service.database.read_primary() as connection:
        titles, actors = read_titles(connection, named.values()), ActorNames(connection, kinds=None, seq=ANY_NUMBER)
        return [
            name
            for name, key in named.items()
            if key not in titles
            and not (key.collection == "actors" and key.id.isprintable() and actors.whole(key.id)[0])
        ]


def _find_meant(visit: Visit, key: RecordKey, fault: Fault) -> list[tuple[str, str]]:
    """The records that may be meant by a name: those that the API suggests, and those that its words find."""
    found = find_records(visit.service.archive, key.collection, key.id) if key.collection in LAYOUTS else []
    with visit.service.database.read_primary() as connection:
        near = [RecordKey(key.collection, each) for each in fault.suggestions or ()]
        titles = read_titles(connection, near)
    suggested = [OfferedRecord(each.id, titles[each]) for each in near if each in titles]
    return list({each.id: (each.id, each.title) for each in [*suggested, *found]}.values())[:MOST_FOUND]


def _find_offered(visit: Visit, view: FormView) -> dict[str, list[OfferedRecord]]:
    """What is offered to whoever types a name, by collection."""
    shown = [each for top in (*view.first, *view.more) for each in top.walk()]
    wanted = {each.finds for each in shown if each.finds}
    return {name: find_records(visit.service.archive, name, "") for name in sorted(wanted)}
