"""Writes over HTTP: nothing lost, and a refusal changes nothing."""

import json
import threading
from typing import Any

import pytest

from app.resources import COLLECTIONS
from tests.editors import Editor, draft, export
from tests.examples import CHANGEABLE
from tests.writing.over_http import URL, draft_source

NAMES = sorted(COLLECTIONS)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_record_lives_from_post_to_delete(editor: Editor, name: str) -> None:
    field = "name" if name == "actors" else "title"
    made = editor.create(name)
    path = made.headers["location"]
    record = made.json()["data"]
    assert path == f"/v1/{name}/{record['id']}"
    read = editor.client.get(path)
    assert (read.json(), read.headers["etag"]) == (made.json(), made.headers["etag"])
    changed = editor.send("PATCH", path, {field: "Another"}, tag=made.headers["etag"], status=200)
    assert changed.json()["data"] | {"revision": 1, field: record[field]} == record | {
        "updated_at": changed.json()["data"]["updated_at"]
    }
    assert changed.json()["data"]["revision"] == 2
    assert editor.client.get(path).content == changed.content
    gone = editor.send("DELETE", path, tag=changed.headers["etag"], status=200)
    assert gone.json()["data"] == changed.json()["data"]
    for again in (editor.client.get(path), editor.send("DELETE", path, tag="*", status=410)):
        assert again.status_code == 410
        assert again.headers["link"] == f'<{path}?as_of=2>; rel="predecessor-version"'
    assert editor.client.get(f"{path}?as_of=2").json()["data"] == changed.json()["data"]
    editor.send("POST", f"/v1/{name}", draft(name) | {"id": record["id"]}, status=409)


def test_a_patch_tells_absent_from_null(editor: Editor) -> None:
    day = {"on": "2026-01-01", "precision": "day"}
    editor.create("sources", {"id": "s", "notes": "Kept.", "language": "en", "published": day})
    tag = editor.tag("/v1/sources/s")
    kind = {"Content_Type": "application/merge-patch+json"}
    data = editor.send("PATCH", "/v1/sources/s", {"language": None}, tag=tag, status=200, **kind).json()["data"]
    assert (data["notes"], data["language"]) == ("Kept.", None)
    month = {"published": {"precision": "month"}}
    data = editor.send("PATCH", "/v1/sources/s", month, tag="*", status=200).json()["data"]
    assert data["published"] == {"on": "2026-01-01", "precision": "month"}
    same = editor.send("PATCH", "/v1/sources/s", {"notes": "Kept."}, tag="*", status=200)
    assert (same.json()["data"]["revision"], same.json()["meta"]["snapshot"]) == (3, 3)
    for patch in ({"title": None}, {"id": "t"}, {"revision": 9}, {"nothing": 1}, {"published": {"on": None}}):
        editor.send("PATCH", "/v1/sources/s", patch, tag="*", status=422)
    for body in (b"[]", b"1", b"", b"{", b'{"notes":"a","notes":"b"}'):
        editor.send("PATCH", "/v1/sources/s", body, tag="*", status=422)


