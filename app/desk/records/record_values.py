"""Values of records' forms: a draft as the fields of a form, and what was typed as a draft for the API.

A field is called by its place in the draft, its steps joined by dots: `actors.0.id`. Rows that are left empty say
nothing, so that a row is taken away by emptying it; what the API then says of a place leads back to its field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.desk.frame.forms import Typed
from app.desk.frame.written_days import read_day
from app.desk.frame.written_numbers import read_number
from app.desk.records.record_fields import FieldKind, RecordField

MOST_ROWS_TYPED = 200
"""How many rows of a list a form may have: more than a record may."""
PRECISION, SELECTOR, PASSAGE_WORDS = "precision", "selector", "exact"
"""The member that says how much of a day is known; that which selects a passage, and that with the passage's words."""
IN_CAPITALS = ("country",)
"""Members that are codes in capitals."""
_SELECTED = re.compile(r"([0-9]{1,10})-([0-9]{1,10})-([0-9a-f]{64})-([0-9a-f]{64})")
_ABSENT = object()


@dataclass
class TypedRecord:
    """What was typed of a record: the `values` for the API, the field at each place, and what is needed and empty.

    `repeated` are the fields with a key that stands in one above them too; of both, the first is among the values.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    lacking: dict[str, FieldKind] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)


def list_values(fields: Iterable[RecordField], draft: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a form with what a draft says, in which passages may have their words beside what selects them."""
    for each in fields:
        name, value = f"{prefix}{each.name}", draft.get(each.name)
        if each.kind == "selector":
            yield name, _show_selector(value, draft.get(PASSAGE_WORDS))
        else:
            yield from _list_value(each, name, value)


def read_typed_record(fields: Iterable[RecordField], typed: Typed) -> TypedRecord:
    """What was typed, as a draft; whether it can be one is for the API to say."""
    record = TypedRecord()
    record.values = _read_group(fields, typed, "", "", record)
    return record


def row_numbers(typed: Typed, name: str) -> list[int]:
    """The numbers of a list's rows in a form, also of those that are empty."""
    return typed.numbers(name)[:MOST_ROWS_TYPED]


def is_blank(each: RecordField, typed: Typed, name: str) -> bool:
    """Whether nothing was typed into a field, or into any part of it: what stands there at first says nothing."""
    if each.kind == "group":
        return all(is_blank(part, typed, f"{name}.{part.name}") for part in each.parts)
    if each.kind == "rows":
        return all(is_blank(each.item, typed, f"{name}.{number}") for number in row_numbers(typed, name))
    if each.kind == "pairs":
        return not any(value for part, value in typed.fields if part.startswith(f"{name}."))
    return each.kind == "selector" or typed.value(name) in ("", each.default)


def show_value(value: Any) -> str:
    """A plain value as it is typed."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def digest_shown(words: str | None) -> str:
    """What tells whether a passage's words were changed in a form."""
    return sha256((words or "").strip().encode()).hexdigest()


def _list_value(each: RecordField, name: str, value: Any) -> Iterator[tuple[str, str]]:
    match each.kind:
        case "group":
            yield from list_values(each.parts, value if isinstance(value, dict) else {}, f"{name}.")
        case "rows":
            for number, item in enumerate(value or ()):
                yield from _list_value(each.item, f"{name}.{number}", item)
        case "pairs":
            for number, (key, text) in enumerate((value or {}).items()):
                yield from ((f"{name}.{number}.key", str(key)), (f"{name}.{number}.value", str(text)))
        case "choices":
            yield from ((name, str(word)) for word in value or ())
        case "lines":
            yield name, "\n".join(value or ())
        case "flag":
            yield name, "true" if value else ""
        case _:
            yield name, show_value(value) if value is not None else each.default


def _show_selector(selector: Any, words: Any) -> str:
    if not isinstance(selector, dict):
        return ""
    return f"{selector['start']}-{selector['end']}-{selector['sha256']}-{digest_shown(words)}"


