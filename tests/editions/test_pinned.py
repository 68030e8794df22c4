"""Pinned: an edition is shown on the records that it was published on, with their passages as they stand now."""

from app.editions.publishing import check_publishable
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import Briefing, Development
from tests import examples
from tests.editions.pinning import EDITION, TEXT, attach, change, included, number, passage
from tests.editors import Editor


def stale(editor: Editor) -> dict[str, set[str]]:
    found = editor.client.get(f"{EDITION}/stale").json()["data"]["stale"]
    return {each["record"]: set(each["changed_fields"]) for each in found}


def test_an_edition_includes_the_revisions_that_it_was_published_on(desk: Editor) -> None:
    published_by = number(desk)
    then = included(desk)
    change(desk, "developments/talks", title="Other talks", summary="They did not meet.")
    change(desk, "conditions/peace", demand="War.")
    change(desk, "actors/ruritania", description="A kingdom.")
    change(desk, "sources/report", title="Another report")
    change(desk, "sources/relay", aggregator=False)
    assert included(desk) == then
    assert included(desk, "&at=publication") == included(desk, path="/v1/briefings/latest") == then
    pins = {pin["record"]: pin["revision"] for pin in desk.client.get(EDITION).json()["data"]["pins"]}
    for name, records in then.items():
        for record_id, record in records.items():
            stood = desk.client.get(f"/v1/{name}/{record_id}?as_of={published_by}").json()["data"]
            assert record == stood
            assert pins.get(f"{name}/{record_id}", record["revision"]) == record["revision"]
    assert len(pins) == 3
    assert set(then["sources"]) == {"report", "relay"}
    assert set(then["actors"]) == {"ruritania"}
    for query in ("&at=now", f"&at=now&as_of={number(desk)}"):
        for name, records in included(desk, query).items():
            for record_id, record in records.items():
                assert record == desk.client.get(f"/v1/{name}/{record_id}").json()["data"]
    # What stood at a number is asked for as ever: that of the edition too.
    assert included(desk, f"&at=now&as_of={published_by}") == then
    listed = included(desk, path="/v1/briefings")["developments"]["talks"]
    assert listed["title"] == "Other talks"


def test_a_draft_is_shown_and_published_on_what_stands(desk: Editor) -> None:
    statement = {"text": "They met.", "cites": ["developments/talks"]}
    desk.create("briefings", {"id": "draft-of-it", "title": "Draft", "lead": [statement]})
    change(desk, "developments/talks", title="Other talks")
    headers = {"Authorization": f"Bearer {desk.token}"}
    assert "Other talks" in desk.client.get("/v1/drafts/draft-of-it?format=markdown", headers=headers).text
    before = number(desk)
    desk.publish("draft-of-it")
    change(desk, "developments/talks", title="Talks again")
    for query in ("", "&at=publication", f"&at=now&as_of={before + 1}"):
        found = included(desk, query, path="/v1/briefings/draft-of-it")["developments"]["talks"]
        assert found["title"] == "Other talks"
    found = included(desk, "&at=now", path="/v1/briefings/draft-of-it")["developments"]["talks"]
    assert found["title"] == "Talks again"
    # Before its publication there was no record.
    assert desk.client.get(f"/v1/briefings/draft-of-it?as_of={before}").status_code == 404


def test_at_is_refused_where_it_says_nothing(desk: Editor) -> None:
    for path in (
        f"{EDITION}?at=now",
        f"{EDITION}?at=publication&format=markdown",
        f"{EDITION}?include=actors&at=then",
        f"{EDITION}?include=actors&at=now&at=now",
        "/v1/briefings?include=actors&at=now",
        "/v1/developments/talks?include=actors&at=now",
        f"{EDITION}/stale?at=now",
    ):
        refused = desk.send("GET", path, status=422).json()
        assert [each["name"] for each in refused["errors"]] == ["at"], path


