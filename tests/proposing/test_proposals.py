"""Proposals: what a text proposes, and what becomes of it when somebody decides."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.proposing.catching_up import TextReader
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from schemas import Problem, Proposal, ProposalDetail, ProposalPage, Published
from tests import examples
from tests.editors import key

TEXT = """Russia and Ukraine exchanged 300 prisoners on 12 February 2026 near Minsk.

Weather is weather.

Poland announced on Tuesday that it would spend 4.8 % of its GDP on defence in 2027."""


class Decider:
    """Somebody with a key who decides on proposals."""

    def __init__(self, client: TestClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.token = key(database, "her", "proposals:write", "developments:write")

    def send(self, method: str, path: str = "", body: Any = None, *, status: int = 200, **more: str) -> Response:
        headers = {"Authorization": f"Bearer {more.pop('token', self.token)}"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        answer = self.client.request(method, f"/v1/proposals{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        if status >= 400:
            Problem.model_validate_json(answer.content)
        return answer

    def open(self, query: str = "") -> list[Proposal]:
        """Proposals, in the order of their sentences."""
        page = ProposalPage.model_validate_json(self.send("GET", query).content)
        return sorted(page.data, key=lambda each: each.selector.start)


def attach(database: Database, title: str, text: str = TEXT, **fields: Any) -> str:
    """A source of a day in February with a text; its id."""
    given = {
        "published": Published.model_validate({"on": "2026-02-13", "precision": "day"}),
        "language": "en",
        **fields,
    }
    with writing(database, COLLECTIONS, by="him") as writer:
        source = writer.create("sources", examples.source(title, **given)).record.id
        writer.attach(source, text)
    return source


def read_all(database: Database) -> int:
    """Read every text that was not read; how many proposals that made."""
    made, reader = 0, TextReader(database)
    while (more := reader.read_next()) is not None:
        made += more
    return made


@pytest.fixture
def decider(seeded: Database) -> Iterator[Decider]:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Decider(client, seeded)


@pytest.fixture
def source(decider: Decider) -> str:
    made = attach(decider.database, "An article")
    assert read_all(decider.database) == 2
    return made


def test_each_sentence_that_says_something_is_a_proposal_with_its_words(decider: Decider, source: str) -> None:
    first, second = decider.open()
    assert TEXT[first.selector.start : first.selector.end] == first.exact
    assert first.exact.startswith("Russia and Ukraine exchanged")
    assert [(part["id"]) for part in first.draft["actors"]] == ["russia", "ukraine"]
    assert first.draft["occurred"]["from"] == "2026-02-12"
    assert first.draft["measures"][0]["value"] == 300
    assert second.draft["occurred"]["from"] == "2026-02-10"  # the Tuesday before the article
    for part in (*first.parts, *second.parts):
        assert part.reason
        if part.words is not None:
            assert TEXT[part.start : part.end] == part.words
    assert read_all(decider.database) == 0


def test_a_proposal_is_accepted_once_as_a_record_with_its_passage(decider: Decider, source: str) -> None:
    first, _ = decider.open()
    body = {"draft": {"title": "Prisoners are exchanged", "themes": ["diplomacy"]}}
    accepted = ProposalDetail.model_validate_json(decider.send("POST", f"/{first.id}/accept", body).content).data
    assert (accepted.state, accepted.decided_by) == ("accepted", "her")
    assert accepted.outcome is not None
    made = decider.client.get(f"/v1/{accepted.outcome}").json()["data"]
    assert (made["title"], made["themes"]) == ("Prisoners are exchanged", ["diplomacy"])
    (ground,) = made["evidence"]
    assert (ground["source"], ground["state"], ground["exact"]) == (source, "verified", first.exact)
    decider.send("POST", f"/{first.id}/accept", body, status=409)
    decider.send("POST", f"/{first.id}/reject", {"reason": "Too late."}, status=409)
    assert [each.id for each in decider.open()] != []
    assert decider.open("?state=accepted")[0].id == first.id


def test_a_proposal_can_be_evidence_of_what_there_is(decider: Decider, source: str) -> None:
    first, _ = decider.open()
    development = decider.client.get("/v1/developments?limit=1").json()["data"][0]
    body = {"evidence_for": development["id"], "stance": "disputes"}
    decider.send("POST", f"/{first.id}/accept", body)
    after = decider.client.get(f"/v1/developments/{development['id']}").json()["data"]
    assert len(after["evidence"]) == len(development["evidence"]) + 1
    assert (after["evidence"][-1]["stance"], after["evidence"][-1]["exact"]) == ("disputes", first.exact)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"draft": {"themes": []}}, 422),
        ({"draft": {"actors": [{"id": "nobody-at-all", "role": "host"}]}}, 422),
        ({"draft": {"title": None}}, 422),
        ({"evidence_for": "nothing-of-that-name"}, 422),
        ({"evidence_for": "nothing-of-that-name", "draft": {}}, 422),
        ({"nothing": 1}, 422),
        ([], 422),
    ],
)
def test_what_cannot_be_written_leaves_the_proposal_open(decider: Decider, source: str, body: Any, status: int) -> None:
    first, _ = decider.open()
    before = decider.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"]
    decider.send("POST", f"/{first.id}/accept", body, status=status)
    assert decider.open()[0] == first
    assert decider.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"] == before


def test_what_was_rejected_does_not_come_back_in_any_source(decider: Decider, source: str) -> None:
    first, _ = decider.open()
    decider.send("POST", f"/{first.id}/reject", {}, status=422)
    rejected = decider.send("POST", f"/{first.id}/reject", {"reason": "An old exchange."}).json()["data"]
    assert (rejected["state"], rejected["decision"]) == ("rejected", "An old exchange.")
    attach(decider.database, "A reprint", f"As the wire says:\n\n{TEXT}")
    read_all(decider.database)
    assert first.exact not in [each.exact for each in decider.open()]


def test_a_reprint_of_what_was_accepted_is_more_evidence_for_it(decider: Decider, source: str) -> None:
    reprint = attach(decider.database, "A reprint", f"As the wire says:\n\n{TEXT}")
    read_all(decider.database)
    first = decider.open(f"?source={source}")[0]
    accepted = decider.send("POST", f"/{first.id}/accept", {"draft": {"themes": ["diplomacy"]}}).json()["data"]
    later = attach(decider.database, "Another reprint", f"Once more:\n\n{TEXT}")
    read_all(decider.database)
    for other in (reprint, later):
        (again,) = (each for each in decider.open(f"?source={other}") if each.exact == first.exact)
        assert (again.verdict, f"developments/{again.near}") == ("more-evidence", accepted["outcome"])
        assert again.near_reason == "the same words, in another source, became it"


def test_what_a_record_rests_on_already_is_not_proposed(decider: Decider, source: str) -> None:
    first, _ = decider.open()
    decider.send("POST", f"/{first.id}/accept", {"draft": {"themes": ["diplomacy"]}})
    with writing(decider.database, COLLECTIONS, by="him") as writer:
        writer.attach(source, f"A line before.\n\n{TEXT}")
    read_all(decider.database)
    assert first.exact not in [each.exact for each in decider.open()]


def test_a_text_that_changes_takes_back_what_it_no_longer_says(decider: Decider, source: str) -> None:
    first, second = decider.open()
    with writing(decider.database, COLLECTIONS, by="him") as writer:
        writer.attach(source, TEXT.replace("300 prisoners", "301 prisoners"))
    read_all(decider.database)
    states = {each.id: each.state for each in decider.open("?state=open,withdrawn")}
    assert states[first.id] == "withdrawn"
    assert any("301" in each.exact for each in decider.open())
    assert states[second.id] == "open"


def test_two_people_are_needed_where_that_is_set(seeded: Database) -> None:
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False), two_people=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        decider = Decider(client, seeded)
        attach(seeded, "An article")
        read_all(seeded)
        first, _ = decider.open()
        edited = decider.send("PATCH", f"/{first.id}", {"draft": {"title": "By her", "themes": ["diplomacy"]}})
        assert edited.json()["data"]["drafted_by"] == "her"
        decider.send("POST", f"/{first.id}/accept", {}, status=403)
        other = key(seeded, "him", "proposals:write", "developments:write")
        decider.send("POST", f"/{first.id}/accept", {}, token=other, If_Match=edited.headers["etag"])


def test_nobody_without_a_key_sees_anything_of_proposals(decider: Decider, source: str) -> None:
    first, _ = decider.open()
    reader = key(decider.database, "reader", "proposals:read")
    stranger = key(decider.database, "stranger", "sources:write")
    for path in ("", f"/{first.id}", "/999999", "/x"):
        assert decider.client.get(f"/v1/proposals{path}").status_code == 401
        decider.send("GET", path, token=stranger, status=403)
    decider.send("GET", token=reader)
    decider.send("POST", f"/{first.id}/accept", {}, token=reader, status=403)
    no_writer = key(decider.database, "decides", "proposals:write")
    decider.send("POST", f"/{first.id}/accept", {"draft": {"themes": ["diplomacy"]}}, token=no_writer, status=403)
    decider.send("GET", "/999999", status=404)
    decider.send("GET", "/x", status=404)


def test_proposals_are_chosen_and_told_page_by_page(decider: Decider, source: str) -> None:
    first, second = decider.open()
    assert [each.id for each in decider.open("?actor=poland")] == [second.id]
    assert decider.open("?actor=pol") == []
    assert len(decider.open(f"?source={source}")) == 2
    page = ProposalPage.model_validate_json(decider.send("GET", "?limit=1").content)
    assert page.links.next is not None
    rest = ProposalPage.model_validate_json(decider.send("GET", page.links.next.removeprefix("/v1/proposals")).content)
    assert {page.data[0].id, rest.data[0].id} == {first.id, second.id}
    assert json.loads(decider.send("GET", "?state=nothing", status=422).content)["errors"]
