"""Drafts: a development's draft as the fields of a form, and what was typed as a patch of the draft."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.desk.frame.forms import Typed
from app.desk.frame.written_days import read_one_day
from app.desk.frame.written_numbers import read_number
from app.language.wording import label
from schemas import Fault

ACTOR_PARTS, PLACE_PARTS, MEASURE_PARTS = ("name", "role", "id", "was"), ("name", "country"), ("name", "value", "unit")
"""The parts of each row of an actor, a place and a measure; `was` is the name that was shown for `id`."""
TABLES = {
    "actors": ("actor", ACTOR_PARTS),
    "locations": ("place", PLACE_PARTS),
    "measures": ("measure", MEASURE_PARTS),
}
"""The tables of fields into which the lists of a draft are typed, and the parts of their rows."""
FIELDS = {
    **{name: name for name in ("title", "summary", "kind", "reported_on", "reason")},
    "themes": "theme",
    "occurred": "from",
    "evidence_for": "development",
}
"""The field into which each other member is typed."""
BLANK_ROWS = 1
"""How many empty rows follow those that are filled."""
WHAT_TO_DO = {
    "title": "Type a title: what happened, in a few words.",
    "summary": "Type a summary: what happened, as the source says it.",
    "kind": "Choose what sort of development it is.",
    "theme": "Tick at least one theme.",
    "from": "Type the day on which it happened, or the one on which it was reported.",
}
"""What is said beside a field where nothing is in it that must be."""
FormField = tuple[str, str]


def list_fields(draft: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[FormField]:
    """The fields of a form with what a draft says; `names` are those of actors by id."""
    for name in ("title", "summary", "kind", "reported_on"):
        yield name, _text(draft.get(name))
    occurred = draft.get("occurred")
    occurred = occurred if isinstance(occurred, dict) else {}
    yield from ((name, _text(occurred.get(name))) for name in ("from", "until", "precision"))
    yield from (("theme", _text(each)) for each in _list(draft, "themes"))
    for number, actor in enumerate(_objects(draft, "actors")):
        name = names.get(_text(actor.get("id")), _text(actor.get("id")))
        shown = {"name": name, "role": actor.get("role"), "id": actor.get("id"), "was": name}
        yield from ((f"actor-{number}-{part}", _text(shown[part])) for part in ACTOR_PARTS)
    for number, place in enumerate(_objects(draft, "locations")):
        yield from ((f"place-{number}-{part}", _text(place.get(part))) for part in PLACE_PARTS)
    for number, measure in enumerate(_objects(draft, "measures")):
        yield from ((f"measure-{number}-{part}", _text(measure.get(part))) for part in MEASURE_PARTS)


def read_patch(typed: Typed, draft: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as a merge patch of a draft; whether it can be is for the API to say.

    An actor that is left as it was shown stays the same actor, whatever else has its name. An item that is still called
    the same keeps what no field is for.
    """
    actors, places, measures = (_objects(draft, name) for name in TABLES)
    first = read_one_day(typed.value("from"))
    precision = typed.value("precision") or "unknown"
    occurred = {
        "from": first,
        "until": read_one_day(typed.value("until")),
        # A day says that it is one, and none that nothing is known.
        "precision": ("day" if precision == "unknown" else precision) if first else "unknown",
    }
    return {
        **{name: typed.value(name) or None for name in ("title", "summary", "kind")},
        "reported_on": read_one_day(typed.value("reported_on")),
        "themes": list(dict.fromkeys(typed.values("theme"))),
        "occurred": occurred,
        "actors": [_actor(row, actors) for _, row in _list_rows(typed, "actor", ACTOR_PARTS)],
        "locations": [
            {**_take(places, row, PLACE_PARTS), "name": row["name"], "country": row["country"].upper() or None}
            for _, row in _list_rows(typed, "place", PLACE_PARTS)
        ],
        "measures": [
            {**_take(measures, row, MEASURE_PARTS), **row, "value": read_number(row["value"])}
            for _, row in _list_rows(typed, "measure", MEASURE_PARTS)
        ],
    }


