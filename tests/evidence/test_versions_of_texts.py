"""Versions of texts: the seed's passages follow through one after another, and by the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.commands.cli import cli
from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from seed.loader import load
from tests.documents import DOCUMENT, DOCUMENT_ID, needs_document
from tests.editors import Editor, key
from tests.evidence.following import PAGE
from tests.evidence.passages import put, states
from tests.scratch import check_grounds, grounds_of


@pytest.fixture
def document(seeded: Database) -> Iterator[tuple[Editor, str]]:
    """An editor of the seeded tracker, with the document that it is of attached."""
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        editor, text = Editor(client, key(seeded, "her", "*")), DOCUMENT.read_bytes().decode()
        put(editor, DOCUMENT_ID, text)
        yield editor, text


def check_followed(editor: Editor, words: dict[tuple[Any, ...], str], text: str) -> None:
    """Every passage whose words stand exactly once is verified with exactly its words; none with others."""
    now = selected(editor)
    assert set(now) == set(words)
    for place, each in now.items():
        assert each["exact"] in (None, words[place])
        assert (each["state"] == "verified") == (each["exact"] is not None)
        count = sum(text.startswith(words[place], start) for start in range(len(text)))
        assert each["state"] == ("verified" if count == 1 else "orphaned") or count > 1, words[place]
    check_grounds(states(editor), {DOCUMENT_ID: text})


def selected(editor: Editor) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every piece of evidence that selects a passage, by its record and its number there."""
    return {
        (*key, number): each
        for key, record in states(editor).items()
        for number, each in enumerate(grounds_of(record))
        if each["selector"]
    }


@needs_document
def test_the_seeds_passages_follow_through_one_version_after_another(document: tuple[Editor, str]) -> None:
    editor, text = document
    words = {place: each["exact"] for place, each in selected(editor).items()}
    assert len(words) == 147
    lines = text.split("\n")
    middle = len(lines) // 2
    parts = [
        lines[: middle // 2],
        lines[middle // 2 : middle],
        lines[middle : middle * 3 // 2],
        lines[middle * 3 // 2 :],
    ]
    for version in (
        f"Corrected {text}",
        "\n".join([*lines[:middle], "A paragraph of other words altogether, about the weather.", *lines[middle:]]),
        "\n".join([*parts[0], *parts[2], *parts[1], *parts[3]]),
        text.replace("\n", "\r\n"),
        "\n".join(parts[0] + parts[2]),
        "\n".join(parts[1]),
        f"Corrected {text}",
        text,
    ):
        put(editor, DOCUMENT_ID, version)
        check_followed(editor, words, version.replace("\r\n", "\n"))


@needs_document
def test_the_seed_loads_again_where_its_passages_have_moved(document: tuple[Editor, str], seeded: Database) -> None:
    editor, text = document
    put(editor, DOCUMENT_ID, f"Corrected {text}")
    before = editor.client.get("/v1/export").text
    loaded = load(seeded)
    assert (loaded.created, loaded.updated) == (0, 0)
    assert editor.client.get("/v1/export").text == before


def test_the_command_line_moves_passages_too(
    meeting: Editor, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(f"Draft. {PAGE}")
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = CliRunner().invoke(cli, ["attach", "minutes", str(file)])
    assert "4 passages verified, 0 orphaned" in result.output
    check_grounds(states(meeting), {"minutes": f"Draft. {PAGE}"})
