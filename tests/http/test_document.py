"""What generators of clients read in the OpenAPI document: held against what the service takes and answers."""

import json
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.errors import LONGEST_TARGET
from app.http.batches import MOST_BATCH_BYTES
from app.http.documentation import LIMITS
from app.http.limits import MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS
from app.resources import RESOURCES
from app.writing.bodies import DEEPEST
from schemas import fields_of
from tests.clients import CheckedClient
from tests.editors import Editor, draft
from tests.http.test_openapi import operations

NAMES = [resource.name for resource in RESOURCES]
DRAFTS = {resource.name: resource.collection.draft for resource in RESOURCES}
JSON = "application/json"
WHOLE: dict[str, dict[str, Any]] = {
    "actors": {
        "aliases": ["It"],
        "country": "PL",
        "description": "D.",
        "identifiers": {"wikidata": "Q1"},
        "offices": [{"title": "Chair"}],
        "memberships": [{"group": "other"}],
    },
    "briefings": {"subtitle": "S", "period": {"from": "2026-02-01"}, "lead": [{"text": "T.", "cites": []}]},
    "conditions": {"position": 2, "assessments": [{"on": "2026-02-01", "status": "met", "rationale": "R."}]},
    "developments": {
        "occurred": {"from": "2026-02-01", "precision": "day"},
        "locations": [{"name": "Geneva"}],
        "measures": [{"name": "n", "value": 2.5, "unit": "u"}, {"name": "n", "value": 3, "unit": "u"}],
        "actors": [{"id": "other", "role": "host"}],
    },
    "sources": {
        "published": {"on": "2026-02-01", "precision": "day"},
        "reliability": {"grade": "B", "assessed_by": "T", "assessed_on": "2026-02-01", "reason": "R."},
        "caveats": [{"kind": "other", "note": "N."}],
    },
}
"""Members that may be left out, with what may be left out of them left out."""
AGREEING = {"occurred", "published"}
"""The members whose own members must agree: a day has a precision."""


