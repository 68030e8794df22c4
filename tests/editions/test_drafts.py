"""Drafts: of those with a key alone, changed at will, checked, and published once."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from schemas import DraftCheckDetail, DraftPage
from tests.editors import Editor, export, key

LEAD = [{"text": "They met.", "cites": ["developments/talks"]}]


def made(editor: Editor, draft_id: str = "b", **members: Any) -> dict[str, Any]:
    given = {"id": draft_id, "title": "B", "lead": LEAD, **members}
    return dict(editor.send("POST", "/v1/drafts", given, status=201).json()["data"])


def checked(editor: Editor, draft_id: str = "b") -> DraftCheckDetail:
    headers = {"Authorization": f"Bearer {editor.token}"}
    return DraftCheckDetail.model_validate_json(
        editor.client.get(f"/v1/drafts/{draft_id}/check", headers=headers).content
    )


def test_a_draft_lives_from_post_to_publication_and_the_record_knows_nothing_of_it(talks_desk: Editor) -> None:
    before = export(talks_desk)
    answer = talks_desk.send("POST", "/v1/drafts", {"title": "B", "lead": LEAD}, status=201)
    draft, path = answer.json()["data"], answer.headers["location"]
    assert (path, draft["id"], draft["revision"], draft["state"]) == ("/v1/drafts/b", "b", 1, "draft")
    assert (draft["created_by"], draft["changed_by"], draft["published_on"]) == ("her", "her", None)
    assert [note["kind"] for note in draft["lead"][0]["notes"]] == ["unsourced"]
    assert talks_desk.tag(path) == answer.headers["etag"]
    talks_desk.send("PATCH", path, {"title": "C"}, status=428)
    changed = talks_desk.send("PATCH", path, {"title": "C"}, tag=answer.headers["etag"], status=200)
    assert (changed.json()["data"]["title"], changed.json()["data"]["revision"]) == ("C", 2)
    talks_desk.send("PATCH", path, {"title": "D"}, tag=answer.headers["etag"], status=412)
    talks_desk.send("POST", f"{path}/publish", tag=answer.headers["etag"], status=412)
    same = talks_desk.send("PATCH", path, {"title": "C"}, tag="*", status=200).json()["data"]
    assert same == changed.json()["data"] == talks_desk.draft("b")
    shown = talks_desk.send("POST", f"{path}/publish?dry_run=true", status=201)
    assert talks_desk.draft("b") == same
    assert export(talks_desk) == before
    published = talks_desk.send("POST", f"{path}/publish", tag=changed.headers["etag"], status=201)
    record = published.json()["data"]
    assert published.headers["location"] == "/v1/briefings/b"
    assert (record["state"], record["revision"], record["title"]) == ("published", 1, "C")
    assert record.keys() == shown.json()["data"].keys()
    assert talks_desk.client.get("/v1/briefings/b").json() == published.json()
    (change,) = talks_desk.client.get("/v1/changes?collection=briefings").json()["data"]
    assert (change["action"], change["by"], change["record"]) == ("created", "her", record)
    for method, status in (("GET", 404), ("DELETE", 404), ("PATCH", 404)):
        talks_desk.send(method, path, None if method == "GET" else {}, tag="*", status=status)
    talks_desk.send("POST", f"{path}/publish", status=404)
    talks_desk.send("POST", "/v1/briefings/b/publish", status=409)


def test_the_addresses_of_briefings_write_drafts(talks_desk: Editor) -> None:
    answer = talks_desk.create("briefings", {"id": "b", "title": "B", "lead": LEAD})
    assert answer.headers["location"] == answer.json()["links"]["self"] == "/v1/drafts/b"
    briefing = answer.json()["data"]
    assert (briefing["state"], briefing["revision"]) == ("draft", 1)
    assert talks_desk.draft("b").items() >= briefing.items()
    changed = talks_desk.send("PATCH", "/v1/briefings/b", {"title": "C"}, tag=answer.headers["etag"], status=200)
    assert "created_by" not in changed.json()["data"]
    gone = talks_desk.send("DELETE", "/v1/briefings/b", tag=changed.headers["etag"], status=200)
    assert gone.json()["data"] == changed.json()["data"]
    talks_desk.send("DELETE", "/v1/briefings/b", tag="*", status=404)
    talks_desk.send("POST", "/v1/briefings/b/restore", status=404)
    made(talks_desk)
    talks_desk.send("DELETE", "/v1/drafts/b", status=428)
    talks_desk.send("DELETE", "/v1/drafts/b", tag="*", status=204)
    assembled = {"from": "2026-02-01", "to": "2026-02-28", "id": "february"}
    for path in ("/v1/briefings/draft", "/v1/drafts/assemble"):
        talks_desk.send("POST", f"{path}?dry_run=true", assembled, status=201)
        assert talks_desk.read_drafts() == []
        answer = talks_desk.send("POST", path, assembled, status=201)
        assert answer.headers["location"] == "/v1/drafts/february"
        talks_desk.send("DELETE", "/v1/drafts/february", tag="*", status=204)


def test_only_keys_that_may_read_drafts_do_and_others_are_told_the_same_of_all(
    talks_desk: Editor, database: Database
) -> None:
    made(talks_desk)
    reader = Editor(talks_desk.client, key(database, "reader", "drafts:read"))
    writer = Editor(talks_desk.client, key(database, "writer", "briefings:write"))
    other = Editor(talks_desk.client, key(database, "other", "developments:write", "proposals:write", "text:read"))
    for each in (reader, writer):
        assert each.draft("b")["title"] == "B"
        assert [entry["id"] for entry in each.read_drafts()] == ["b"]
    reader.send("PATCH", "/v1/drafts/b", {"title": "C"}, tag="*", status=403)
    reader.send("POST", "/v1/drafts/b/publish", status=403)
    for path in ("", "/b", "/nobody", "/b/check", "/nobody/check", "/b/diff?against=a"):
        other.send("GET", f"/v1/drafts{path}", status=403)
        assert talks_desk.client.get(f"/v1/drafts{path}").status_code == 401
    for method in ("PATCH", "DELETE", "POST"):
        for name in ("drafts", "briefings"):
            told = [
                talks_desk.client.request(method, f"/v1/{name}/{each}{'/publish' if method == 'POST' else ''}", json={})
                for each in ("b", "x")
            ]
            assert {answer.status_code for answer in told} == {401}
            problems = [{**answer.json(), "instance": ""} for answer in told]
            assert problems[0] == problems[1]


def test_drafts_are_listed_a_page_at_a_time(talks_desk: Editor) -> None:
    for number in range(5):
        made(talks_desk, f"b-{number}", title=f"Title {number}")
    headers, following, found = {"Authorization": f"Bearer {talks_desk.token}"}, "/v1/drafts?limit=2", list[str]()
    while following:
        page = DraftPage.model_validate_json(talks_desk.client.get(following, headers=headers).content)
        found += [each.id for each in page.data]
        following = page.links.next or ""
    assert found == [f"b-{number}" for number in range(5)]
    assert talks_desk.client.get("/v1/drafts?after=B", headers=headers).status_code == 422


def test_the_id_of_a_draft_is_nobody_elses(talks_desk: Editor) -> None:
    assert [made(talks_desk, id=None)["id"] for _ in range(3)] == ["b", "b-2", "b-3"]
    talks_desk.publish("b-2")
    assert made(talks_desk, id=None)["id"] == "b-4"
    for taken in ("b", "b-2", "latest", "draft", "assemble", "batch"):
        refused = talks_desk.send("POST", "/v1/drafts", {"id": taken, "title": "B"}, status=409).json()
        assert [each["pointer"] for each in refused["errors"]] == ["/id"]
    talks_desk.send("PATCH", "/v1/drafts/b", {"id": "other"}, tag="*", status=422)
    # A draft that was given up was never seen: its id is free.
    talks_desk.send("DELETE", "/v1/drafts/b", tag="*", status=204)
    assert made(talks_desk, "b")["revision"] == 1


def test_a_draft_names_what_stands_and_its_check_tells_what_no_longer_does(talks_desk: Editor) -> None:
    wrong = [{"text": "T.", "cites": ["developments/nothing"]}]
    refused = talks_desk.send("POST", "/v1/drafts", {"title": "B", "lead": wrong}, status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/lead/0/cites/0"]
    for name in ("old", "gone"):
        talks_desk.create("developments", {"id": name, "title": name})
    cites = [f"developments/{name}" for name in ("talks", "old", "gone")]
    made(talks_desk, lead=[{"text": "They met Norway.", "cites": cites}])
    assert [(each.pointer, each.name) for each in checked(talks_desk).data.faults] == [("/lead/0/text", "Norway")]
    assert [(each.pointer, len(each.notes)) for each in checked(talks_desk).data.notes] == [("/lead/0", 3)]
    talks_desk.send("POST", "/v1/developments/old/merge", {"into": "talks"}, status=200)
    talks_desk.send("DELETE", "/v1/developments/gone", tag="*", status=200)
    assert talks_desk.draft("b")["lead"][0]["cites"] == ["developments/talks", "developments/gone"]
    faults = checked(talks_desk).data.faults
    assert [each.pointer for each in faults] == ["/lead/0/text", "/lead/0/cites/1"]
    refused = talks_desk.publish("b", status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/lead/0/text", "/lead/0/cites/1"]
    talks_desk.send("PATCH", "/v1/drafts/b", {"lead": LEAD, "supersedes": None}, tag="*", status=200)
    assert checked(talks_desk).data.faults == ()
    talks_desk.publish("b")
    made(talks_desk, "c", supersedes="b")
    made(talks_desk, "d", supersedes="b")
    made(talks_desk, "e", supersedes="d")
    assert "a draft" in checked(talks_desk, "e").data.faults[0].message
    talks_desk.publish("c")
    assert [each.pointer for each in checked(talks_desk, "d").data.faults] == ["/supersedes"]
    assert talks_desk.client.get("/v1/drafts/x/check").status_code == 401


def test_a_retry_is_answered_again_and_one_draft_is_published_once(talks_desk: Editor) -> None:
    for _ in range(2):
        answer = talks_desk.send("POST", "/v1/drafts", {"title": "B", "lead": LEAD}, status=201, Idempotency_Key="a")
    assert answer.headers["idempotency-replayed"] == "true"
    assert [each["id"] for each in talks_desk.read_drafts()] == ["b"]
    answers = [talks_desk.send("POST", "/v1/drafts/b/publish", status=201, Idempotency_Key="p") for _ in range(2)]
    assert answers[0].content == answers[1].content
    made(talks_desk, "c")
    headers = {"Authorization": f"Bearer {talks_desk.token}"}
    statuses = list[int]()

    def attempt() -> None:
        statuses.append(talks_desk.client.post("/v1/drafts/c/publish", headers=headers).status_code)

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [201] + [404] * 5
    assert len(talks_desk.client.get("/v1/changes?collection=briefings&id=c").json()["data"]) == 1


@pytest.fixture
def two(talks_desk: Editor, database: Database) -> Iterator[tuple[Editor, Editor]]:
    """Two editors where a second person publishes."""
    settings = Settings(database_url=database.url.render_as_string(hide_password=False), two_people=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Editor(client, talks_desk.token), Editor(client, key(database, "second", "briefings:write"))


def test_whoever_last_changed_a_draft_does_not_publish_it_where_it_takes_two(two: tuple[Editor, Editor]) -> None:
    first, second = two
    made(first)
    first.send("POST", "/v1/drafts/b/publish", status=403)
    first.publish("b", status=403)
    second.send("PATCH", "/v1/drafts/b", {"title": "C"}, tag="*", status=200)
    second.send("POST", "/v1/drafts/b/publish", status=403)
    assert first.draft("b")["changed_by"] == "second"
    assert first.publish("b")["data"]["title"] == "C"


def test_a_batch_of_briefings_is_one_of_drafts_all_or_none_where_it_is_atomic(talks_desk: Editor) -> None:
    headers = {"Authorization": f"Bearer {talks_desk.token}"}
    items = [{"id": "a", "title": "A", "lead": LEAD}, {"title": "B", "lead": [{"text": "T.", "cites": ["actors/x"]}]}]
    before = export(talks_desk)
    refused = talks_desk.client.post("/v1/briefings/batch", json=items, headers=headers)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/1/lead/0/cites/0"]
    assert talks_desk.read_drafts() == []
    done = talks_desk.client.post("/v1/briefings/batch?mode=partial", json=[*items, items[0]], headers=headers).json()
    assert [(each["status"], each["id"]) for each in done["data"]] == [
        ("created", "a"),
        ("invalid", None),
        ("existing", "a"),
    ]
    assert [each["id"] for each in talks_desk.read_drafts()] == ["a"]
    assert export(talks_desk) == before
    talks_desk.publish("a")
    again = talks_desk.client.post("/v1/briefings/batch", json=items[:1], headers=headers).json()
    assert [each["status"] for each in again["data"]] == ["existing"]
