"""Fixtures of the tests of editions."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from tests.editions.pinning import EDITION, passage
from tests.editors import Editor, key


@pytest.fixture
def seeded_editor(seeded: Database) -> Iterator[Editor]:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Editor(client, key(seeded, "editor", "*"))


@pytest.fixture
def desk(editor: Editor) -> Editor:
    """An editor with a published edition on a record of each collection."""
    editor.create("sources", {"id": "report", "title": "Report"})
    editor.create("sources", {"id": "relay", "title": "Relay", "aggregator": True})
    editor.create("actors", {"id": "ruritania", "name": "Ruritania"})
    evidence = [{"source": "report", "via": "relay", "selector": passage()}, {"source": "report"}]
    editor.create("conditions", {"id": "peace", "title": "Peace", "evidence": evidence[:1]})
    talks = {"id": "talks", "title": "Talks", "summary": "They met.", "evidence": evidence}
    editor.create("developments", talks | {"actors": [{"id": "ruritania", "role": "host"}]})
    cites = ["developments/talks", "conditions/peace", "sources/report"]
    editor.create("briefings", {"id": "edition", "title": "Edition", "lead": [{"text": "They met.", "cites": cites}]})
    editor.send("POST", f"{EDITION}/publish", status=200)
    return editor


@pytest.fixture
def talks_desk(editor: Editor) -> Editor:
    """An editor with a development that statements can rest on."""
    editor.create("developments", {"id": "talks", "title": "Talks", "summary": "They met."})
    return editor
