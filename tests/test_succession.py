"""Succession: an edition that another one supersedes says so everywhere, and has one successor at most."""

import json
import random
import re
import threading
from typing import Any

import feedparser
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.errors import Conflict, NotFound
from app.main import create_app
from app.migrations import downgrade, migrate
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import Briefing
from app.store.write import writing
from tests import examples
from tests.editors import Editor, key

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def desk(editor: Editor) -> Editor:
    """An editor with a development that statements can rest on."""
    editor.create("developments", {"id": "talks", "title": "Talks", "summary": "They met."})
    return editor


def draft(editor: Editor, briefing_id: str, *, supersedes: str | None = None, **members: Any) -> None:
    statement = {"text": "They met.", "cites": ["developments/talks"]}
    given = {"id": briefing_id, "title": f"Edition {briefing_id}", "lead": [statement], **members}
    editor.create("briefings", given | ({"supersedes": supersedes} if supersedes else {}))


def publish(editor: Editor, briefing_id: str, *, status: int = 200) -> dict[str, Any]:
    answer: dict[str, Any] = editor.send("POST", f"/v1/briefings/{briefing_id}/publish", status=status).json()
    return answer


def edition(editor: Editor, briefing_id: str, *, supersedes: str | None = None) -> None:
    draft(editor, briefing_id, supersedes=supersedes)
    publish(editor, briefing_id)


def read(editor: Editor, path: str) -> Any:
    return editor.client.get(path).json()["data"]


def test_a_superseded_edition_names_its_successor_and_says_all_else_as_before(desk: Editor) -> None:
    edition(desk, "a")
    before = read(desk, "/v1/briefings/a")
    assert before["superseded_by"] is None
    draft(desk, "b", supersedes="a")
    assert read(desk, "/v1/briefings/a") == before
    tag = desk.tag("/v1/briefings/a")
    desk.send("POST", "/v1/briefings/b/publish?dry_run=true", status=200)
    assert read(desk, "/v1/briefings/a") == before
    newest = publish(desk, "b")["meta"]["snapshot"]
    after = read(desk, "/v1/briefings/a")
    assert after["superseded_by"] == "b"
    told = {name: before[name] for name in ("superseded_by", "revision", "updated_at")}
    assert after | told == before
    assert after["revision"] == before["revision"] + 1
    assert desk.tag("/v1/briefings/a") != tag
    assert read(desk, "/v1/briefings/b")["superseded_by"] is None
    change = desk.client.get(f"/v1/changes?after={newest - 1}").json()["data"][-1]
    assert (change["collection"], change["id"], change["by"]) == ("briefings", "a", "tracker")
    moved = {each["path"]: each["value"] for each in change["patch"]}
    assert moved.keys() == {"/superseded_by", "/revision", "/updated_at"}
    revisions = desk.client.get("/v1/briefings/a/revisions").json()["data"]
    assert [each["record"]["superseded_by"] for each in revisions] == [None, None, "b"]
    assert read(desk, f"/v1/briefings/a?as_of={newest - 2}") == before
    assert read(desk, "/v1/briefings/a/stale")["superseded_by"] == ["b"]
    listed = {each["id"]: each["superseded_by"] for each in read(desk, "/v1/briefings?fields=id,superseded_by")}
    assert listed == {"a": "b", "b": None}
    refused = desk.send("PATCH", "/v1/briefings/a", {"title": "Other"}, tag="*", status=409)
    assert "final" in refused.json()["detail"]
    desk.send("PATCH", "/v1/briefings/a", {"superseded_by": None}, tag="*", status=422)
    desk.send("DELETE", "/v1/briefings/a", tag="*", status=409)
    desk.send("DELETE", "/v1/briefings/b", tag="*", status=409)


