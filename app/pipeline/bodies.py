"""Bodies: JSON from outside, refused where two readers could understand it differently."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import Invalid
from schemas import Fault

M = TypeVar("M", bound=BaseModel)

DEEPEST = 8
"""How deeply JSON may be nested."""


def read_json(model: type[M], text: str, *, name: str | None = None) -> M:
    """JSON text as a model. Raises `Invalid` with a fault for each thing that is wrong.

    `name` is the parameter that held the text, where it was one. A key that stands twice, NaN and infinities, and
    nesting deeper than 8 are refused (RFC 8259 leaves them to the reader).
    """
    _strictly(text, name)
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise Invalid("the JSON does not have the form that is asked for", faults=faults_of(error, name)) from None


def faults_of(error: ValidationError, name: str | None = None) -> list[Fault]:
    """A fault for each thing that a model refused, at most 100; `name` is the parameter that held it, if one did."""
    errors = error.errors(include_url=False)
    return [_fault(name, _pointer(each["loc"]), _message(each)) for each in errors[:100]]


def _message(error: ErrorDetails) -> str:
    """What is wrong, in a text's own measure: pydantic counts the items of whatever a validator has given."""
    context = error.get("ctx", {})
    if isinstance(error["input"], str) and error["type"] in ("too_long", "too_short"):
        limit = "at most {max_length}" if error["type"] == "too_long" else "at least {min_length}"
        return f"must have {limit} characters, and has {{actual_length}}".format(**context)
    return error["msg"]


def read_array(text: str) -> list[Any]:
    """JSON text as an array of anything. Raises `Invalid` as `read_json` does."""
    value = _strictly(text, None, deepest=DEEPEST + 1)
    if not isinstance(value, list):
        raise Invalid("the JSON must be an array", faults=[_fault(None, "", "must be an array")])
    return value


def read_object(text: str, *, name: str | None = None) -> dict[str, Any]:
    """JSON text as an object of any members. Raises `Invalid` as `read_json` does."""
    value = _strictly(text, name)
    if not isinstance(value, dict):
        raise Invalid("the JSON must be an object", faults=[_fault(name, "", "must be an object")])
    return value


def _strictly(text: str, name: str | None, *, deepest: int = DEEPEST) -> Any:
    """A JSON value that every reader understands alike."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except _Refused as refused:
        raise Invalid("the JSON is refused", faults=[_fault(name, "", str(refused))]) from None
    except (ValueError, RecursionError):
        raise Invalid("the text is not JSON", faults=[_fault(name, "", "must be JSON (RFC 8259)")]) from None
    if _depth(value, deepest) > deepest:
        raise Invalid("the JSON is refused", faults=[_fault(name, "", f"must not be nested deeper than {deepest}")])
    return value


class _Refused(ValueError):
    """JSON that is well-formed, but not taken."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("must not have a key twice")
    return found


def _no_constant(constant: str) -> Any:
    raise _Refused(f"must not contain {constant}")


def _depth(value: Any, deepest: int) -> int:
    """How many lists and objects lie within each other, counted no further than one beyond the deepest allowed."""
    layer, depth = [value], 0
    while depth <= deepest:
        layer = [container for container in layer if isinstance(container, dict | list)]
        if not layer:
            break
        depth += 1
        layer = [inner for each in layer for inner in (each.values() if isinstance(each, dict) else each)]
    return depth


def _pointer(place: Sequence[int | str]) -> str:
    """A place in JSON by RFC 6901, in text that can be sent back."""
    path = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)
    return path.encode("utf-8", "replace").decode()[:200]


def _fault(name: str | None, pointer: str, message: str) -> Fault:
    shown = message.removeprefix("Value error, ")
    if name is not None:
        return Fault(in_="query", name=name, message=f"{pointer} {shown}".strip())
    return Fault(in_="body", pointer=pointer, message=shown)
