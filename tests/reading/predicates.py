"""What a record must be for a filter to keep it, in plain Python."""

from collections.abc import Callable, Mapping
from typing import Any

Predicate = Callable[[dict[str, Any], str], bool]


def sources_of(record: Mapping[str, Any]) -> set[str]:
    parts = [record, *record.get("offices", ()), *record.get("assessments", ())]
    grounds = [ground for part in parts for ground in part["evidence"]]
    return {ground[key] for ground in grounds for key in ("source", "via") if ground[key]}


def states_of(record: Mapping[str, Any]) -> set[str]:
    parts = [record, *record.get("offices", ()), *record.get("assessments", ())]
    return {ground["state"] for part in parts for ground in part["evidence"]} or {"missing"}


def in_office(record: dict[str, Any], day: str) -> bool:
    return any((each["from"] or "0") <= day <= (each["until"] or "9999") for each in record["offices"])


def grade_of(record: dict[str, Any]) -> str | None:
    return record["reliability"]["grade"] if record["reliability"] else None


def has_caveat(record: dict[str, Any], wanted: str) -> bool:
    kinds = {caveat["kind"] for caveat in record["caveats"]}
    return bool(kinds) if wanted == "true" else not kinds if wanted == "false" else wanted in kinds


def of_actors(record: dict[str, Any], role: str | None = None) -> set[str]:
    return {actor["id"] for actor in record["actors"] if role in (None, actor["role"])}


def last_day(record: dict[str, Any]) -> str:
    return str(record["occurred"]["until"] or record["date"])


def of_condition(record: dict[str, Any]) -> set[str]:
    return {*record["demanded_by"], *record["addressed_to"]}
