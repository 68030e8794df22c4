"""What a new record may be the same as: named, exact copies first, and refused for nothing."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from app.reading import likeness
from app.resources import ACTORS, COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from app.writing.similarity import similar_to
from tests import examples
from tests.editors import Editor, draft


def similar(editor: Editor, name: str, body: dict[str, Any], query: str = "") -> list[str]:
    """What adding a record is warned of; it is not kept."""
    address = f"/v1/{name}?dry_run=true{query}"
    return list(editor.send("POST", address, draft(name) | body, status=201).json()["meta"].get("similar", []))


def test_an_actor_is_like_others_by_any_of_its_names(editor: Editor) -> None:
    editor.create("actors", {"id": "a", "name": "Volodymyr Zelenskyy", "kind": "person", "aliases": ["ЗеленськийВ"]})
    editor.create("actors", {"id": "b", "name": "Ministry of Defence", "kind": "institution"})
    editor.create("actors", {"id": "c", "name": "Somebody else", "kind": "person", "aliases": ["Zelenskyi Volodymyr"]})
    assert similar(editor, "actors", {"name": "Zelensky, Volodymyr"}) == ["c", "a"]
    assert similar(editor, "actors", {"name": "N", "aliases": ["Ministry of Defense"]}) == ["b"]
    assert similar(editor, "actors", {"name": "Ministry of Justice"}) == []


def test_exact_copies_come_first(editor: Editor) -> None:
    body = {"name": "Atlantis", "kind": "state", "description": "An island."}
    editor.create("actors", {**body, "id": "copy"})
    for number in range(6):
        other = draft("actors") | {"name": "Atlantis", "id": f"other-{number}"}
        editor.send("POST", "/v1/actors?shared_names=true", other, status=201)
    assert similar(editor, "actors", body, "&shared_names=true")[:2] == ["copy", "other-5"]
    report = {"title": "Daily report", "url": None}
    for number in range(7):
        editor.create("sources", {**report, "id": f"s-{number}", "notes": f"Number {number}."})
    assert similar(editor, "sources", {**report, "notes": "Number 0."})[:2] == ["s-0", "s-6"]
    condition = {"title": "Full withdrawal", "demand": "Every soldier leaves."}
    editor.create("conditions", {**condition, "id": "one"})
    editor.create("conditions", {**condition, "id": "two", "demanded_by": ["copy"]})
    assert similar(editor, "conditions", condition) == ["one", "two"]


@pytest.mark.parametrize("name", ["actors", "conditions", "developments", "sources"])
def test_nothing_is_compared_where_the_writer_does_not_want_it(editor: Editor, name: str) -> None:
    title = "name" if name == "actors" else "title"
    editor.create(name, {title: "The name of some record, number 1"})
    other = {title: "The name of some record, number 2"}
    items = json.dumps([draft(name) | other]).encode()
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/json"}
    for query, is_named in (("", True), ("&similar=true", True), ("&similar=false", False)):
        assert bool(similar(editor, name, other, query)) is is_named
        answer = editor.client.post(f"/v1/{name}/batch?dry_run=true{query}", content=items, headers=headers).json()
        assert ("similar" in answer["data"][0]) is is_named
    editor.send("POST", f"/v1/{name}?similar=perhaps", draft(name), status=422)


def test_a_development_is_like_others_of_about_its_day(editor: Editor) -> None:
    title = "Talks mediated by Ruritania in Strelsau"
    for day in (10, 13, 17):
        editor.create("developments", {"id": f"d-{day}", "title": title, "reported_on": f"2026-02-{day}"})
    editor.create("developments", {"id": "other", "title": "Nothing like it at all", "reported_on": "2026-02-13"})
    editor.create("developments", {"id": "copy", "title": title, "reported_on": "2026-02-13", "kind": "event"})
    editor.create("developments", {"id": "newer", "title": title, "reported_on": "2026-02-13", "kind": "policy"})
    body = {"title": "In Strelsau, talks mediated by Ruritania", "reported_on": "2026-02-14", "kind": "event"}
    assert similar(editor, "developments", body) == ["newer", "copy", "d-17", "d-13"]
    body = {"title": title, "reported_on": "2026-02-13", "kind": "event"}
    assert similar(editor, "developments", body) == ["copy", "newer", "d-13", "d-10"]
    occurred = {"from": "2026-02-10", "precision": "day"}
    assert similar(editor, "developments", {"title": title, "occurred": occurred})[-1:] == ["d-10"]


def test_a_condition_is_like_others_by_its_title_or_its_demand(editor: Editor) -> None:
    editor.create(
        "conditions", {"id": "a", "title": "Withdrawal", "demand": "All forces leave the occupied territory."}
    )
    editor.create("conditions", {"id": "b", "title": "Limits on armed forces", "demand": "No more than a handful."})
    assert similar(editor, "conditions", {"title": "X", "demand": "All forces leave the occupied territories"}) == ["a"]
    assert similar(editor, "conditions", {"title": "Limit on armed forces", "demand": "Y."}) == ["b"]
    assert similar(editor, "conditions", {"title": "★", "demand": "★"}) == []
    editor.create("conditions", {"id": "c", "title": "★", "demand": "★"})
    assert similar(editor, "conditions", {"title": "☆", "demand": "☆"}) == []


def test_what_went_away_is_like_nothing(editor: Editor) -> None:
    editor.create("conditions", {"id": "a"})
    editor.send("DELETE", "/v1/conditions/a", tag="*", status=200)
    assert similar(editor, "conditions", {}) == []


def test_the_names_that_were_recorded_last_are_read_and_no_others(database: Database) -> None:
    assert likeness.MOST_NAMES <= 1_000
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        for number in range(30):
            writer.create("actors", examples.actor(f"Body number {number}", aliases=["Shared", f"Alias {number}"]))
        (made,) = [writer.create("actors", examples.actor("Body number")).record]
        found = similar_to(writer, ACTORS, [made])[made.id]
        statement = ACTORS.likeness.older(None).limit(9) if ACTORS.likeness is not None else None
        assert statement is not None
        rows = writer.connection.execute(statement).all()
        compiled = statement.compile(writer.connection, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plan = " ".join(str(row) for row in writer.connection.execute(text(f"{explain} {compiled}")))
    assert len(found) == 5
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert "TEMP B-TREE" not in plan  # SQLite would sort all names


@pytest.mark.parametrize("again", ["2026-02-01", "2026-03-01"])
def test_the_same_assessment_sent_twice_is_one(editor: Editor, again: str) -> None:
    editor.create("sources", {"id": "s"})
    editor.create("conditions", {"id": "c"})
    first = {"on": "2026-02-01", "status": "unmet", "rationale": "None left.", "evidence": [{"source": "s"}]}
    later = {"on": "2026-03-01", "status": "partly-met", "rationale": "Some left."}
    path = "/v1/conditions/c/assessments"
    for body in (first, later):
        editor.send("POST", path, body, status=200)
    before = editor.client.get("/v1/conditions/c").json()
    same = first if again == first["on"] else later
    answer = editor.send("POST", path, same, status=200)
    assert answer.json() == before
    assert len(before["data"]["assessments"]) == 2
    other = editor.send("POST", path, same | {"rationale": "Otherwise."}, status=200)
    assert [each["on"] for each in other.json()["data"]["assessments"]].count(again) == 2
    twice = editor.create("conditions", {"title": "T", "assessments": [first, json.loads(json.dumps(first)), later]})
    assert len(twice.json()["data"]["assessments"]) == 2
