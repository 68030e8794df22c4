"""Restoring: what was deleted comes back as it stood, and what was merged is split off again."""

from hashlib import sha256
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.history import survivors
from client import Copy, Tracker
from tests.editors import Editor, draft, export, key

NAMES = sorted(COLLECTIONS)
URL = "https://www.example.org/a"


def read(editor: Editor, path: str) -> dict[str, Any]:
    answer = editor.client.get(path, follow_redirects=False)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


def delete(editor: Editor, path: str) -> None:
    editor.send("DELETE", path, tag="*", status=200)


def merge(editor: Editor, path: str, into: str) -> None:
    editor.send("POST", f"{path}/merge", {"into": into}, status=200)


def restore(editor: Editor, path: str, **headers: str) -> dict[str, Any]:
    return dict(editor.send("POST", f"{path}/restore", status=200, **headers).json())


@pytest.mark.parametrize("name", NAMES)
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


def test_a_merged_record_is_split_off_and_says_what_the_merge_took_along(editor: Editor) -> None:
    for name in ("old", "new", "group"):
        editor.create("actors", {"id": name, "kind": "group"})
    editor.send("PATCH", "/v1/actors/old", {"memberships": [{"group": "new"}]}, tag="*", status=200)
    editor.send("PATCH", "/v1/actors/new", {"memberships": [{"group": "old"}, {"group": "group"}]}, tag="*", status=200)
    roles = [{"id": "new", "role": "host"}, {"id": "old", "role": "host"}, {"id": "old", "role": "target"}]
    measures = [{"name": "n", "value": 1, "unit": "u", "subject": "old"}]
    editor.create("developments", {"id": "d", "actors": roles, "measures": measures})
    editor.create("developments", {"id": "e", "actors": [{"id": "new", "role": "host"}]})
    editor.create("conditions", {"id": "c", "demanded_by": ["old"]})
    editor.send("PATCH", "/v1/conditions/c", {"demanded_by": []}, tag="*", status=200)  # by hand, right before
    editor.create("sources", {"id": "s", "caveats": [{"kind": "other", "note": "N.", "refers_to": "actors/old"}]})
    editor.send("PATCH", "/v1/sources/s", {"notes": "Another"}, tag="*", status=200)
    last = read(editor, "/v1/actors/old")
    merge(editor, "/v1/actors/old", "new")
    number = editor.client.get("/v1/actors").json()["meta"]["snapshot"]
    stood = [read(editor, path) for path in ("/v1/developments/d", "/v1/actors/new", "/v1/sources/s")]
    back = restore(editor, "/v1/actors/old")
    assert back["data"] == last | {"revision": 3, "updated_at": back["data"]["updated_at"]}
    assert back["meta"]["moved"] == [
        {"record": "actors/new", "revision": 2, "pointer": "/memberships/0/group"},
        {"record": "developments/d", "revision": 1, "pointer": "/actors/1/id"},
        {"record": "developments/d", "revision": 1, "pointer": "/actors/2/id"},
        {"record": "developments/d", "revision": 1, "pointer": "/measures/0/subject"},
        {"record": "sources/s", "revision": 2, "pointer": "/caveats/0/refers_to"},
    ]
    assert [read(editor, path) for path in ("/v1/developments/d", "/v1/actors/new", "/v1/sources/s")] == stood
    detail = editor.client.get("/v1/actors/old")
    assert detail.json()["data"] == back["data"]
    assert editor.client.get(f"/v1/actors/old?as_of={number}", follow_redirects=False).status_code == 308
    # They can be moved back, as the revision before the merge has them.
    earlier = editor.client.get("/v1/developments/d/revisions").json()["data"][0]["record"]
    given = {name: earlier[name] for name in ("actors", "measures")}
    editor.send("PATCH", "/v1/developments/d", given, tag="*", status=200)
    found = editor.client.get("/v1/developments?actor=old").json()
    assert ([each["id"] for each in found["data"]], found["meta"]["resolved"]) == (["d"], {"old": "old"})
    then = editor.client.get(f"/v1/developments?actor=old&as_of={number}").json()
    assert then["meta"]["resolved"] == {"old": "new"}
    assert sorted(each["id"] for each in then["data"]) == ["d", "e"]


def test_a_merge_that_took_nothing_along_says_so(editor: Editor) -> None:
    for name in ("a", "b"):
        editor.create("sources", {"id": name})
    merge(editor, "/v1/sources/a", "b")
    assert restore(editor, "/v1/sources/a")["meta"]["moved"] == []


