"""Successors: one at most, whoever writes at once, in whatever order, and after a migration."""

import json
import random
import threading
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.errors import Conflict, NotFound
from app.main import create_app
from app.migrations import migrate
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import BriefingVersion
from app.store.write import writing
from tests import examples
from tests.editions.succeeding import draft, edition, read
from tests.editors import Editor, key


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_editions_stand_in_chains(talks_desk: Editor, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(120):
        drafts = talks_desk.read_drafts()
        known = [each["id"] for each in (*drafts, *read(talks_desk, "/v1/briefings?fields=id&limit=200"))]
        one, other = (chance.choice(known) if known else None for _ in range(2))
        path = f"/v1/briefings/{one}"
        headers = {"Authorization": f"Bearer {talks_desk.token}", "If-Match": "*"}
        match chance.choice(("create", "create", "publish", "publish", "aim", "delete", "merge", "change")):
            case "create":
                statement = {"text": "They met.", "cites": ["developments/talks"]}
                body = {"id": f"b-{number}", "title": "B", "lead": [statement], "supersedes": other}
                talks_desk.client.post("/v1/briefings", json=body, headers=headers)
            case "publish":
                chosen = chance.choice(drafts)["id"] if drafts else one
                talks_desk.client.post(f"/v1/briefings/{chosen}/publish", headers=headers)
            case "aim":
                talks_desk.client.patch(path, json={"supersedes": other}, headers=headers)
            case "delete":
                talks_desk.client.delete(path, headers=headers)
            case "merge":
                talks_desk.client.post(f"{path}/merge", json={"into": other}, headers=headers)
            case "change":
                talks_desk.client.patch("/v1/developments/talks", json={"credibility": number % 6 + 1}, headers=headers)
        check_chains(read(talks_desk, "/v1/briefings?limit=200"))
    editions = read(talks_desk, "/v1/briefings?state=published&limit=200")
    assert any(each["superseded_by"] for each in editions)
    for each in editions:
        pins = {pin["record"]: pin["revision"] for pin in each["pins"]}
        included = talks_desk.client.get(f"/v1/briefings/{each['id']}?include=developments").json()["included"]
        assert included["developments"]["talks"]["revision"] == pins["developments/talks"]


def check_chains(briefings: list[dict[str, Any]]) -> None:
    """Hold who supersedes whom against what the published editions say."""
    said = [(each["supersedes"], each["id"]) for each in briefings if each["state"] == "published"]
    superseding = {target: successor for target, successor in said if target is not None}
    assert len(superseding) == sum(target is not None for target, _ in said)
    for each in briefings:
        assert each["superseded_by"] == superseding.get(each["id"]), each["id"]
        if each["superseded_by"] is not None:
            assert each["state"] == "published"


def test_of_many_who_would_supersede_an_edition_at_once_one_does(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
    rivals = [f"rival-{number}" for number in range(8)]
    for rival in rivals:
        draft(talks_desk, rival, supersedes="a")
    statuses: dict[str, int] = {}
    headers = {"Authorization": f"Bearer {talks_desk.token}"}

    def attempt(rival: str) -> None:
        statuses[rival] = talks_desk.client.post(f"/v1/briefings/{rival}/publish", headers=headers).status_code

    threads = [threading.Thread(target=attempt, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses.values()) == [200] + [409] * 7
    (winner,) = (rival for rival, status in statuses.items() if status == 200)
    assert read(talks_desk, "/v1/briefings/a")["superseded_by"] == winner


def test_two_editions_in_one_transaction_cannot_supersede_the_same_one(database: Database) -> None:
    def given(**members: Any) -> dict[str, Any]:
        return {"state": "published", "published_on": "2026-02-26", **members}

    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("briefings", examples.briefing(id="a"), given=given())
        writer.create("briefings", examples.briefing(id="b", supersedes="a"), given=given())
        with pytest.raises(Conflict, match="briefings/b"):
            writer.create("briefings", examples.briefing(id="c", supersedes="a"), given=given())
        with pytest.raises(NotFound):
            writer.current.existing("briefings", "c")


def test_editions_that_were_superseded_before_say_so_after_a_migration(talks_desk: Editor, database: Database) -> None:
    edition(talks_desk, "a")
    edition(talks_desk, "b", supersedes="a")
    downgrade(database, "0011")
    columns = columns_of(BriefingVersion)
    with database.write() as connection:
        for row in connection.execute(select(columns.seq, columns.document)).all():
            document = json.loads(row.document)
            del document["superseded_by"]
            changed = update(BriefingVersion).where(columns.seq == row.seq).values(document=json.dumps(document))
            connection.execute(changed)
    migrate(database)
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        again = Editor(client, key(database, "again", "*"))
        superseded = read(again, "/v1/briefings/a")
        assert (superseded["superseded_by"], superseded["revision"]) == ("b", 3)
        assert read(again, "/v1/briefings/b")["superseded_by"] is None
        newest = again.client.get("/v1/changes?after=0&limit=200").json()["data"][-1]
        assert (newest["id"], newest["by"]) == ("a", "tracker")
