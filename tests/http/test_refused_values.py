"""Refused values: named with what there is, and with the nearest."""

import pytest

from schemas import COUNTRIES, COUNTRY_NAMES
from tests.clients import CheckedClient
from tests.editors import Editor, draft


def test_what_is_missing_or_unknown_is_named_with_what_there_is(editor: Editor) -> None:
    body = draft("developments")
    del body["title"]
    (fault,) = editor.send("POST", "/v1/developments", body, status=422).json()["errors"]
    assert fault == {"in": "body", "pointer": "", "name": "title", "message": "is needed"}
    editor.create("developments", {"id": "d"})
    (fault,) = editor.send("PATCH", "/v1/developments/d", {"title": None}, tag="*", status=422).json()["errors"]
    assert fault == {"in": "body", "pointer": "/title", "message": "is needed"}
    place = {"locations": [{"name": "n", "contry": "PL"}], "tittle": "T"}
    first, second = editor.send("POST", "/v1/developments", draft("developments") | place, status=422).json()["errors"]
    assert (first["pointer"], first["suggestions"]) == ("/locations/0/contry", ["country"])
    assert (second["pointer"], second["suggestions"][0]) == ("/tittle", "title")
    assert "there are id, title, summary" in second["message"]
    (fault,) = editor.send("PATCH", "/v1/developments/d", {"tittle": "T"}, tag="*", status=422).json()["errors"]
    assert (fault["pointer"], fault["suggestions"][0]) == ("/tittle", "title")


def test_what_is_one_of_few_words_is_suggested_in_bodies_too(editor: Editor) -> None:
    wrong = {"themes": ["diplomacy", "nukes"], "locations": [{"name": "n", "country": "Poland"}], "kind": "evnt"}
    faults = editor.send("POST", "/v1/developments", draft("developments") | wrong, status=422).json()["errors"]
    assert {fault["pointer"]: fault["suggestions"][0] for fault in faults} == {
        "/themes/1": "nuclear",
        "/locations/0/country": "PL",
        "/kind": "event",
    }


def test_a_reference_that_leads_nowhere_is_answered_with_the_nearest(editor: Editor) -> None:
    editor.create("actors", {"id": "russia", "name": "Russian Federation", "kind": "state"})
    editor.create("sources", {"id": "daily-report"})
    wrong = {
        "actors": [{"id": "rusia", "role": "host"}, {"id": "russian-federation", "role": "host"}],
        "caveats": [{"kind": "other", "note": "N.", "refers_to": "actors/rusia"}],
        "evidence": [{"source": "dayly-report"}],
        "relations": [{"id": "zzz", "kind": "follows"}],
    }
    faults = editor.send("POST", "/v1/developments", draft("developments") | wrong, status=422).json()["errors"]
    assert {fault["pointer"]: fault.get("suggestions") for fault in faults} == {
        "/actors/0/id": ["russia"],
        "/actors/1/id": ["russia"],
        "/caveats/0/refers_to": ["actors/russia"],
        "/evidence/0/source": ["daily-report"],
        "/relations/0/id": None,
    }
    editor.create("actors", {"id": "other"})
    (fault,) = editor.send("POST", "/v1/actors/other/merge", {"into": "rusia"}, status=422).json()["errors"]
    assert (fault["pointer"], fault["suggestions"]) == ("/into", ["russia"])
    (fault,) = editor.client.get("/v1/actors/rusia").json()["errors"]
    assert (fault["in"], fault["name"], fault["suggestions"]) == ("path", "id", ["russia"])


def test_what_was_sent_is_shown_as_it_was_sent(client: CheckedClient) -> None:
    for query in ("actor=Київ", "theme=Київ", "limit=Київ", "source=Київ"):
        (fault,) = client.refused(f"/v1/developments?{query}")["errors"]
        assert "'Київ'" in fault["message"]
    (fault,) = client.refused("/v1/developments?Київ=1")["errors"]
    assert fault["name"] == "Київ"
    (fault,) = client.refused("/v1/developments?limit=%1B[31m")["errors"]
    assert r"'\x1b[31m'" in fault["message"]
    assert "'Київ'" in client.refused("/problems/Київ", 404)["detail"]


