"""Forms: what was typed into a page of the desk, as the browser sends it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from app.errors import Invalid, UnsupportedMediaType
from schemas import Fault

MOST_FORM_BYTES = 1024 * 1024
"""How many bytes a form may have: more than any record may take, which a refusal then says beside what was typed."""
MOST_SHORT_BYTES = 64 * 1024
"""How many bytes a form may have that those send who are not signed in, to count as their own."""
MOST_KEPT_BYTES = 16 * 1024 * 1024 + 64 * 1024
"""How many bytes a form may have that keeps another: as many as the longest, with a text, and a few more."""
MOST_FIELDS = 8_000
"""How many fields a form may have."""
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_ASKED = 100
"""How many fields an address may have behind its question mark."""
MOST_DIGITS = 15
"""How many digits a number may have that is read off a form or an address."""
_SEPARATORS = re.compile(r"([.-])")
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
        return self._by_name[name][0].strip() if name in self._by_name else default

    def values(self, name: str) -> list[str]:
        """Every value of a field that says anything."""
        return [value.strip() for value in self._by_name.get(name, ()) if value.strip()]

    def has(self, name: str) -> bool:
        """Whether a field was sent, whatever is in it."""
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The values of each field."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found

    @cached_property
    def _numbers(self) -> dict[str, set[int]]:
        """The numbers that stand right behind each beginning of a name, as 7 behind `evidence` in `evidence.7.via`."""
        found: dict[str, set[int]] = {}
        for name in self._by_name:
            parts = _SEPARATORS.split(name)
            for at in range(2, len(parts), 2):
                if parts[at].isascii() and parts[at].isdigit() and len(parts[at]) <= 4:
                    found.setdefault("".join(parts[: at - 1]), set()).add(int(parts[at]))
        return found

    def numbers(self, name: str) -> list[int]:
        """The numbers of the rows of a list of fields that are called `NAME.NUMBER…` or `NAME-NUMBER…`, in order."""
        return sorted(self._numbers.get(name, ()))

    def rows(self, name: str, parts: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table of fields that are called `NAME-NUMBER-PART`, with their numbers."""
        for number in self.numbers(name):
            yield number, {part: self.value(f"{name}-{number}-{part}") for part in parts}

    def kept(self) -> "Typed":
        """What was only kept, under the names that it was typed under."""
        fields = ((name.removeprefix(KEPT_MARK), value) for name, value in self.fields if name.startswith(KEPT_MARK))
        return Typed(tuple(fields))


def read_query_fields(query: str) -> list[tuple[str, str]]:
    """The fields that a query string has which say anything. Raises `Invalid` for more than an address may have."""
    try:
        return parse_qsl(_without_nul(query), errors="replace", max_num_fields=MOST_ASKED)
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
        text = _without_nul(body.decode("ascii"))
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        message = f"must be a form of at most {MOST_FIELDS} fields, in UTF-8"
        raise Invalid("the form cannot be read", faults=[Fault(in_="body", pointer="", message=message)]) from None
    token = next((value for name, value in pairs if name == TOKEN), "")
    return Typed(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs if name != TOKEN), token)


def _without_nul(sent: str) -> str:
    """What was sent without the character that no text has and nobody types (U+0000)."""
    return sent.replace("%00", "").replace("\0", "")
