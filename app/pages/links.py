"""Links: a page's query, with a value added or taken away."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from app.errors import Invalid
from schemas import FacetCount, Fault

Pairs = Sequence[tuple[str, str]]
NO_PLACE = ("fields", "include")
"""Parameters of the API that a page has no place for."""
FACETS_SHOWN = 12
"""How many values of a facet a page offers."""


def pairs_of(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a page's query, without an empty search. Raises `Invalid` for what a page has no place for."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except (ValueError, UnicodeDecodeError):
        raise Invalid("the query cannot be read", faults=[Fault(in_="query", message="must be UTF-8")]) from None
    unfit = [name for name, _ in pairs if name in NO_PLACE]
    if unfit:
        faults = [Fault(in_="query", name=name, message="has no place in a page") for name in unfit]
        raise Invalid(f"wrong in the query: {', '.join(unfit)}", faults=faults)
    return [(name, value) for name, value in pairs if (name, value) != ("q", "")]


def with_pairs(path: str, pairs: Pairs) -> str:
    """An address."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def without(pairs: Pairs, *names: str) -> list[tuple[str, str]]:
    """The parameters but those of these names."""
    return [(name, value) for name, value in pairs if name not in names]


def values_of(pairs: Pairs, name: str) -> list[str]:
    """The values of a parameter, given repeatedly or with commas."""
    return [part.strip() for key, value in pairs if key == name for part in value.split(",")]


def facet(path: str, pairs: Pairs, name: str, counts: Iterable[FacetCount]) -> list[dict[str, Any]]:
    """A facet's values, each with its count and the address of the list that has it, or no longer has it."""
    active = values_of(pairs, name)
    rest = without(pairs, name, "cursor", "facets")
    shown = []
    for count in counts:
        is_active = count.value in active
        values = [each for each in active if each != count.value] if is_active else [*active, count.value]
        address = with_pairs(path, [*rest, *((name, each) for each in values)])
        shown.append({**count.model_dump(), "active": is_active, "address": address})
    first = [each for each in shown if each["active"]]
    return first + [each for each in shown if not each["active"]][: max(FACETS_SHOWN - len(first), 0)]