def test_an_edit_of_what_has_changed_is_refused(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    editor.create("sources", {"title": "Elsewhere"})
    first = editor.send("PATCH", "/v1/sources/s", {"notes": "One."}, tag=tag, status=200)
    editor.send("PATCH", "/v1/sources/s", {"notes": "Two."}, tag=tag, status=412)
    editor.send("DELETE", "/v1/sources/s", tag=tag, status=412)
    editor.send("PATCH", "/v1/sources/s", {"notes": "Two."}, status=428)
    editor.send("DELETE", "/v1/sources/s", status=428)
    for tag in (f"W/{first.headers['etag']}", '"other"', "nonsense"):
        editor.send("PATCH", "/v1/sources/s", {"notes": "Two."}, tag=tag, status=412)
    listed = f'"other", {first.headers["etag"]}'
    editor.send("PATCH", "/v1/sources/s", {"notes": "Two."}, tag=listed, status=200)


def test_of_two_editors_at_once_one_wins_and_nothing_is_lost(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    for round_ in range(10):
        tag = editor.tag("/v1/sources/s")
        headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/json", "If-Match": tag}
        answers: dict[str, int] = {}

        def edit(note: str, headers: dict[str, str] = headers, answers: dict[str, int] = answers) -> None:
            body = json.dumps({"notes": note})
            answers[note] = editor.client.patch("/v1/sources/s", content=body, headers=headers).status_code

        threads = [threading.Thread(target=edit, args=(f"{round_} {name}",)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers.values()) == [200, 412]
        (winner,) = (note for note, status in answers.items() if status == 200)
        record = editor.client.get("/v1/sources/s").json()["data"]
        assert (record["notes"], record["revision"]) == (winner, round_ + 2)


REFUSED: dict[str, tuple[str, str, Any, int]] = {
    "no title": ("POST", "/v1/sources", {"kind": "report", "publisher": "A", "origin": "a"}, 422),
    "unknown field": ("POST", "/v1/actors", {"name": "A", "kind": "state", "x": 1}, 422),
    "unknown value": ("POST", "/v1/actors", {"name": "A", "kind": "planet"}, 422),
    "computed field": ("POST", "/v1/actors", {"name": "A", "kind": "state", "revision": 3}, 422),
    "reference to nothing": (
        "POST",
        "/v1/actors",
        {"name": "A", "kind": "state", "memberships": [{"group": "no"}]},
        422,
    ),
    "taken id": ("POST", "/v1/actors", {"id": "kept", "name": "A", "kind": "state"}, 409),
    "reserved id": ("POST", "/v1/actors", {"id": "resolve", "name": "A", "kind": "state"}, 409),
    "not JSON": ("POST", "/v1/actors", b"{", 422),
    "not UTF-8": ("POST", "/v1/actors", b'{"name":"\xff"}', 422),
    "twice a key": ("POST", "/v1/actors", b'{"name":"A","name":"B","kind":"state"}', 422),
    "too deep": ("POST", "/v1/actors", b'{"name":' + b"[" * 9 + b"]" * 9 + b"}", 422),
    "a surrogate": ("POST", "/v1/actors", b'{"name":"\\ud800","kind":"state"}', 422),
    "a NUL": ("POST", "/v1/actors", b'{"name":"\\u0000","kind":"state"}', 422),
    "NaN": ("POST", "/v1/developments", b'{"measures":[{"name":"a","value":NaN,"unit":"%"}]}', 422),
    "too large": ("POST", "/v1/actors", b'{"name":"' + b"a" * 70_000 + b'"}', 413),
    "unknown parameter": ("POST", "/v1/actors?dry=true", {"name": "A", "kind": "state"}, 422),
    "no such record": ("DELETE", "/v1/actors/nobody", None, 404),
    "named by another": ("DELETE", "/v1/actors/kept", None, 409),
    "into nothing": ("POST", "/v1/actors/kept/merge", {"into": "nobody"}, 422),
    "into itself": ("POST", "/v1/actors/kept/merge", {"into": "kept"}, 422),
    "an address that is another's": ("PATCH", "/v1/sources/other", {"url": URL}, 409),
    "no private address": ("POST", "/v1/sources", draft("sources") | {"url": "http://127.0.0.1/"}, 422),
    "a method that there is not": ("PUT", "/v1/actors/kept", {}, 405),
}


def test_a_refusal_changes_nothing(editor: Editor) -> None:
    editor.create("actors", {"id": "kept"})
    editor.create("actors", {"id": "member", "memberships": [{"group": "kept"}]})
    editor.create("sources", {"id": "one", "url": URL})
    editor.create("sources", {"id": "other", "url": "https://www.example.org/b"})
    before = export(editor)
    for name, (method, path, body, status) in REFUSED.items():
        answer = editor.send(method, path, body, tag="*", status=status)
        if status == 422:
            assert answer.json()["errors"], name
        assert "\ufffd" not in answer.text
    assert export(editor) == before
    for body, kind in ((b"{}", "text/plain"), (b"{}", "application/merge-patch+json"), (b"", "")):
        editor.send("POST", "/v1/actors", body, status=415, Content_Type=kind)
    assert export(editor) == before


BODIES = {
    "merge": b'{"into": "x"}',
    "passages": b'{"exact": "x"}',
    "assessments": b'{"on": "2026-02-01", "status": "met", "rationale": "R."}',
}


@pytest.mark.parametrize("record_id", ["%00", "%ED%A0%80", "UPPER", "a" * 97, "%C3%A9"])
def test_what_can_be_no_id_is_not_found_by_any_write(editor: Editor, document: dict[str, Any], record_id: str) -> None:
    headers = {"Authorization": f"Bearer {editor.token}", "If-Match": "*"}
    for path, item in document["paths"].items():
        for method in item.keys() & {"post", "patch", "put", "delete"} if "{id}" in path else ():
            body = BODIES.get(path.rpartition("/")[2], b"")
            kind = "text/plain" if path.endswith("/text") else "application/json"
            address = path.replace("{id}", record_id).replace("{delivery}", "1")
            answer = editor.client.request(method, address, content=body, headers={**headers, "Content-Type": kind})
            assert answer.status_code == 404, (method, path, answer.text)


def test_a_dry_run_answers_and_does_nothing(editor: Editor) -> None:
    editor.create("actors", {"id": "a"})
    editor.create("actors", {"id": "b"})
    before = export(editor)
    made = editor.send("POST", "/v1/actors?dry_run=true", draft("actors"), status=201, Idempotency_Key="k")
    assert made.headers["dry-run"] == "true"
    assert made.json()["data"]["revision"] == 1
    changed = editor.send("PATCH", "/v1/actors/a?dry_run=true", {"name": "C"}, tag="*", status=200)
    assert changed.json()["data"]["name"] == "C"
    editor.send("DELETE", "/v1/actors/a?dry_run=true", tag="*", status=200)
    editor.send("POST", "/v1/actors/a/merge?dry_run=true", {"into": "b"}, status=200)
    editor.send("POST", "/v1/actors?dry_run=true", {"name": "A"}, status=422)
    assert export(editor) == before
    assert editor.create("actors", Idempotency_Key="k").json()["data"]["id"] == made.json()["data"]["id"]


def test_little_is_answered_where_little_is_wanted(editor: Editor) -> None:
    made = editor.create("sources", {"id": "s"}, Prefer="respond-async, return=minimal")
    assert (made.content, made.headers["preference-applied"]) == (b"", "return=minimal")
    assert made.headers["location"] == "/v1/sources/s"
    tag, little = made.headers["etag"], "return=minimal"
    editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag=tag, status=204, Prefer=little)


def test_nothing_is_related_to_itself(editor: Editor) -> None:
    body = draft("developments") | {"id": "self", "relations": [{"id": "self", "kind": "contradicts"}]}
    refused = editor.send("POST", "/v1/developments", body, status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/relations/0/id"]
    member = {"id": "group", "name": "Group", "kind": "group", "memberships": [{"group": "group"}]}
    editor.send("POST", "/v1/actors", member, status=422)


def test_a_patch_of_what_there_is_not_is_refused_even_where_it_takes_away(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    refused = editor.send("PATCH", "/v1/sources/s", {"ttile": None}, tag=tag, status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/ttile"]


def test_a_body_that_is_said_to_be_encoded_is_not_read(editor: Editor) -> None:
    editor.send("POST", "/v1/sources", draft_source(), status=415, Content_Encoding="gzip")
