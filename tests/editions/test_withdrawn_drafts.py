"""Withdrawn drafts: those that were public before they were private leave the record, which keeps its history."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.main import create_app
from app.migrations import is_current, migrate
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store import clock
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import BriefingVersion
from app.store.write import writing
from app.upkeep.recovering import recover
from tests import examples
from tests.commands.running import run
from tests.databases import Server
from tests.editors import Editor, export, key

LEAD = [{"text": "They met.", "cites": ["developments/talks"]}]


def unpublish(database: Database, briefing_id: str) -> None:
    """Have a briefing be the draft that it would have been before drafts were private."""
    columns = columns_of(BriefingVersion)
    with database.write() as connection:
        query = select(columns.seq, columns.document).where(columns.id == briefing_id)
        for seq, document in connection.execute(query).all():
            drafted = json.dumps(json.loads(document) | {"state": "draft", "published_on": None, "pins": []})
            values = {"document": drafted, "state": "draft", "published_on": dt.date.max}
            connection.execute(update(BriefingVersion).where(columns.seq == seq).values(**values))


def write(database: Database, briefing_id: str, *, by: str, is_new: bool = True, **members: Any) -> None:
    """Write a briefing into the record, as it would have been published."""
    draft = examples.briefing(id=briefing_id, **{"lead": LEAD, **members})
    with writing(database, COLLECTIONS, by=by) as writer:
        if is_new:
            writer.create("briefings", draft)
        else:
            writer.replace("briefings", briefing_id, draft)


@pytest.fixture
def public(database: Database) -> Database:
    """A database of the version before: a draft that an edition and an actor name, and one that was deleted."""
    downgrade(database, "0022_3")
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("developments", examples.development(id="talks"))
    for briefing_id in ("edition", "march", "deleted"):
        write(database, briefing_id, by="her")
        unpublish(database, briefing_id)
    write(database, "edition", by="her", is_new=False)
    write(database, "march", by="him", is_new=False, title="March", supersedes="edition")
    write(database, "citing", by="her", lead=[{"text": "They met.", "cites": ["briefings/march"]}])
    unpublish(database, "march")
    caveats = [{"kind": "other", "note": "See there.", "refers_to": "briefings/march"}]
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("actors", examples.actor(id="ruritania", caveats=caveats))
        writer.delete("briefings", "deleted")
    return database


def client_of(database: Database) -> TestClient:
    url = database.url.render_as_string(hide_password=False)
    return TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False)


def test_a_draft_in_the_record_becomes_a_private_one_and_can_be_published(public: Database) -> None:
    with public.read() as connection:
        assert not is_current(connection)
    migrate(public)
    with client_of(public) as client:
        editor = Editor(client, key(public, "editor", "*"))
        changes = client.get("/v1/changes?limit=200").json()["data"]
        ended = [each for each in changes if (each["id"], each["action"]) == ("march", "deleted")]
        assert [each["by"] for each in ended] == ["tracker"]
        gone = client.get("/v1/briefings/march")
        assert (gone.status_code, client.get("/v1/drafts/march").status_code) == (410, 401)
        was = client.get(gone.headers["link"].split(">")[0].strip("<")).json()["data"]
        assert (was["state"], was["title"]) == ("draft", "March")
        revisions = client.get("/v1/briefings/march/revisions").json()["data"]
        assert [each["action"] for each in revisions] == ["created", "updated", "deleted"]
        kept = editor.draft("march")
        assert {name: kept[name] for name in was} == was | {"superseded_by": None}
        assert (kept["created_by"], kept["changed_by"], kept["revision"]) == ("her", "him", 2)
        assert {each["id"] for each in editor.read_drafts()} == {"march"}
        assert {each["id"]: each["state"] for each in client.get("/v1/briefings").json()["data"]} == {
            "citing": "published",
            "edition": "published",
        }
        assert client.get("/v1/actors/ruritania").json()["data"]["caveats"][0]["refers_to"] is None
        run("check", status=0, url=public.url.render_as_string(hide_password=False))
        editor.send("PATCH", "/v1/briefings/march", {"subtitle": "S"}, tag='"r2-1-000000000000"', status=200)
        published = editor.publish("march")["data"]
        assert (published["revision"], published["created_at"]) == (3, was["created_at"])
        assert client.get("/v1/briefings/march").json()["data"] == published
        assert client.get("/v1/briefings/edition").json()["data"]["superseded_by"] == "march"
        assert editor.read_drafts() == []
        actions = [each["action"] for each in client.get("/v1/briefings/march/revisions").json()["data"]]
        assert actions == ["created", "updated", "deleted", "created"]
        run("check", status=0, url=public.url.render_as_string(hide_password=False))


def test_a_draft_that_ended_in_the_record_comes_back_as_a_private_one(public: Database) -> None:
    migrate(public)
    with client_of(public) as client:
        editor = Editor(client, key(public, "editor", "*"))
        before = export(editor)
        editor.send("POST", "/v1/briefings", {"id": "deleted", "title": "D"}, status=409)
        editor.send("POST", "/v1/briefings/march/restore", status=409)
        back = editor.send("POST", "/v1/briefings/deleted/restore", status=200).json()["data"]
        assert (back["state"], back["revision"]) == ("draft", 2)
        assert editor.draft("deleted")["created_by"] == "editor"
        assert export(editor) == before
        assert client.get("/v1/briefings/deleted").status_code == 410
        assert editor.publish("deleted")["data"]["revision"] == 2


def test_migrating_again_or_back_and_forth_leaves_the_record_as_it_is(public: Database) -> None:
    migrate(public)
    with client_of(public) as client:
        newest = client.get("/readyz").json()["snapshot"]
    migrate(public)
    downgrade(public, "0022_3")
    migrate(public)
    with client_of(public) as client:
        assert client.get("/readyz").json()["snapshot"] == newest


def test_changes_from_when_drafts_were_public_are_restored_without_them(
    public: Database, servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    with public.read() as connection:
        newest = clock.newest(connection).seq
    migrate(public)
    with client_of(public) as client:
        lines = client.get("/v1/changes?format=ndjson&limit=200").text.splitlines()
    file = tmp_path / "changes.ndjson"
    file.write_text("".join(f"{line}\n" for line in lines[:newest]))
    url = servers[engine].url("empty")
    database = Database(url)
    recover(database, COLLECTIONS, file)
    with client_of(database) as client:
        assert {each["id"] for each in client.get("/v1/briefings").json()["data"]} == {"citing", "edition"}
        assert Editor(client, key(database, "editor", "*")).draft("march")["title"] == "March"
    run("check", status=0, url=url)
    database.close()
    servers[engine].drop(url)