def test_the_last_merge_is_the_one_that_counts(editor: Editor) -> None:
    for name in ("a", "b", "c"):
        editor.create("actors", {"id": name})
    editor.create("developments", {"id": "d", "actors": [{"id": "a", "role": "host"}]})
    merge(editor, "/v1/actors/a", "b")
    restore(editor, "/v1/actors/a")
    editor.create("developments", {"id": "e", "actors": [{"id": "a", "role": "host"}]})
    merge(editor, "/v1/actors/a", "c")
    assert editor.client.get("/v1/actors/a", follow_redirects=False).headers["location"] == "/v1/actors/c"
    assert [each["id"] for each in editor.client.get("/v1/developments?actor=a").json()["data"]] == ["e"]
    moved = restore(editor, "/v1/actors/a")["meta"]["moved"]
    assert [each["record"] for each in moved] == ["developments/e"]
    delete(editor, "/v1/actors/a")
    refused = editor.client.get("/v1/developments?actor=a")
    assert refused.status_code == 422  # it is part of nothing now


def test_any_link_of_a_chain_of_merges_can_be_split_off(editor: Editor) -> None:
    for name in ("a", "b", "c"):
        editor.create("actors", {"id": name})
    involved = [{"id": "a", "role": "host"}]
    editor.create("developments", {"id": "d", "actors": involved})
    merge(editor, "/v1/actors/a", "b")
    merge(editor, "/v1/actors/b", "c")
    number = editor.client.get("/v1/actors").json()["meta"]["snapshot"]
    assert restore(editor, "/v1/actors/b")["meta"]["moved"][0]["pointer"] == "/actors/0/id"
    # What went into it before goes with it.
    assert editor.client.get("/v1/actors/a", follow_redirects=False).headers["location"] == "/v1/actors/b"
    resolved = [editor.client.get(f"/v1/developments?actor=a&as_of={seq}").json() for seq in (number, number + 1)]
    assert [each["meta"]["resolved"] for each in resolved] == [{"a": "c"}, {"a": "b"}]
    assert [each["meta"]["total"] for each in resolved] == [1, 0]
    merge(editor, "/v1/actors/b", "c")
    assert restore(editor, "/v1/actors/a")["meta"]["moved"] == [
        {"record": "developments/d", "revision": 1, "pointer": "/actors/0/id"}
    ]
    merge(editor, "/v1/actors/a", "c")
    editor.send("PATCH", "/v1/developments/d", {"actors": []}, tag="*", status=200)
    delete(editor, "/v1/actors/c")
    assert editor.client.get("/v1/developments?actor=a").status_code == 422
    restore(editor, "/v1/actors/a")
    assert read(editor, "/v1/actors/a")["name"] == "a"


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


def test_an_edition_that_cites_a_merged_record_cites_it_again(editor: Editor) -> None:
    for name in ("a", "b"):
        editor.create("developments", {"id": name, "title": name.upper()})
    lead = [{"text": "They met.", "cites": ["developments/a"]}]
    editor.create("briefings", {"id": "e", "lead": lead})
    editor.send("POST", "/v1/briefings/e/publish", status=200)
    merge(editor, "/v1/developments/a", "b")
    editor.send("DELETE", "/v1/developments/b", tag="*", status=409)  # the edition leads to it
    assert restore(editor, "/v1/developments/a")["meta"]["moved"] == []
    included = editor.client.get("/v1/briefings/e?include=developments").json()["included"]["developments"]
    assert list(included) == ["a"]
    delete(editor, "/v1/developments/b")
    editor.send("DELETE", "/v1/developments/a", tag="*", status=409)


def test_a_webhook_follows_an_actor_through_a_merge_and_out_again(editor: Editor, database: Database) -> None:
    for name in ("a", "b", "c"):
        editor.create("actors", {"id": name})
    merge(editor, "/v1/actors/a", "b")  # 4
    merge(editor, "/v1/actors/b", "c")  # 5
    restore(editor, "/v1/actors/b")  # 6
    restore(editor, "/v1/actors/a")  # 7
    merge(editor, "/v1/actors/a", "c")  # 8
    with database.read() as connection:
        spans = survivors(connection, "actors", ["a"])
    assert sorted(spans) == [
        (("actors", "a"), 0, None),
        (("actors", "b"), 4, 7),
        (("actors", "c"), 5, 6),
        (("actors", "c"), 8, None),
    ]


def test_a_draft_of_a_record_that_ended_is_not_its_restoration(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    delete(editor, "/v1/sources/s")
    editor.send("POST", "/v1/sources", draft("sources") | {"id": "s"}, status=409)


def test_only_actors_of_one_kind_are_merged(editor: Editor) -> None:
    editor.create("actors", {"id": "a", "kind": "person"})
    editor.create("actors", {"id": "b", "kind": "state"})
    refused = editor.send("POST", "/v1/actors/a/merge", {"into": "b"}, status=422).json()["errors"]
    assert [each["pointer"] for each in refused] == ["/into"]
    assert "`kind` first" in refused[0]["message"]
    editor.send("PATCH", "/v1/actors/a", {"kind": "state"}, tag="*", status=200)
    merge(editor, "/v1/actors/a", "b")
    editor.create("sources", {"id": "s", "kind": "article"})
    editor.create("sources", {"id": "t", "kind": "report"})
    merge(editor, "/v1/sources/s", "t")
