"""Parameters: a query string becomes a query of the contract, or a refusal that names what is allowed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, quote_plus, unquote_plus

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.errors import Invalid
from app.language.suggesting import nearest
from app.reading.question.known import Parameter, parameters_of
from app.reading.question.messages import message_of, quote, suggestions_for
from app.reading.question.refusing import refusal_of
from schemas import Contract, Fault

Q = TypeVar("Q", bound=Contract)

MOST_PARAMETERS = 500
"""How many parameters a query may have."""
GivenValues = dict[str, list[str]]
"""Each parameter's values, as they were given."""


@dataclass(frozen=True)
class Parsed(Generic[Q]):
    """What was sent: a query without what is wrong of it, its canonical spelling, and what is wrong.

    `spellings` are those of the parameters that were given, in the order of the query's model.
    """

    query: Q
    canonical: str
    spellings: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    @property
    def given(self) -> frozenset[str]:
        """The names of the parameters that were given."""
        return frozenset(self.spellings)

    def with_spellings(self, **changes: str | None) -> dict[str, str]:
        """The spellings with parameters set, or taken out where the value is None."""
        changed = {name: None if value is None else quote_plus(value, safe=_SAFE) for name, value in changes.items()}
        spellings = {name: each for name, each in {**self.spellings, **changed}.items() if each is not None}
        if spellings.keys() <= self.spellings.keys():
            return spellings
        return {name: spellings[name] for name in parameters_of(type(self.query)) if name in spellings}

    def around(self, name: str, *, without: Collection[str]) -> tuple[str, str]:
        """What stands in the canonical query string before a parameter and after it, without some of the others."""
        before, after = list[str](), list[str]()
        side = before
        for each in parameters_of(type(self.query)):
            if each == name:
                side = after
            elif each in self.spellings and each not in without:
                side.append(f"{each}={self.spellings[each]}")
        return "".join([f"{pair}&" for pair in before]), "".join([f"&{pair}" for pair in after])

    def spelled(self, **changes: str | None) -> str:
        """The canonical query string with parameters set, or taken out where the value is None."""
        return "&".join([f"{name}={spelling}" for name, spelling in self.with_spellings(**changes).items()])


_SAFE = "!$'()*,:;=@/?-._~"
"""What stands for itself in a query besides letters and digits (RFC 3986, section 3.4), without what forms encode."""


def read_query(model: type[Q], query_string: bytes, *, others_pass: bool = False) -> Parsed[Q]:
    """Validate a query string against a query model. Raises `Invalid` with a fault for each thing that is wrong.

    A parameter that there is not is wrong, unless others pass: then it is passed over.
    """
    parsed = parse(model, query_string, others_pass=others_pass)
    if parsed.faults:
        raise refusal_of(parsed.faults)
    return parsed


def parse(model: type[Q], query_string: bytes, *, others_pass: bool = False) -> Parsed[Q]:
    """What is right of a query string, for more to be found wrong in it, and what is wrong.

    What needs a parameter that is wrong is not wrong for that. Raises `Invalid` where what is right is no query.
    """
    given = _read_given(query_string)
    known = parameters_of(model)
    if others_pass:
        given = {name: values for name, values in given.items() if name in known}
    faults = [
        _find_misplaced(name, known)
        for name, values in given.items()
        if name not in known or (len(values) > 1 and not known[name].several)
    ]
    raw = {name: values if known[name].several else values[0] for name, values in given.items() if name in known}
    while True:
        try:
            query = model.model_validate(raw)
            break
        except ValidationError as error:
            errors = error.errors(include_url=False)
            faults += _faults(errors, given, known)
            wrong = {_owner(each) for each in errors} & raw.keys()
            if not wrong:
                raise refusal_of(faults) from None
            raw = {name: value for name, value in raw.items() if name not in wrong}
    values = {name: getattr(query, each.field) if each.several else raw.get(name) for name, each in known.items()}
    spellings = {name: _spelling(value) for name, value in values.items() if name in raw}
    canonical = "&".join([f"{name}={spelling}" for name, spelling in spellings.items()])
    return Parsed(query, canonical, spellings, tuple(faults))


