"""Merging: every mention goes along, and the old id still finds what its survivor does."""

from tests.editors import Editor, draft


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
    assert editor.draft("b")["lead"][0]["cites"] == ["actors/new", "developments/d"]
    earlier = editor.client.get(f"/v1/actors/old?as_of={before['meta']['snapshot']}")
    assert earlier.json()["data"] == before["data"]
    # Who was merged means who goes on, as in queries; what names a record of any collection does so by its id alone.
    assert editor.create("conditions", {"demanded_by": ["old"]}).json()["data"]["demanded_by"] == ["new"]
    caveat = {"kind": "other", "note": "N.", "refers_to": "actors/old"}
    editor.send("POST", "/v1/conditions", draft("conditions") | {"caveats": [caveat]}, status=422)
    editor.send("POST", "/v1/actors", draft("actors") | {"id": "old"}, status=409)


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
