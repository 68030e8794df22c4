"""Parameters: a query string becomes a query of the contract, or a refusal that names what is allowed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, Self, TypeVar
from urllib.parse import parse_qsl, quote_plus

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from app.errors import Invalid
from schemas import Contract, Fault, Query, fields_of

Q = TypeVar("Q", bound=Contract)

Given = dict[str, list[str]]
"""Each parameter's values, as they were given."""


@dataclass(frozen=True)
class Parsed(Generic[Q]):
    """A valid query, what was given of it (defaults of `sort` and paging included), and its canonical spelling."""

    query: Q
    asked: dict[str, Any]
    canonical: str

    @property
    def given(self) -> frozenset[str]:
        """The names of the parameters that were given."""
        return frozenset(pair.partition("=")[0] for pair in self.canonical.split("&") if pair)

    def asking(self, **values: str) -> Self:
        """The same question as if these parameters had been given."""
        return replace(self, asked={**self.asked, **values}, canonical=self.spelled(**values))

    def spelled(self, **changes: str | None) -> str:
        """The canonical query string with parameters set, or taken out where the value is None."""
        pairs = dict(pair.split("=", 1) for pair in self.canonical.split("&") if pair)
        pairs |= {name: quote_plus(value, safe=_SAFE) for name, value in changes.items() if value is not None}
        kept = {name: value for name, value in pairs.items() if changes.get(name, "") is not None}
        return "&".join(f"{name}={kept[name]}" for name in parameters_of(type(self.query)) if name in kept)


_SAFE = "!$'()*,:;=@/?-._~"
"""What stands for itself in a query besides letters and digits (RFC 3986, section 3.4), without what forms encode."""


def read(model: type[Q], query_string: bytes, *, others_pass: bool = False) -> Parsed[Q]:
    """Validate a query string against a query model. Raises `Invalid` with a fault for each thing that is wrong.

    A parameter that there is not is wrong, unless others pass: then it is passed over.
    """
    given = _given(query_string)
    known = parameters_of(model)
    if others_pass:
        given = {name: values for name, values in given.items() if name in known}
    faults = list(_misplaced(given, known))
    raw = {name: values if known[name].several else values[0] for name, values in given.items() if name in known}
    try:
        query = model.model_validate(raw)
    except ValidationError as error:
        faults += _faults(error.errors(include_url=False), given, known)
    if faults:
        raise _invalid(faults)
    asked = {
        parameter.name: value for parameter in known.values() if (value := getattr(query, parameter.field)) is not None
    }
    spelled = {
        name: _spelling(asked[name] if known[name].several else given[name][0]) for name in known if name in given
    }
    return Parsed(query, asked, "&".join(f"{name}={value}" for name, value in spelled.items()))


class Nothing(Contract):
    """The parameters of an address that takes none."""


def nearest(word: str, choices: Iterable[str], *, most: int = 5) -> tuple[str, ...] | None:
    """The choices most like a word, best first; None where none is near."""
    folded = {choice: choice.casefold() for choice in choices}
    found = process.extract(word.casefold(), folded, scorer=fuzz.ratio, limit=most, score_cutoff=60)
    return tuple(str(key) for _, _, key in found) or None


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query model: its name, its field, its JSON schema, and whether it takes several values."""

    name: str
    field: str
    schema: Mapping[str, Any]
    several: bool
    required: bool

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that it takes, where they are a closed list."""
        return tuple(self.schema.get("items", self.schema).get("enum", ()))


