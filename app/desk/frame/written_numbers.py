"""Numbers as people write them into a form: `12`, `12,500`, `12 500`, `1.5`."""

import math
import re

LONGEST_NUMBER = 100
"""How many characters of a typed number are read."""
_WRITTEN = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:(?P<sign>[,\u00a0\u202f ])[0-9]{3}(?![0-9]))(?:(?P=sign)[0-9]{3}(?![0-9]))*|[0-9]+)?"
    r"(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
)
"""A number in the digits of ASCII; thousands may be set apart, all by the same sign, three digits behind each."""


def read_number(typed: str) -> int | float | str:
    """A finite number as it is typed; what is none, or can be read in two ways, stays, for the API to refuse."""
    found = _WRITTEN.fullmatch(typed) if len(typed) <= LONGEST_NUMBER else None
    if found is None:
        return typed
    plain = typed.replace(found["sign"], "") if found["sign"] else typed
    for read in (int, float):
        try:
            number = read(plain)
        except ValueError:
            continue
        return number if math.isfinite(number) else typed
    return typed