def test_every_form_of_a_superseded_edition_leads_to_its_successor(desk: Editor) -> None:
    edition(desk, "a")
    forms = {
        "/v1/briefings/a?format=markdown": r"\*\*Superseded\*\* by \[Edition b\]\(</briefings/b>\)",
        "/v1/briefings/a?format=html": r'Superseded by <a href="/briefings/b">Edition b</a>',
        "/briefings/a": r'Superseded by <a href="/briefings/b">Edition b</a>',
        "/briefings": r'superseded by <a href="/briefings/b">b</a>',
        "/v1/briefings?format=atom": r"Superseded by: http://testserver/briefings/b",
        "/v1/briefings?format=jsonfeed": r"Superseded by: http://testserver/briefings/b",
        "/v1/briefings?format=csv&fields=id,superseded_by": r"a,b\r?\n",
        "/v1/briefings?format=ndjson&fields=id,superseded_by": r'\{"id":"a","superseded_by":"b"\}',
    }

    def told(path: str) -> str:
        headers = BROWSER if not path.startswith("/v1") else {}
        return str(desk.client.get(path, headers=headers).text)

    draft(desk, "b", supersedes="a")
    for path, pattern in forms.items():
        assert re.search(pattern, told(path)) is None, path
    publish(desk, "b")
    for path, pattern in forms.items():
        assert len(re.findall(pattern, told(path))) == 1, (path, told(path))
    older = told("/v1/briefings/a?format=markdown&as_of=3")
    assert "Superseded" not in older
    assert "Superseded" not in told("/briefings/a?as_of=3")
    entries = {each.id.rpartition("/")[2]: each for each in feedparser.parse(told("/v1/briefings?format=atom")).entries}
    assert entries["a"].updated > entries["a"].published


def test_an_edition_has_one_successor(desk: Editor) -> None:
    edition(desk, "a")
    draft(desk, "b", supersedes="a")
    draft(desk, "c", supersedes="a")
    publish(desk, "b")
    refused = publish(desk, "c", status=409)
    assert [(each["pointer"], "briefings/b" in each["message"]) for each in refused["errors"]] == [
        ("/supersedes", True)
    ]
    later = {"id": "d", "title": "D", "supersedes": "a"}
    assert "briefings/b" in desk.send("POST", "/v1/briefings", later, status=409).json()["detail"]
    assembled = {"from": "2026-02-01", "to": "2026-02-28", "supersedes": "a"}
    desk.send("POST", "/v1/briefings/draft", assembled, status=409)
    draft(desk, "e")
    desk.send("PATCH", "/v1/briefings/e", {"supersedes": "a"}, tag="*", status=409)
    # What was written before goes on being written: it is refused again when it is to be published.
    desk.send("PATCH", "/v1/briefings/c", {"title": "C"}, tag="*", status=200)
    desk.send("PATCH", "/v1/briefings/c", {"supersedes": "b"}, tag="*", status=200)
    publish(desk, "c")
    chain = {each["id"]: each["superseded_by"] for each in read(desk, "/v1/briefings?state=published")}
    assert chain == {"a": "b", "b": "c", "c": None}
    assert desk.client.get("/v1/briefings/latest").json()["data"]["id"] == "c"
    assert read(desk, "/v1/briefings/a?include=briefings") == read(desk, "/v1/briefings/a")