def test_an_edition_includes_its_successor_as_it_stands(desk: Editor) -> None:
    statement = {"text": "They met.", "cites": ["developments/talks", "briefings/edition"]}
    desk.create("briefings", {"id": "second", "title": "Second", "lead": [statement], "supersedes": "edition"})
    desk.send("POST", "/v1/briefings/second/publish", status=200)
    assert included(desk)["briefings"]["second"] == desk.client.get("/v1/briefings/second").json()["data"]
    # The successor rests on the first as it was: not yet superseded.
    pins = {pin["record"]: pin["revision"] for pin in desk.client.get("/v1/briefings/second").json()["data"]["pins"]}
    found = included(desk, path="/v1/briefings/second")["briefings"]["edition"]
    assert (found["revision"], found["superseded_by"]) == (pins["briefings/edition"], None)
    found = included(desk, "&at=now", path="/v1/briefings/second")["briefings"]["edition"]
    assert found["superseded_by"] == "second"


def test_stale_lists_what_says_something_else(desk: Editor) -> None:
    attach(desk, TEXT)
    attach(desk, TEXT, source="report")
    assert stale(desk) == {}
    attach(desk, "Nothing of it.")
    assert stale(desk) == {}
    longer = f"By the way: {TEXT}"
    attach(desk, longer)
    change(desk, "conditions/peace", evidence=[{"source": "report", "via": "relay", "selector": passage(longer)}])
    assert stale(desk) == {}
    other = [{"source": "report", "via": "relay", "selector": passage(longer, "Nobody came")}]
    change(desk, "conditions/peace", evidence=other)
    assert stale(desk) == {"conditions/peace": {"evidence"}}
    change(desk, "sources/report", caveats=[{"kind": "other", "note": "It is a draft."}])
    desk.create("developments", {"id": "denial", "relations": [{"id": "talks", "kind": "contradicts"}]})
    assert stale(desk) == {
        "conditions/peace": {"evidence"},
        "developments/talks": {"status", "related_by"},
        "sources/report": {"caveats"},
    }
    statement = {"text": "They met.", "cites": ["developments/talks", "conditions/peace", "sources/relay"]}
    desk.create("briefings", {"id": "second", "title": "Second", "lead": [statement]})
    desk.publish("second")
    moved = desk.client.get("/v1/briefings/second/diff?against=edition").json()["data"]["moved"]
    assert {each["record"] for each in moved} == {"conditions/peace", "developments/talks"}


def test_the_diff_of_editions_leaves_out_records_that_say_the_same(desk: Editor) -> None:
    attach(desk, TEXT)
    statement = {"text": "They met.", "cites": ["developments/talks", "conditions/peace", "sources/relay"]}
    desk.create("briefings", {"id": "second", "title": "Second", "lead": [statement]})
    desk.send("POST", "/v1/briefings/second/publish", status=200)
    revisions = [
        {pin["record"]: pin["revision"] for pin in desk.client.get(f"/v1/briefings/{each}").json()["data"]["pins"]}
        for each in ("edition", "second")
    ]
    assert revisions[0]["developments/talks"] < revisions[1]["developments/talks"]
    assert desk.client.get("/v1/briefings/second/diff?against=edition").json()["data"]["moved"] == []


def test_what_is_pinned_is_what_a_transaction_had_come_to(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development(id="first"))
        relations = [{"id": "first", "kind": "contradicts"}]
        writer.create("developments", examples.development(id="second", relations=relations))
        statement = {"text": "They met.", "cites": ["developments/first"]}
        edition = examples.briefing(id="edition", lead=[statement])
        check_publishable(writer, edition)
        made = writer.create("briefings", edition)
    assert isinstance(made.record, Briefing)
    with writing(database, COLLECTIONS, by="test") as writer:
        first = writer.current.existing("developments", "first")
        assert isinstance(first, Development)
        assert first.status == "disputed"
        assert [pin.revision for pin in made.record.pins] == [first.revision] == [2]
