"""Telling: a record's fields in lines that people read, so that two records can be held against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.language.wording import label

UNTOLD = ("id", "revision", "created_at", "updated_at")
"""The fields of every record that say nothing of what it is about."""


@dataclass(frozen=True)
class HeldField:
    """A field of two records: what each says, line by line, and whether that differs."""

    name: str
    one: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.one != self.other


def hold_together(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[HeldField]:
    """What two records say, field by field, without fields of which both say nothing; those that differ first."""
    held = [
        HeldField(label(name.replace("_", "-")), tell_value(one[name]), tell_value(other.get(name)))
        for name in one
        if name not in UNTOLD
    ]
    return sorted((each for each in held if each.one or each.other), key=lambda each: not each.differs)


def hold_typed(there: Mapping[str, Any], typed: Mapping[str, Any]) -> list[HeldField]:
    """What stands now and what was typed, where these differ: `one` is what stands."""
    named = {name: there.get(name) for name in typed}
    return [each for each in hold_together(named, typed) if each.differs]


def tell_value(value: Any) -> tuple[str, ...]:
    """A value of a document in lines; none where it says nothing."""
    if value in (None, "", [], {}):
        return ()
    if isinstance(value, list):
        return tuple(_in_one_line(each) for each in value)
    return (_in_one_line(value),)


def title_of(record: Mapping[str, Any]) -> str:
    """What a record is called."""
    return str(record.get("title") or record.get("name") or record["id"])


def _in_one_line(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name.replace('_', ' ')}: {told}" for name, told in _members(value))
    if isinstance(value, list):
        return ", ".join(_in_one_line(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _members(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        # A digest tells people nothing.
        if each not in (None, "", [], {}) and name not in ("selector", "sha256"):
            yield name, _in_one_line(each)
