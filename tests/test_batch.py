"""Batches: JSON, NDJSON and CSV, all or what is right, each item answered in its order, for every collection."""

import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.reading.formats import csv as csv_writing
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from schemas import BatchResult, SourceDraft, fields_of
from tests.clients import CheckedClient
from tests.editors import Editor, draft, export, key

URL = "https://www.example.org/"
TYPES = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv"}


def source(number: int, **fields: Any) -> dict[str, Any]:
    return draft("sources") | {"title": f"Report number {number}", "url": f"{URL}{number}", **fields}


def send(
    editor: Editor,
    items: Any,
    query: str = "",
    *,
    form: str = "json",
    status: int = 200,
    name: str = "sources",
    **headers: str,
) -> dict[str, Any]:
    body = items if isinstance(items, bytes) else written(items, form, name=name)
    answer = editor.client.post(
        f"/v1/{name}/batch{query}",
        content=body,
        headers={
            "Authorization": f"Bearer {editor.token}",
            "Content-Type": TYPES.get(form, form),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    assert answer.status_code == status, answer.text
    if status == 200:
        BatchResult.model_validate_json(answer.content)
    return dict(answer.json())


def written(items: list[dict[str, Any]], form: str, *, name: str = "sources") -> bytes:
    if form == "json":
        return json.dumps(items).encode()
    if form == "ndjson":
        return "\n".join(json.dumps(item) for item in items).encode()
    model = COLLECTIONS[name].draft
    drafts = [model.model_validate(item) for item in items]
    columns = [field for field in fields_of(model) if field.leaf]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(column.path for column in columns)
    for each in drafts:
        writer.writerow(csv_writing.cell(json.loads(each.model_dump_json()), column) for column in columns)
    return table.getvalue().encode()


HARD = [
    source(1, authors=["A; B", "C|D", "E\\F"], notes="=1+1", language="en"),
    source(2, caveats=[{"kind": "other", "note": "a;b"}, {"kind": "undated", "note": "'c'"}], aggregator=True),
    source(3, published={"on": "2026-02-01", "precision": "month"}, claimed_sources=45, title="1984"),
    source(4, reliability={"grade": "B", "assessed_by": "us", "assessed_on": "2026-02-01", "reason": "So."}),
    source(5, retrieved_at="2026-02-01T10:00:00Z", id="fifth", notes="two\nlines, and \"quotes\""),
]  # fmt: skip


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


MIXED = [
    source(1),
    source(1, title="Different"),
    source(2, kind="planet"),
    source(3, id="batch"),
    source(4),
    source(4),
    source(5, caveats=[{"kind": "other", "note": "N.", "refers_to": "actors/nobody"}]),
    {"nothing": 1},
    source(6, id="taken"),
]


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
    assert reader.refused(f"/v1/{name}/batch", 404)


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


SEVERAL: dict[str, list[dict[str, Any]]] = {
    "actors": [
        {"id": "alliance", "name": "Alliance", "kind": "organisation", "aliases": ["A; B", "C|D"]},
        {"id": "member", "name": "Member", "kind": "state", "memberships": [{"group": "alliance"}]},
        {
            "id": "third",
            "name": "Third",
            "kind": "state",
            "identifiers": {"wikidata": "Q3", "iso3166-1-alpha-3": "THI"},
        },
    ],
    "briefings": [
        {"id": "one", "title": "One", "lead": [{"text": "They met.", "cites": ["sources/report", "actors/russia"]}]},
        {
            "id": "two",
            "title": "Two",
            "sections": [
                {
                    "heading": "First",
                    "statements": [
                        {"text": "A; b.", "cites": ["sources/report"]},
                        {"text": "C|d.", "cites": ["sources/report", "actors/russia"]},
                    ],
                },
                {"heading": "Second", "statements": [{"text": "E, f.", "cites": ["actors/russia"]}]},
            ],
        },
        {"id": "three", "title": "Three", "period": {"from": "2026-02-01", "until": "2026-02-28"}},
    ],
    "conditions": [
        {
            "id": "one",
            "title": "One",
            "demand": "All leave.",
            "demanded_by": ["russia"],
            "evidence": [{"source": "report"}],
        },
        {"id": "two", "title": "Two", "demand": "Some leave.", "position": 7},
        {
            "id": "three",
            "title": "Three",
            "demand": "None leave.",
            "assessments": [
                {"on": "2026-02-01", "status": "unmet", "rationale": "So."},
                {"on": "2026-02-02", "status": "met", "rationale": "So too.", "evidence": [{"source": "report"}]},
            ],
        },
    ],
    "developments": [
        {**draft("developments"), "id": "one", "evidence": [{"source": "report"}], "status": "reported"},
        {**draft("developments"), "id": "two", "actors": [{"id": "russia", "role": "speaker"}], "credibility": 2},
        {**draft("developments"), "id": "three", "relations": [{"id": "one", "kind": "contradicts"}]},
    ],
    "sources": [source(1, id="one"), source(2, id="two", url=None), source(3, id="three")],
}
"""Drafts with an id, which name each other's records, and those of `full`."""


@pytest.fixture
def full(editor: Editor) -> Editor:
    """An editor of a tracker with an actor and a source for others to name."""
    editor.create("actors", {"id": "russia"})
    editor.create("sources", {"id": "report"})
    return editor


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("form", TYPES)
def test_every_collection_takes_batches_that_can_be_sent_again(full: Editor, name: str, form: str) -> None:
    items = SEVERAL[name]
    before = export(full)
    assert send(full, items, "?dry_run=true", form=form, name=name)["meta"]["created"] == len(items)
    assert export(full) == before
    result = send(full, items, form=form, name=name)
    assert [(item["id"], item["status"]) for item in result["data"]] == [(item["id"], "created") for item in items]
    for item in items:
        record = full.client.get(f"/v1/{name}/{item['id']}").json()["data"]
        for member in item.keys() & {"name", "title", "aliases", "demanded_by", "lead", "memberships", "identifiers"}:
            assert _within(item[member], record[member]), member
    written_once = export(full)
    again = send(full, items, form=form, name=name)
    assert [item["status"] for item in again["data"]] == ["existing"] * len(items)
    assert export(full) == written_once


def test_what_a_list_gives_as_csv_is_known_again(seeded: Database) -> None:
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings)) as client:
        again = Editor(client, key(seeded, "her", "*"))
        for name in SEVERAL:
            disputed = "disputed=false&" if name == "developments" else ""
            table = client.get(f"/v1/{name}?{disputed}format=csv&limit=200").content
            result = send(again, table, form="text/csv", name=name)
            assert {item["status"] for item in result["data"]} == {"existing"}, name


