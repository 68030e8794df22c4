"""Mended words: what was typed for each passage that is to be chosen anew, on a page of many."""

import re
from dataclasses import dataclass

from app.desk.frame.forms import Typed

MEND_FIELD = "mend"
"""What the button of a passage is called, and the fields of one begin with."""
MENDED_FIELDS = ("exact", "prefix", "suffix")
_RECORD_FIELD = re.compile(rf"{MEND_FIELD}-([0-9]{{1,4}})-record")


@dataclass(frozen=True)
class MendedWords:
    """What was typed for the passage of a piece of evidence, whose record was shown at a revision."""

    number: str
    record: str
    pointer: str
    revision: str
    quote: dict[str, str]

    @property
    def place(self) -> tuple[str, str]:
        """The record, as `collection/id`, and where in it the evidence is."""
        return self.record, self.pointer


def read_mended(typed: Typed) -> list[MendedWords]:
    """What was typed for each passage, also where that is nothing."""
    values = {name: value.strip() for name, value in typed.fields if name.startswith(f"{MEND_FIELD}-")}
    numbers = [found[1] for name in values if (found := _RECORD_FIELD.fullmatch(name)) is not None]
    return [_read_one(values, number) for number in numbers]


def choose_mended(typed: Typed) -> MendedWords | None:
    """The passage whose button was pressed; without one, the only one for which words were typed."""
    every, number = read_mended(typed), typed.value(MEND_FIELD)
    meant = [each for each in every if (each.number == number if number else each.quote)]
    return meant[0] if len(meant) == 1 else None


def leave_out(typed: Typed, mended: MendedWords) -> Typed:
    """What was typed but for one passage."""
    begin = f"{MEND_FIELD}-{mended.number}-"
    return Typed(tuple((name, value) for name, value in typed.fields if not name.startswith(begin)), typed.token)


def _read_one(values: dict[str, str], number: str) -> MendedWords:
    def value(part: str) -> str:
        return values.get(f"{MEND_FIELD}-{number}-{part}", "")

    quote = {part: words for part in MENDED_FIELDS if (words := value(part))}
    return MendedWords(number, value("record"), value("pointer"), value("revision"), quote)
