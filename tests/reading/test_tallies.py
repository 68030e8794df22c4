"""Totals that tallies tell are those that a walk returns, and they are told of nothing else."""

from typing import Any

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.editors import Editor
from tests.tallies import check_tallies

PATH = "/v1/developments?actor=russia"


@pytest.fixture
def asked() -> Any:
    """The statements that are asked."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("question", "by_tallies"),
    [
        ("actor=russia", True),
        ("actor=russia&from=2026-01-01", True),
        ("actor=russia&to=2026-02-26", True),
        ("theme=deterrence&from=2026-02-01&to=2026-12-31", True),
        ("actor=russia&role=speaker", False),
        ("actor=russia,ukraine", False),
        ("actor=russia&theme=diplomacy", False),
        ("actor=russia&actor_scope=members", False),
        ("actor=russia&q=talks", False),
        ("from=2026-01-01", False),
    ],
)
def test_a_total_is_what_a_walk_returns(seeded: Database, asked: list[str], question: str, by_tallies: bool) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))) as client:
        page = client.get(f"/v1/developments?{question}&limit=1").json()
        assert any("development_tally" in statement for statement in asked) == by_tallies
        assert page["meta"]["total"] == len(client.get(f"/v1/developments?{question}&limit=200").json()["data"])


def test_tallies_follow_what_is_written(database: Database, editor: Editor) -> None:
    editor.create("actors", {"id": "russia", "name": "Russia", "kind": "state"})
    for number in range(4):
        occurred = {"from": f"2026-02-0{number + 1}", "until": None, "precision": "day"}
        named = {"actors": [{"id": "russia", "role": "speaker"}], "occurred": occurred}
        editor.create("developments", {"id": f"d-{number}", "title": f"Talks {number}", **named})

    def total(days: str) -> int:
        page = editor.client.get(f"{PATH}{days}&limit=1").json()
        return int(page["meta"]["total"])

    assert [total(days) for days in ("", "&from=2026-02-02", "&to=2026-02-03", "&from=2026-02-02&to=2026-02-03")] == [
        4, 3, 3, 2,
    ]  # fmt: skip
    before = editor.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"]
    patch = {"occurred": {"from": "2026-03-01", "until": "2026-03-05", "precision": "day"}}
    editor.send("PATCH", "/v1/developments/d-0", patch, tag="*", status=200)
    editor.send("DELETE", "/v1/developments/d-1", tag="*", status=200)
    assert [total(days) for days in ("", "&from=2026-03-02", "&to=2026-02-28")] == [3, 1, 2]
    assert total(f"&as_of={before}") == 4
    check_tallies(database)
