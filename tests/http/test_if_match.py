"""If-Match: held on every write where it is sent, so that no edit is made of what has changed since it was read."""

import json
from typing import Any

import pytest

from app.proposing.catching_up import TextReader
from app.store.database import Database
from tests.editors import Editor, draft, export
from tests.http.test_openapi import METHODS

TEXT = "Ruritania announced in these words that it met on 12 February 2026."
SOME = {"delivery": "1", "id": "it"}
"""What stands in the places of addresses."""
BODIES: dict[str, Any] = {
    "/v1/{}/{id}": {},
    "/v1/{}/{id}/merge": {"into": "other"},
    "/v1/briefings/draft": {"from": "2026-02-01", "to": "2026-02-28"},
    "/v1/drafts/assemble": {"from": "2026-02-01", "to": "2026-02-28"},
    "/v1/conditions/{id}/assessments": {"on": "2026-02-01", "status": "met", "rationale": "So."},
    "/v1/sources/{id}/passages": {"exact": "words"},
    "/v1/feeds": {"url": "https://feeds.example.org/a", "publisher": "A"},
    "/v1/feeds/{id}": {"title": "Other"},
    "/v1/proposals/{id}": {"draft": {"title": "Other"}},
    "/v1/proposals/{id}/accept": {"draft": {"themes": ["diplomacy"]}},
    "/v1/proposals/{id}/reject": {"reason": "It is old."},
    "/v1/sources/{id}/story": {"story": None},
    "/v1/webhooks": {"url": "https://hooks.example.org/a", "enabled": False},
    "/v1/webhooks/{id}": {"description": "Other"},
}
PRIVATE = ("feeds", "proposals", "webhooks")
"""What is beside the record: the id of each is drawn, but for that of drafts."""
FINAL = ("/v1/briefings/{id}/merge", "/v1/briefings/{id}/restore")
"""What is never done: a draft is no record to be merged or restored, and an edition stays."""
WRONG = ('"r999-1-000000000000"', 'W/"r1-1-000000000000"', "r1-1-000000000000")
WRONG_TOO = ('"r1-1', '"r1-1" "r1-2"', "", "1", "W/*", '"r1-1", x', '"1-000000000000"')


