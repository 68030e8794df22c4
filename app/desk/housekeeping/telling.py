"""Telling: a record's fields in words that people read, so that two records can be held against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.language.wording import label

UNTOLD = ("id", "revision", "created_at", "updated_at")
"""The fields of every record that say nothing of what it is about."""
WORDED = frozenset(
    ("kind", "themes", "status", "given_status", "role", "stance", "state", "precision", "effect", "type")
)
"""The members whose values are words of a vocabulary, which are told as readers see them."""


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
        HeldField(label(name.replace("_", "-")), tell_value(one[name], name), tell_value(other.get(name), name))
        for name in one
        if name not in UNTOLD
    ]
    return sorted((each for each in held if each.one or each.other), key=lambda each: not each.differs)


def hold_typed(there: Mapping[str, Any], typed: Mapping[str, Any]) -> list[HeldField]:
    """What stands now and what was typed, where these differ: `one` is what stands."""
    named = {name: there.get(name) for name in typed}
    return [each for each in hold_together(named, typed) if each.differs]


def tell_value(value: Any, name: str = "") -> tuple[str, ...]:
    """What a member of a document says, item by item, each in a line or several; none where it says nothing."""
    if value in (None, "", [], {}):
        return ()
    return tuple(_tell(each, name) for each in (value if isinstance(value, list) else [value]))


def _tell(value: Any, name: str, *, between: str = "\n") -> str:
    """A value that says something; the parts of an object stand on a line each, or with another sign between them."""
    if isinstance(value, Mapping):
        parts = {label(each.replace("_", "-")): told for each, told in _members(value)}
        if "Id" in parts and len(parts) == 2:
            of_it = next(told for part, told in parts.items() if part != "Id")
            return f"{parts['Id']} ({of_it[:1].lower()}{of_it[1:]})"
        return between.join(f"{part}: {told}" for part, told in parts.items())
    if isinstance(value, list):
        return ", ".join(_tell(each, name, between="; ") for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return label(value) if name in WORDED and isinstance(value, str) else str(value)


def _members(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        # A digest tells people nothing.
        if each not in (None, "", [], {}) and name not in ("selector", "sha256"):
            yield name, _tell(each, name, between="; ")
