"""Writes over HTTP: with a key, once, nothing lost, and a refusal changes nothing."""

import json
import threading
from typing import Any

import pytest

from app.resources import COLLECTIONS, RESOURCES
from app.store.database import Database
from app.writing import keys
from tests.editors import Editor, draft, export, key

NAMES = sorted(COLLECTIONS)
RECORDS = {resource.name: resource.collection.record for resource in RESOURCES}
URL = "https://www.example.org/a?id=1"


@pytest.mark.parametrize("name", NAMES)
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


def test_a_key_is_needed_and_must_allow_it(editor: Editor, database: Database) -> None:
    body = draft("sources")
    limited = key(database, "limited", "actors:write")
    revoked = key(database, "revoked", "*")
    with database.write() as connection:
        keys.revoke(connection, "revoked")
    before = export(editor)
    for authorization in (
        "", "Bearer", "Bearer ", "Bearer x", f"Basic {editor.token}", f"Bearer {editor.token}x", f"Bearer {revoked}",
        f"Bearer {editor.token[:12]}_{'a' * 43}", f"Bearer {editor.token} {editor.token}", "Bearer é",
    ):  # fmt: skip
        headers = {b"Authorization": authorization.encode("latin-1")}
        answer = editor.client.post("/v1/sources", json=body, headers=headers)
        assert answer.status_code == 401, authorization
        assert answer.headers["www-authenticate"].startswith('Bearer realm="tracker"')
        assert editor.token not in answer.text
    answer = editor.client.post("/v1/sources", json=body, headers={"Authorization": f"Bearer {limited}"})
    assert (answer.status_code, "sources:write" in answer.json()["detail"]) == (403, True)
    assert export(editor) == before
    lower = editor.client.post("/v1/sources", json=body, headers={"authorization": f"bearer {editor.token}"})
    assert lower.status_code == 201


def test_the_key_names_who_made_a_change(editor: Editor, database: Database) -> None:
    editor.create("sources", {"id": "s"})
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT by FROM change").scalars().all() == ["her"]
        (row,) = keys.list_keys(connection)
        assert row.last_used_on is not None
        assert not hasattr(row, "digest")
        kept = connection.exec_driver_sql("SELECT * FROM api_key").one()
        assert editor.token not in map(str, kept)


def test_a_retry_is_answered_again_and_not_done_again(editor: Editor, database: Database) -> None:
    first = editor.create("sources", Idempotency_Key="one")
    again = editor.create("sources", Idempotency_Key="one")
    assert (again.content, again.headers["location"]) == (first.content, first.headers["location"])
    assert again.headers["etag"] == first.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    editor.send("POST", "/v1/sources", draft("sources") | {"title": "Other"}, status=422, Idempotency_Key="one")
    second = editor.create("sources", Idempotency_Key="two")
    assert second.json()["data"]["id"] != first.json()["data"]["id"]
    other = Editor(editor.client, key(database, "another", "*"))
    assert other.create("sources", Idempotency_Key="one").json()["data"]["id"] != first.json()["data"]["id"]
    actor = editor.create("actors", Idempotency_Key="one")
    assert actor.json()["data"]["name"]
    editor.send("POST", "/v1/sources", {"title": 1}, status=422, Idempotency_Key="three")
    assert editor.create("sources", Idempotency_Key="three").status_code == 201
    for bad in ("", "x" * 256, "with space"):
        editor.send("POST", "/v1/sources", draft("sources"), status=422, Idempotency_Key=bad)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE stored_answer SET at = '2020-01-01 00:00:00+00:00'")
    assert "idempotency-replayed" not in editor.create("sources", Idempotency_Key="one").headers