def place_faults(faults: Iterable[Fault], typed: Typed) -> dict[str, list[str]]:
    """What the API says is wrong with a patch, by the field that it is beside; by nothing, what is beside none."""
    placed: dict[str, list[str]] = {}
    rows = {kind: [at for at, _ in _list_rows(typed, kind, parts)] for kind, parts in TABLES.values()}
    for fault in faults:
        steps = [*(fault.pointer or "").split("/")[1:], *(fault.name.split("/") if fault.name else ())]
        place = _field_of(steps[steps[:1] == ["draft"] :], rows)
        said = f"{fault.message}: perhaps {', '.join(fault.suggestions)}." if fault.suggestions else f"{fault.message}."
        if place in WHAT_TO_DO and not typed.value(place):
            said = WHAT_TO_DO[place]
        placed.setdefault(place, []).append(said[:1].upper() + said[1:])
    return placed


def sum_up(typed: Typed) -> dict[str, str]:
    """What a form says, each thing in a line, so that two can be held against each other."""
    days = "–".join(filter(None, (typed.value("from"), typed.value("until"))))
    told = {"Title": typed.value("title"), "Summary": typed.value("summary"), "Kind": label(typed.value("kind"))}
    told |= {"When": days, "Known to the": typed.value("precision") if days else ""}
    told["Reported"] = typed.value("reported_on")
    told["Themes"] = ", ".join(label(each) for each in sorted(typed.values("theme")))
    actors = (f"{row['name']} ({row['role'] or 'participant'})" for _, row in _list_rows(typed, "actor", ACTOR_PARTS))
    places = (" ".join(filter(None, row.values())) for _, row in _list_rows(typed, "place", PLACE_PARTS))
    measures = (
        f"{row['name']}: {row['value']} {row['unit']}" for _, row in _list_rows(typed, "measure", MEASURE_PARTS)
    )
    return told | {"Actors": "; ".join(actors), "Places": "; ".join(places), "Numbers": "; ".join(measures)}


def _field_of(steps: list[str], filled: Mapping[str, list[int]]) -> str:
    """The field that a place in what was sent is typed into."""
    name, rest = (steps[0], steps[1:]) if steps else ("", [])
    if name == "occurred" and rest and rest[0] in ("from", "until", "precision"):
        return rest[0]
    if name not in TABLES or not rest or not rest[0].isdigit():
        return FIELDS.get(name, "")
    kind, parts = TABLES[name]
    rows = filled[kind]
    part = rest[1] if len(rest) > 1 and rest[1] in parts and rest[1] != "id" else "name"
    return f"{kind}-{rows[int(rest[0])]}-{part}" if int(rest[0]) < len(rows) else ""


def _actor(row: Mapping[str, str], left: list[dict[str, Any]]) -> dict[str, Any]:
    is_as_it_was = bool(row["id"]) and row["name"] == row["was"]
    known = {"id": row["id"]} if is_as_it_was else {}
    stored = _take(left, known, ("id",)) if known else {}
    return {**stored, "id": row["id"] if is_as_it_was else row["name"], "role": row["role"] or "participant"}


def _take(left: list[dict[str, Any]], row: Mapping[str, str], parts: tuple[str, ...]) -> dict[str, Any]:
    """Take out of a list the item that a row is of: the one that says all that it says, else one that is called so."""
    for compared in (parts, parts[:1]):
        for place, each in enumerate(left):
            if all(_text(each.get(part)) == row[part] for part in compared):
                return left.pop(place)
    return {}


def _list_rows(typed: Typed, name: str, parts: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table in which something was typed; in those of actors, a name."""
    for number, row in typed.rows(name, parts):
        if row["name"] if parts is ACTOR_PARTS else any(row.values()):
            yield number, row


def _objects(draft: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [each for each in _list(draft, name) if isinstance(each, dict)]


def _list(draft: Mapping[str, Any], name: str) -> list[Any]:
    there = draft.get(name)
    return there if isinstance(there, list) else []


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
