"""The OpenAPI document: valid, complete, kept in the repository, and in agreement with what validates requests."""

from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from app.http.documentation import in_lines
from app.reading.question.known import parameters_of
from app.resources import RESOURCES
from schemas import field_names
from tests.clients import CheckedClient

ROOT = Path(__file__).parents[2]
MOST_BYTES_A_COLLECTION = 50_000
MOST_BYTES_BESIDE = {
    "corrections": 1_500,
    "drafts": 13_000,
    "feeds": 15_000,
    "keys": 12_000,
    "proposals": 16_500,
    "stories": 6_500,
}
"""What is beside the record came later, and takes so much more."""
METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for item in document["paths"].values() for key, operation in item.items() if key in METHODS]


def test_the_document_is_valid_openapi_3_1(published: dict[str, Any]) -> None:
    assert published["openapi"].startswith("3.1.")
    validate(published)


def test_the_repository_holds_it(published: dict[str, Any]) -> None:
    assert (ROOT / "openapi.json").read_text("utf-8") == in_lines(published)


def test_what_is_served_is_what_the_repository_holds_and_small(
    reader: CheckedClient, published: dict[str, Any]
) -> None:
    served = reader.get("/openapi.json")
    assert served.json() == published
    most = MOST_BYTES_A_COLLECTION * len(RESOURCES) + sum(MOST_BYTES_BESIDE.values())
    assert len(served.content) < most
    assert len((ROOT / "openapi.json").read_bytes()) < most


def test_operation_ids_are_short_and_one_of_a_kind(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in operations(document)]
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= 24 for each in ids)


def test_every_operation_is_described_and_refuses_with_problems(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert operation["summary"]
        assert operation["tags"]
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_every_parameter_that_is_taken_is_documented_and_the_reverse(document: dict[str, Any], resource: Any) -> None:
    for path, model in ((f"/v1/{resource.name}", resource.query), (f"/v1/{resource.name}/{{id}}", resource.detail)):
        shown = {each["name"]: each for each in document["paths"][path]["get"]["parameters"] if each["in"] == "query"}
        assert set(shown) == set(field_names(model))
        assert all(each["description"] for each in shown.values())
        for name, parameter in parameters_of(model).items():
            assert (shown[name]["schema"].get("type") == "array") == parameter.several


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_documented_values_are_taken_and_no_others(
    reader: CheckedClient, document: dict[str, Any], resource: Any
) -> None:
    # What some values need beside them.
    beside = {"sort": "&q=russia", "actor_scope": "&actor=nato", "fields": "&format=json"}
    for parameter in document["paths"][f"/v1/{resource.name}"]["get"]["parameters"]:
        schema = parameter["schema"].get("items", parameter["schema"])
        for value in schema.get("enum", ()):
            query = f"{parameter['name']}={value}{beside.get(parameter['name'], '')}"
            assert reader.get(f"/v1/{resource.name}?{query}&limit=1").status_code == 200, query
        if "enum" in schema:
            reader.refused(f"/v1/{resource.name}?{parameter['name']}=no-such-value")
        if parameter["name"] == "min_snapshot":  # its largest value is well formed, and a number still to come
            assert reader.refused(f"/v1/{resource.name}?min_snapshot={schema['maximum']}")["detail"]
            reader.refused(f"/v1/{resource.name}?min_snapshot={schema['maximum'] + 1}")
        elif "maximum" in schema:
            assert reader.get(f"/v1/{resource.name}?{parameter['name']}={schema['maximum']}").status_code == 200
            reader.refused(f"/v1/{resource.name}?{parameter['name']}={schema['maximum'] + 1}")


def test_the_documentation_page_needs_nothing_from_elsewhere(reader: CheckedClient) -> None:
    page = reader.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "http" not in page.text
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert f"/docs/{asset}" in page.text
        assert len(reader.get(f"/docs/{asset}").content) > 50
    reader.refused("/docs/other.js", 404)


def test_bounds_are_in_the_words_of_json_schema(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            assert not {"ge", "le", "gt", "lt"} & schema.keys()
            assert schema.get("type") != "array" or ("maxItems" in schema and "maxLength" not in schema)
    (limit,) = (each for each in document["paths"]["/v1/actors"]["get"]["parameters"] if each["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 200)
    (q,) = (each for each in document["paths"]["/v1/search"]["get"]["parameters"] if each["name"] == "q")
    assert q["required"]
