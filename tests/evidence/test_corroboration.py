"""Corroboration: how many independent origins assert a claim, case by case, and whatever changes under it."""

from typing import Any

import pytest

from tests.editors import Editor

SOURCES: dict[str, dict[str, Any]] = {
    "gazette": {"origin": "gazette"},
    "gazette-later": {"origin": "gazette"},
    "herald": {"origin": "herald"},
    "reprint": {"origin": "gazette", "publisher": "The Herald"},
    "wire": {"origin": "wire"},
    "digest": {"origin": "digest", "aggregator": True},
    "roundup": {"origin": "roundup", "aggregator": True},
    "evening": {"origin": "evening", "owner": "press-group"},
    "morning": {"origin": "morning", "owner": "press-group"},
    "morning-undeclared": {"origin": "morning"},
    "press-group": {"origin": "press-group"},
    "rival": {"origin": "rival", "owner": "other-group"},
}
"""Sources by id; `reprint` carries the gazette's report under another name."""

A = "asserts"
CASES: dict[str, tuple[list[tuple[str, str | None, str]], int, int]] = {
    "nothing": ([], 0, 0),
    "one source": ([("gazette", None, A)], 1, 1),
    "one source twice": ([("gazette", None, A), ("gazette", None, A)], 1, 1),
    "two sources of one origin": ([("gazette", None, A), ("gazette-later", None, A)], 2, 1),
    "two origins": ([("gazette", None, A), ("herald", None, A)], 2, 2),
    "three origins": ([("gazette", None, A), ("herald", None, A), ("wire", None, A)], 3, 3),
    "an original and its reprint": ([("gazette", None, A), ("reprint", None, A)], 2, 1),
    "a reprint alone": ([("reprint", None, A)], 1, 1),
    "a reprint and another origin": ([("reprint", None, A), ("herald", None, A)], 2, 2),
    "an aggregator on its own account": ([("digest", None, A)], 1, 1),
    "an aggregator beside an origin": ([("digest", None, A), ("herald", None, A)], 2, 2),
    "known through an aggregator": ([("gazette", "digest", A)], 1, 1),
    "an aggregator and what it relays": ([("gazette", "digest", A), ("digest", None, A)], 2, 1),
    "two relayed by one aggregator": ([("gazette", "digest", A), ("herald", "digest", A)], 2, 2),
    "one relayed by two aggregators": ([("gazette", "digest", A), ("gazette", "roundup", A)], 1, 1),
    "an aggregator relayed by another": ([("digest", "roundup", A), ("roundup", None, A)], 2, 1),
    "a chain of relaying": (
        [("gazette", "digest", A), ("digest", "roundup", A), ("roundup", None, A)], 3, 1),
    "a relay and a reading of one report": ([("gazette", "digest", A), ("gazette", None, A)], 1, 1),
    "one aggregator relays, another speaks": ([("gazette", "digest", A), ("roundup", None, A)], 2, 2),
    "through what is no aggregator": ([("gazette", "herald", A), ("herald", None, A)], 2, 2),
    "two outlets of one owner": ([("evening", None, A), ("morning", None, A)], 2, 1),
    "one outlet of an owner, said once": ([("morning", None, A), ("morning-undeclared", None, A)], 2, 1),
    "an owner and its outlet": ([("evening", None, A), ("press-group", None, A)], 2, 1),
    "outlets of two owners": ([("evening", None, A), ("rival", None, A)], 2, 2),
    "an owner's outlets and another origin": (
        [("evening", None, A), ("morning", None, A), ("wire", None, A)], 3, 2),
    "a denial alone": ([("gazette", None, "denies")], 0, 0),
    "an assertion and a denial": ([("gazette", None, A), ("herald", None, "denies")], 1, 1),
    "an assertion and a doubt": ([("gazette", None, A), ("herald", None, "disputes")], 1, 1),
    "who asserts and denies": ([("gazette", None, A), ("gazette", None, "denies")], 1, 1),
    "a denial through an aggregator that asserts": ([("herald", "digest", "denies"), ("digest", None, A)], 1, 1),
}  # fmt: skip
"""Evidence as (source, via, stance), how many sources assert, and how many origins on their own."""


def sources(editor: Editor) -> None:
    for source_id, fields in SOURCES.items():
        editor.create("sources", {"id": source_id, **fields})


def claim(editor: Editor, evidence: list[tuple[str, str | None, str]]) -> str:
    grounds = [{"source": source, "via": via, "stance": stance} for source, via, stance in evidence]
    return str(editor.create("developments", {"id": "claim", "evidence": grounds}).json()["data"]["id"])


def counted(editor: Editor) -> tuple[int, int]:
    found = editor.client.get("/v1/developments/claim").json()["data"]["corroboration"]
    return found["sources"], found["independent_origins"]