def _read_group(
    parts: Iterable[RecordField], typed: Typed, prefix: str, pointer: str, record: TypedRecord
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in parts:
        record.places[f"{pointer}/{part.name}"] = f"{prefix}{part.name}"
        value = _read_value(part, typed, f"{prefix}{part.name}", f"{pointer}/{part.name}", record)
        if value is not _ABSENT:
            values[part.name] = value
    if PRECISION in values:
        _settle_days(values, typed, prefix)
    if SELECTOR in values and values[SELECTOR] is not None:
        is_as_shown = values[SELECTOR].pop("shown") == digest_shown(values.get(PASSAGE_WORDS))
        values[PASSAGE_WORDS if is_as_shown else SELECTOR] = None
    return values


def _read_value(each: RecordField, typed: Typed, name: str, pointer: str, record: TypedRecord) -> Any:
    match each.kind:
        case "group":
            is_left_out = each.is_nullable and is_blank(each, typed, name)
            value: Any = None if is_left_out else _read_group(each.parts, typed, f"{name}.", pointer, record)
        case "rows":
            value = list(_read_rows(each.item, typed, name, pointer, record))
        case "pairs":
            value = dict(_read_pairs(typed, name, pointer, record))
        case "choices":
            value = list(dict.fromkeys(typed.values(name)))
            record.lacking |= {name: each.kind} if each.is_needed and not value else {}
        case "lines":
            value = [line.strip() for line in typed.value(name).split("\n") if line.strip()]
        case "flag":
            value = typed.value(name) == "true"
        case "selector":
            value = _read_selector(typed.value(name))
        case _:
            value = _read_plain(each, typed.value(name), name, record)
    return value


def _read_plain(each: RecordField, value: str, name: str, record: TypedRecord) -> Any:
    if not value:
        if each.is_needed:
            record.lacking[name] = each.kind
        return None if each.is_needed or each.is_nullable else _ABSENT
    if each.kind == "day":
        return read_day(value).on
    if each.kind == "number":
        return read_number(value)
    return value.upper() if each.name in IN_CAPITALS and len(value) == len("GB") else value


def _read_rows(item: RecordField, typed: Typed, name: str, pointer: str, record: TypedRecord) -> Iterator[Any]:
    at = 0
    for number in row_numbers(typed, name):
        row, place = f"{name}.{number}", f"{pointer}/{at}"
        if is_blank(item, typed, row):
            continue
        record.places[place] = row
        yield _read_value(item, typed, row, place, record)
        at += 1


def _read_pairs(typed: Typed, name: str, pointer: str, record: TypedRecord) -> Iterator[tuple[str, str]]:
    for number in row_numbers(typed, name):
        key, value = (typed.value(f"{name}.{number}.{part}") for part in ("key", "value"))
        place = f"{pointer}/{key}"
        if (key or value) and place in record.places:
            record.repeated.append(f"{name}.{number}.key")
        elif key or value:
            record.places[place] = f"{name}.{number}.key"
            yield key, value


def _settle_days(values: dict[str, Any], typed: Typed, prefix: str) -> None:
    """Have a day that was typed say how precise it is, and where it was several, which is the last."""
    first = next((name for name in ("from", "on") if name in values), None)
    written = read_day(typed.value(f"{prefix}{first}")) if first is not None else None
    if first is None or written is None or values[first] is None:
        values[PRECISION] = "unknown"
        return
    if values[PRECISION] == "unknown" or written.precision != "day":
        values[PRECISION] = written.precision
    if "until" in values and values["until"] is None and written.until:
        values["until"] = written.until


def _read_selector(value: str) -> dict[str, Any] | None:
    found = _SELECTED.fullmatch(value)
    if found is None:
        return None
    return {"start": int(found[1]), "end": int(found[2]), "sha256": found[3], "shown": found[4]}
