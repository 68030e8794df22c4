"""Pinned passages: whether they stand is told as of now, in every form and through merges."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from tests.editions.pinning import ALL, EDITION, TEXT, WORDS, attach, change, included, number, passage
from tests.editions.succeeding import BROWSER
from tests.editors import Editor, key
from tests.reading.test_costs import statements

SEED = "tracker-briefing-2026-02-26"


@pytest.fixture
def seeded_desk(seeded: Database) -> Iterator[Editor]:
    """An editor of the seed."""
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Editor(client, key(seeded, "editor", "*"))


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
