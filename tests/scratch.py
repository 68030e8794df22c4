"""From scratch: what the tracker should say of evidence, computed plainly from everything that stands."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

State = Mapping[tuple[str, str], dict[str, Any]]
"""Every record that stands, by collection and id."""


def check_grounds(state: State, texts: Mapping[str, str]) -> None:
    """Hold what is said of evidence, of claims and of what has no source against a computation of all of it anew."""
    for (name, record_id), record in state.items():
        for ground in grounds_of(record):
            assert (ground["state"], ground["exact"]) == standing(ground, texts), (name, record_id)
    developments = {key: record for (name, key), record in state.items() if name == "developments"}
    sources = {key: record for (name, key), record in state.items() if name == "sources"}
    for record_id, record in developments.items():
        assert record["corroboration"] == corroboration(record, sources), record_id
        against = [
            {"id": other_id, "kind": kind}
            for kind in ("contradicts", "corrects")
            for other_id, other in sorted(developments.items())
            if other["given_status"] != "retracted" and {"id": record_id, "kind": kind} in other["relations"]
        ]
        assert record["related_by"] == against, record_id
        assert record["status"] == status(record, developments), record_id
        too_few = record["given_credibility"] == 1 and record["corroboration"]["independent_origins"] < 2
        assert record["credibility"] == (2 if too_few else record["given_credibility"]), record_id
    for (name, record_id), record in state.items():
        if name in ("conditions", "developments"):
            assert unsourced(record) == own_caveats(record), (name, record_id)


def grounds_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every piece of evidence within a value."""
    if isinstance(value, dict):
        if "stance" in value:
            yield value
        for each in value.values():
            yield from grounds_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from grounds_of(each)


def standing(ground: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[str, str | None]:
    """The state of a passage, and its words."""
    text, selector = texts.get(ground["via"] or ground["source"]), ground["selector"]
    if text is None or selector is None:
        return "unverified", None
    words = text[selector["start"] : selector["end"]]
    if sha256(words.encode()).hexdigest() == selector["sha256"]:
        return "verified", words
    return "orphaned", None


def corroboration(record: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """How many sources assert a development, and how many origins or owners on their own."""
    asserting = [ground for ground in record["evidence"] if ground["stance"] == "asserts"]
    named = {ground["source"] for ground in asserting}
    relaying = {ground["via"] for ground in asserting if ground["via"]}
    counted = [sources[key] for key in named if not (sources[key]["aggregator"] and key in relaying)]
    owned: dict[str, set[str]] = {}
    for source in (sources[key] for key in named):
        if source["owner"]:
            owned.setdefault(source["origin"], set()).add(source["owner"])
    assert all(len(owners) == 1 for owners in owned.values()), "these tests give each origin one owner"
    origins = {next(iter(owned.get(source["origin"], {source["origin"]}))) for source in counted}
    return {"sources": len(named), "independent_origins": len(origins)}


def status(record: Mapping[str, Any], developments: Mapping[str, Mapping[str, Any]]) -> str:
    """Where a claim stands, given what others say of it."""
    given = str(record["given_status"])
    if given in ("corrected", "retracted"):
        return given
    if any(each["kind"] == "corrects" for each in record["related_by"]):
        return "corrected"
    opposed = [each["id"] for each in record["relations"] if each["kind"] == "contradicts"]
    opposing = [each["id"] for each in record["related_by"] if each["kind"] == "contradicts"]
    withdrawn = {key for key, other in developments.items() if other["given_status"] == "retracted"}
    denied = any(ground["stance"] != "asserts" for ground in record["evidence"])
    if denied or opposing or set(opposed) - withdrawn:
        return "disputed"
    return "reported" if given == "confirmed" and record["corroboration"]["independent_origins"] < 2 else given


def is_refused(before: Mapping[str, Any], patch: Mapping[str, Any], origins: int) -> bool:
    """Whether a development may not be called what a patch calls it, whose evidence has so many origins."""
    claims = {name for name, value in (("status", "confirmed"), ("credibility", 1)) if patch[name] == value}
    had = {name for name in claims if before[f"given_{name}"] == patch[name]}
    loses = origins < before["corroboration"]["independent_origins"]
    return origins < 2 and bool(claims if loses else claims - had)


def unsourced(record: Mapping[str, Any]) -> list[str]:
    """What the tracker should say of a claim and its assessments that no source asserts."""
    given = [each["note"] for each in record["caveats"] if each["kind"] == "unsourced" and not is_own(each)]
    notes = [] if given or is_asserted(record) else ["No source is given that asserts this."]
    days = sorted({each["on"] for each in record.get("assessments", ()) if not is_asserted(each)})
    return [*notes, *(f"No source is given that asserts the assessment of {day}." for day in days)]


def is_asserted(value: Mapping[str, Any]) -> bool:
    """Whether any evidence asserts a claim or an assessment."""
    return any(each["stance"] == "asserts" for each in value["evidence"])


def own_caveats(record: Mapping[str, Any]) -> list[str]:
    """The caveats of that kind that the tracker has given a record."""
    return [each["note"] for each in record["caveats"] if each["kind"] == "unsourced" and is_own(each)]


def is_own(caveat: Mapping[str, Any]) -> bool:
    """Whether the words of a caveat are the tracker's."""
    return str(caveat["note"]).startswith("No source is given that asserts ")
