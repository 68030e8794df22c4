"""Views of records' forms: each field with what was typed, what it means, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.desk.frame.forms import Typed
from app.desk.records.field_faults import FILL_IN, REPEATED, FieldFault
from app.desk.records.record_fields import RecordField, order_fields
from app.desk.records.record_layouts import HELPS, LABELS, Layout
from app.desk.records.record_values import TypedRecord, is_blank, row_numbers
from app.language.wording import label as show_word
from schemas import Fault, RecordKey

FILL_IN_OTHERWISE = {"choice": "Choose one.", "choices": "Choose one or more."}


@dataclass(frozen=True)
class FieldView:
    """A field as a page shows it: `name` is its place, `note` what its value is called, `finds` what it names.

    `parts` are those of a group, `rows` those of a list by number, each a view of its own.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    is_needed: bool = False
    value: str = ""
    chosen: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    finds: str | None = None
    faults: tuple[FieldFault, ...] = ()
    parts: tuple["FieldView", ...] = ()
    rows: tuple["FieldView", ...] = ()

    def walk(self) -> Iterator["FieldView"]:
        """The view, and all within it."""
        yield self
        for each in (*self.parts, *self.rows):
            yield from each.walk()


@dataclass(frozen=True)
class FormContext:
    """What a form shows its fields with: what was typed, what is wrong by field, what records are called.

    `opens` has lists begin with an empty row; `focus` is the field that is looked at next.
    """

    layout: Layout
    typed: Typed
    faults: Mapping[str, list[FieldFault]] = field(default_factory=dict)
    titles: Mapping[RecordKey, str] = field(default_factory=dict)
    opens: bool = False
    focus: str = ""


@dataclass(frozen=True)
class FormView:
    """The fields of a form: those that come first, those under "More", and whether anything there says something.

    That is something typed, something wrong, or the field that is looked at next.
    """

    first: tuple[FieldView, ...]
    more: tuple[FieldView, ...]
    is_open: bool

    @property
    def wrong(self) -> list[FieldView]:
        """The fields with which something is wrong."""
        return [each for view in (*self.first, *self.more) for each in view.walk() if each.faults]


def view_form(fields: tuple[RecordField, ...], context: FormContext, *, without: tuple[str, ...] = ()) -> FormView:
    """The fields of a form, as its layout arranges them; what it does not name stands at the end."""
    layout = context.layout
    named = {*layout.first, *layout.more, *without}
    others = [each.name for each in fields if each.name not in named]
    first = tuple(_view(each, each.name, context) for each in order_fields(fields, layout.first))
    wanted = [name for name in (*layout.more, *others) if name not in without]
    asked = order_fields(fields, wanted)
    more = tuple(_view(each, each.name, context) for each in asked)
    is_wrong = any(each.faults for view in more for each in view.walk())
    focused = context.focus.removeprefix("more:").partition(".")[0]
    says = any(each.name == focused or not is_blank(each, context.typed, each.name) for each in asked)
    return FormView(first, more, is_wrong or says)


def place_by_field(
    faults: Iterable[Fault], record: TypedRecord, layout: Layout, *, find: Callable[[str, Fault], FieldFault]
) -> dict[str, list[FieldFault]]:
    """What the API says is wrong, by the field that it is beside; by nothing, what is beside none.

    `find` gives of a fault at a field what is said there.
    """
    placed: dict[str, list[FieldFault]] = {}
    for name, kind in record.lacking.items():
        placed.setdefault(name, []).append(FieldFault(FILL_IN_OTHERWISE.get(kind, FILL_IN)))
    for name in record.repeated:
        placed.setdefault(name, []).append(FieldFault(REPEATED))
    for fault in faults:
        name = _field_at(fault, record.places) or (layout.whole if fault.in_ == "body" and not fault.pointer else "")
        if name not in record.lacking:
            told = placed.setdefault(name, [])
            said = find(name, fault)
            if said not in told:
                told.append(said)
    return placed


def list_named(fields: Iterable[RecordField], typed: Typed, prefix: str = "") -> Iterator[tuple[str, RecordKey]]:
    """The fields in which a record is named, with the key that it is if what is typed is an id."""
    for each in fields:
        name = f"{prefix}{each.name}"
        if each.kind == "group":
            yield from list_named(each.parts, typed, f"{name}.")
        elif each.kind == "rows":
            for number in row_numbers(typed, name):
                yield from list_named([replace(each.item, name=str(number))], typed, f"{name}.")
        elif each.refers_to is not None and (value := typed.value(name)):
            yield name, RecordKey(each.refers_to, value) if each.refers_to else RecordKey.parse(value)


def _field_at(fault: Fault, places: Mapping[str, str]) -> str:
    """The field at a fault's place, or at as much of the place as there is a field for."""
    steps = [*(fault.pointer or "").split("/")[1:], *(fault.name.split("/") if fault.name else ())]
    for end in range(len(steps), 0, -1):
        if (name := places.get("/" + "/".join(steps[:end]))) is not None:
            return name
    return ""


def _view(each: RecordField, name: str, context: FormContext) -> FieldView:
    plain = ".".join(step for step in name.split(".") if not step.isdigit())
    behind = ".".join(plain.split(".")[-2:])
    labels = context.layout.labels
    value = context.typed.value(name, each.default)
    label = labels.get(plain) or LABELS.get(plain) or LABELS.get(behind) or each.label
    helped = HELPS.get(plain) or _explain_empty(each.help)
    view = FieldView(
        name=name,
        kind=each.kind,
        label=label,
        help=helped if helped.rstrip(".") != label else "",
        is_needed=each.is_needed,
        value=value,
        choices=tuple((word, show_word(word)) for word in each.choices),
        faults=tuple(context.faults.get(name, ())),
        finds=each.refers_to,
    )
    if each.kind == "group":
        return replace(view, parts=tuple(_view(part, f"{name}.{part.name}", context) for part in each.parts))
    if each.kind in ("rows", "pairs"):
        return replace(view, rows=tuple(_view_rows(each, view, context)))
    if each.kind == "choices":
        return replace(view, chosen=tuple(context.typed.values(name)))
    if each.refers_to is not None and value:
        key = RecordKey(each.refers_to, value) if each.refers_to else RecordKey.parse(value)
        return replace(view, note=context.titles.get(key, ""))
    return view


def _explain_empty(help_: str) -> str:
    """What a field means, where it says what null or absence means, as said of a field that is left empty."""
    return re.sub(r"\b(n|N)ull where", lambda found: f"{'E' if found[1] == 'N' else 'e'}mpty where", help_).replace(
        "hen absent", "hen left empty"
    )


def _view_rows(each: RecordField, view: FieldView, context: FormContext) -> Iterator[FieldView]:
    numbers = row_numbers(context.typed, view.name)
    if not numbers and context.opens and view.name in context.layout.opens:
        numbers = [0]
    for place, number in enumerate(numbers, start=1):
        name = f"{view.name}.{number}"
        if each.kind == "pairs":
            parts = tuple(
                FieldView(f"{name}.{part}", "line", show_word(part), value=context.typed.value(f"{name}.{part}"),
                          faults=tuple(context.faults.get(f"{name}.{part}", ())))
                for part in ("key", "value")
            )  # fmt: skip
            yield FieldView(name, "group", str(place), parts=parts)
        else:
            shown = _view(each.item, name, context)
            yield replace(shown, label=f"{view.label} {place}", is_needed=False)