def writes(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every operation that needs a key and changes something, by method and path."""
    return [
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item.keys() & METHODS - {"get"}
        if "security" in item[method]
    ]


def body_of(method: str, path: str) -> bytes | None:
    if path.endswith("/text"):
        return b"words" if method == "PUT" else None
    name = path.split("/")[2]
    if path == f"/v1/{name}/batch":
        return json.dumps([draft(name)]).encode()
    if path == f"/v1/{name}" and name not in PRIVATE:
        return json.dumps(draft(name) | {"id": "new", **({"name": "New"} if name == "actors" else {})}).encode()
    body = BODIES.get(path, BODIES.get(path.replace(f"/{name}", "/{}", 1)))
    return None if body is None or method == "DELETE" else json.dumps(body).encode()


def send(editor: Editor, method: str, path: str, tag: str | None) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {editor.token}"} | ({"If-Match": tag} if tag is not None else {})
    headers["Content-Type"] = "text/plain" if path.endswith("/text") else "application/json"
    content = body_of(method, path)
    address = path.replace("{id}", "edition") if path in FINAL else path
    for name, value in SOME.items():
        address = address.replace(f"{{{name}}}", value)
    if (name := path.split("/")[2]) in PRIVATE:
        (item,) = editor.client.get(f"/v1/{name}", headers=headers).json()["data"]
        address = path.replace("{id}", str(item["id"])).replace("{delivery}", "1")
    answer = editor.client.request(f"{method}", f"{address}?dry_run=true", content=content, headers=headers)
    return answer.status_code, answer.json() if answer.content else {}


@pytest.fixture
def full(editor: Editor, database: Database) -> Editor:
    """An editor of a tracker in which there is something for every write."""
    lead = [{"text": "They met.", "cites": ["developments/other"]}]
    for name in ("actors", "conditions", "developments", "sources", "briefings"):
        for record_id in ("it", "other", *(("edition",) if name == "briefings" else ())):
            editor.create(name, {"id": record_id, **({"lead": lead} if name == "briefings" else {})})
    editor.publish("edition")
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"}
    assert editor.client.put("/v1/sources/it/text", content=TEXT, headers=headers).status_code == 200
    assert TextReader(database).read_next() == 1
    for path in ("/v1/webhooks", "/v1/feeds"):
        sent = headers | {"Content-Type": "application/json"}
        assert editor.client.post(path, json=BODIES[path], headers=sent).is_success
    return editor


def test_a_stale_if_match_is_refused_on_every_write(full: Editor, document: dict[str, Any]) -> None:
    operations = writes(document)
    assert len(operations) >= 5 * 6 + 10
    before = export(full)
    for method, path in operations:
        assert "412" in document["paths"][path][method.lower()]["responses"], (method, path)
        for tag in WRONG + (WRONG_TOO if path == "/v1/sources/{id}" else ()):
            status, problem = send(full, method, path, tag)
            assert (status, problem["type"]) == (412, "/problems/stale"), (method, path, tag)
            assert [(each["in"], each["name"]) for each in problem["errors"]] == [("header", "If-Match")]
    assert export(full) == before


def test_what_if_match_names_is_written(full: Editor, document: dict[str, Any]) -> None:
    created = ["/v1/briefings/draft", "/v1/drafts/assemble", "/v1/webhooks", *FINAL]
    for method, path in writes(document):
        name = path.split("/")[2]
        if path.endswith(("/batch", "/restore", "/redeliver", "/reopen")) or path in created or path == f"/v1/{name}":
            continue
        revision = 2 if name == "sources" else 1
        right = f'"other", "r{revision}-1-000000000000"'
        status, answer = send(full, method, path, right)
        assert status in (200, 201, 204), (method, path, answer)
        assert send(full, method, path, "*")[0] == status


def test_a_restore_holds_if_match_against_the_last_revision(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    changed = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag=tag, status=200)
    editor.send("DELETE", "/v1/sources/s", tag="*", status=200)
    editor.send("POST", "/v1/sources/s/restore", tag=tag, status=412)
    last = editor.client.get("/v1/sources/s?as_of=2").headers["etag"]
    assert last.startswith('"r2-')
    assert changed.headers["etag"].startswith('"r2-')
    back = editor.send("POST", "/v1/sources/s/restore", tag=last, status=200)
    assert back.headers["etag"].startswith('"r3-')
    editor.send("POST", "/v1/sources/s/restore", tag=last, status=412)


def test_a_weak_tag_is_told_from_a_stale_one(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    refused = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag=f"W/{tag}", status=412).json()
    assert "weak" in refused["detail"]
    headers = [(b"if-match", b'"other"'), (b"if-match", tag.encode())]  # two lines are one list
    headers += [(b"authorization", f"Bearer {editor.token}".encode()), (b"content-type", b"application/json")]
    assert editor.client.patch("/v1/sources/s", content=b'{"notes": "N."}', headers=headers).status_code == 200


def test_a_webhooks_revision_is_held_too(full: Editor) -> None:
    headers = {"Authorization": f"Bearer {full.token}"}
    (webhook,) = full.client.get("/v1/webhooks", headers=headers).json()["data"]
    path = f"/v1/webhooks/{webhook['id']}"
    tag = full.client.get(path, headers=headers).headers["etag"]
    rotated = full.client.post(f"{path}/rotate", headers=headers | {"If-Match": tag})
    assert rotated.status_code == 200
    assert full.client.post(f"{path}/rotate", headers=headers | {"If-Match": tag}).status_code == 412
    assert full.client.post(f"{path}/deliveries/1/redeliver", headers=headers | {"If-Match": tag}).status_code == 412
