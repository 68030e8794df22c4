"""Batches: JSON, NDJSON and CSV, all or what is right, each item answered in its order, for every collection."""

import json
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from schemas import SourceDraft
from tests.clients import CheckedClient
from tests.editors import Editor, draft, export, key
from tests.writing.batches import HARD, MIXED, TYPES, URL, send, source


@pytest.mark.parametrize("form", TYPES)
def test_every_form_writes_the_same_records(editor: Editor, form: str) -> None:
    result = send(editor, HARD, form=form)
    assert [item["status"] for item in result["data"]] == ["created"] * len(HARD)
    assert result["meta"] == {"snapshot": len(HARD), "created": len(HARD), "existing": 0, "invalid": 0}
    for item, wanted in zip(result["data"], HARD, strict=True):
        record = editor.client.get(f"/v1/sources/{item['id']}").json()["data"]
        expected = json.loads(SourceDraft.model_validate(wanted).model_dump_json(exclude={"id"}))
        assert {name: record[name] for name in expected} == expected
    again = send(editor, HARD, form=form)
    assert [item["status"] for item in again["data"]] == ["existing"] * len(HARD)
    assert again["meta"]["snapshot"] == len(HARD)


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_a_partial_batch_adds_what_is_right(editor: Editor, form: str) -> None:
    editor.create("sources", {"id": "taken"})
    result = send(editor, MIXED, "?mode=partial", form=form)
    statuses = [item["status"] for item in result["data"]]
    assert statuses == [
        "created",
        "invalid",
        "invalid",
        "invalid",
        "created",
        "existing",
        "invalid",
        "invalid",
        "invalid",
    ]
    assert [item["index"] for item in result["data"]] == list(range(len(MIXED)))
    pointers = {item["index"]: {fault["pointer"] for fault in item.get("errors", ())} for item in result["data"]}
    assert pointers[1] == {"/title"}
    assert pointers[2] == {"/kind"}
    assert pointers[3] == {"/id"}
    assert pointers[6] == {"/caveats/0/refers_to"}
    assert "/nothing" in pointers[7]
    assert result["meta"] == {"snapshot": 3, "created": 2, "existing": 1, "invalid": 6}
    assert editor.client.get("/v1/sources").json()["meta"]["total"] == 3


def test_an_atomic_batch_adds_all_or_nothing(editor: Editor) -> None:
    editor.create("sources", {"id": "taken"})
    before = export(editor)
    problem = send(editor, MIXED, status=422)
    assert {fault["pointer"].split("/")[1] for fault in problem["errors"]} == {"1", "2", "3", "6", "7", "8"}
    assert export(editor) == before
    assert send(editor, [source(1), source(2)], "?dry_run=true")["meta"]["created"] == 2
    assert export(editor) == before


@pytest.mark.parametrize(
    ("body", "form", "status"),
    [
        (b"", "json", 422), (b"[]", "json", 422), (b"{}", "json", 422), (b"[1", "json", 422), (b"\xff", "json", 422),
        (b"", "ndjson", 422), (b"\n\n", "ndjson", 422), (b"{}\n{", "ndjson", 422),
        (b"", "csv", 422), (b"title\n", "csv", 422), (b"title,title\na,b", "csv", 422), (b"nothing\na", "csv", 422),
        (b"title,kind\na", "csv", 422), (b'title,kind\n"a', "csv", 422),
        (b"[]", "text/plain", 415), (b"[" + b"{}," * 1000 + b"{}]", "json", 422),
        (b"[" + b'{"a":' * 9 + b"1" + b"}" * 9 + b"]", "json", 422),
        (b"[" + b" " * (8 * 1024 * 1024) + b"]", "json", 413),
    ],
)  # fmt: skip
def test_a_body_that_is_no_batch_is_refused(editor: Editor, body: bytes, form: str, status: int) -> None:
    before = export(editor)
    send(editor, body, form=form, status=status)
    send(editor, body, "?mode=partial", form=form, status=200 if body in (b"{}\n{", b"title,kind\na") else status)
    assert export(editor) == before


def test_a_thousand_are_taken_and_sent_again_change_nothing(editor: Editor) -> None:
    items = [source(number, notes="n" * 2000) for number in range(1000)]
    first = send(editor, items, Idempotency_Key="big")
    assert first["meta"] == {"snapshot": 1000, "created": 1000, "existing": 0, "invalid": 0}
    assert send(editor, items, Idempotency_Key="big") == first
    again = send(editor, items)
    assert again["meta"] == {"snapshot": 1000, "created": 0, "existing": 1000, "invalid": 0}


def test_what_is_like_another_is_said_and_not_refused(editor: Editor) -> None:
    first = editor.create("sources", {"title": "Russian offensive campaign assessment, February 25"})
    assert "similar" not in first.json()["meta"]
    second = editor.create("sources", {"title": "Russian Offensive Campaign Assessment February 25"})
    assert second.json()["meta"]["similar"] == [first.json()["data"]["id"]]
    other = editor.create("sources", {"title": "Russian offensive campaign assessment", "publisher": "Another"})
    assert "similar" not in other.json()["meta"]
    result = send(editor, [source(1), source(1, url=f"{URL}x"), source(2, title="Nothing like it at all")])
    assert [item.get("similar") for item in result["data"]] == [None, [result["data"][0]["id"]], None]


def test_a_batch_needs_the_key_of_its_collection(editor: Editor, database: Database) -> None:
    limited = Editor(editor.client, key(database, "limited", "actors:write"))
    send(limited, [source(1)], status=403)
    send(Editor(editor.client, "x"), [source(1)], status=401)
    assert send(limited, [draft("actors")], name="actors")["meta"]["created"] == 1


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_documentation_shows_it(reader: CheckedClient, document: dict[str, Any], name: str) -> None:
    operation = document["paths"][f"/v1/{name}/batch"]["post"]
    assert set(operation["requestBody"]["content"]) >= set(TYPES.values())
    assert reader.refused(f"/v1/{name}/batch", 405)


def test_a_row_that_does_not_fit_is_one_item_that_is_wrong(editor: Editor) -> None:
    lines = ["title,kind,publisher,origin,caveats.kind,caveats.note", "T,report,P,p,other;undated,one note"]
    lines += ["U,report,P,p,,", "bad,report", "V,report,P,p,other;undated,one;two"]
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/csv"}
    path = "/v1/sources/batch?mode=partial"
    answer = editor.client.post(path, content="\n".join(lines), headers=headers)
    assert [item["status"] for item in answer.json()["data"]] == ["invalid", "created", "invalid", "created"]
    named = editor.client.post(path, content="titel,kind\na,report", headers=headers)
    assert named.status_code == 422
    assert "titel" in named.json()["errors"][0]["message"]