@cache
def parameters_of(model: type[Contract]) -> dict[str, Parameter]:
    """The parameters of a query model, in its order."""
    properties = model.model_json_schema(mode="validation")["properties"]
    parameters = {}
    for field, info in model.model_fields.items():
        name = info.alias or field
        schema = _without_null(properties[name])
        if name == "fields" and issubclass(model, Query):
            schema["items"] = {"type": "string", "enum": [field.path for field in fields_of(model.record)]}
        parameters[name] = Parameter(
            name, field, schema, several=schema.get("type") == "array", required=info.is_required()
        )
    return parameters


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter is left out, never null: its schema says so."""
    plain = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if plain.get("default", "") is None:
        del plain["default"]
    for alternative in schema.get("anyOf", ()):
        if alternative.get("type") != "null":
            plain = {**alternative, **plain}
    # Bounds behind a validator of our own come out under Python's names, and a list's length under a text's.
    words = {"ge": "minimum", "le": "maximum"} | ({"maxLength": "maxItems"} if plain.get("type") == "array" else {})
    return {words.get(key, key): value for key, value in plain.items()}


def _given(query_string: bytes) -> Given:
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=500)
    except UnicodeDecodeError:
        raise _invalid([Fault(in_="query", message="must be percent-encoded UTF-8")]) from None
    except ValueError:
        raise _invalid([Fault(in_="query", message="must not have over 500 parameters")]) from None
    given: Given = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _misplaced(given: Given, known: Mapping[str, Parameter]) -> Iterator[Fault]:
    """A fault for each parameter that there is not, and for each that is repeated but takes one value."""
    for name, values in given.items():
        if name not in known:
            message = f"is not a parameter here; allowed are {', '.join(known)}"
            shown = name if _printable(name) else None
            yield Fault(in_="query", name=shown, message=message, suggestions=nearest(name[:80], known))
        elif len(values) > 1 and not known[name].several:
            yield Fault(in_="query", name=name, message="must be given once only")


def _invalid(faults: list[Fault]) -> Invalid:
    names = list(dict.fromkeys(fault.name for fault in faults if fault.name))
    return Invalid(f"wrong in the query: {', '.join(names)}" if names else "wrong in the query", faults=faults)


def _spelling(value: Any) -> str:
    values = value if isinstance(value, tuple) else (value,)
    if isinstance(value, tuple):
        values = tuple(str(item).replace(",", "\\,") for item in values)
    return ",".join(quote_plus(str(item), safe=_SAFE) for item in values)


def _faults(errors: list[ErrorDetails], given: Given, known: Mapping[str, Parameter]) -> list[Fault]:
    """One fault for each value that is wrong."""
    faults: dict[tuple[str, str], Fault] = {}
    for error in errors:
        context = error.get("ctx", {})
        name = str(error["loc"][0]) if error["loc"] else _owner(error["type"], context)
        place = next((step for step in error["loc"][1:] if isinstance(step, int)), None)
        value = _value(given.get(name, []), place) if error["type"] != "unknown_field" else str(context["name"])
        # What the whole query is wrong by is said as it is: the value alone would be allowed.
        allowed = known[name].allowed if name in known and error["loc"] else ()
        allowed = known["fields"].allowed if error["type"] == "unknown_field" else allowed
        message = f"must be one of {', '.join(allowed)}" if allowed else _message(error)
        suggestions = nearest(value, allowed) if allowed else None
        shown = f"{value!a} {message}" if _printable(value) else message
        faults.setdefault((name, value), Fault(in_="query", name=name, message=shown, suggestions=suggestions))
    return list(faults.values())


def _owner(kind: str, context: Mapping[str, Any]) -> str:
    """The parameter that an error of the whole query is about."""
    return "fields" if kind == "unknown_field" else str(context.get("name", ""))


def _value(values: list[str], place: int | None) -> str:
    if place is None:
        return ",".join(values)
    split = [part.strip() for value in values for part in value.split(",")]
    distinct = list(dict.fromkeys(split))
    return distinct[place] if place < len(distinct) else ""


def _message(error: ErrorDetails) -> str:
    message = error["msg"]
    if error["type"] in ("too_long", "too_short") and isinstance(error.get("input"), str):
        message = message.replace("items after validation", "characters").replace("item after validation", "character")
    return re.sub(r"^(Input|Value|String|Tuple) should ", "must ", message)


def _printable(value: str) -> bool:
    """Whether a value can be repeated in an answer: short, and nothing in it that could harm a log or a terminal."""
    return 0 < len(value) <= 80 and value.isprintable()
