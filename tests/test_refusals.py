"""Refusals: plain words, and a place in what was sent, for whatever is wrong. See also `tests/refusals.py`."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import REFUSALS, Invalid
from app.http.endpoint import WriteEndpoint
from app.http.surface import surface
from app.reading.question.refusing import no_member, placed
from app.resources import RESOURCES
from app.store.database import Database
from app.writing import records
from app.writing.bodies import read_json
from schemas import COUNTRIES, COUNTRY_NAMES
from tests import refusals
from tests.clients import CheckedClient
from tests.editors import Editor, draft, key

BODIES = (each.body for each in surface(RESOURCES, ()) if isinstance(each, WriteEndpoint))
DRAFTS = list(dict.fromkeys(body for body in BODIES if body is not None))
FURTHER: dict[str, dict[str, Any]] = {
    "AssessmentDraft": {"on": "2026-02-01", "status": "unmet", "rationale": "Nothing.", "evidence": []},
    "BriefingRequest": {
        "from": "2026-02-01",
        "to": "2026-02-28",
        "theme": ["nuclear"],
        "title": "T",
        "supersedes": "b",
    },
    "Merge": {"into": "other"},
    "PassageQuote": {"exact": "words", "prefix": "some ", "suffix": " more"},
    "WebhookDraft": {"url": "https://hooks.example.org/", "collections": ["actors"], "actors": ["a"], "after": 1},
}
WRONG: list[Any] = [None, True, 7, -7, 1.5, 1e17, "", "x y", "\u200b", "x" * 10_001, [], [None] * 101, {}, {"x": 1}]


def bodies() -> dict[type[Any], dict[str, Any]]:
    """A whole body for each model that clients send."""
    whole: dict[type[Any], dict[str, Any]] = {}
    for resource in RESOURCES:
        model: Any = resource.collection.record
        (example, *_) = model.model_config["json_schema_extra"]["examples"]
        given = records.draft_of(resource, model.model_validate(example))
        whole[resource.collection.draft] = json.loads(given.model_dump_json())
    return {model: whole.get(model) or FURTHER[model.__name__] for model in DRAFTS}


def places(value: Any) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    yield ()
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield from ((step, *steps) for steps in places(each))


def put(value: Any, steps: tuple[str | int, ...], new: Any) -> Any:
    """The value with another one at a place; with `...` nothing stands there."""
    if not steps:
        return new
    changed: Any = list(value) if isinstance(value, list) else dict(value)
    changed[steps[0]] = put(value[steps[0]], steps[1:], new)
    if len(steps) == 1 and new is ...:
        del changed[steps[0]]
    return changed


@pytest.mark.parametrize("model", DRAFTS, ids=lambda model: model.__name__)
def test_whatever_is_wrong_anywhere_in_a_body_is_told_once_at_its_place(model: type[Any]) -> None:
    body, refused = bodies()[model], 0
    for steps in places(body):
        for wrong in [*WRONG, *([...] if steps else [])]:
            sent = put(body, steps, wrong)
            try:
                read_json(model, json.dumps(sent))
                continue
            except Invalid as refusal:
                faults = placed(refusal, json.dumps(sent).encode()).faults
            refused += 1
            where = [(fault.pointer, fault.name) for fault in faults]
            assert len(set(where)) == len(where), (steps, wrong, where)
            for fault in faults:
                refusals.check_words(str(fault))
                assert "cannot be taken here" not in fault.message, (steps, wrong)
                assert fault.pointer is not None
                refusals.led(fault.pointer, sent)
    assert refused >= len(body)


def test_a_place_that_cannot_be_repeated_is_told_at_the_nearest_that_can() -> None:
    (fault,) = refused_faults({**draft("actors"), "x" * 300: 1})
    assert (fault.pointer, fault.name[:80]) == ("", "x" * 80)
    (fault,) = refused_faults({**draft("actors"), "\ud800": 1})
    assert (fault.pointer, fault.message) == ("", "must not contain lone surrogates")
    fault = no_member(("aliases", "\ud800"), ["id"])
    assert (fault.pointer, fault.name) == ("/aliases", r"\ud800")
    assert fault.model_dump_json()
    (fault,) = refused_faults({**draft("actors"), "a/b~c": 1})
    assert fault.pointer == "/a~1b~0c"


def refused_faults(body: Any) -> Any:
    model = RESOURCES[[resource.name for resource in RESOURCES].index("actors")].collection.draft
    with pytest.raises(Invalid) as caught:
        read_json(model, json.dumps(body))
    return placed(caught.value, json.dumps(body).encode()).faults


def test_every_refusal_says_where_it_is_also_without_faults_of_its_own() -> None:
    for kind in REFUSALS:
        (fault,) = kind("it is so").problem("/").errors
        assert fault.name is not None or fault.pointer == "", kind


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        ({"measures": [{"name": "n", "value": "many", "unit": "u"}]}, ("/measures/0/value", None), "must be a number"),
        (
            {"measures": [{"name": "n", "value": 1e16, "unit": "u"}]},
            ("/measures/0/value", None),
            "must be at most 1000000000000000",
        ),
        ({"themes": "nuclear"}, ("/themes", None), "must be a list"),
        ({"themes": []}, ("/themes", None), "must list at least 1, and lists 0"),
        ({"themes": ["nukes"]}, ("/themes/0", None), "must be one of accountability"),
        ({"title": 5}, ("/title", None), "must be text"),
        ({"occurred": []}, ("/occurred", None), "must be an object"),
        ({"occurred": {"from": "2026-02-02", "until": "2026-02-01"}}, ("/occurred", None), "must not end before"),
        ({"credibility": 7}, ("/credibility", None), "must be at most 6"),
        ({"actors": [{"id": "a"}]}, ("/actors/0", "role"), "is needed"),
        ({"relations": [{"id": "A B", "kind": "follows"}]}, ("/relations/0/id", None), "must be an id: a-z"),
        ({"actors": [{"id": "A B", "role": "host"}]}, ("/actors/0/id", None), "'A B' is no actor's id, name"),
        ({"evidence": [{"source": "s", "selector": {"start": 1, "end": 2, "sha256": "x"}}]},
         ("/evidence/0/selector/sha256", None), "must be a SHA-256 digest"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_fault_at_its_place(
    editor: Editor, change: dict[str, Any], where: tuple[str, str | None], message: str
) -> None:
    body = draft("developments") | change
    (fault,) = editor.send("POST", "/v1/developments", body, status=422).json()["errors"]
    assert (fault["in"], fault["pointer"], fault.get("name")) == ("body", *where)
    assert fault["message"].startswith(message)


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


def test_the_batch_tells_all_of_a_fault(editor: Editor) -> None:
    right = draft("sources") | {"url": None}
    items = [right, {**right, "kind": "reprt"}, {name: value for name, value in right.items() if name != "title"}]
    for mode, content_type in (("partial", "application/json"), ("partial", "application/x-ndjson")):
        body = json.dumps(items) if content_type == "application/json" else "\n".join(map(json.dumps, items))
        headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": content_type}
        answer = editor.client.post(f"/v1/sources/batch?mode={mode}", content=body, headers=headers)
        first, second = (each["errors"][0] for each in answer.json()["data"] if each["status"] == "invalid")
        assert (first["pointer"], first["suggestions"][0]) == ("/kind", "report")
        assert (second["pointer"], second["name"]) == ("", "title")
    first, second = editor.send("POST", "/v1/sources/batch", json.dumps(items).encode(), status=422).json()["errors"]
    assert (first["pointer"], first["suggestions"][0]) == ("/1/kind", "report")
    assert (second["pointer"], second["name"]) == ("/2", "title")
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/x-ndjson"}
    line = json.dumps({**right, "title": ""})
    (only,) = editor.client.post("/v1/sources/batch", content=line, headers=headers).json()["errors"]
    assert (only["pointer"], only.get("name")) == ("/0/title", None)


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


def test_a_refused_deletion_points_at_what_names_the_record(editor: Editor) -> None:
    for name in ("a", "b"):
        editor.create("actors", {"id": name})
    roles = [{"id": "b", "role": "host"}, {"id": "a", "role": "host"}, {"id": "a", "role": "target"}]
    editor.create("developments", {"id": "d", "actors": roles})
    editor.create("conditions", {"id": "c", "demanded_by": ["a"]})
    for path in ("/v1/actors/a", "/v1/actors/a?dry_run=true"):
        faults = editor.send("DELETE", path, tag="*", status=409).json()["errors"]
        assert [(fault["in"], fault["name"], fault["message"]) for fault in faults] == [
            ("path", "id", "is named by conditions/c at /demanded_by/0"),
            ("path", "id", "is named by developments/d at /actors/1/id, /actors/2/id"),
        ]


def test_a_tag_that_can_never_match_is_told_from_a_stale_one(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    for sent, word in ((f"W/{tag}", "weak"), (tag.strip('"'), "quotation marks"), (tag[:-1], "quotation marks")):
        (fault,) = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag=sent, status=412).json()["errors"]
        assert (fault["name"], word in fault["message"]) == ("If-Match", True), sent
    (fault,) = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag='"r9-1-0"', status=412).json()["errors"]
    assert fault["message"] == "s is at revision 1 now"


def test_a_pointer_leads_into_the_body_or_without_one_into_the_record(editor: Editor) -> None:
    editor.create("developments", {"id": "d"})
    # What a patch makes wrong elsewhere in the record is named beyond the patch.
    (fault,) = editor.send("PATCH", "/v1/developments/d", {"reported_on": None}, tag="*", status=422).json()["errors"]
    assert fault["pointer"] == ""
    editor.create("conditions", {"id": "c"})
    evidence = {"evidence": [{"source": "none"}]}
    body = {"on": "2026-02-01", "status": "unmet", "rationale": "R."} | evidence
    (fault,) = editor.send("POST", "/v1/conditions/c/assessments", body, status=422).json()["errors"]
    assert fault["pointer"] == "/evidence/0/source"
    statement = {"text": "It was so in Xanadu.", "cites": ["developments/d"]}
    editor.create("briefings", {"id": "b", "lead": [statement]})
    (fault,) = editor.send("POST", "/v1/briefings/b/publish", status=422).json()["errors"]
    assert (fault["in"], fault["pointer"], fault["name"]) == ("path", "/lead/0/text", "Xanadu")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "where"),
    [
        ("GET", "/v1/nothing", {}, 404, ("path", "path")),
        ("GET", "/v1/actors/nobody", {}, 404, ("path", "id")),
        ("GET", "/v1/briefings/latest", {}, 404, ("path", "path")),
        ("GET", "/problems/none", {}, 404, ("path", "code")),
        ("PUT", "/v1/actors", {}, 405, ("path", "path")),
        ("GET", "/v1/actors", {"Accept": "image/png"}, 406, ("header", "Accept")),
        ("GET", f"/v1/actors?actor={'x' * 5000}", {}, 414, ("query", "actor")),
        ("GET", f"/v1/{'x' * 5000}", {}, 414, ("path", "path")),
        ("GET", "/v1/actors", {"X-Long": "x" * 40_000}, 431, ("header", "x-long")),
        ("POST", "/v1/actors", {}, 401, ("header", "Authorization")),
    ],
)
def test_a_refusal_of_the_whole_names_what_it_is_about(  # noqa: PLR0917  # a table
    client: CheckedClient, method: str, path: str, headers: dict[str, str], status: int, where: tuple[str, str]
) -> None:
    answer = client.get(path, method=method, headers=headers)
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, (fault["in"], fault["name"])) == (status, where)


def test_a_refused_write_names_what_it_is_about(editor: Editor, database: Database) -> None:
    editor.create("actors", {"id": "a"})
    editor.send("DELETE", "/v1/actors/a", tag="*", status=200)
    (fault,) = editor.client.get("/v1/actors/a").json()["errors"]
    assert (fault["in"], fault["name"]) == ("path", "id")
    (fault,) = editor.send("POST", "/v1/actors", b"a", Content_Type="text/plain", status=415).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Content-Type")
    (fault,) = editor.send("POST", "/v1/actors", b"{}", Content_Encoding="gzip", status=415).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Content-Encoding")
    (fault,) = editor.send("POST", "/v1/actors", b" " * 70_000, status=413).json()["errors"]
    assert (fault["in"], fault["pointer"]) == ("body", "")
    limited = Editor(editor.client, key(database, "limited", "sources:write"))
    (fault,) = limited.send("POST", "/v1/actors", draft("actors"), status=403).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Authorization")
    editor.create("sources", {"id": "s"})
    (fault,) = editor.send("DELETE", "/v1/sources/s", status=428).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "If-Match")


@pytest.mark.parametrize(
    "message", ["Input should be a str", "must be a tuple", "must be None", "is '\\u041a'", "constrained-int", " "]
)
def test_the_watch_sees_words_of_python(message: str) -> None:
    refusals.check_words("'None' is no number; '\\u200b' cannot be seen")
    with pytest.raises(AssertionError):
        refusals.check_words(message)


def test_the_watch_sees_pointers_that_lead_nowhere() -> None:
    assert refusals.led("/a/0/b~1c", {"a": [{"b/c": 5}]}) == 5
    for pointer in ("/b", "/a/1", "/a/0/b~1c/constrained-int"):
        with pytest.raises(AssertionError):
            refusals.led(pointer, {"a": [{"b/c": 5}]})
