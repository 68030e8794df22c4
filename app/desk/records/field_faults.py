"""Faults beside fields: what the API says is wrong, in words of those who fill in forms."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.language.wording import sentence
from schemas import Fault, RecordKey

FILL_IN = "Fill this in."
"""What is said beside a field that is needed and empty, where its kind has no other words for it."""
REPEATED = "This stands above already: each can stand once."
TYPE_A_DAY = "This is no day that can be read in one way: type it as 26 February 2026, or 2026-02-26."
PLAINER: Mapping[str, str] = {
    "must be a day of the calendar, written YYYY-MM-DD": TYPE_A_DAY,
    "must be a BCP 47 language tag such as en or en-GB": "Type the code of a language, such as en or pl.",
    "must be an RFC 3339 instant such as 2026-02-26T12:00:00Z": "Type a day and a time as 2026-02-26T12:00:00Z.",
    "must be an absolute http or https URL": "Type the whole address, which begins with https:// or http://.",
}
"""What is said in the place of what the API says."""
_NOTHING = re.compile(r"must be text|must have at least 1 \w+, and has 0")
_NAMED = re.compile(r"means (?P<key>\w+/[a-z0-9-]+) already, as it .*; (?P<way>shared_names=true shares it)?.*")
_HELD = re.compile(r"is that of (?P<key>\w+/[a-z0-9-]+)(?P<ended>, which .*)?")
_NAMING = re.compile(r"is named by (?P<key>\w+/[a-z0-9-]+)(?: at (?P<places>/.*)|, by what went into it)")


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with a field, and values that can be taken for it, each with what it is called."""

    message: str
    takes: tuple[tuple[str, str], ...] = ()


def word_fault(
    fault: Fault,
    takes: Iterable[tuple[str, str]] = (),
    *,
    typed: str = "",
    titles: Mapping[RecordKey, str] | None = None,
) -> FieldFault:
    """A fault in a sentence of its own, given what is `typed` in the field; `titles` are of records that it names."""
    return FieldFault(_say(fault.message, typed, titles or {}), tuple(takes))


def list_holders(faults: Iterable[Fault]) -> Iterator[RecordKey]:
    """The records that have what somebody typed already."""
    for fault in faults:
        if (found := _NAMED.fullmatch(fault.message) or _HELD.fullmatch(fault.message)) is not None:
            yield RecordKey.parse(found["key"])


def list_naming(faults: Iterable[Fault]) -> dict[RecordKey, list[str]]:
    """The records that name one which was to be deleted, each with the members in which it does."""
    naming: dict[RecordKey, list[str]] = {}
    for fault in faults:
        if (found := _NAMING.fullmatch(fault.message)) is not None:
            members = (each.split("/")[1].replace("_", " ") for each in (found["places"] or "").split(", ") if each)
            naming[RecordKey.parse(found["key"])] = list(dict.fromkeys(members))
    return naming


def _say(message: str, typed: str, titles: Mapping[RecordKey, str]) -> str:
    if not typed and _NOTHING.fullmatch(message):
        return FILL_IN
    if (found := _NAMED.fullmatch(message)) is not None:
        whose = _call(found["key"], titles)
        if found["way"]:
            return f"{whose} is called so already: type another name, or save it with the shared name."
        return f"{whose} has this already, and no other can have it too."
    if (found := _HELD.fullmatch(message)) is not None:
        ended = ", which has ended, and can be brought back from what ended" if found["ended"] else ""
        return f"{_call(found['key'], titles)} has this already{ended}."
    return PLAINER.get(message) or f"{sentence(message).rstrip('.')}."


def _call(key: str, titles: Mapping[RecordKey, str]) -> str:
    title = titles.get(RecordKey.parse(key))
    return f"“{title}” ({key})" if title is not None else key
