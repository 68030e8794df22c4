"""Moved editions: what has changed since, what was doubtful, and what differs between two."""

from typing import Any

from tests.editions.drafting import SEED
from tests.editors import Editor


def test_an_edition_tells_what_has_changed_since_and_what_was_doubtful_then(seeded_editor: Editor) -> None:
    editor = seeded_editor
    path = "/v1/developments/ireland-seeks-maritime-cooperation"
    before = editor.client.get(f"/v1/briefings/{SEED}").json()["data"]
    assert editor.client.get(f"/v1/briefings/{SEED}/stale").json()["data"]["stale"] == []
    editor.send("PATCH", path, {"status": "retracted"}, tag=editor.tag(path), status=200)
    assert editor.client.get(f"/v1/briefings/{SEED}").json()["data"] == before
    (stale,) = editor.client.get(f"/v1/briefings/{SEED}/stale").json()["data"]["stale"]
    assert stale["record"] == "developments/ireland-seeks-maritime-cooperation"
    assert (stale["pinned"], stale["now"], stale["became"]) == (1, 2, "changed")
    assert set(stale["changed_fields"]) == {"status", "given_status"}
    (place,) = stale["statements"]
    assert "Ireland" in value_at(before, place)["text"]
    editor.create("developments", {"id": "other", "title": "Other"})
    editor.send("POST", f"{path}/merge", {"into": "other"}, status=200)
    (stale,) = editor.client.get(f"/v1/briefings/{SEED}/stale").json()["data"]["stale"]
    assert (stale["now"], stale["became"], stale["into"]) == (None, "merged", "developments/other")
    assert editor.client.get(f"/briefings/{SEED}", headers={"Accept": "text/html"}).status_code == 200


def test_statements_note_what_is_doubtful_about_their_records(seeded_editor: Editor) -> None:
    editor = seeded_editor
    path = "/v1/developments/ireland-seeks-maritime-cooperation"
    statement = {"text": "Ireland seeks more.", "cites": ["developments/ireland-seeks-maritime-cooperation"]}
    editor.create("briefings", {"id": "b", "title": "B", "lead": [statement]})

    def kinds() -> list[str]:
        (only,) = editor.draft("b")["lead"]
        return [note["kind"] for note in only["notes"]]

    before = kinds()
    assert set(before) == {"caveat"}
    editor.send("PATCH", path, {"status": "retracted"}, tag=editor.tag(path), status=200)
    assert kinds() == ["retracted", *before]
    editor.send("PATCH", path, {"status": "reported", "caveats": []}, tag=editor.tag(path), status=200)
    assert "retracted" not in kinds()
    source = "/v1/sources/uk-security-policy-tracker-2026-02-26/text"
    answer = editor.client.put(
        source,
        content=b"Another text.",
        headers={"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"},
    )
    assert answer.status_code == 200
    assert "orphaned" in kinds()


def test_editions_are_compared_statement_by_statement(seeded_editor: Editor) -> None:
    editor = seeded_editor
    cites = ["developments/ireland-seeks-maritime-cooperation"]
    same = {"text": "The surveillance of the sea is to be strengthened.", "cites": cites}
    old = [
        same,
        {"text": "Ireland seeks closer cooperation at sea.", "cites": cites},
        {"text": "Gone.", "cites": cites},
    ]
    new = [same, {"text": "Ireland seeks close cooperation at sea.", "cites": cites}]
    editor.create("briefings", {"id": "old", "title": "Old", "lead": old})
    editor.publish("old")
    section = {"heading": "More", "statements": [{"text": "Poland arms.", "cites": ["actors/poland"]}]}
    editor.create("briefings", {"id": "new", "title": "New", "lead": new, "sections": [section]})
    editor.publish("new")
    found = editor.client.get("/v1/briefings/new/diff?against=old").json()["data"]
    assert [(each["heading"], each["statement"]["text"]) for each in found["added"]] == [("More", "Poland arms.")]
    assert [each["statement"]["text"] for each in found["removed"]] == ["Gone."]
    (changed,) = found["changed"]
    assert changed["before"]["statement"]["text"] == old[1]["text"]
    assert changed["after"]["statement"]["text"] == new[1]["text"]
    assert found["moved"] == []
    mirrored = editor.client.get("/v1/briefings/old/diff?against=new").json()["data"]
    assert mirrored["added"] == found["removed"]
    assert mirrored["removed"] == found["added"]
    same_again = editor.client.get("/v1/briefings/new/diff?against=new").json()["data"]
    assert not any(same_again[part] for part in ("added", "removed", "changed", "moved"))
    editor.send("GET", "/v1/briefings/new/diff", status=422)
    (fault,) = editor.send("GET", "/v1/briefings/new/diff?against=nobody", status=404).json()["errors"]
    assert (fault["in"], fault["name"]) == ("query", "against")


def test_a_draft_differs_from_an_edition_as_it_does_once_it_is_published(seeded_editor: Editor) -> None:
    editor, key = seeded_editor, {"Authorization": f"Bearer {seeded_editor.token}"}
    cites = ["developments/ireland-seeks-maritime-cooperation"]
    lead = [{"text": "Ireland seeks close cooperation at sea.", "cites": cites}]
    editor.create("briefings", {"id": "new", "title": "New", "lead": lead})
    drafted = editor.client.get(f"/v1/drafts/new/diff?against={SEED}", headers=key).json()["data"]
    editor.publish("new")
    assert drafted == editor.client.get(f"/v1/briefings/new/diff?against={SEED}").json()["data"]
    for path in ("new/diff?against=nobody", "nobody/diff?against=new"):
        assert editor.client.get(f"/v1/drafts/{path}", headers=key).status_code == 404
    path = f"/v1/{cites[0]}"
    editor.send("PATCH", path, {"credibility": 3}, tag=editor.tag(path), status=200)
    assert editor.client.get(f"/v1/briefings/new/diff?against={SEED}").json()["data"]["moved"] == []
    editor.create("briefings", {"id": "newer", "title": "Newer", "lead": lead})
    drafted = editor.client.get(f"/v1/drafts/newer/diff?against={SEED}", headers=key).json()["data"]
    editor.publish("newer")
    moved = editor.client.get(f"/v1/briefings/newer/diff?against={SEED}").json()["data"]["moved"]
    assert moved == drafted["moved"] == [{"record": cites[0], "before": 1, "after": 2}]


def value_at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value
