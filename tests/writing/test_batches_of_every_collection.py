"""Batches of every collection: sent again, sent back as CSV, and another record under a known id."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.editors import Editor, draft, export, key
from tests.writing.batches import TYPES, send, source
from tests.writing.ending import read

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
        record = full.draft(item["id"]) if name == "briefings" else read(full, f"/v1/{name}/{item['id']}")
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