def _within(given: Any, there: Any) -> bool:
    """Whether all that was given stands there, among what the tracker adds."""
    if isinstance(given, dict):
        return all(_within(value, there[name]) for name, value in given.items())
    if isinstance(given, list):
        return len(given) == len(there) and all(map(_within, given, there))
    return bool(given == there)


@pytest.mark.parametrize("name", SEVERAL)
def test_another_record_under_a_known_id_is_invalid_in_a_batch(full: Editor, name: str) -> None:
    first, *others = SEVERAL[name]
    send(full, [first], name=name)
    title = "name" if name == "actors" else "title"
    different = first | {title: "Different"}
    before = export(full)
    problem = send(full, [*others, different], name=name, status=422)
    assert {fault["pointer"] for fault in problem["errors"]} == {
        f"/{len(others)}/{'title' if name == 'sources' else 'id'}"
    }
    assert export(full) == before
    result = send(full, [different, *others], "?mode=partial", name=name)
    assert [item["status"] for item in result["data"]] == ["invalid", *["created"] * len(others)]
    nameless = {member: value for member, value in others[0].items() if member != "id"} | {title: "Without an id"}
    result = send(full, [nameless, others[-1]], name=name)
    assert [item["status"] for item in result["data"]] == ["created", "existing"]
    assert result["data"][0]["id"] == "without-an-id"