def schema_of(published: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": published["components"]})


def contents(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for operation in [*operations(document), document["webhooks"]["change"]["post"]]:
        holders = [operation.get("requestBody", {}), *operation["responses"].values()]
        found += [holder["content"] for holder in holders if "content" in holder]
    return found


def test_json_is_the_first_of_several_forms(document: dict[str, Any]) -> None:
    several = [list(each) for each in contents(document) if len(each) > 1 and JSON in each]
    assert len(several) > 12
    assert {forms[0] for forms in several} == {JSON}


def test_what_is_received_has_a_tag_of_its_own(document: dict[str, Any]) -> None:
    asked = {tag for operation in operations(document) for tag in operation["tags"]}
    received = set(document["webhooks"]["change"]["post"]["tags"])
    assert not asked & received
    assert asked | received == {tag["name"] for tag in document["tags"]}


def test_what_is_said_twice_is_a_component(published: dict[str, Any]) -> None:
    said: Counter[str] = Counter()
    for operation in operations(published):
        answers = list(operation["responses"].values())
        headers = [header for answer in answers for header in answer.get("headers", {}).values()]
        said.update(json.dumps(each) for each in (*answers, *headers, *operation.get("parameters", ())))
    assert not [each for each, times in said.items() if times > 1 and "$ref" not in json.loads(each)]


def test_no_member_has_a_default_that_a_generator_would_send_or_expect(published: dict[str, Any]) -> None:
    assert '"default"' not in json.dumps(published)
    components = published["components"]
    assert components["parameters"]["limit"]["description"].endswith("Default: `50`.")
    assert components["schemas"]["EvidenceDraft"]["properties"]["stance"]["description"].endswith("Default: `asserts`.")


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_what_is_taken(editor: Editor, published: dict[str, Any], name: str) -> None:
    if name in ("actors", "developments"):
        editor.create("actors", {"id": "other"})
    schema = schema_of(published, DRAFTS[name].__name__)
    for further in ({}, WHOLE.get(name, {})):
        body = draft(name) | further
        schema.validate(body)
        editor.send("POST", f"/v1/{name}?dry_run=true", body, status=201)
    for member in published["components"]["schemas"][DRAFTS[name].__name__]["required"]:
        fewer = {key: value for key, value in draft(name).items() if key != member}
        assert not schema.is_valid(fewer)
        editor.send("POST", f"/v1/{name}?dry_run=true", fewer, status=422)


@pytest.mark.parametrize("name", NAMES)
def test_a_patch_clears_what_it_says_that_null_clears(editor: Editor, published: dict[str, Any], name: str) -> None:
    if name in ("actors", "developments"):
        editor.create("actors", {"id": "other"})
    editor.create(name, {"id": "it", **WHOLE.get(name, {})})
    patch = f"{DRAFTS[name].__name__.removesuffix('Draft')}Patch"
    body = published["paths"][f"/v1/{name}/{{id}}"]["patch"]["requestBody"]["content"]
    assert {kind: form["schema"]["$ref"].rpartition("/")[2] for kind, form in body.items()} == {
        JSON: patch,
        "application/merge-patch+json": patch,
    }
    schema = schema_of(published, patch)
    members = published["components"]["schemas"][patch]["properties"]
    assert set(members) == {field.alias or key for key, field in DRAFTS[name].model_fields.items()}
    values = [{member: None} for member in members] + [{"id": "it"}, {}, {"no-such": 1}]
    objects = {key: each for key, each in WHOLE.get(name, {}).items() if isinstance(each, dict)}
    values += [{key: dict.fromkeys(each)} for key, each in objects.items()]
    values += [{key: {inner: None}} for key in objects.keys() - AGREEING for inner in objects[key]]
    for value in values:
        headers = {"Authorization": f"Bearer {editor.token}", "If-Match": "*"}
        taken = editor.client.patch(f"/v1/{name}/it?dry_run=true", json=value, headers=headers)
        assert (taken.status_code == 200) == schema.is_valid(value), (value, taken.text)


@pytest.mark.parametrize("name", NAMES)
def test_any_members_may_be_missing_where_fields_is_taken(
    reader: CheckedClient, published: dict[str, Any], name: str
) -> None:
    record = next(each.collection.record for each in RESOURCES if each.name == name)
    list_, one = published["paths"][f"/v1/{name}"]["get"], published["paths"][f"/v1/{name}/{{id}}"]["get"]
    assert list_["responses"]["200"]["content"][JSON]["schema"]["$ref"].endswith(f"/Partial{record.__name__}Page")
    assert json.dumps(one["responses"]["200"]).count(f"Partial{record.__name__}Detail") == 1
    whole, schema = (
        schema_of(published, f"{record.__name__}Page"),
        schema_of(published, f"Partial{record.__name__}Page"),
    )
    for field in fields_of(record):
        page = reader.get(f"/v1/{name}?limit=2&fields={field.path}").json()
        schema.validate(page)
        assert not whole.is_valid(page)
    whole.validate(reader.get(f"/v1/{name}?limit=2").json())


@pytest.mark.parametrize(
    ("path", "name"), [("/v1/changes?limit=200", "ChangePage"), ("/v1/search?q=russia", "SearchPage")]
)
def test_records_of_several_collections_are_told_apart(
    reader: CheckedClient, published: dict[str, Any], path: str, name: str
) -> None:
    schema_of(published, name).validate(reader.get(path).json())
    each = published["components"]["schemas"][{"ChangePage": "Change", "SearchPage": "Hit"}[name]]
    assert len(each["properties"]["record"]["oneOf"]) == len(RESOURCES)


def test_an_edition_may_be_asked_for_by_fields(reader: CheckedClient, published: dict[str, Any]) -> None:
    answer = published["components"]["responses"]["PartialBriefingDetail"]["content"][JSON]["schema"]
    assert answer["$ref"].endswith("/PartialBriefingDetail")
    assert published["paths"]["/v1/briefings/latest"]["get"]["responses"]["200"]["$ref"].endswith(
        "PartialBriefingDetail"
    )
    schema_of(published, "PartialBriefingDetail").validate(reader.get("/v1/briefings/latest?fields=lead.text").json())


def test_what_every_request_can_be_refused_for_stands_in_each_operation(document: dict[str, Any]) -> None:
    for operation in operations(document):
        limits = {"414", "431"} | ({"413"} if "requestBody" in operation else set())
        assert limits <= operation["responses"].keys(), operation["operationId"]
        assert "requestBody" not in operation or operation["requestBody"]["description"]


def test_every_limit_stands_in_the_document(published: dict[str, Any]) -> None:
    said = published["info"]["description"]
    assert LIMITS in said
    for limit in (
        f"{LONGEST_TARGET} bytes", f"{MAX_HEADERS}, {MAX_HEADER_BYTES // 1024} KiB", f"{MAX_BODY // 1024} KiB",
        f"{MOST_BATCH_BYTES // 1024**2} MiB", f"nested {DEEPEST} deep; no name twice", "200 characters, 20 terms",
        "100 items", "1800-01-01", "±1e15", "2,048", "10,000",
    ):  # fmt: skip
        assert limit in said, limit
