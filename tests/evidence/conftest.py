"""Fixtures of the tests of evidence."""

import pytest

from tests.editors import Editor
from tests.evidence.following import PAGE, PASSAGES
from tests.evidence.passages import TEXT, ground, put
from tests.evidence.sourcing import SOURCES


@pytest.fixture
def minutes(editor: Editor) -> Editor:
    """A source, and a development, a condition and an actor that rest on passages of it."""
    editor.create("sources", {"id": "minutes"})
    editor.create("developments", {"id": "met", "evidence": [ground(TEXT, "met in Strelsau")]})
    assessment = {
        "on": "2026-02-26",
        "status": "unmet",
        "rationale": "None.",
        "evidence": [ground(TEXT, "Nobody came")],
    }
    editor.create("conditions", {"id": "come", "assessments": [assessment]})
    office = {"title": "Clerk", "evidence": [ground(TEXT, "The parties")]}
    editor.create("actors", {"id": "clerk", "kind": "person", "offices": [office], "evidence": [ground(TEXT, "Zenda")]})
    editor.create("developments", {"id": "else", "evidence": [{"source": "minutes"}]})
    return editor


@pytest.fixture
def meeting(editor: Editor) -> Editor:
    """A source with a text, and a development for each of some passages."""
    editor.create("sources", {"id": "minutes"})
    for number, words in enumerate(PASSAGES):
        editor.create("developments", {"id": f"d-{number}", "evidence": [ground(PAGE, words)]})
    put(editor, "minutes", PAGE)
    return editor


@pytest.fixture
def desk(editor: Editor) -> Editor:
    """An editor of some sources."""
    for source_id, fields in SOURCES.items():
        editor.create("sources", {"id": source_id, **fields})
    return editor
