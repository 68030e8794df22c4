"""Bodies: JSON from outside, refused where two readers could understand it differently."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.errors import Invalid
from app.reading.question.refusing import faults_of_json
from schemas import Fault

M = TypeVar("M", bound=BaseModel)

BOM = "\ufeff"
"""The byte order mark that some programs put before UTF-8, and that says nothing."""
DEEPEST = 8
"""How deeply JSON may be nested."""


def read_json(model: type[M], text: str, *, name: str | None = None) -> M:
    """JSON text as a model. Raises `Invalid` with a fault for each thing that is wrong.

    `name` is the parameter that held the text, where it was one. A key that stands twice, NaN and infinities, and
    nesting deeper than 8 are refused (RFC 8259 leaves them to the reader).
    """
    value = _strictly(text, name)
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        faults = faults_in(error, model, value, name=name)
        raise Invalid("the JSON does not have the form that is asked for", faults=faults) from None


def faults_in(error: ValidationError, model: type[BaseModel], value: Any, *, name: str | None) -> list[Fault]:
    """What a model refused of a JSON value: by its places in the body, or of the parameter that held it."""
    faults = faults_of_json(error, model, value)
    return faults if name is None else [Fault(in_="query", name=name, message=str(fault)) for fault in faults]


def read_array(text: str) -> list[Any]:
    """JSON text as an array of anything. Raises `Invalid` as `read_json` does."""
    value = _strictly(text, None, deepest=DEEPEST + 1)
    if not isinstance(value, list):
        raise Invalid("the JSON must be an array", faults=[_fault(None, "must be an array")])
    return value


def read_object(text: str, *, name: str | None = None) -> dict[str, Any]:
    """JSON text as an object of any members. Raises `Invalid` as `read_json` does."""
    value = _strictly(text, name)
    if not isinstance(value, dict):
        raise Invalid("the JSON must be an object", faults=[_fault(name, "must be an object")])
    return value


def _strictly(text: str, name: str | None, *, deepest: int = DEEPEST) -> Any:
    """A JSON value that every reader understands alike."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except _Refused as refused:
        raise Invalid("the JSON is refused", faults=[_fault(name, str(refused))]) from None
    except (ValueError, RecursionError):
        raise Invalid("the text is not JSON", faults=[_fault(name, "must be JSON (RFC 8259)")]) from None
    if _depth(value, deepest) > deepest:
        raise Invalid("the JSON is refused", faults=[_fault(name, f"must not be nested deeper than {deepest}")])
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


def _fault(name: str | None, message: str) -> Fault:
    if name is not None:
        return Fault(in_="query", name=name, message=message)
    return Fault(in_="body", pointer="", message=message)
