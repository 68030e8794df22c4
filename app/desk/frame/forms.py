"""Forms: what was typed into a page of the desk, as the browser sends it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.errors import Invalid, UnsupportedMediaType
from schemas import Fault

MOST_FORM_BYTES = 256 * 1024
"""How many bytes a form may have: a summary of 10,000 letters takes 60,000 as browsers send it."""
MOST_EDITION_BYTES = 1024 * 1024
"""How many bytes the form of an edition may have."""
MOST_KEPT_BYTES = 16 * 1024 * 1024 + 64 * 1024
"""How many bytes a form may have that keeps another: as many as the longest, with a text, and a few more."""
MOST_FIELDS = 8_000
"""How many fields a form may have."""
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_ASKED = 100
"""How many fields an address may have behind its question mark."""
MOST_DIGITS = 15
"""How many digits a number may have that is read off a form or an address."""
TOKEN = "token"  # noqa: S105  # the name of a field
"""The field with the token against forgery."""
KEPT_MARK = "~"
"""What stands before the names of fields that are only kept, while somebody signs in again."""


@dataclass(frozen=True)
class Typed:
    """What was typed, by field, in order; without the token against forgery."""

    fields: tuple[tuple[str, str], ...] = ()
    token: str = ""

    def value(self, name: str, default: str = "") -> str:
        """The value of a field, without white space around it; the first where it was sent more than once."""
        return next((value.strip() for each, value in self.fields if each == name), default)

    def values(self, name: str) -> list[str]:
        """Every value of a field that says anything."""
        return [value.strip() for each, value in self.fields if each == name and value.strip()]

    def has(self, name: str) -> bool:
        """Whether a field was sent, whatever is in it."""
        return any(each == name for each, _ in self.fields)

    def rows(self, name: str, parts: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table of fields that are called `NAME-NUMBER-PART`, with their numbers."""
        shape = re.compile(rf"{name}-([0-9]{{1,4}})-[a-z]+")
        numbers = {int(found[1]) for each, _ in self.fields if (found := shape.fullmatch(each)) is not None}
        for number in sorted(numbers):
            yield number, {part: self.value(f"{name}-{number}-{part}") for part in parts}

    def kept(self) -> "Typed":
        """What was only kept, under the names that it was typed under."""
        fields = ((name.removeprefix(KEPT_MARK), value) for name, value in self.fields if name.startswith(KEPT_MARK))
        return Typed(tuple(fields))


def read_query_fields(query: str) -> list[tuple[str, str]]:
    """The fields that a query string has which say anything. Raises `Invalid` for more than an address may have."""
    try:
        return parse_qsl(query, errors="replace", max_num_fields=MOST_ASKED)
    except ValueError:
        fault = Fault(in_="query", message=f"must have at most {MOST_ASKED} fields")
        raise Invalid("the address cannot be read", faults=[fault]) from None


def read_whole(typed: str) -> int | None:
    """A whole number that was typed in digits; None for what is none, or has too many of them."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None


def read_form(content_type: str, body: bytes) -> Typed:
    """What a form sends. Raises `UnsupportedMediaType` for what is no form, `Invalid` for too much or no UTF-8."""
    if not body:
        return Typed()
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise UnsupportedMediaType(f"a form is taken as {FORM_TYPE}")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        message = f"must be a form of at most {MOST_FIELDS} fields, in UTF-8"
        raise Invalid("the form cannot be read", faults=[Fault(in_="body", pointer="", message=message)]) from None
    token = next((value for name, value in pairs if name == TOKEN), "")
    return Typed(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs if name != TOKEN), token)
