"""Checked drafts: whatever a draft is made of publishes unchanged."""

from typing import Any, get_args

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import Theme
from tests import examples
from tests.editions.drafting import headed_statements
from tests.editors import Editor


def test_drafts_of_every_theme_and_every_month_publish_unchanged(seeded_editor: Editor) -> None:
    whole: dict[str, Any] = {"from": "2000-01-01", "to": "2027-12-31"}
    months = seeded_editor.client.get("/v1/developments?facets=month&limit=1").json()["meta"]["facets"]["month"]
    asked = [whole, *(whole | {"theme": [theme]} for theme in get_args(Theme))]
    asked += [{"from": f"{each['value']}-01", "to": f"{each['value']}-28"} for each in months]
    for number, request in enumerate(asked):
        path = f"/v1/briefings/draft-{number}"
        seeded_editor.send("POST", "/v1/briefings/draft", request | {"id": f"draft-{number}"}, status=201)
        answer = seeded_editor.send("POST", f"{path}/publish?dry_run=true", status=200)
        notes = [note["kind"] for _, each in headed_statements(answer.json()["data"]) for note in each["notes"]]
        assert "far" not in notes


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (-3.2, "%"),
        (5, "m"),
        (1200.5, "155 mm shells"),
        (2, "bn euros"),
        (1e-7, "of GDP"),
        (17, "F-16s"),
        (9, "May days"),
    ],
)
def test_a_draft_with_odd_measures_publishes_unchanged(editor: Editor, value: float, unit: str) -> None:
    about = {
        "title": "О “Losses” of U.S. forces",
        "summary": "5–5 ships, 俄罗斯, the Xi's; 18–17 May. Led by the U.S",
        "measures": [{"name": "Losses in March", "value": value, "unit": unit, "on": "2026-02-03"}],
        "relations": [{"id": "other", "kind": "contradicts"}],
    }
    editor.create("developments", {"id": "other", "title": "Other: A. Smith, “President Smith” und die E5"})
    editor.create("developments", {"id": "d", **about})
    request = {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}
    editor.send("POST", "/v1/briefings/draft", request, status=201)
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_what_many_records_stand_against_is_drafted_with_as_many_as_a_statement_cites(
    database: Database, editor: Editor
) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("developments", examples.development(id="d", title="Claim"))
        for number in range(101):
            denial = {"title": f"Denial X{number}", "reported_on": "2026-01-05"}
            relations = [{"id": "d", "kind": "contradicts"}]
            writer.create("developments", examples.development(id=f"o-{number}", relations=relations, **denial))
    request = {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}
    draft = editor.send("POST", "/v1/briefings/draft", request, status=201).json()["data"]
    (disputed,) = (each for each in draft["sections"] if each["heading"] == "Open disputes")
    assert [len(each["cites"]) for each in disputed["statements"]] == [100]
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_a_long_summary_is_drafted_up_to_the_end_of_a_sentence(editor: Editor) -> None:
    summary = f"{'They met. ' * 997}On 17–18 February they met."
    editor.create("developments", {"id": "d", "summary": summary})
    editor.send("POST", "/v1/briefings/draft", {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}, status=201)
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_an_empty_list_of_a_body_chooses_as_if_it_were_left_out(seeded_editor: Editor) -> None:
    request: dict[str, Any] = {"from": "2000-01-01", "to": "2027-12-31", "credibility_max": 1}
    lists = ["actor", "actor_all", "actor_not", "role", "theme", "theme_not", "kind", "status", "condition", "source"]
    lists += ["publisher", "country", "evidence", "has_caveat"]
    path = "/v1/briefings/draft?dry_run=true"
    plain = seeded_editor.send("POST", path, request, status=201).json()["data"]["sections"]
    assert plain
    for name in lists:
        made = seeded_editor.send("POST", path, request | {name: []}, status=201).json()["data"]
        assert made["sections"] == plain, name
