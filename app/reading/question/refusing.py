"""Refusing: what is wrong with JSON that was sent, one fault for each place, and the place as far as it leads there."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import MOST_FAULTS, Invalid, Refusal
from app.language.suggesting import nearest
from app.reading.question.messages import EXPECTED_FORMS, message_of, quote, suggestions_for
from schemas import Contract, Fault, fields_of

R = TypeVar("R", bound=Refusal)
Steps = tuple[str | int, ...]
"""A place in JSON: names of members, and places in lists."""

LONGEST_STEP = 200
"""How many characters of a member's name a pointer repeats."""


def refusal_of(faults: Iterable[Fault]) -> Invalid:
    """The refusal of a query for all that is wrong with it; what is told twice is one fault."""
    told = list(dict.fromkeys(faults))
    names = ", ".join(dict.fromkeys(fault.name or "" for fault in told))
    return Invalid(f"wrong in the query: {names}", faults=told)


def faults_of_json(error: ValidationError, model: type[BaseModel], value: Any) -> list[Fault]:
    """A fault for each place in a JSON value that a model refused, at most 100; a member that is missing has one too.

    Where a value could have been one of several things, and is none of them, it has one fault.
    """
    places: dict[Steps, list[ErrorDetails]] = {}
    for each in error.errors(include_url=False):
        places.setdefault(_steps(each, value), []).append(each)
    told = {steps: errors for steps, errors in places.items() if not _is_told_within(steps, errors, places)}
    return [_fault(steps, errors, model, value) for steps, errors in list(told.items())[:MOST_FAULTS]]


def place_in_body(refusal: R, sent: bytes) -> R:
    """A refusal with its pointers as far as they lead in the JSON that was sent; what they lack there is the `name`.

    Where nothing was sent, they lead into the record that the path names.
    """
    if not sent.strip():
        return refusal.saying([_of_the_record(fault) for fault in refusal.faults])
    try:
        value = json.loads(sent)
    except (ValueError, RecursionError):
        return refusal
    return refusal.saying([lead_into(fault, value) for fault in refusal.faults])


def lead_into(fault: Fault, value: Any) -> Fault:
    """A fault of a body with its pointer as far as it leads in a JSON value; what is lacking there is its `name`."""
    if fault.in_ != "body" or not fault.pointer:
        return fault
    steps = [step.replace("~1", "/").replace("~0", "~") for step in fault.pointer.split("/")[1:]]
    for number, step in enumerate(steps):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return fault.model_copy(update={"pointer": pointer_of(steps[:number]), "name": "/".join(steps[number:])})
    return fault


def no_member(steps: Steps, known: Sequence[str]) -> Fault:
    """The fault of a member that an object cannot have; `known` are those that it can."""
    word, message = str(steps[-1]), f"is no member that can be given; there are {', '.join(known)}"
    name = quote(word)[1:-1] if pointer_of(steps[-1:]) == "" else None
    return Fault(
        in_="body", pointer=pointer_of(steps), name=name, message=message, suggestions=nearest(word[:80], known)
    )


def pointer_of(steps: Iterable[str | int]) -> str:
    """A place in JSON by RFC 6901, to the first name that is too long to be repeated, or no text."""
    pointer = ""
    for step in map(str, steps):
        if len(step) > LONGEST_STEP or not _is_text(step):
            break
        pointer += f"/{step.replace('~', '~0').replace('/', '~1')}"
    return pointer


def _steps(error: ErrorDetails, value: Any) -> Steps:
    """An error's place, without the marks of alternatives that the library puts between its steps."""
    steps: list[str | int] = []
    for step in error["loc"]:
        inner = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        if step in inner:
            value = value[step]
            steps.append(step)
    own = error.get("ctx", {}).get("name")
    if error["type"] == "missing":
        steps.append(error["loc"][-1])
    elif isinstance(own, str):  # of a rule of ours over several members, the one that breaks it
        steps.append(own)
    return tuple(steps)


def _is_told_within(steps: Steps, errors: Sequence[ErrorDetails], places: Iterable[Steps]) -> bool:
    """Whether a value only fails to be other things than what something is wrong in, or only lacks what is."""
    inner = any(len(other) > len(steps) and other[: len(steps)] == steps for other in places)
    return inner and all(error["type"] in EXPECTED_FORMS or error["type"] == "too_short" for error in errors)


def _fault(steps: Steps, errors: Sequence[ErrorDetails], model: type[BaseModel], value: Any) -> Fault:
    error = errors[0]
    if error["type"] == "extra_forbidden" and issubclass(model, Contract):
        return no_member(steps, _members(model, steps[:-1]))
    near = suggestions_for(error, _at(value, steps))
    return Fault(in_="body", pointer=pointer_of(steps), message=message_of(errors), suggestions=near)


def _members(model: type[Contract], steps: Steps) -> list[str]:
    """The members that an object at a place in a model's JSON can have."""
    inside = "".join(f"{step}." for step in steps if isinstance(step, str))
    paths = [field.path.removeprefix(inside) for field in fields_of(model) if field.path.startswith(inside)]
    return [path for path in paths if "." not in path]


def _at(value: Any, steps: Steps) -> Any:
    """What stands at a place; None where nothing does."""
    for step in steps:
        value = value[step] if isinstance(step, int) or (isinstance(value, dict) and step in value) else None
    return value


def _of_the_record(fault: Fault) -> Fault:
    return fault.model_copy(update={"in_": "path"}) if fault.in_ == "body" and fault.pointer else fault


def _is_text(step: str) -> bool:
    try:
        step.encode()
    except UnicodeEncodeError:
        return False
    return True