@pytest.mark.parametrize(
    ("path", "name", "suggestions"),
    [
        ("/v1/search?q=x&facets=foo", "facets", ["collection"]),
        ("/v1/search?q=x&collection=actrs", "collection", ["actors"]),
        ("/v1/developments?country=Poland", "country", ["PL"]),
        ("/v1/developments?country=pl", "country", ["PL"]),
        ("/v1/actors?country=the+United+Kingdom", "country", ["GB"]),
        ("/v1/developments?country=Ukrain", "country", ["UA"]),
        ("/v1/developments?theme=nukes", "theme", ["nuclear"]),
        ("/v1/developments?count=exakt", "count", ["exact"]),
        ("/v1/developments?fields=id,sumary", "fields", ["summary"]),
        ("/v1/briefings/x?at=nov", "at", ["now"]),
    ],
)
def test_a_word_of_a_closed_list_is_suggested(
    client: CheckedClient, path: str, name: str, suggestions: list[str]
) -> None:
    (fault,) = client.refused(path)["errors"]
    assert (fault["name"], fault["suggestions"][:1]) == (name, suggestions)


def test_every_country_has_a_name_and_no_two_share_one() -> None:
    named = [name for names in COUNTRY_NAMES.values() for name in names]
    assert len(COUNTRIES) == 249
    assert len(set(named)) == len(named)
    assert all(names and all(names) for names in COUNTRY_NAMES.values())


def test_a_plus_that_was_read_as_a_space_is_said_to_be_one(client: CheckedClient) -> None:
    for path in ("/v1/actors", "/v1/quality", "/v1/search", "/v1/actors/resolve"):
        beside = {"/v1/search": "q=x&", "/v1/actors/resolve": "name=x&"}.get(path, "")
        (fault,) = client.refused(f"{path}?{beside}as_of=2026-02-26T12:00:00+01:00")["errors"]
        assert (fault["name"], "%2B" in fault["message"]) == ("as_of", True)
    assert client.get("/v1/actors?as_of=2026-02-26T12:00:00%2B01:00").status_code == 200


MANY = "+".join("abcdefghijklmnopqrstu")
"""More words than a question may have."""


def test_all_faults_of_a_query_come_in_one_answer(editor: Editor) -> None:
    editor.create("actors", {"id": "russia", "kind": "state"})

    def faulty(path: str) -> list[str]:
        return [fault["name"] for fault in editor.client.get(path).json()["errors"]]

    wrong = (
        f"limit=0&theme=nukes&actor=rusia&q={MANY}&as_of=9999&format=csv&include=actors&from=2026-02-02&to=2026-02-01"
    )
    assert sorted(faulty(f"/v1/developments?{wrong}&fields=foo,id,bar&sort=x&sort=y&z=1")) == sorted(
        ["z", "limit", "theme", "actor", "q", "as_of", "include", "to", "fields", "fields", "sort", "sort"]
    )
    # What needs a parameter that is wrong is not wrong for that, and a cursor is only held against a whole query.
    assert faulty("/v1/developments?actor=,&actor_scope=members") == ["actor"]
    assert faulty("/v1/developments?q=%00&sort=relevance") == ["q"]
    assert faulty("/v1/briefings/x?include=foo&at=now") == ["include"]
    assert faulty("/v1/developments?limit=0&cursor=AAAA") == ["limit"]
    assert faulty(f"/v1/search?q={'x' * 201}") == faulty("/v1/search?q=") == ["q"]
    assert faulty(f"/v1/search?q={MANY}&as_of=9999&limit=0") == [
        "limit",
        "q",
        "as_of",
    ]
