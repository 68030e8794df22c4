"""Acts within a form: what its buttons do that save nothing: one more row, one less, a value that is offered.

They work without a script: the form is sent, and comes back with what was typed, changed so.
"""

from dataclasses import dataclass, replace

from app.desk.frame.forms import Typed
from app.desk.records.record_fields import RecordField
from app.desk.records.record_values import row_numbers
from app.desk.records.record_versions import DraftValues, put_member

ACT = "act"
"""The field of a button that is pressed: the act, and behind a colon what it is about."""
SAVE, SAVE_ANYWAY, SHARE = "save", "anyway", "share"
"""To save; to save although others are similar; to save although a name is another's too, whatever is similar."""


@dataclass(frozen=True)
class Acted:
    """A form after an act: what it holds now, and the field that is looked at next."""

    typed: Typed
    focus: str = ""


def act_within(fields: tuple[RecordField, ...], typed: Typed, *, draft: DraftValues | None = None) -> Acted | None:
    """The form after the act that its button names; None where it is to be saved. `draft` is what stands."""
    act, _, about = typed.value(ACT).partition(":")
    plain = Typed(tuple((name, value) for name, value in typed.fields if name != ACT), typed.token)
    if act == "more":
        number = max(row_numbers(plain, about), default=-1) + 1
        first = _first_field(fields, about)
        name = f"{about}.{number}" + (f".{first}" if first else "")
        return Acted(_put(plain, name, ""), name)
    if act == "less":
        kept = ((name, value) for name, value in plain.fields if name != about and not name.startswith(f"{about}."))
        return Acted(Typed(tuple(kept), typed.token), f"more:{about.rpartition('.')[0]}")
    if act == "take":
        name, _, value = about.partition("=")
        return Acted(_put(plain, name, value), name)
    if act == "theirs" and draft is not None:
        field = next((each for each in fields if each.name == about), None)
        return Acted(put_member(plain, field, draft) if field is not None else plain, about)
    return None


def _put(typed: Typed, name: str, value: str) -> Typed:
    """What was typed, with one field holding a value."""
    others = tuple((each, text) for each, text in typed.fields if each != name)
    return replace(typed, fields=(*others, (name, value)))


def _first_field(fields: tuple[RecordField, ...], name: str) -> str:
    """The first field within a row of a list; empty where the row is one field."""
    parts = fields
    for step in name.split("."):
        found = next((each for each in parts if each.name == step), None)
        if found is None:
            continue
        if found.kind == "pairs":
            return "key"
        parts = found.item.parts if found.kind == "rows" else found.parts
    return next((each.name for each in parts if each.kind != "group"), "")
