"""Succession: an edition that another one supersedes says so everywhere, and has one successor at most."""

import re

import feedparser

from tests.editions.succeeding import BROWSER, draft, edition, publish, read
from tests.editors import Editor


def test_a_superseded_edition_names_its_successor_and_says_all_else_as_before(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
    before = read(talks_desk, "/v1/briefings/a")
    assert before["superseded_by"] is None
    draft(talks_desk, "b", supersedes="a")
    assert read(talks_desk, "/v1/briefings/a") == before
    tag = talks_desk.tag("/v1/briefings/a")
    talks_desk.send("POST", "/v1/briefings/b/publish?dry_run=true", status=200)
    assert read(talks_desk, "/v1/briefings/a") == before
    newest = publish(talks_desk, "b")["meta"]["snapshot"]
    after = read(talks_desk, "/v1/briefings/a")
    assert after["superseded_by"] == "b"
    told = {name: before[name] for name in ("superseded_by", "revision", "updated_at")}
    assert after | told == before
    assert after["revision"] == before["revision"] + 1
    assert talks_desk.tag("/v1/briefings/a") != tag
    assert read(talks_desk, "/v1/briefings/b")["superseded_by"] is None
    change = talks_desk.client.get(f"/v1/changes?after={newest - 1}").json()["data"][-1]
    assert (change["collection"], change["id"], change["by"]) == ("briefings", "a", "tracker")
    moved = {each["path"]: each["value"] for each in change["patch"]}
    assert moved.keys() == {"/superseded_by", "/revision", "/updated_at"}
    revisions = talks_desk.client.get("/v1/briefings/a/revisions").json()["data"]
    assert [each["record"]["superseded_by"] for each in revisions] == [None, "b"]
    assert read(talks_desk, f"/v1/briefings/a?as_of={newest - 2}") == before
    assert read(talks_desk, "/v1/briefings/a/stale")["superseded_by"] == ["b"]
    listed = {each["id"]: each["superseded_by"] for each in read(talks_desk, "/v1/briefings?fields=id,superseded_by")}
    assert listed == {"a": "b", "b": None}
    refused = talks_desk.send("PATCH", "/v1/briefings/a", {"title": "Other"}, tag="*", status=409)
    assert "final" in refused.json()["detail"]
    talks_desk.send("PATCH", "/v1/briefings/a", {"superseded_by": None}, tag="*", status=422)
    talks_desk.send("DELETE", "/v1/briefings/a", tag="*", status=409)
    talks_desk.send("DELETE", "/v1/briefings/b", tag="*", status=409)


def test_every_form_of_a_superseded_edition_leads_to_its_successor(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
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
        return str(talks_desk.client.get(path, headers=headers).text)

    draft(talks_desk, "b", supersedes="a")
    for path, pattern in forms.items():
        assert re.search(pattern, told(path)) is None, path
    publish(talks_desk, "b")
    for path, pattern in forms.items():
        assert len(re.findall(pattern, told(path))) == 1, (path, told(path))
    older = told("/v1/briefings/a?format=markdown&as_of=2")
    assert "Superseded" not in older
    assert "Superseded" not in told("/briefings/a?as_of=2")
    entries = {each.id.rpartition("/")[2]: each for each in feedparser.parse(told("/v1/briefings?format=atom")).entries}
    assert entries["a"].updated > entries["a"].published


def test_an_edition_has_one_successor(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
    draft(talks_desk, "b", supersedes="a")
    draft(talks_desk, "c", supersedes="a")
    publish(talks_desk, "b")
    refused = publish(talks_desk, "c", status=409)
    assert [(each["pointer"], "briefings/b" in each["message"]) for each in refused["errors"]] == [
        ("/supersedes", True)
    ]
    later = {"id": "d", "title": "D", "supersedes": "a"}
    assert "briefings/b" in talks_desk.send("POST", "/v1/briefings", later, status=409).json()["detail"]
    assembled = {"from": "2026-02-01", "to": "2026-02-28", "supersedes": "a"}
    talks_desk.send("POST", "/v1/briefings/draft", assembled, status=409)
    draft(talks_desk, "e")
    talks_desk.send("PATCH", "/v1/briefings/e", {"supersedes": "a"}, tag="*", status=409)
    # What was written before goes on being written: it is refused again when it is to be published.
    talks_desk.send("PATCH", "/v1/briefings/c", {"title": "C"}, tag="*", status=200)
    talks_desk.send("PATCH", "/v1/briefings/c", {"supersedes": "b"}, tag="*", status=200)
    publish(talks_desk, "c")
    chain = {each["id"]: each["superseded_by"] for each in read(talks_desk, "/v1/briefings?state=published")}
    assert chain == {"a": "b", "b": "c", "c": None}
    assert talks_desk.client.get("/v1/briefings/latest").json()["data"]["id"] == "c"
    assert read(talks_desk, "/v1/briefings/a?include=briefings") == read(talks_desk, "/v1/briefings/a")


def test_what_is_superseded_is_published_and_another(talks_desk: Editor) -> None:
    draft(talks_desk, "a")
    draft(talks_desk, "b", supersedes="a")
    refused = publish(talks_desk, "b", status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/supersedes"]
    refused = talks_desk.send("PATCH", "/v1/briefings/b", {"supersedes": "b"}, tag="*", status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/supersedes"]
    publish(talks_desk, "a")
    publish(talks_desk, "b")
    assert read(talks_desk, "/v1/briefings/a")["superseded_by"] == "b"


def test_drafts_that_go_leave_what_they_would_have_superseded_as_it_was(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
    edition(talks_desk, "b", supersedes="a")
    before = read(talks_desk, "/v1/briefings?state=published&sort=title")
    draft(talks_desk, "c", supersedes="b")
    draft(talks_desk, "d", supersedes="c")
    talks_desk.send("DELETE", "/v1/briefings/c", tag="*", status=200)
    refused = publish(talks_desk, "d", status=422)
    assert [(each["pointer"], each["message"]) for each in refused["errors"]] == [
        ("/supersedes", "names briefings/c, which does not exist")
    ]
    talks_desk.send("DELETE", "/v1/briefings/d", tag="*", status=200)
    draft(talks_desk, "f", supersedes="b")
    talks_desk.send("DELETE", "/v1/drafts/f", tag="*", status=204)
    assert read(talks_desk, "/v1/briefings?state=published&sort=title") == before


def test_of_one_day_the_edition_that_was_published_last_is_the_latest(talks_desk: Editor) -> None:
    edition(talks_desk, "a")
    edition(talks_desk, "b")
    edition(talks_desk, "c", supersedes="a")
    # That `a` was superseded is a newer change than any publication.
    assert talks_desk.client.get("/v1/briefings/latest").json()["data"]["id"] == "c"
    newest = talks_desk.client.get("/readyz").json()["snapshot"]
    assert talks_desk.client.get(f"/v1/briefings/latest?as_of={newest - 2}").json()["data"]["id"] == "b"
