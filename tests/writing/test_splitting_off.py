"""Splitting off: what was merged comes back, and says what the merge took along."""

from app.store.database import Database
from app.store.history import survivors
from tests.editors import Editor
from tests.writing.ending import delete, merge, read, restore


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
