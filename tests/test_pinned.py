"""Pinned: an edition is shown on the records that it was published on, with their passages as they stand now."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.editions.publishing import published
from app.main import create_app
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from schemas import Briefing, Development
from tests import examples
from tests.editors import Editor, key
from tests.test_costs import statements
from tests.test_succession import BROWSER

ALL = "developments,conditions,actors,sources,briefings"
EDITION = "/v1/briefings/edition"
WORDS = "met in Strelsau"
TEXT = f"On Monday they {WORDS}. Nobody came."
SEED = "tracker-briefing-2026-02-26"


def passage(text: str = TEXT, words: str = WORDS) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "sha256": sha256(words.encode()).hexdigest()}


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
def seeded_desk(seeded: Database) -> Iterator[Editor]:
    """An editor of the seed."""
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Editor(client, key(seeded, "editor", "*"))


def attach(editor: Editor, text: str, *, source: str = "relay") -> None:
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"}
    answer = editor.client.put(f"/v1/sources/{source}/text", content=text.encode(), headers=headers)
    assert answer.status_code == 200, answer.text


def change(editor: Editor, path: str, **members: Any) -> None:
    editor.send("PATCH", f"/v1/{path}", members, tag="*", status=200)


def included(editor: Editor, query: str = "", *, path: str = EDITION) -> dict[str, dict[str, Any]]:
    answer = editor.client.get(f"{path}?include={ALL}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, Any]] = answer.json()["included"]
    return found


def number(editor: Editor) -> int:
    return int(editor.client.get("/readyz").json()["snapshot"])


def stale(editor: Editor) -> dict[str, set[str]]:
    found = editor.client.get(f"{EDITION}/stale").json()["data"]["stale"]
    return {each["record"]: set(each["changed_fields"]) for each in found}


def shown(editor: Editor) -> dict[str, list[tuple[str, bool]]]:
    """In each form, the states of the edition's passages, and whether their words are there."""
    in_json = [
        (ground["state"], ground["exact"] == WORDS)
        for name in ("developments", "conditions")
        for record in included(editor)[name].values()
        for ground in record["evidence"]
        if ground["selector"]
    ]
    markdown = editor.client.get(f"{EDITION}?format=markdown").text
    states = {"verified": "verified", "not verified": "unverified", "orphaned": "orphaned"}
    forms = {
        "json": in_json,
        "markdown": [
            (states[state], bool(words))
            for state, words in re.findall(rf"characters [^;]*; passage ([a-z ]+)\.( “{WORDS}”)?", markdown)
        ],
    }
    for name, path in (("html", f"{EDITION}?format=html"), ("page", "/briefings/edition"), ("front", "/")):
        text = editor.client.get(path, headers=BROWSER if not path.startswith("/v1") else {}).text
        grounds = re.findall(r'<div class="ground.*?</div>', text, re.DOTALL)
        found = [(re.search(r'class="state (\w+)', each), f"<p>{WORDS}</p>" in each) for each in grounds]
        forms[name] = [(state[1], words) for state, words in found if state is not None]
    return forms


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


def test_a_draft_includes_what_stands(desk: Editor) -> None:
    statement = {"text": "They met.", "cites": ["developments/talks"]}
    desk.create("briefings", {"id": "draft-of-it", "title": "Draft", "lead": [statement]})
    change(desk, "developments/talks", title="Other talks")
    for query in ("", "&at=publication", "&at=now"):
        found = included(desk, query, path="/v1/briefings/draft-of-it")["developments"]["talks"]
        assert found["title"] == "Other talks"
    before = number(desk)
    desk.send("POST", "/v1/briefings/draft-of-it/publish", status=200)
    change(desk, "developments/talks", title="Talks again")
    found = included(desk, f"&as_of={before}", path="/v1/briefings/draft-of-it")["developments"]["talks"]
    assert found["title"] == "Other talks"


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