@pytest.mark.parametrize("name", CASES)
def test_independent_origins_are_counted(editor: Editor, name: str) -> None:
    evidence, asserting, origins = CASES[name]
    sources(editor)
    claim(editor, evidence)
    assert counted(editor) == (asserting, origins)
    for least in (origins, origins + 1):
        found = editor.client.get(f"/v1/developments?min_origins={least}").json()["data"]
        assert [record["id"] for record in found] == (["claim"] if least == origins else [])


CHANGES: dict[str, tuple[list[str], dict[str, tuple[str, str, Any]], int]] = {
    "a reprint comes to light": (["gazette", "herald"], {"herald": ("PATCH", "", {"origin": "gazette"})}, 1),
    "a reprint was none": (["gazette", "reprint"], {"reprint": ("PATCH", "", {"origin": "herald"})}, 2),
    "an owner comes to light": (["gazette", "evening"], {"gazette": ("PATCH", "", {"owner": "press-group"})}, 1),
    "an outlet was sold": (["evening", "morning"], {"evening": ("PATCH", "", {"owner": "other-group"})}, 2),
    "two sources were one": (["gazette", "herald"], {"herald": ("POST", "/merge", {"into": "gazette"})}, 1),
    "one of two was another": (["gazette", "herald"], {"herald": ("POST", "/merge", {"into": "wire"})}, 2),
    "one of two was the other's reprint": (
        ["gazette", "herald"], {"herald": ("POST", "/merge", {"into": "reprint"})}, 1),
}  # fmt: skip
"""Who asserts, a write to one of them, and the origins that are counted after it."""


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_counted_again_in_the_change_that_alters_it(editor: Editor, name: str) -> None:
    asserting, writes, origins = CHANGES[name]
    sources(editor)
    claim(editor, [(source, None, A) for source in asserting])
    ((source, (method, behind, body)),) = writes.items()
    before = counted(editor)
    editor.send(method, f"/v1/sources/{source}{behind}", body, tag="*", status=200)
    assert counted(editor)[1] == origins
    last = editor.client.get(f"/v1/changes?after={len(SOURCES) + 1}").json()["data"]
    assert {change["at"] for change in last} == {last[0]["at"]}
    moved = [change for change in last if change["id"] == "claim"]
    assert len(moved) == (1 if counted(editor) != before or behind else 0)


def test_a_relay_that_is_found_out_counts_no_more(editor: Editor) -> None:
    sources(editor)
    claim(editor, [("gazette", "herald", A), ("herald", None, A)])
    assert counted(editor) == (2, 2)
    editor.send("PATCH", "/v1/sources/herald", {"aggregator": True}, tag="*", status=200)
    assert counted(editor) == (2, 1)
    (moved,) = editor.client.get("/v1/changes?collection=developments&after=13").json()["data"]
    assert moved["by"] == "tracker"
    assert {each["path"] for each in moved["patch"]} >= {"/corroboration/independent_origins"}


def test_a_relay_that_is_found_out_is_no_source_of_a_draft_that_cites_the_claim(editor: Editor) -> None:
    sources(editor)
    claim(editor, [("gazette", None, A), ("herald", None, A)])
    lead = [{"text": "They met.", "cites": ["developments/claim"]}]
    editor.create("briefings", {"id": "draft-one", "title": "One", "lead": lead})
    assert editor.draft("draft-one")["sources"]["resolved"] == 2
    editor.send("PATCH", "/v1/sources/herald", {"aggregator": True}, tag="*", status=200)
    assert editor.draft("draft-one")["sources"]["resolved"] == 1


def test_a_source_that_is_taken_away_counts_no_more(editor: Editor) -> None:
    sources(editor)
    claim(editor, [("gazette", None, A), ("herald", None, A)])
    editor.send("DELETE", "/v1/sources/herald", tag="*", status=409)
    grounds = [{"source": "gazette", "stance": "asserts"}]
    editor.send("PATCH", "/v1/developments/claim", {"evidence": grounds}, tag="*", status=200)
    editor.send("DELETE", "/v1/sources/herald", tag="*", status=200)
    assert counted(editor) == (1, 1)


def test_what_was_counted_then_is_still_told(editor: Editor) -> None:
    sources(editor)
    claim(editor, [("gazette", None, A), ("herald", None, A)])
    editor.send("PATCH", "/v1/sources/herald", {"origin": "gazette"}, tag="*", status=200)
    then = editor.client.get("/v1/developments/claim?as_of=13").json()["data"]["corroboration"]
    assert then == {"sources": 2, "independent_origins": 2}
    assert counted(editor) == (2, 1)
