"""Refusals: plain words, and a place in what was sent, for whatever is wrong. See also `tests/refusals.py`."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import REFUSALS, Invalid
from app.http.endpoint import WriteEndpoint
from app.http.surface import surface
from app.reading.question.refusing import no_member, place_in_body
from app.resources import RESOURCES
from app.writing import records
from app.writing.bodies import read_json
from tests import refusals
from tests.editors import Editor, draft

BODIES = (each.body for each in surface(RESOURCES, {}) if isinstance(each, WriteEndpoint))
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
    "Acceptance": {"draft": {"title": "T"}, "evidence_for": "d", "stance": "asserts"},
    "FeedDraft": {"url": "https://feeds.example.org/", "publisher": "P", "interval_minutes": 60, "language": "en"},
    "AccessKeyDraft": {
        "name": "n",
        "person": "P",
        "scopes": ["sources:write"],
        "expires_on": "2999-01-01",
        "networks": ["10.0.0.0/8"],
    },
    "Merge": {"into": "other"},
    "PassageQuote": {"exact": "words", "prefix": "some ", "suffix": " more"},
    "StoryChoice": {"story": "st-1"},
    "ProposalEdit": {"draft": {"title": "T"}},
    "Rejection": {"reason": "R."},
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
                faults = place_in_body(refusal, json.dumps(sent).encode()).faults
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
    return place_in_body(caught.value, json.dumps(body).encode()).faults


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
