"""Integrators: what may be left out of what is sent."""

from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import SourceDraft
from tests.editors import Editor
from tests.test_batch import send, written

LITTLE = {"title": "Morning report", "publisher": "The Évening Post", "url": "https://www.example.org/1"}


def test_a_source_needs_a_title_and_a_publisher(editor: Editor) -> None:
    made = editor.send("POST", "/v1/sources", LITTLE, status=201).json()["data"]
    assert (made["kind"], made["origin"]) == ("article", "the-evening-post")
    assert editor.send("POST", "/v1/sources", LITTLE, status=200).json()["data"] == made
    said = LITTLE | {"kind": "article", "origin": "the-evening-post"}
    assert editor.send("POST", "/v1/sources", said, status=200).json()["data"] == made
    other = editor.send("POST", "/v1/sources", LITTLE | {"origin": "another"}, status=409).json()["errors"]
    assert [(fault["pointer"], fault["message"]) for fault in other] == [("/origin", 'is "the-evening-post" there')]


def test_an_origin_stays_until_it_is_taken_away(editor: Editor) -> None:
    editor.send("POST", "/v1/sources", LITTLE | {"id": "s", "origin": "agency"}, status=201)
    for patch, origin in (
        ({"publisher": "Another"}, "agency"),
        ({"origin": None}, "another"),
        ({"publisher": "A third"}, "another"),
        ({"publisher": "A third", "origin": None}, "a-third"),
    ):
        changed = editor.send("PATCH", "/v1/sources/s", patch, tag="*", status=200).json()["data"]
        assert changed["origin"] == origin
    assert editor.client.get("/v1/sources?origin=a-third").json()["meta"]["total"] == 1


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_every_way_in_takes_little(editor: Editor, form: str) -> None:
    body = b"title,publisher\nMorning report,The Evening Post\n" if form == "csv" else written([LITTLE], form)
    (item,) = send(editor, body, form=form)["data"]
    made = editor.client.get(f"/v1/sources/{item['id']}").json()["data"]
    assert (made["kind"], made["origin"][:4]) == ("article", "the-")


def test_a_draft_without_an_origin_is_written_by_the_service_too(database: Database) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        made: Any = writer.create("sources", SourceDraft(title="T", publisher="A & B")).record
    assert made.origin == "a-b"
