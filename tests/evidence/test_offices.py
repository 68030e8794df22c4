"""Offices: who held one on a day, and the caveat where nobody did."""

from typing import Any

import pytest

from tests.editors import Editor
from tests.evidence.passages import ground, put


def person(editor: Editor, **office: Any) -> None:
    editor.create("actors", {"id": "rudolf", "name": "Rudolf Rassendyll", "kind": "person", "aliases": ["Rassendyll"],
                             "offices": [{"title": "King of Ruritania", **office}]})  # fmt: skip


def outdated(editor: Editor, record_id: str) -> list[tuple[str, str]]:
    caveats = editor.client.get(f"/v1/developments/{record_id}").json()["data"]["caveats"]
    return [(each["kind"], each["refers_to"]) for each in caveats if each["kind"] == "outdated-office"]


@pytest.mark.parametrize(
    ("summary", "day", "office", "found"),
    [
        ("King Rassendyll spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("King Rassendyll spoke.", "2025-12-31", {"until": "2025-12-31"}, False),
        ("King Rassendyll spoke.", "2025-12-31", {"from": "2026-01-01"}, True),
        ("The King of Ruritania, Rudolf Rassendyll, spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("Rudolf Rassendyll, King of Ruritania, spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("The former King Rassendyll spoke.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("Rassendyll spoke to the King.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("King Rassendylls spoke.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("KING RASSENDYLL SPOKE.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("King Rassendyll spoke.", "2026-02-26", {}, False),
    ],
)
def test_an_office_that_was_not_held_gets_a_caveat(
    editor: Editor, summary: str, day: str, office: dict[str, str], found: bool
) -> None:
    person(editor, **office)
    actors = [{"id": "rudolf", "role": "speaker"}]
    editor.create("developments", {"id": "d", "summary": summary, "reported_on": day, "actors": actors})
    assert outdated(editor, "d") == ([("outdated-office", "actors/rudolf")] if found else [])


def test_a_caveat_of_offices_follows_the_offices_and_the_passages(editor: Editor) -> None:
    person(editor, until="2025-12-31")
    actors = [{"id": "rudolf", "role": "speaker"}]
    text = "Yesterday King Rassendyll spoke."
    editor.create("sources", {"id": "minutes"})
    evidence = [ground(text, "King Rassendyll spoke")]
    editor.create("developments", {"id": "d", "actors": actors, "evidence": evidence})
    assert outdated(editor, "d") == []
    put(editor, "minutes", text)
    assert outdated(editor, "d") == [("outdated-office", "actors/rudolf")]
    offices = [{"title": "King of Ruritania", "until": "2027-01-01"}]
    editor.send("PATCH", "/v1/actors/rudolf", {"offices": offices}, tag="*", status=200)
    assert outdated(editor, "d") == []
    editor.send("PATCH", "/v1/actors/rudolf", {"offices": [offices[0] | {"until": "2024-01-01"}]}, tag="*", status=200)
    own = [{"kind": "outdated-office", "note": "He had abdicated.", "refers_to": "actors/rudolf"}]
    data = editor.send("PATCH", "/v1/developments/d", {"caveats": own}, tag="*", status=200).json()["data"]
    assert data["caveats"] == own


def test_who_held_an_office_on_a_day(reader: Any) -> None:
    holders = set(reader.ids("/v1/actors?office_at=2026-02-26&limit=200"))
    earlier = set(reader.ids("/v1/actors?office_at=2024-06-30&limit=200"))
    assert holders
    assert holders != earlier
    assert reader.ids("/v1/actors?office_at=2026-02-26&kind=state") == []
    assert reader.get("/v1/actors?office_at=2026-02").status_code == 422