def test_what_is_superseded_is_published_and_another(desk: Editor) -> None:
    draft(desk, "a")
    draft(desk, "b", supersedes="a")
    refused = publish(desk, "b", status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/supersedes"]
    refused = desk.send("PATCH", "/v1/briefings/b", {"supersedes": "b"}, tag="*", status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/supersedes"]
    publish(desk, "a")
    publish(desk, "b")
    assert read(desk, "/v1/briefings/a")["superseded_by"] == "b"


def test_drafts_that_go_leave_what_they_would_have_superseded_as_it_was(desk: Editor) -> None:
    edition(desk, "a")
    edition(desk, "b", supersedes="a")
    before = read(desk, "/v1/briefings?state=published&sort=title")
    draft(desk, "c", supersedes="b")
    draft(desk, "d", supersedes="c")
    draft(desk, "e")
    desk.send("POST", "/v1/briefings/c/merge", {"into": "a"}, status=200)
    assert read(desk, "/v1/briefings/d")["supersedes"] == "a"
    publish(desk, "d", status=409)
    desk.send("DELETE", "/v1/briefings/d", tag="*", status=200)
    draft(desk, "f", supersedes="b")
    desk.send("POST", "/v1/briefings/f/merge", {"into": "e"}, status=200)
    assert read(desk, "/v1/briefings?state=published&sort=title") == before


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_editions_stand_in_chains(desk: Editor, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(60):
        known = [each["id"] for each in read(desk, "/v1/briefings?fields=id&limit=200")]
        one, other = (chance.choice(known) if known else None for _ in range(2))
        path = f"/v1/briefings/{one}"
        headers = {"Authorization": f"Bearer {desk.token}", "If-Match": "*"}
        match chance.choice(("create", "create", "publish", "publish", "aim", "delete", "merge", "change")):
            case "create":
                statement = {"text": "They met.", "cites": ["developments/talks"]}
                body = {"id": f"b-{number}", "title": "B", "lead": [statement], "supersedes": other}
                desk.client.post("/v1/briefings", json=body, headers=headers)
            case "publish":
                desk.client.post(f"{path}/publish", headers=headers)
            case "aim":
                desk.client.patch(path, json={"supersedes": other}, headers=headers)
            case "delete":
                desk.client.delete(path, headers=headers)
            case "merge":
                desk.client.post(f"{path}/merge", json={"into": other}, headers=headers)
            case "change":
                desk.client.patch("/v1/developments/talks", json={"credibility": number % 6 + 1}, headers=headers)
        check_chains(read(desk, "/v1/briefings?limit=200"))
    editions = read(desk, "/v1/briefings?state=published&limit=200")
    assert any(each["superseded_by"] for each in editions)
    for each in editions:
        pins = {pin["record"]: pin["revision"] for pin in each["pins"]}
        included = desk.client.get(f"/v1/briefings/{each['id']}?include=developments").json()["included"]
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


def test_of_many_who_would_supersede_an_edition_at_once_one_does(desk: Editor) -> None:
    edition(desk, "a")
    rivals = [f"rival-{number}" for number in range(8)]
    for rival in rivals:
        draft(desk, rival, supersedes="a")
    statuses: dict[str, int] = {}
    headers = {"Authorization": f"Bearer {desk.token}"}

    def attempt(rival: str) -> None:
        statuses[rival] = desk.client.post(f"/v1/briefings/{rival}/publish", headers=headers).status_code

    threads = [threading.Thread(target=attempt, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses.values()) == [200] + [409] * 7
    (winner,) = (rival for rival, status in statuses.items() if status == 200)
    assert read(desk, "/v1/briefings/a")["superseded_by"] == winner


def test_of_one_day_the_edition_that_was_published_last_is_the_latest(desk: Editor) -> None:
    edition(desk, "a")
    edition(desk, "b")
    edition(desk, "c", supersedes="a")
    # That `a` was superseded is a newer change than any publication.
    assert desk.client.get("/v1/briefings/latest").json()["data"]["id"] == "c"
    newest = desk.client.get("/readyz").json()["snapshot"]
    assert desk.client.get(f"/v1/briefings/latest?as_of={newest - 2}").json()["data"]["id"] == "b"


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


def test_editions_that_were_superseded_before_say_so_after_a_migration(desk: Editor, database: Database) -> None:
    edition(desk, "a")
    edition(desk, "b", supersedes="a")
    downgrade(database, "0011")
    columns = columns_of(Briefing)
    with database.write() as connection:
        for row in connection.execute(select(columns.seq, columns.document)).all():
            document = json.loads(row.document)
            del document["superseded_by"]
            changed = update(Briefing).where(columns.seq == row.seq).values(document=json.dumps(document))
            connection.execute(changed)
    migrate(database)
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        again = Editor(client, key(database, "again", "*"))
        superseded = read(again, "/v1/briefings/a")
        assert (superseded["superseded_by"], superseded["revision"]) == ("b", 4)
        assert read(again, "/v1/briefings/b")["superseded_by"] is None
        newest = again.client.get("/v1/changes?after=0&limit=200").json()["data"][-1]
        assert (newest["id"], newest["by"]) == ("a", "tracker")