def of_query(query: Q) -> Parsed[Q]:
    """A query of the contract, as it would be sent: with those of its parameters that are set."""
    pairs = [
        (parameter.name, getattr(query, parameter.field))
        for parameter in parameters_of(type(query)).values()
        if parameter.field in query.model_fields_set
    ]
    spellings = {name: _spelling(value) for name, value in pairs if value is not None}
    return Parsed(query, "&".join([f"{name}={spelling}" for name, spelling in spellings.items()]), spellings)


class Nothing(Contract):
    """The parameters of an address that takes none."""


def _read_given(query_string: bytes) -> GivenValues:
    """The values of each parameter. Raises `Invalid` for what is no query."""
    parts = query_string.split(b"&")
    if len(parts) > MOST_PARAMETERS:
        raise _unreadable(parts[MOST_PARAMETERS], f"must not be one of over {MOST_PARAMETERS} parameters")
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise _unreadable(next(filter(_is_undecodable, parts)), "must be percent-encoded UTF-8") from None
    given: GivenValues = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _is_undecodable(part: bytes) -> bool:
    try:
        parse_qsl(part.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return True
    return False


def _unreadable(part: bytes, message: str) -> Invalid:
    """The refusal of a query for one of its parameters."""
    name = _tell(unquote_plus(part.partition(b"=")[0].decode("latin-1")))
    return Invalid("the query cannot be read", faults=[Fault(in_="query", name=name, message=message)])


def _find_misplaced(name: str, known: Mapping[str, Parameter]) -> Fault:
    """The fault of a parameter that there is not, or that is repeated but takes one value."""
    if name in known:
        return Fault(in_="query", name=name, message="must be given once only")
    message = f"is not a parameter here; allowed are {', '.join(known)}" if known else "is not a parameter here"
    return Fault(in_="query", name=_tell(name), message=message, suggestions=nearest(name[:80], known))


def _tell(name: str) -> str:
    """A parameter's name as an answer repeats it."""
    return quote(name)[1:-1] if name else name


def _spelling(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join([quote_plus(str(item).replace(",", "\\,"), safe=_SAFE) for item in value])
    return quote_plus(str(value).lower() if isinstance(value, bool) else str(value), safe=_SAFE)


def _faults(errors: Sequence[ErrorDetails], given: GivenValues, known: Mapping[str, Parameter]) -> Iterator[Fault]:
    """A fault for each value that is wrong."""
    alike: dict[tuple[str, str], list[ErrorDetails]] = {}
    for error in errors:
        name = _owner(error)
        if error["type"] == "unknown_field":
            for value in _values(given[name]):
                if value not in known[name].allowed:
                    alike.setdefault((name, value), []).append(error)
        elif error["type"] == "missing" and name in given:
            continue  # it was wrong, and is told as that
        elif given.keys().isdisjoint(error.get("ctx", {}).get("needs", ())):
            is_item = any(isinstance(step, int) for step in error["loc"][1:])
            values = given.get(name, [])
            several = name in known and known[name].several
            value = str(error["input"]) if is_item else ",".join(values if several else values[:1])
            alike.setdefault((name, value), []).append(error)
    for (name, value), some in alike.items():
        error = some[0]
        if error["type"] == "missing":
            yield Fault(in_="query", name=name, message=message_of(some))
            continue
        # What the whole query is wrong by is said as it is: the value alone would be allowed.
        allowed = known[name].allowed if error["loc"] or error["type"] == "unknown_field" else ()
        message = f"must be one of {', '.join(allowed)}" if allowed else message_of(some)
        suggestions = nearest(value, allowed) if allowed else suggestions_for(error, value)
        yield Fault(in_="query", name=name, message=f"{quote(value)} {message}", suggestions=suggestions)


def _owner(error: ErrorDetails) -> str:
    """The parameter that an error is about."""
    return str(error["loc"][0]) if error["loc"] else str(error.get("ctx", {}).get("name", ""))


def _values(values: list[str]) -> list[str]:
    """The values of a list, each once."""
    return list(dict.fromkeys(part.strip() for value in values for part in value.split(",")))
