"""Webhooks of owners: seen, made once and edited by them alone."""

from typing import Any

import pytest

from app.store.database import Database
from schemas import WebhookPage
from tests.editors import key
from tests.webhooks.owners import Owner


def test_webhooks_are_their_owners(owner: Owner, database: Database) -> None:
    mine = owner.make("http://127.0.0.1:1024/", actors=None)
    stranger = Owner(owner.client, key(database, "him", "webhooks:write"))
    everything = Owner(owner.client, key(database, "all", "*"))
    weak = Owner(owner.client, key(database, "weak", "sources:write"))
    path = f"/{mine['id']}"
    for method, rest in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/rotate"),
                         ("POST", "/deliveries/1/redeliver")):  # fmt: skip
        body: Any = {} if method == "PATCH" else None
        stranger.send(method, path + rest, body, status=404)
        weak.send(method, path + rest, body, status=403)
        Owner(owner.client, "none").send(method, path + rest, body, status=401)
    for reader, ids in ((owner, [mine["id"]]), (stranger, []), (everything, [mine["id"]])):
        answer = reader.send("GET")
        WebhookPage.model_validate_json(answer.content)
        assert [each["id"] for each in answer.json()["data"]] == ids
        assert answer.headers["cache-control"] == "no-store"
    everything.send("PATCH", path, {"description": "Seen"})
    owner.send("POST", f"{path}/deliveries/99/redeliver", status=404)
    owner.send("POST", f"{path}/deliveries/x/redeliver", status=404)


WRONG: list[dict[str, Any]] = [
    {}, {"url": "ftp://a.example.org/"}, {"url": "http://u:p@a.example.org/"}, {"url": "no"}, {"collections": []},
    {"collections": ["planets"]}, {"actors": ["Nobody"]}, {"actors": []}, {"after": 9}, {"after": -1}, {"after": "0"},
    {"enabled": "yes"}, {"secret": "whsec_AAAA"}, {"description": ""},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG)
def test_a_webhook_that_is_wrong_is_refused(owner: Owner, body: dict[str, Any]) -> None:
    if "url" not in body and body:
        body = {"url": "https://hooks.example.org/", **body}
    assert owner.send("POST", body=body, status=422).json()["errors"]
    assert owner.send("GET").json()["data"] == []


def test_a_webhook_is_made_once_and_edited_with_care(owner: Owner, database: Database) -> None:
    body = {"url": "https://hooks.example.org/a", "enabled": False}
    dry = owner.client.post("/v1/webhooks?dry_run=true", json=body, headers={"Authorization": f"Bearer {owner.token}"})
    assert (dry.status_code, dry.headers["dry-run"]) == (201, "true")
    assert owner.send("GET").json()["data"] == []
    first = owner.send("POST", body=body, status=201, Idempotency_Key="k")
    again = owner.send("POST", body=body, status=201, Idempotency_Key="k")
    assert (again.headers["idempotency-replayed"], again.json()) == ("true", first.json())
    path = first.headers["location"].removeprefix("/v1/webhooks")
    tag = owner.send("GET", path).headers["etag"]
    owner.send("PATCH", path, {"description": "One"}, If_Match=tag)
    owner.send("PATCH", path, {"description": "Two"}, If_Match=tag, status=412)
    owner.send("DELETE", path, If_Match=tag, status=412)
    owner.send("PATCH", path, {"description": "One"})
    assert owner.send("GET", path).json()["data"]["revision"] == 2
    owner.send("PATCH", path, {"url": None}, status=422)
    owner.send("PATCH", path, {"id": "other"}, status=422)
    assert owner.client.get("/v1/changes").json()["data"] == []
