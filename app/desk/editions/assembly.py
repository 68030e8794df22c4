"""Assembly: the period and the filters of developments from which a draft is assembled, as the fields of a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.desk.editions.findings import NOTHING_THERE
from app.desk.frame.forms import Typed, read_whole
from app.desk.frame.written_days import read_one_day
from app.language.wording import label
from app.reading.question.known import Parameter, parameters_of
from schemas import BriefingRequest, Fault

SHOWN_FIRST = ("from", "to", "title", "supersedes")
"""The fields that are shown first; the others choose among developments."""
WHAT_TO_ASK = dict.fromkeys(("from", "to"), "Type it: a day as 2026-02-01.") | {"title": "Type a title."}
"""What is said where nothing is typed that must be."""
LEFT_OUT = ("id",)
"""What no field is for."""


@dataclass(frozen=True)
class ChoiceField:
    """A filter as a field: several words of a closed list, one of them, or what is typed, with commas between."""

    name: str
    label: str
    allowed: tuple[tuple[str, str], ...]
    several: bool
    values: tuple[str, ...]


def list_choices(typed: Typed) -> list[ChoiceField]:
    """The filters with what is typed into them."""
    return [
        ChoiceField(
            name=parameter.name,
            label=label(parameter.name.replace("_", "-")),
            allowed=tuple((word, label(word)) for word in _list_words(parameter)),
            several=parameter.several,
            values=tuple(typed.values(parameter.name)),
        )
        for parameter in _parameters()
    ]


def read_request(typed: Typed) -> dict[str, Any]:
    """What is asked for, as the API takes it; whether it can be is for the API to say."""
    asked: dict[str, Any] = {name: value for name in SHOWN_FIRST if (value := typed.value(name))}
    asked |= {name: read_one_day(asked[name]) for name in ("from", "to") if name in asked}
    for parameter in _parameters():
        values = typed.values(parameter.name)
        if not values:
            continue
        if parameter.several:
            asked[parameter.name] = values if parameter.allowed else [
                each.strip() for value in values for each in value.split(",") if each.strip()
            ]  # fmt: skip
        else:
            asked[parameter.name] = _read_one(parameter, values[0])
    return asked


def place_request_faults(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """What is wrong with what is asked for, by the field that it is beside; by nothing, what is beside none."""
    known = {*SHOWN_FIRST, *(parameter.name for parameter in _parameters())}
    placed: dict[str, list[str]] = {}
    for fault in faults:
        steps = [*(fault.pointer or "").split("/")[1:2], fault.name or ""]
        name = next((each for each in steps if each in known), "")
        if name in WHAT_TO_ASK and fault.message.startswith(NOTHING_THERE):
            said = WHAT_TO_ASK[name]
        else:
            ending = f": perhaps {', '.join(fault.suggestions)}." if fault.suggestions else "."
            said = f"{fault.message[:1].upper()}{fault.message[1:]}{ending}"
        placed.setdefault(name, []).append(said)
    return placed


def _parameters() -> list[Parameter]:
    return [each for name, each in parameters_of(BriefingRequest).items() if name not in (*SHOWN_FIRST, *LEFT_OUT)]


def _list_words(parameter: Parameter) -> tuple[str, ...]:
    return ("true", "false") if _is_flag(parameter.schema) else parameter.allowed


def _is_flag(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "boolean"


def _read_one(parameter: Parameter, value: str) -> Any:
    if parameter.schema.get("type") == "integer" and (number := read_whole(value)) is not None:
        return number
    return value == "true" if _is_flag(parameter.schema) and value in ("true", "false") else value
