"""A client that holds every answer against the contract and the OpenAPI document."""

import json
import re
from collections.abc import Iterator
from typing import Any

from httpx2 import Response
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from app.resources import RESOURCES
from schemas import Detail, Page, Problem, Resolved

BY_NAME = {resource.name: resource for resource in RESOURCES}


class CheckedClient:
    """Sends requests; an answer that breaks the contract or the OpenAPI document fails the test that asked."""

    def __init__(self, client: TestClient, document: dict[str, Any]) -> None:
        self.raw = client
        self._document = document

    def get(
        self,
        path: str,
        *,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        method: str = "GET",
    ) -> Response:
        response = self.raw.request(method, path, params=params, headers=headers)
        if response.content and response.headers["content-type"] in ("application/json", "application/problem+json"):
            check(response, path, self._document)
        return response

    def data(self, path: str) -> Any:
        """The `data` of a 200."""
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    def ids(self, path: str) -> list[str]:
        """The ids of a list's first page."""
        return [record["id"] for record in self.data(path)]

    def refused(self, path: str, status: int = 422) -> dict[str, Any]:
        """The problem details of a refusal with this status."""
        response = self.get(path)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        return dict(response.json())

    def walk(self, path: str) -> Iterator[dict[str, Any]]:
        """Every page of a list, by its links."""
        following: str | None = path
        while following is not None:
            response = self.get(following)
            assert response.status_code == 200, response.text
            page = response.json()
            yield page
            following = page["links"]["next"]

    def walk_ids(self, path: str) -> list[str]:
        """The ids of every record of a walk."""
        return [record["id"] for page in self.walk(path) for record in page["data"]]


def check(response: Response, path: str, document: dict[str, Any]) -> None:
    """Fail unless an answer is what the contract and the OpenAPI document say."""
    if response.status_code >= 400:
        problem = Problem.model_validate_json(response.content)
        assert problem.status == response.status_code
        assert response.headers["content-type"] == "application/problem+json"
        return
    match = re.fullmatch(r"(?:/v1)?/(\w+)(/[^/?]+)?(?:\?(.*))?", path)
    if match is None or match[1] not in BY_NAME:
        return
    if match[2] == "/resolve":
        Resolved.model_validate_json(response.content)
        return
    resource = BY_NAME[match[1]]
    envelope: Any = Detail if match[2] else Page
    record = resource.collection.record
    partial = "Partial" if "fields=" in (match[3] or "") else ""
    if not partial:
        envelope[record].model_validate_json(response.content)
    schema = {
        "$ref": f"#/components/schemas/{partial}{record.__name__}{envelope.__name__}",
        "components": document["components"],
    }
    Draft202012Validator(schema).validate(json.loads(response.content))
