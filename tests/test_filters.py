"""Filters: each list equals a plain Python filter over all records."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from app.reading.question.parameters import parameters_of
from app.resources import COLLECTIONS, RESOURCES
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient

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


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("/v1/developments?condition=full-withdrawl", "full-withdrawal"),
        ("/v1/developments?source=isw-assessment-2026-02-52", "isw-assessment-2026-02-25"),
        ("/v1/developments?publisher=Reutres", "reuters"),
        ("/v1/developments?publisher=Institute for the Study", "institute for the study of war"),
        ("/v1/conditions?source=isw-assessment", "isw-assessment-2026-02-25"),
        ("/v1/sources?publisher=Blomberg", "bloomberg"),
        ("/v1/sources?origin=reutres", "reuters"),
        ("/v1/actors?actor=Frence", "france"),
        ("/v1/actors?source=bloomberg-analysis", "bloomberg-analysis-of-deterrence-undated"),
    ],
)
def test_a_word_that_nothing_goes_by_is_refused_with_the_nearest(reader: CheckedClient, query: str, best: str) -> None:
    (fault,) = reader.refused(query)["errors"]
    assert fault["suggestions"][0] == best


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


@pytest.mark.parametrize(
    ("occurred", "first", "last"),
    [
        ({"from": "2026-02-10", "precision": "day"}, "2026-02-10", "2026-02-10"),
        ({"from": "2026-02-10", "until": "2026-02-12", "precision": "day"}, "2026-02-10", "2026-02-12"),
        ({"from": "2026-02-10", "precision": "month"}, "2026-02-01", "2026-02-28"),
        ({"from": "2024-01-31", "until": "2024-02-01", "precision": "month"}, "2024-01-01", "2024-02-29"),
        ({"from": "2025-06-15", "precision": "year"}, "2025-01-01", "2025-12-31"),
        ({"precision": "unknown"}, "2026-02-26", "2026-02-26"),
    ],
)
def test_days_overlap_as_precisely_as_they_are_known(
    database: Database, client: CheckedClient, occurred: dict[str, str], first: str, last: str
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development(occurred=occurred))

    def found(query: str) -> bool:
        return bool(client.ids(f"/v1/developments?{query}"))

    before = dt.date.fromisoformat(first) - dt.timedelta(days=1)
    after = dt.date.fromisoformat(last) + dt.timedelta(days=1)
    assert found(f"to={first}")
    assert not found(f"to={before}")
    assert found(f"from={last}")
    assert not found(f"from={after}")
    assert found(f"from={first}&to={last}")


@pytest.mark.parametrize(
    ("period", "found", "missed"),
    [
        ({"from": "2026-02-01", "until": "2026-02-28"}, ("from=2026-02-28", "to=2026-02-01"), ("from=2026-03-01",)),
        ({"from": "2026-02-01"}, ("from=2026-02-10", "from=2026-11-10", "to=2026-02-01"), ("to=2026-01-31",)),
        ({"until": "2026-02-28"}, ("to=1999-01-01", "from=2026-02-28"), ("from=2026-03-01",)),
        ({}, (), ("from=2026-02-01", "to=2026-02-01")),
    ],
)
def test_a_briefing_is_found_by_the_days_of_its_period(
    database: Database,
    client: CheckedClient,
    period: dict[str, str],
    found: tuple[str, ...],
    missed: tuple[str, ...],
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("briefings", examples.briefing(id="b", period=period))
    assert all(client.ids(f"/v1/briefings?{query}") == ["b"] for query in found)
    assert all(client.ids(f"/v1/briefings?{query}") == [] for query in missed)
    months = client.get("/v1/briefings?facets=month").json()["meta"]["facets"]["month"]
    assert len(months) < 3000
    for each in months[:2]:
        within = f"from={each['value']}-01&to={each['value']}-28"
        assert client.get(f"/v1/briefings?{within}").json()["meta"]["total"] == each["count"]


def test_zero_and_false_are_values_and_not_absences(reader: CheckedClient) -> None:
    everything = reader.get("/v1/developments").json()["meta"]["total"]
    assert reader.get("/v1/developments?min_origins=0").json()["meta"]["total"] == everything
    assert reader.get("/v1/developments?disputed=false").json()["meta"]["total"] < everything


@pytest.mark.parametrize(
    "words",
    [
        ("Russia", "russia", "RUSSIA", "RU", "ru", "RUS", "Moscow", "Russian Federation", "Q159", "Kremlin", "россия"),
        ("Ukraine", "UA", "UKR", "Kyiv", "Kiev", "Україна"),
        ("European Union", "EU", "eu", "european-union"),
        ("nato", "NATO", "North Atlantic Treaty Organization"),
        ("e5", "E5"),
        ("radoslaw-sikorski", "Sikorski", "Radosław Sikorski", "Radoslaw Sikorski", "RADOSŁAW  sikorski"),
        ("ireland", "Éire", "eire", unicodedata.normalize("NFD", "Éire"), "IE", "IRL"),
        ("institute-for-the-study-of-war", "Institute for the Study of War", "ISW", "isw"),
        ("united-states", "US", "USA", "U.S.", "Washington"),
        ("united-kingdom", "UK", "GB", "GBR"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_name_of_an_actor_gives_the_same_set(reader: CheckedClient, words: tuple[str, ...]) -> None:
    answers = [reader.get("/v1/developments", params={"actor": word, "limit": "200"}) for word in words]
    resolved = {word: answer.json()["meta"]["resolved"] for word, answer in zip(words, answers, strict=True)}
    assert len({next(iter(value.values())) for value in resolved.values()}) == 1
    assert len({tuple(record["id"] for record in answer.json()["data"]) for answer in answers}) == 1


@pytest.mark.parametrize("word", ["US", "EU", "UK"])
def test_a_name_is_never_matched_within_another(reader: CheckedClient, word: str) -> None:
    page = reader.get(f"/v1/developments?actor={word}&limit=200").json()
    (actor,) = page["meta"]["resolved"].values()
    assert all(actor in of_actors(record) for record in page["data"])
    for other in ("Russia", "Reuters", "Ukraine"):
        assert any(
            actor not in of_actors(record) for record in reader.data(f"/v1/developments?actor={other}&limit=200")
        )


def test_a_code_of_a_state_does_not_mean_who_belongs_to_it(reader: CheckedClient) -> None:
    assert reader.ids("/v1/actors?actor=FR") == ["france"]
    assert set(reader.ids("/v1/actors?country=FR")) > {"france", "emmanuel-macron"}


@pytest.mark.parametrize("word", ["states", "Russ", "nobody at all", "*", "%", "_", "russia'--", "🙂", "a" * 200])
def test_a_name_of_nobody_is_refused(reader: CheckedClient, word: str) -> None:
    for parameter in ("actor", "actor_all", "actor_not"):
        response = reader.get("/v1/developments", params={parameter: word})
        assert response.status_code == 422
        assert response.json()["errors"][0]["name"] == parameter


@pytest.mark.parametrize(
    ("word", "best"),
    [("Rusia", "russia"), ("Ukrane", "ukraine"), ("Natoo", "nato"), ("Macrom", "emmanuel-macron")],
)
def test_the_nearest_name_is_suggested(reader: CheckedClient, word: str, best: str) -> None:
    assert reader.refused(f"/developments?actor={word}")["errors"][0]["suggestions"][0] == best


def test_a_name_of_several_is_refused_with_the_candidates(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        writer.create("actors", examples.actor("Brussels", id="first", aliases=["Capital"]))
        writer.create("actors", examples.actor("capitál", id="second"))
        writer.create("actors", examples.actor("Other", id="capital-city", aliases=["second"]))
    fault = client.refused("/v1/developments?actor=Capital")["errors"][0]
    assert fault["suggestions"] == ["first", "second"]
    assert client.get("/v1/developments?actor=second").json()["meta"]["resolved"] == {"second": "second"}
