"""Reconciling: words from outside meet our actors by the W3C's interface, version 0.2."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.clients import CheckedClient
from tests.names.asking import RESULTS, ask

FORM = "application/x-www-form-urlencoded"


def test_the_manifest_says_what_the_service_offers(reader: CheckedClient) -> None:
    manifest = reader.raw.get("/v1/reconcile", headers={"Origin": "https://openrefine.example"})
    assert manifest.headers["access-control-allow-origin"] == "*"
    told = manifest.json()
    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"].startswith("http")
    assert told["schemaSpace"].startswith("http")
    assert "{{id}}" in told["view"]["url"]
    view = told["view"]["url"].removeprefix("http://testserver").replace("{{id}}", "russia")
    page = reader.raw.get(view, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for each in told["suggest"].values():
        assert reader.get(f"{each['service_path']}?prefix=r").status_code == 200


@pytest.mark.parametrize(
    ("query", "best", "match"),
    [
        ({"query": "Moscow"}, "russia", True),
        ({"query": "RUS"}, "russia", True),
        ({"query": "Россия"}, "russia", True),
        ({"query": "radoslaw sikorski", "type": "person"}, "radoslaw-sikorski", True),
        ({"query": "Frence", "type": ["state", "organisation"], "limit": 3, "type_strict": "should"}, "france", False),
        ({"query": "NATO", "properties": []}, "nato", True),
        ({"query": "Russia", "properties": [{"pid": "country", "v": "RU"}]}, "russia", True),
        ({"query": "Russia", "properties": [{"pid": "country", "v": ["FR", {"id": "RU"}]}]}, "russia", True),
        ({"query": "Russia", "properties": [{"pid": "country", "v": "FR"}]}, "russia", False),
        ({"properties": [{"pid": "wikidata", "v": "Q159"}]}, "russia", True),
        ({"properties": [{"pid": "iso3166-1-alpha-3", "v": "ukr"}]}, "ukraine", True),
    ],
)  # fmt: skip
def test_a_query_finds_its_actor(reader: CheckedClient, query: dict[str, Any], best: str, match: bool) -> None:
    first, *rest = ask(reader, {"q0": query})["q0"]
    assert (first["id"], first["match"]) == (best, match)
    assert not any(each["match"] for each in rest)
    assert [each["score"] for each in (first, *rest)] == sorted((e["score"] for e in (first, *rest)), reverse=True)


def test_a_batch_answers_each_query_under_its_own_name(reader: CheckedClient) -> None:
    results = ask(reader, {"a": {"query": "Kyiv"}, "бе": {"query": "zzzzqqq"}, "c": {"query": "EU", "limit": 1}})
    assert [each[0]["id"] if each else None for each in results.values()] == ["ukraine", None, "european-union"]
    assert len(results["c"]) == 1
    assert ask(reader, {}) == {}


def test_properties_alone_find_all_that_have_them(reader: CheckedClient) -> None:
    found = ask(reader, {"q": {"properties": [{"pid": "country", "v": "FR"}], "limit": 100}})["q"]
    assert {each["id"] for each in found} == set(reader.ids("/v1/actors?country=FR"))
    assert not any(each["match"] for each in found) or len(found) == 1


@pytest.mark.parametrize(
    "queries",
    [
        "", "[]", "1", "null", "{", '{"q":{"query":"a"},"q":{"query":"b"}}', '{"\\ud800":{"query":1}}', "[" * 5000,
        '{"q":{"query":"a","properties":[{"pid":"country","v":NaN}]}}', '{"q":' * 20 + "1" + "}" * 20, "9" * 5000,
        '{"a\\u0000":{"query":"a"}}', json.dumps({str(number): {"query": "a"} for number in range(101)}),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused(reader: CheckedClient, queries: str) -> None:
    answer = reader.raw.post("/v1/reconcile", data={"queries": queries})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{}", "query or properties"), ('{"properties":[]}', "query or properties"), ('{"query":1}', "/query"),
        ("1", ""), ("null", ""), ("[]", ""), ('{"query":"a","x":1}', "/x"), ('{"query":"a","limit":0}', "/limit"),
        ('{"query":"a","limit":101}', "/limit"), ('{"query":"a","limit":1e400}', "/limit"),
        ('{"query":"a","type":"planet"}', "'planet' is not one of actor"), ('{"query":"\\ud800"}', ""),
        ('{"query":"a","properties":[{"pid":"height","v":"1"}]}', "'height' is not one of country"),
        ('{"query":"a","properties":[{"p":"x"}]}', "/properties/0"), ('{"query":"a\\u0000b"}', "U+0000"),
        ('{"properties":[{"pid":"country","v":"\\u0000"}]}', "U+0000"), ('{"query":"' + "a" * 1001 + '"}', "/query"),
    ],
)  # fmt: skip
def test_one_wrong_query_spoils_itself_alone(reader: CheckedClient, wrong: str, told: str) -> None:
    text = f'{{"first":{{"query":"Kyiv"}},"wrong":{wrong},"last":{{"query":"RUS"}}}}'
    answer = reader.raw.post("/v1/reconcile", data={"queries": text})
    assert answer.status_code == 200, answer.text
    results = answer.json()
    Draft202012Validator(RESULTS).validate(results)
    assert list(results) == ["first", "wrong", "last"]
    assert [results[key]["result"][0]["id"] for key in ("first", "last")] == ["ukraine", "russia"]
    assert results["wrong"]["result"] == []
    assert told in results["wrong"]["errors"][0]["message"]
    assert [key for key, each in results.items() if "errors" in each] == ["wrong"]


def test_other_bodies_are_refused(reader: CheckedClient) -> None:
    for content, media_type, status in (
        (b"{}", "application/json", 415),
        (b"queries={}", "text/plain", 415),
        (b"queries={}&queries={}", FORM, 422),
        (b"other={}", FORM, 422),
        (b"queries=%ff", FORM, 422),
        (b"\xff\xfe", FORM, 422),
        (b"", FORM, 422),
        (b"queries=" + b"a" * 70_000, FORM, 413),
    ):
        answer = reader.raw.post("/v1/reconcile", content=content, headers={"Content-Type": media_type})
        assert answer.status_code == status, content[:20]
    assert reader.raw.get("/v1/reconcile?callback=x").status_code == 422


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("entity?prefix=Russ", ["russia"]),
        ("entity?prefix=russia", ["russia"]),
        ("entity?prefix=uni", ["united-kingdom", "united-states"]),
        ("entity?prefix=uni&cursor=1", ["united-states"]),
        # As OpenRefine's widget asks.
        ("entity?prefix=Rus&spell=always&exact=false&prefixed=true", ["russia"]),
        ("entity?prefix=uni&type=state&type_strict=any&limit=1&limit=2&cursor=1", ["united-states"]),
        ("type?prefix=st&spell=always&exact=false&prefixed=true", ["state"]),
        ("property?prefix=wiki&type=person&spell=always&exact=false&prefixed=true", ["wikidata"]),
        ("entity?prefix=Éire", ["ireland"]),
        ("entity?prefix=%25", []),
        ("entity?prefix=_", []),
        ("type?prefix=st", ["state"]),
        ("type?prefix=", ["actor", "state", "organisation", "institution", "person", "group", "media", "think-tank"]),
        ("property?prefix=wiki", ["wikidata"]),
        ("property?prefix=Country", ["country"]),
    ],
)
def test_suggestions_begin_as_asked(reader: CheckedClient, path: str, ids: list[str]) -> None:
    answer = reader.get(f"/v1/reconcile/suggest/{path}").json()
    assert [each["id"] for each in answer["result"]] == ids
    assert all(each["name"] for each in answer["result"])


def test_suggestions_need_one_prefix(reader: CheckedClient) -> None:
    reader.refused("/v1/reconcile/suggest/entity")
    reader.refused("/v1/reconcile/suggest/type?prefix=a&prefix=b")
    reader.refused("/v1/reconcile/suggest/property?other=b")
    reader.refused("/v1/reconcile/suggest/entity?prefix=a&cursor=-1")


def test_much_in_one_batch_is_answered_soon(reader: CheckedClient) -> None:
    properties = [{"pid": "country", "v": [f"x{number}" for number in range(100)]}] * 5
    answer = reader.raw.post("/v1/reconcile", data={"queries": json.dumps({"q": {"properties": properties}})})
    assert answer.json() == {"q": {"result": []}}
    too_many = {"q": {"properties": [*properties, properties[0]]}}
    answer = reader.raw.post("/v1/reconcile", data={"queries": json.dumps(too_many)})
    assert answer.status_code == 422


def test_nul_is_no_text(reader: CheckedClient) -> None:
    reader.refused("/v1/reconcile/suggest/entity?prefix=%00")