def test_whether_passages_stand_is_told_as_of_now_in_every_form(desk: Editor) -> None:
    before = number(desk)
    claimed = included(desk)

    def all_are(state: str, *, words: bool) -> None:
        assert shown(desk) == dict.fromkeys(("json", "markdown", "html", "page", "front"), [(state, words)] * 2)

    all_are("unverified", words=False)
    change(desk, "developments/talks", title="Other talks")
    attach(desk, TEXT)
    all_are("verified", words=True)
    verified = number(desk)
    now = included(desk)
    assert now["developments"]["talks"]["title"] == "Talks"
    assert now["sources"]["relay"]["text"] == desk.client.get("/v1/sources/relay").json()["data"]["text"]
    # A passage that stands elsewhere by now is pointed at where it stands.
    longer = f"By the way: {TEXT}"
    attach(desk, longer)
    evidence = [{"source": "report", "via": "relay", "selector": passage(longer)}, {"source": "report"}]
    change(desk, "developments/talks", evidence=evidence)
    change(desk, "conditions/peace", evidence=evidence[:1])
    all_are("verified", words=True)
    assert included(desk)["conditions"]["peace"]["evidence"][0]["selector"] == passage(longer)
    attach(desk, "Another text altogether, in which nothing of it is to be found.")
    all_are("orphaned", words=False)
    desk.send("DELETE", "/v1/sources/relay/text", status=200)
    all_are("unverified", words=False)
    for number_then, expected in ((before, claimed), (verified, now)):
        assert included(desk, f"&as_of={number_then}") == expected


def test_passages_of_what_the_record_no_longer_says_are_looked_for_in_the_text(desk: Editor) -> None:
    attach(desk, TEXT)
    change(desk, "developments/talks", evidence=[])
    change(desk, "conditions/peace", evidence=[])
    assert shown(desk)["json"] == [("verified", True)] * 2
    kept = {query: desk.client.get(f"{EDITION}?include={ALL}{query}") for query in ("", f"&as_of={number(desk)}")}
    assert "immutable" in kept[f"&as_of={number(desk)}"].headers["cache-control"]
    unasked = number(desk)
    attach(desk, f"Other words. {TEXT}")
    assert set(shown(desk)["json"]) == {("orphaned", False)}
    desk.send("DELETE", "/v1/sources/relay/text", status=200)
    assert set(shown(desk)["json"]) == {("unverified", False)}
    # Texts have no history: an answer that never changes is not made of them.
    again = desk.client.get(f"{EDITION}?include={ALL}&as_of={unasked}", headers={"Origin": "https://www.example.org"})
    assert again.json() == kept[f"&as_of={unasked}"].json()


def test_passages_are_followed_through_merges(desk: Editor) -> None:
    evidence = [{"source": "report", "via": "relay", "selector": passage()}]
    desk.create("developments", {"id": "meeting", "title": "Meeting", "evidence": evidence})
    desk.send("POST", "/v1/developments/talks/merge", {"into": "meeting"}, status=200)
    desk.create("sources", {"id": "agency", "title": "Agency", "aggregator": True})
    desk.send("POST", "/v1/sources/relay/merge", {"into": "agency"}, status=200)
    attach(desk, TEXT, source="agency")
    at = number(desk)
    for query in ("", f"&as_of={at}"):
        found = included(desk, query)
        (ground, _) = found["developments"]["talks"]["evidence"]
        assert (ground["via"], ground["state"], ground["exact"]) == ("relay", "verified", WORDS)
        assert found["sources"]["relay"]["text"] is None
    assert shown(desk)["page"] == [("verified", True)] * 2


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
        given = published(writer, edition, on=examples.development().reported_on)  # type: ignore[arg-type]  # it has one
        made = writer.create("briefings", edition, given=given)
    assert isinstance(made.record, Briefing)
    with writing(database, COLLECTIONS, by="test") as writer:
        first = writer.current.existing("developments", "first")
        assert isinstance(first, Development)
        assert first.status == "disputed"
        assert [pin.revision for pin in made.record.pins] == [first.revision] == [2]


def test_the_front_page_of_the_seed_tells_what_became_of_its_passages(seeded_desk: Editor) -> None:
    def states() -> dict[str, int]:
        text = seeded_desk.client.get("/", headers=BROWSER).text
        return {state: text.count(f'class="state {state}"') for state in ("verified", "unverified", "orphaned")}

    every = states()["unverified"]
    assert every > 50
    attach(seeded_desk, "Another text.", source="uk-security-policy-tracker-2026-02-26")
    assert states() == {"verified": 0, "unverified": 0, "orphaned": every}
    with statements() as seen:
        found = included(seeded_desk, path=f"/v1/briefings/{SEED}")
    assert 0 < len(seen) <= 20, seen
    for pin in seeded_desk.client.get(f"/v1/briefings/{SEED}").json()["data"]["pins"]:
        name, _, record_id = pin["record"].partition("/")
        assert found[name][record_id]["revision"] == pin["revision"]
    assert seeded_desk.client.get(f"/v1/briefings/{SEED}/stale").json()["data"]["stale"] == []
    seeded_desk.send("DELETE", "/v1/sources/uk-security-policy-tracker-2026-02-26/text", status=200)
    assert states() == {"verified": 0, "unverified": every, "orphaned": 0}
