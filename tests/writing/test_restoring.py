"""Restoring: what was deleted comes back as it stood, and what was merged is split off again."""

from hashlib import sha256

import pytest

from app.store.database import Database
from client import Copy, Tracker
from tests.editors import Editor, draft, export, key
from tests.examples import CHANGEABLE
from tests.writing.ending import delete, merge, read, restore


@pytest.mark.parametrize("name", CHANGEABLE)
def test_what_was_deleted_comes_back_and_its_revisions_go_on(editor: Editor, name: str) -> None:
    path, field = f"/v1/{name}/it", "name" if name == "actors" else "title"
    editor.create(name, {"id": "it"})
    editor.send("PATCH", path, {field: "Second"}, tag="*", status=200)
    last = read(editor, path)
    delete(editor, path)
    gone = editor.client.get(path)
    assert f"POST {path}/restore brings it back" in gone.json()["detail"]
    editor.send("POST", f"{path}/restore?dry_run=true", status=200)
    assert editor.client.get(path).status_code == 410
    back = restore(editor, path, Idempotency_Key="k")
    assert back["data"] == last | {"revision": 3, "updated_at": back["data"]["updated_at"]}
    assert back["data"]["updated_at"] > last["updated_at"]
    assert back["meta"] == {"snapshot": 4}
    assert editor.client.get(path).json() == back
    assert restore(editor, path, Idempotency_Key="k") == back
    revisions = editor.client.get(f"{path}/revisions").json()["data"]
    assert [(each["action"], each["revision"], each["patch"] is None) for each in revisions] == [
        ("created", 1, True),
        ("updated", 2, False),
        ("deleted", 2, True),
        ("created", 3, True),
    ]
    assert read(editor, f"{path}?as_of=2") == last
    assert editor.client.get(f"{path}?as_of=3").status_code == 410
    assert read(editor, f"{path}?as_of=4") == back["data"]
    again = editor.send("POST", f"{path}/restore", status=409).json()
    assert [(each["in"], each["name"]) for each in again["errors"]] == [("path", "id")]
    editor.send("POST", f"/v1/{name}/nothing/restore", status=404)
    delete(editor, path)
    assert restore(editor, path)["data"]["revision"] == 4


def test_a_restore_takes_no_body_and_needs_the_key_of_its_collection(editor: Editor, database: Database) -> None:
    editor.create("sources", {"id": "s"})
    delete(editor, "/v1/sources/s")
    before = export(editor)
    editor.send("POST", "/v1/sources/s/restore", {"title": "Other"}, status=422)
    editor.send("POST", "/v1/sources/s/restore?shared_names=true", status=422)
    limited = Editor(editor.client, key(database, "limited", "actors:write"))
    limited.send("POST", "/v1/sources/s/restore", status=403)
    assert export(editor) == before
    editor.send("POST", "/v1/sources/s/restore", {}, status=200)


def test_a_copy_follows_what_comes_back(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    editor.create("sources", {"id": "t"})
    delete(editor, "/v1/sources/s")
    merge(editor, "/v1/sources/t", restore(editor, "/v1/sources/s")["data"]["id"])
    copy, tracker = Copy(), Tracker("http://testserver", client=editor.client)  # type: ignore[arg-type]  # speaks alike
    copy.follow(tracker)
    assert set(copy.records) == {("sources", "s")}
    restore(editor, "/v1/sources/t")
    copy.follow(tracker)
    assert {(name, record.revision) for (_, name), record in copy.records.items()} == {("s", 2), ("t", 2)}


def test_what_is_restored_names_what_stands_or_says_what_does_not(editor: Editor) -> None:
    for name in ("a", "b", "gone"):
        editor.create("actors", {"id": name})
    editor.create("conditions", {"id": "c"})
    members = {"actors": [{"id": "a", "role": "host"}, {"id": "gone", "role": "target"}]}
    members |= {"conditions": [{"id": "c", "effect": "advances"}]}
    caveat = {"kind": "other", "note": "N.", "refers_to": "developments/d"}
    editor.create("developments", {"id": "d", **members, "caveats": [caveat]})
    delete(editor, "/v1/developments/d")
    merge(editor, "/v1/actors/a", "b")
    delete(editor, "/v1/actors/gone")
    delete(editor, "/v1/conditions/c")
    before = export(editor)
    refused = editor.send("POST", "/v1/developments/d/restore", status=422).json()
    assert {each["pointer"]: each["message"] for each in refused["errors"]} == {
        "/actors/1/id": "names actors/gone, which does not exist",
        "/conditions/0/id": "names conditions/c, which does not exist",
    }
    assert export(editor) == before
    restore(editor, "/v1/actors/gone")
    restore(editor, "/v1/conditions/c")
    back = restore(editor, "/v1/developments/d")["data"]
    assert back["actors"] == [{"id": "b", "role": "host"}, {"id": "gone", "role": "target"}]
    assert back["caveats"][0]["refers_to"] == "developments/d"


def test_a_name_that_another_actor_took_meanwhile_is_refused_or_shared(editor: Editor) -> None:
    editor.create("actors", {"id": "a", "name": "Atlantis", "identifiers": {"wikidata": "Q1"}})
    delete(editor, "/v1/actors/a")
    editor.create("actors", {"id": "b", "name": "B", "aliases": ["ATLANTIS"]})
    refused = editor.send("POST", "/v1/actors/a/restore", status=409).json()["errors"]
    assert [(each["pointer"], "actors/b" in each["message"]) for each in refused] == [("/name", True)]
    editor.send("POST", "/v1/actors/a/restore?shared_names=true", status=200)
    delete(editor, "/v1/actors/a")
    editor.send("PATCH", "/v1/actors/b", {"aliases": [], "identifiers": {"wikidata": "Q1"}}, tag="*", status=200)
    refused = editor.send("POST", "/v1/actors/a/restore?shared_names=true", status=409).json()["errors"]
    assert [each["pointer"] for each in refused] == ["/identifiers/wikidata"]


def attach(editor: Editor, source: str, text: str) -> None:
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"}
    assert editor.client.put(f"/v1/sources/{source}/text", content=text, headers=headers).status_code == 200


def test_a_text_does_not_come_back_and_passages_are_judged_anew(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    attach(editor, "s", "They met in Strelsau.")
    selector = {"start": 5, "end": 8, "sha256": sha256(b"met").hexdigest()}
    editor.create("developments", {"id": "d", "evidence": [{"source": "s", "selector": selector}]})
    delete(editor, "/v1/developments/d")
    attach(editor, "s", "Nobody met in Strelsau.")
    back = restore(editor, "/v1/developments/d")["data"]["evidence"]
    assert [(each["state"], each["selector"]) for each in back] == [("orphaned", selector)]
    delete(editor, "/v1/developments/d")
    delete(editor, "/v1/sources/s")
    assert restore(editor, "/v1/sources/s")["data"]["text"] is None
    assert restore(editor, "/v1/developments/d")["data"]["evidence"][0]["state"] == "unverified"


def test_a_draft_of_a_record_that_ended_is_not_its_restoration(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    delete(editor, "/v1/sources/s")
    editor.send("POST", "/v1/sources", draft("sources") | {"id": "s"}, status=409)
