"""A database that has lived: records that were changed, renamed, merged, deleted and brought back, with texts."""

import datetime as dt

from sqlalchemy import insert
from starlette.testclient import TestClient

from app.collecting import feeds, polls
from app.main import create_app
from app.proposing.catching_up import TextReader
from app.settings import Settings
from app.store.database import Database
from app.store.feed_tables import FeedItemRow
from schemas import FeedDraft
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
    collect(source)
    return source


def collect(url: str) -> None:
    """Poll a feed as if it had been fetched, and read the texts that there are for proposals."""
    database, now = Database(url), dt.datetime(2026, 2, 26, tzinfo=dt.UTC)
    with database.write() as connection:
        draft = FeedDraft(url="https://feeds.example.org/rss", publisher="The Gazette")
        feed = feeds.add_feed(connection, draft, by="her", allow_private=False)
        held = polls.hold_feed(connection, feed.id)
        assert held is not None
        polls.note_poll(connection, held, polls.Polled("failed", problems=["The answer is 500."]))
        item = {"feed": feed.id, "item": "id 1", "source": "minutes", "given": "{}", "at": now, "text_tries": 0}
        connection.execute(insert(FeedItemRow), item)
    reader = TextReader(database)
    while reader.read_next() is not None:
        pass
    database.close()


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
    editor.create("briefings", {**cited, "id": "next", "title": "What is yet to be said"})
    editor.send("POST", "/v1/actors/strelsau-club/merge", {"into": "ruritania"}, status=200)
    for method, path in (
        ("DELETE", "/v1/sources/gone"),
        ("POST", "/v1/sources/gone/restore"),
        ("DELETE", "/v1/sources/gone"),
    ):
        editor.send(method, path, tag="*", status=200)
    editor.create("sources", {"id": "article"})
    put(editor, "article", "Ruritania announced on 12 February 2026 that it would open its border.")
    sent = {"Authorization": f"Bearer {editor.token}"}
    assert editor.client.post("/v1/webhooks", json=HOOK, headers=sent).status_code == 201
    assert editor.client.put("/v1/sources/minutes/story", json={"story": None}, headers=sent).status_code == 200
