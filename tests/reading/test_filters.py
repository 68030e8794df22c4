"""Filters: each list equals a plain Python filter over all records."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from app.reading.question.known import parameters_of
from app.resources import COLLECTIONS, RESOURCES
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.reading.predicates import (
    Predicate,
    grade_of,
    has_caveat,
    in_office,
    last_day,
    of_actors,
    of_condition,
    sources_of,
    states_of,
)

SHARED: dict[str, Predicate] = {
    "source": lambda record, wanted: wanted in sources_of(record),
    "evidence": lambda record, wanted: wanted in states_of(record),
    "kind": lambda record, wanted: record["kind"] == wanted,
    "status": lambda record, wanted: record["status"] == wanted,
}
PREDICATES: dict[str, dict[str, Predicate]] = {
    "actors": {
        "actor": lambda record, wanted: record["id"] == wanted,
        "kind": SHARED["kind"],
        "country": lambda record, wanted: record["country"] == wanted,
        "source": SHARED["source"],
        "office_at": in_office,
        "evidence": SHARED["evidence"],
        "has_caveat": has_caveat,
    },
    "sources": {
        "kind": SHARED["kind"],
        "publisher": lambda record, wanted: record["publisher"].casefold() == wanted.casefold(),
        "origin": lambda record, wanted: record["origin"] == wanted,
        "reliability": lambda record, wanted: grade_of(record) == wanted,
        "reliability_min": lambda record, wanted: (grade_of(record) or "F") <= min(wanted, "E"),
        "aggregator": lambda record, wanted: record["aggregator"] == (wanted == "true"),
        "has_caveat": has_caveat,
        "from": lambda record, wanted: (record["published"]["on"] or "") >= wanted,
        "to": lambda record, wanted: record["published"]["on"] is not None and record["published"]["on"] <= wanted,
    },
    "conditions": {
        "actor": lambda record, wanted: wanted in of_condition(record),
        "actor_all": lambda record, wanted: wanted in of_condition(record),
        "actor_not": lambda record, wanted: wanted not in of_condition(record),
        "role": lambda record, wanted: bool(record[wanted]),
        "status": SHARED["status"],
        "source": SHARED["source"],
        "evidence": SHARED["evidence"],
        "has_caveat": has_caveat,
    },
    "developments": {
        "actor": lambda record, wanted: wanted in of_actors(record),
        "actor_all": lambda record, wanted: wanted in of_actors(record),
        "actor_not": lambda record, wanted: wanted not in of_actors(record),
        "role": lambda record, wanted: wanted in {actor["role"] for actor in record["actors"]},
        "theme": lambda record, wanted: wanted in record["themes"],
        "theme_not": lambda record, wanted: wanted not in record["themes"],
        "kind": SHARED["kind"],
        "status": SHARED["status"],
        "condition": lambda record, wanted: wanted in {each["id"] for each in record["conditions"]},
        "source": SHARED["source"],
        "country": lambda record, wanted: wanted in {place["country"] for place in record["locations"]},
        "credibility_max": lambda record, wanted: (record["credibility"] or 9) <= int(wanted),
        "min_origins": lambda record, wanted: record["corroboration"]["independent_origins"] >= int(wanted),
        "disputed": lambda record, wanted: (record["status"] == "disputed") == (wanted == "true"),
        "evidence": SHARED["evidence"],
        "has_caveat": has_caveat,
        "from": lambda record, wanted: last_day(record) >= wanted,
        "to": lambda record, wanted: record["date"] <= wanted,
    },
    "briefings": {
        "corrects": lambda record, wanted: (record["supersedes"] is not None) == (wanted == "true"),
        "state": lambda record, wanted: record["state"] == wanted,
        "from": lambda record, wanted: record["period"]["until"] >= wanted,
        "to": lambda record, wanted: record["period"]["from"] <= wanted,
    },
}
# Filters that reach through other records are tested by name below.
THROUGH = {
    ("developments", "publisher"),
    ("developments", "reliability_min"),
    *(("briefings", name) for name in ("actor", "actor_all", "actor_not")),
}
VALUES: dict[str, Iterable[str]] = {
    "actor": ("russia", "ukraine", "kaja-kallas", "italy"),
    "role": ("speaker", "target", "mediator", "host", "demanded_by", "addressed_to"),
    "theme": ("nuclear", "military-operations", "energy", "accountability"),
    "kind": ("state", "person", "statement", "assessment", "meeting", "briefing", "trend"),
    "status": ("reported", "disputed", "retracted", "unmet", "unclear", "met"),
    "state": ("draft", "published"),
    "condition": ("full-withdrawal", "end-of-hostilities"),
    "source": ("uk-security-policy-tracker-2026-02-26", "isw-assessment-2026-02-25"),
    "country": ("CH", "PL", "FR", "AQ"),
    "credibility_max": ("1", "3", "6"),
    "min_origins": ("0", "1", "2"),
    "disputed": ("true", "false"),
    "corrects": ("true", "false"),
    "office_at": ("2015-01-01", "2024-06-30", "2025-10-01", "2026-02-26"),
    "evidence": ("verified", "unverified", "orphaned", "missing"),
    "reliability": ("A", "B", "C", "F"),
    "reliability_min": ("A", "B", "D", "E"),
    "aggregator": ("true", "false"),
    "origin": ("reuters", "nbot"),
    "publisher": ("Reuters", "reuters", "Institute for the Study of War"),
    "has_caveat": ("true", "false", "contradiction", "outdated-office", "undated", "year-inferred"),
    "from": ("2026-02-17", "2026-02-18", "2026-02-19", "2026-02-26", "2026-02-27"),
    "to": ("2026-02-16", "2026-02-17", "2026-02-25", "2026-02-26"),
}
VALUES |= {f"{name}_{suffix}": VALUES[name] for name, suffix in (("actor", "all"), ("actor", "not"), ("theme", "not"))}
CASES = [(name, parameter) for name, predicates in PREDICATES.items() for parameter in predicates]


def test_no_filter_is_left_out() -> None:
    declared = {(resource.name, parameter) for resource in RESOURCES for parameter in resource.filters}
    assert declared - THROUGH - {("developments", "actor_scope")} == set(CASES)


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_a_filter_keeps_exactly_what_it_says(reader: CheckedClient, name: str, parameter: str) -> None:
    records = reader.data(f"/v1/{name}?limit=200")
    resource = next(resource for resource in RESOURCES if resource.name == name)
    allowed = parameters_of(resource.query)[parameter].allowed
    predicate = PREDICATES[name][parameter]
    tried = 0
    for value in VALUES[parameter]:
        response = reader.get(f"/v1/{name}?{parameter}={value}&limit=200")
        if response.status_code == 422:
            assert allowed
            assert value not in allowed
            continue
        tried += 1
        expected = [record["id"] for record in records if predicate(record, value)]
        assert [record["id"] for record in response.json()["data"]] == expected, value
        assert response.json()["meta"]["total"] == len(expected)
    assert tried


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("actor=russia,ukraine", lambda record: of_actors(record) & {"russia", "ukraine"}),
        ("actor=russia&actor=ukraine", lambda record: of_actors(record) & {"russia", "ukraine"}),
        ("actor_all=russia,ukraine", lambda record: of_actors(record) >= {"russia", "ukraine"}),
        ("actor_not=russia,ukraine", lambda record: not of_actors(record) & {"russia", "ukraine"}),
        ("theme=nuclear,cyber", lambda record: {"nuclear", "cyber"} & set(record["themes"])),
        ("theme=deterrence&theme_not=nuclear", lambda r: "deterrence" in r["themes"] and "nuclear" not in r["themes"]),
        ("actor=russia&role=target", lambda r: {"id": "russia", "role": "target"} in r["actors"]),
        ("actor_all=russia,ukraine&role=participant", lambda r: {"russia", "ukraine"} <= of_actors(r, "participant")),
        ("actor=russia&actor_not=ukraine", lambda r: "russia" in of_actors(r) and "ukraine" not in of_actors(r)),
        ("has_caveat=true,false", lambda _: True),
        ("has_caveat=false,contradiction", lambda r: has_caveat(r, "false") or has_caveat(r, "contradiction")),
        ("from=2026-02-18&to=2026-02-25", lambda r: last_day(r) >= "2026-02-18" and r["date"] <= "2026-02-25"),
    ],
)  # fmt: skip
def test_filters_combine(reader: CheckedClient, query: str, keeps: Callable[[dict[str, Any]], object]) -> None:
    expected = [record["id"] for record in reader.data("/v1/developments?limit=200") if keeps(record)]
    assert reader.ids(f"/v1/developments?{query}&limit=200") == expected
    assert expected


def test_a_publisher_is_matched_whole_through_the_sources(reader: CheckedClient) -> None:
    isw = {record["id"] for record in reader.data("/v1/sources?publisher=institute for the study of war")}
    records = reader.data("/v1/developments?limit=200")
    expected = [record["id"] for record in records if sources_of(record) & isw]
    assert expected
    assert reader.ids("/v1/developments?publisher=INSTITUTE for the Study of War&limit=200") == expected
    assert reader.ids("/v1/developments?publisher=nbot&publisher=Reuters&limit=200") != expected


def test_briefings_are_found_by_the_actors_of_what_they_cite(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for name in ("alpha", "beta", "gamma"):
            writer.create("actors", examples.actor(name, id=name))
        writer.create("developments", examples.development(id="d", actors=[{"id": "alpha", "role": "host"}]))
        writer.create("conditions", examples.condition(id="c", demanded_by=["beta"]))
        lead = [{"text": "So.", "cites": ["developments/d", "conditions/c"]}]
        writer.create("briefings", examples.briefing(id="b", lead=lead))
        writer.create("briefings", examples.briefing(id="e"))
    assert client.ids("/v1/briefings?actor=alpha") == ["b"]
    assert client.ids("/v1/briefings?actor_all=alpha,beta") == ["b"]
    assert client.ids("/v1/briefings?actor_all=alpha,gamma") == []
    assert client.ids("/v1/briefings?actor_not=gamma") == ["e", "b"]
    assert client.ids("/v1/briefings?actor_not=beta") == ["e"]


def test_zero_and_false_are_values_and_not_absences(reader: CheckedClient) -> None:
    everything = reader.get("/v1/developments").json()["meta"]["total"]
    assert reader.get("/v1/developments?min_origins=0").json()["meta"]["total"] == everything
    assert reader.get("/v1/developments?disputed=false").json()["meta"]["total"] < everything


def test_two_parameters_about_one_column_keep_their_values_apart(reader: CheckedClient) -> None:
    assert reader.ids("/v1/sources?reliability=A,B&reliability_min=B") == reader.ids("/v1/sources?reliability=A,B")
