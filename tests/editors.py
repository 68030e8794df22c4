"""Editors: clients that write with a key and hold every answer against the contract."""

import json
from collections.abc import Mapping
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.resources import RESOURCES
from app.store.database import Database
from app.writing import keys
from schemas import Detail, DraftEdition, Problem
from tests import examples

RECORDS = {resource.name: resource.collection.record for resource in RESOURCES} | {"drafts": DraftEdition}


class Editor:
    """Writes with a key, and holds every answer against the contract."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token

    def send(
        self, method: str, path: str, body: Any = None, *, tag: str | None = None, status: int, **headers: str
    ) -> Response:
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent |= {"If-Match": tag} if tag else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        answer = self.client.request(method, path, content=content, headers=sent, follow_redirects=False)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            Problem.model_validate_json(answer.content)
        elif answer.content:
            envelope: Any = Detail
            name = "briefings" if "/publish" in path else path.partition("?")[0].split("/")[2]
            envelope[RECORDS[name]].model_validate_json(answer.content)
        return answer

    def create(self, name: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        """Create a record; an actor with an id is called like it, so that no two have a name in common."""
        given = dict(body or {})
        if name == "actors" and "id" in given:
            given = {"name": given["id"], **given}
        return self.send("POST", f"/v1/{name}", draft(name) | given, status=201, **headers)

    def tag(self, path: str) -> str:
        return str(self.client.get(path, headers={"Authorization": f"Bearer {self.token}"}).headers["etag"])

    def draft(self, draft_id: str) -> dict[str, Any]:
        """A draft of a briefing, which nobody sees without a key."""
        assert self.client.get(f"/v1/drafts/{draft_id}").status_code == 401
        shown: dict[str, Any] = self.send("GET", f"/v1/drafts/{draft_id}", status=200).json()["data"]
        return shown

    def read_drafts(self) -> list[dict[str, Any]]:
        """The list of drafts."""
        answer = self.client.get("/v1/drafts?limit=200", headers={"Authorization": f"Bearer {self.token}"})
        return list(answer.json()["data"])

    def publish(self, briefing_id: str, *, status: int = 200) -> dict[str, Any]:
        """Publish a draft."""
        told: dict[str, Any] = self.send("POST", f"/v1/briefings/{briefing_id}/publish", status=status).json()
        return told


def draft(name: str) -> dict[str, Any]:
    """A draft as a client would send it."""
    name = "briefings" if name == "drafts" else name
    return json.loads(examples.EVERY[name].model_dump_json(exclude_defaults=True))  # type: ignore[no-any-return]  # it is


def key(database: Database, name: str, *scopes: str) -> str:
    with database.write() as connection:
        return keys.make_key(connection, name, scopes)


def export(editor: Editor) -> str:
    return editor.client.get("/v1/export").text
