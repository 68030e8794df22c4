"""A database that has lived: records that were changed, renamed, merged, deleted and brought back, with texts."""

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.databases import Server
from tests.editors import Editor, key
from tests.evidence.passages import TEXT, ground, put

OTHER_TEXT = TEXT.replace("Nobody came", "Somebody came")
HOOK = {"url": "https://hooks.example.org/told", "description": "For the desk"}


def make_lived(server: Server) -> str:
    """Make such a database; its URL."""
    source = server.url("empty")
    database = Database(source)
    token = key(database, "her", "*")
    database.close()
    with TestClient(create_app(Settings(database_url=source)), raise_server_exceptions=False) as client:
        live(Editor(client, token))
    return source


def live(editor: Editor) -> None:
    """Write what such a database has."""
    for source in ("minutes", "reprint", "gone"):
        editor.create("sources", {"id": source})
    put(editor, "minutes", TEXT)
    grounds = [ground(TEXT, "met in Strelsau"), {"source": "reprint", "via": "minutes"}]
    editor.create("developments", {"id": "met", "evidence": grounds})
    editor.create("developments", {"id": "came", "evidence": [ground(TEXT, "Nobody came")]})
    editor.create("developments", {"id": "against", "relations": [{"id": "met", "kind": "contradicts"}]})
    for title in ("They met", "They met again", "They have met"):
        editor.send("PATCH", "/v1/developments/met", {"title": title}, tag="*", status=200)
    put(editor, "minutes", OTHER_TEXT)
    editor.create("actors", {"id": "ruritania"})
    editor.create("actors", {"id": "strelsau-club"})
    editor.create("actors", {"id": "zenda", "memberships": [{"group": "ruritania", "from": "1999-03-12"}]})
    cited = {"id": "edition", "title": "What was said", "lead": [{"text": "Some.", "cites": ["actors/strelsau-club"]}]}
    editor.create("briefings", cited, Idempotency_Key="the-same-again")
    editor.send("POST", "/v1/briefings/edition/publish", status=200)
    editor.send("POST", "/v1/actors/strelsau-club/merge", {"into": "ruritania"}, status=200)
    for method, path in (
        ("DELETE", "/v1/sources/gone"),
        ("POST", "/v1/sources/gone/restore"),
        ("DELETE", "/v1/sources/gone"),
    ):
        editor.send(method, path, tag="*", status=200)
    sent = {"Authorization": f"Bearer {editor.token}"}
    assert editor.client.post("/v1/webhooks", json=HOOK, headers=sent).status_code == 201
    assert editor.client.put("/v1/sources/minutes/story", json={"story": None}, headers=sent).status_code == 200