def test_many_writers_with_retries_write_each_record_once(editor: Editor, database: Database) -> None:
    followed: list[int] = []

    def follow() -> None:
        """Read the changes while they are made."""
        while len(followed) < 120:
            after = followed[-1] if followed else 0
            page = editor.client.get(f"/v1/changes?after={after}&limit=7").json()
            followed.extend(change["seq"] for change in page["data"])

    def write(number: int) -> None:
        body = json.dumps(draft("sources") | {"title": f"Source {number}"})
        for _ in range(3):
            headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/json"}
            answer = editor.client.post(
                "/v1/sources", content=body, headers={**headers, "Idempotency-Key": f"key-{number}"}
            )
            assert answer.status_code in (201, 409), answer.text

    def several(start: int) -> None:
        for number in range(start, 120, 8):
            write(number)

    threads = [threading.Thread(target=several, args=(start,)) for start in range(8)]
    threads.append(threading.Thread(target=follow, daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    titles = [record["title"] for record in editor.client.get("/v1/sources?limit=200").json()["data"]]
    assert sorted(titles) == sorted(f"Source {number}" for number in range(120))
    assert followed == list(range(1, 121))
    with database.read() as connection:
        numbers = connection.exec_driver_sql("SELECT seq FROM change ORDER BY seq").scalars().all()
    assert numbers == list(range(1, 121))


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


def test_a_merge_takes_every_mention_along(editor: Editor) -> None:
    for name in ("old", "new", "group"):
        editor.create("actors", {"id": name, "name": name})
    editor.create("actors", {"id": "member", "memberships": [{"group": "old"}], "caveats": [
        {"kind": "other", "note": "See.", "refers_to": "actors/old"}]})  # fmt: skip
    roles = [{"id": "old", "role": "host"}, {"id": "new", "role": "host"}, {"id": "old", "role": "target"}]
    measures = [{"name": "n", "value": 1, "unit": "u", "subject": "old"}]
    editor.create("developments", {"id": "d", "actors": roles, "measures": measures})
    editor.create("conditions", {"id": "c", "demanded_by": ["old", "new"]})
    offices = [{"title": "Chair", "organisation": "old"}, {"title": "Chair", "organisation": "group"}]
    memberships = [{"group": "old"}, {"group": "group"}]
    editor.send("PATCH", "/v1/actors/new", {"memberships": memberships, "offices": offices}, tag="*", status=200)
    editor.create("briefings", {"id": "b", "lead": [{"text": "So.", "cites": ["actors/old", "developments/d"]}]})
    before = editor.client.get("/v1/actors/old").json()
    answer = editor.send("POST", "/v1/actors/old/merge", {"into": "new"}, status=200)
    merged = answer.json()["data"]
    assert merged["id"] == "new"
    assert [each["group"] for each in merged["memberships"]] == ["group"]
    assert [each["organisation"] for each in merged["offices"]] == [None, "group"]
    moved = editor.client.get("/actors/old?fields=id", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/v1/actors/new?fields=id")
    again = editor.send("POST", "/v1/actors/old/merge", {"into": "group"}, status=308)
    assert again.headers["location"] == "/v1/actors/new/merge"
    for method in ("PATCH", "DELETE"):
        assert editor.send(method, "/v1/actors/old", {}, tag="*", status=308).headers["location"] == "/v1/actors/new"
    member = editor.client.get("/v1/actors/member").json()["data"]
    assert member["memberships"][0]["group"] == "new"
    assert member["caveats"][0]["refers_to"] == "actors/new"
    development = editor.client.get("/v1/developments/d").json()["data"]
    assert development["actors"] == [{"id": "new", "role": "host"}, {"id": "new", "role": "target"}]
    assert development["measures"][0]["subject"] == "new"
    assert editor.client.get("/v1/conditions/c").json()["data"]["demanded_by"] == ["new"]
    assert editor.client.get("/v1/briefings/b").json()["data"]["lead"][0]["cites"] == ["actors/new", "developments/d"]
    earlier = editor.client.get(f"/v1/actors/old?as_of={before['meta']['snapshot']}")
    assert earlier.json()["data"] == before["data"]
    # Who was merged means who goes on, as in queries; what names a record of any collection does so by its id alone.
    assert editor.create("conditions", {"demanded_by": ["old"]}).json()["data"]["demanded_by"] == ["new"]
    caveat = {"kind": "other", "note": "N.", "refers_to": "actors/old"}
    editor.send("POST", "/v1/conditions", draft("conditions") | {"caveats": [caveat]}, status=422)
    editor.send("POST", "/v1/actors", draft("actors") | {"id": "old"}, status=409)


@pytest.mark.parametrize(
    "spelling",
    [
        URL,
        "HTTPS://WWW.Example.ORG/a?id=1",
        "https://www.example.org:443/a?id=1",
        "https://www.example.org./a?id=1",
        "https://www.example.org/b/../a?id=1",
        "https://www.example.org/./a?id=1#top",
        "https://www.example.org/%61?id=1&utm_source=x&fbclid=y",
        "https://www.example.org/a?utm_medium=email&id=1&",
        "https://www.example.org/a?id=%31",
        "https://www.example.org/a?CMP=share_btn_url&id=1&at_medium=RSS&at_campaign=rss&ns_mchannel=social",
        "https://www.example.org/a?srsltid=x&ttclid=x&_hsenc=x&_hsmi=1&mkt_tok=x&vero_id=x&igsh=x&id=1&xtor=RSS-1",
    ],
)
def test_a_source_is_known_by_its_address_however_it_is_spelled(editor: Editor, spelling: str) -> None:
    first = editor.create("sources", {"url": URL})
    body = draft("sources")
    again = editor.send("POST", "/v1/sources", body | {"url": URL}, status=200)
    assert again.json()["data"] == first.json()["data"]
    different = body | {"url": spelling, "title": "Other", "aggregator": True}
    other = editor.send("POST", "/v1/sources", different, status=409)
    assert first.json()["data"]["id"] in other.json()["detail"]
    assert {fault["pointer"] for fault in other.json()["errors"]} >= {"/title", "/aggregator"}
    assert editor.client.get("/v1/sources").json()["meta"]["total"] == 1


@pytest.mark.parametrize(
    "other",
    ["http://www.example.org/a?id=1", "https://example.org/a?id=1", "https://www.example.org/A?id=1",
     "https://www.example.org/a/?id=1", "https://www.example.org/a?id=2", "https://www.example.org/a%2Fb?id=1",
     "https://www.example.org:8443/a?id=1", "https://www.example.org/a?ID=1",
     "https://www.example.org/a?id=1&cmpx=1", "https://www.example.org/a?id=1&at=1", "https://www.example.org/a?id=1&ref=x"],
)  # fmt: skip
def test_another_address_is_another_source(editor: Editor, other: str) -> None:
    editor.create("sources", {"url": URL})
    editor.create("sources", {"url": other})


def test_the_address_of_a_source_that_ended_is_kept_and_the_refusal_names_the_way_on(editor: Editor) -> None:
    editor.create("sources", {"id": "other", "url": f"{URL}&other"})
    editor.create("sources", {"id": "s", "url": URL})
    editor.send("DELETE", "/v1/sources/s", tag="*", status=200)
    editor.create("sources", {"id": "t", "url": f"{URL}&b"})
    editor.create("sources", {"id": "u"})
    editor.send("POST", "/v1/sources/t/merge", {"into": "u"}, status=200)
    before = export(editor)
    gone = "is that of sources/s, which was deleted by change 3; POST /v1/sources/s/restore brings it back"
    merged = "is that of sources/t, which is part of sources/u now; POST /v1/sources/t/restore splits it off again"
    for url, message in ((URL, gone), (f"{URL}&b", merged)):
        fault = {"in": "body", "pointer": "/url", "message": message}
        made = editor.send("POST", "/v1/sources", draft("sources") | {"url": url}, status=409)
        changed = editor.send("PATCH", "/v1/sources/other", {"url": url}, tag="*", status=409)
        assert made.json()["errors"] == changed.json()["errors"] == [fault]
        items = [draft("sources") | {"url": url}]
        batch = editor.send("POST", "/v1/sources/batch", json.dumps(items).encode(), status=422)
        assert batch.json()["errors"] == [fault | {"pointer": "/0/url"}]
    assert export(editor) == before
    # What went into a source is its own: it may take the address.
    editor.send("PATCH", "/v1/sources/u", {"url": f"{URL}&b"}, tag="*", status=200)
    named = editor.send("POST", "/v1/sources/t/restore", status=409).json()["errors"]
    assert named == [{"in": "path", "pointer": "/url", "message": "is that of sources/u"}]


def test_an_address_that_a_source_left_before_it_ended_is_free(editor: Editor) -> None:
    editor.create("sources", {"id": "s", "url": URL})
    editor.send("PATCH", "/v1/sources/s", {"url": f"{URL}&new"}, tag="*", status=200)
    editor.send("DELETE", "/v1/sources/s", tag="*", status=200)
    editor.create("sources", {"id": "t", "url": URL})
    editor.send("POST", "/v1/sources/s/restore", status=200)


def test_a_merge_answers_with_what_stands_after_it(editor: Editor) -> None:
    editor.create("developments", {"id": "one", "title": "One"})
    relation = [{"id": "one", "kind": "corrects"}]
    editor.create("developments", {"id": "two", "title": "Two", "relations": relation})
    merged = editor.send("POST", "/v1/developments/two/merge", {"into": "one"}, status=200)
    assert merged.json()["data"] == editor.client.get("/v1/developments/one").json()["data"]
    editor.send("PATCH", "/v1/developments/one", {"title": "1"}, tag=merged.headers["etag"], status=200)


def test_a_merged_records_id_still_finds_what_its_survivor_does(editor: Editor) -> None:
    for name in ("a", "b", "c"):
        editor.create("actors", {"id": name, "name": f"Actor {name}"})
    editor.create("developments", {"id": "d", "actors": [{"id": "a", "role": "speaker"}]})
    editor.send("POST", "/v1/actors/a/merge", {"into": "b"}, status=200)
    editor.send("POST", "/v1/actors/b/merge", {"into": "c"}, status=200)
    found = editor.client.get("/v1/developments?actor=a").json()
    assert [each["id"] for each in found["data"]] == ["d"]
    assert found["meta"]["resolved"] == {"a": "c"}
    assert editor.client.get("/v1/developments?actor=a&as_of=4").json()["meta"]["resolved"] == {"a": "a"}


def test_a_source_is_known_by_any_spelling_of_its_url(editor: Editor) -> None:
    draft = {"id": None, "url": "https://can.example.org/a?utm_source=mail"}
    first = editor.create("sources", draft)
    same = editor.send("POST", "/v1/sources", _source(url="https://CAN.example.org/a#part"), status=200)
    assert same.json()["data"]["id"] == first.json()["data"]["id"]
    editor.send("POST", "/v1/sources", _source(url="https://can.example.org/a", title="Else"), status=409)
    other = editor.create("sources", {"id": "other", "url": "https://other.example.org/"}).json()["data"]["id"]
    editor.send("POST", f"/v1/sources/{other}/merge", {"into": first.json()["data"]["id"]}, status=200)
    refused = editor.send("POST", "/v1/sources", _source(url="https://other.example.org/"), status=409).json()
    assert first.json()["data"]["id"] in refused["detail"]


def test_a_key_holds_whatever_the_query_says(editor: Editor) -> None:
    body = {"title": "Idem", "kind": "report", "publisher": "P", "origin": "p"}
    first = editor.send("POST", "/v1/sources", body, status=201, Idempotency_Key="k")
    again = editor.send("POST", "/v1/sources?dry_run=false", body, status=201, Idempotency_Key="k")
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    editor.send("POST", "/v1/sources?dry_run=true", body, status=422, Idempotency_Key="k")


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
    editor.send("POST", "/v1/sources", _source(), status=415, Content_Encoding="gzip")


def _source(**fields: Any) -> dict[str, Any]:
    return {**draft("sources"), "id": None, **fields}
