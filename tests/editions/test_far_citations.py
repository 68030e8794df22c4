"""Far citations: noted where a record is far from the words that cite it, and altered statements refused."""

import random
from typing import Any

from app.resources import COLLECTIONS
from app.rules.statements import statements_of
from app.store.database import Database
from app.store.write import writing
from bench.alterations import altered, passed
from bench.altering import KINDS
from schemas import Briefing, StatementDraft
from tests.editions.drafting import SEED
from tests.editors import Editor


def test_a_citation_that_is_far_from_the_words_is_noted(seeded_editor: Editor) -> None:
    editor = seeded_editor
    right, other = "developments/ireland-seeks-maritime-cooperation", "developments/european-defence-cooperation"
    far = "developments/burden-sharing-disputes"
    text = "Closer cooperation on surveillance at sea and under water is sought."

    def noted(data: dict[str, Any]) -> list[tuple[str, str]]:
        return [(note["kind"], note["record"]) for note in data["lead"][0]["notes"] if note["kind"] == "far"]

    editor.create("briefings", {"id": "b", "title": "B", "lead": [{"text": text, "cites": [right, far]}]})
    assert noted(editor.draft("b")) == [("far", far)]
    (note,) = (each for each in editor.draft("b")["lead"][0]["notes"] if each["kind"] == "far")
    assert f"{other} most of all" in note["text"]
    shown = editor.send("POST", "/v1/briefings/b/publish?dry_run=true", status=200).json()["data"]
    assert [each["record"] for each in shown["lead"][0]["notes"] if each["kind"] == "far"] == [far]
    path = f"/v1/{far}"
    editor.send("PATCH", path, {"summary": text, "title": text}, tag=editor.tag(path), status=200)
    editor.send("PATCH", "/v1/briefings/b", {"title": "C"}, tag=editor.tag("/v1/drafts/b"), status=200)
    assert noted(editor.draft("b")) == []
    assert noted(editor.publish("b")["data"]) == []
    editor.send("PATCH", path, {"summary": "Else.", "title": "Else"}, tag=editor.tag(path), status=200)
    assert noted(editor.client.get("/v1/briefings/b").json()["data"]) == []
    # What was noted when an edition was published stays.
    editor.create("briefings", {"id": "c", "title": "C", "lead": [{"text": text, "cites": [right, far]}]})
    assert noted(editor.publish("c")["data"]) == [("far", far)]
    editor.send("PATCH", path, {"summary": text, "title": text}, tag=editor.tag(path), status=200)
    assert noted(editor.client.get("/v1/briefings/c").json()["data"]) == [("far", far)]
    assert "Five other records" in editor.client.get("/v1/briefings/c?format=markdown").text


def test_most_wrong_citations_are_noted_and_no_right_one(seeded: Database) -> None:
    chance = random.Random(12)
    with writing(seeded, COLLECTIONS, by="her") as writer:
        edition = writer.current.find(Briefing, SEED)
        assert edition is not None
        right = [statement for _, statement in statements_of(edition)]
        every = sorted({cited for each in right for cited in each.cites})
        wrong = [
            StatementDraft(text=each.text, cites=(cited,))
            for each in right
            for cited in chance.sample([other for other in every if other not in each.cites], 4)
        ]
        parts = [wrong[start : start + 100] for start in range(0, len(wrong), 100)]
        sections = [{"heading": "H", "statements": part} for part in parts]
        made = writer.create(
            "briefings", COLLECTIONS["briefings"].draft.model_validate({"title": "W", "sections": sections})
        )
        assert isinstance(made.record, Briefing)
        found = sum(any(note.kind == "far" for note in each.notes) for _, each in statements_of(made.record))  # type: ignore[attr-defined]  # statements of a record
        assert found / len(wrong) > 0.9


def test_hardly_an_altered_statement_of_the_seed_passes_and_every_genuine_one_does(seeded: Database) -> None:
    with writing(seeded, COLLECTIONS, by="her") as writer:
        edition = writer.current.find(Briefing, SEED)
        assert edition is not None
        statements = [statement for _, statement in statements_of(edition)]
        assert passed(writer, statements) == len(statements)
        for kind, alter in KINDS.items():
            chance = random.Random(kind)
            changed = [text for each in statements for text in list(altered(writer, each, alter, chance))[:1]]
            share = passed(writer, changed) / max(len(changed), 1)
            assert share <= (0.1 if kind == "a letter of a name" else 0.02), kind
