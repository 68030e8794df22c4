"""Reopening: a decision on a proposal is taken back with what it wrote; and proposals by feed and by day."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.feed_tables import FeedItemRow
from app.store.write import writing
from schemas import Proposal, ProposalDetail, Published
from tests.editors import key
from tests.proposing.test_proposals import TEXT, Decider, attach, read_all

DRAFT = {"draft": {"title": "Prisoners are exchanged", "themes": ["diplomacy"]}}


@pytest.fixture
def desk(seeded: Database) -> Iterator[Decider]:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Decider(client, seeded)


@pytest.fixture
def first(desk: Decider) -> Proposal:
    """A proposal that is open."""
    attach(desk.database, "An article")
    read_all(desk.database)
    return desk.open()[0]


def decide(desk: Decider, path: str, body: Any = None, *, status: int = 200, **more: str) -> Proposal:
    answer = desk.send("POST", path, body, status=status, **more)
    return ProposalDetail.model_validate_json(answer.content).data


def at_rest(desk: Decider, development: str) -> list[dict[str, Any]]:
    """What a development rests on."""
    return list(desk.client.get(f"/v1/developments/{development}").json()["data"]["evidence"])


def test_an_acceptance_is_taken_back_with_the_record_that_it_made(desk: Decider, first: Proposal) -> None:
    accepted = decide(desk, f"/{first.id}/accept", DRAFT)
    back = decide(desk, f"/{first.id}/reopen")
    assert (back.state, back.decided_by, back.decided_at, back.outcome) == ("open", None, None, None)
    assert (back.draft, back.revision) == (first.draft | DRAFT["draft"], accepted.revision + 1)
    assert desk.client.get(f"/v1/{accepted.outcome}").status_code == 410
    desk.send("POST", f"/{first.id}/reopen", status=409)
    again = decide(desk, f"/{first.id}/accept", DRAFT)
    assert again.outcome != accepted.outcome
    assert read_all(desk.database) == 0


def test_evidence_is_taken_off_again_and_all_else_stays(desk: Decider, first: Proposal) -> None:
    development = desk.client.get("/v1/developments?limit=1").json()["data"][0]["id"]
    before = at_rest(desk, development)
    decide(desk, f"/{first.id}/accept", {"evidence_for": development})
    assert len(at_rest(desk, development)) == len(before) + 1
    decide(desk, f"/{first.id}/reopen")
    assert at_rest(desk, development) == before
    decide(desk, f"/{first.id}/accept", {"evidence_for": development})
    attach(desk.database, "A reprint")
    read_all(desk.database)
    assert len(at_rest(desk, development)) == len(before) + 1


def test_what_was_evidence_already_stays_that(desk: Decider, first: Proposal) -> None:
    development = str(decide(desk, f"/{first.id}/accept", DRAFT).outcome).partition("/")[2]
    with desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE proposal SET state = 'open' WHERE state = 'accepted'")
    decide(desk, f"/{first.id}/accept", {"evidence_for": development})
    decide(desk, f"/{first.id}/reopen")
    assert len(at_rest(desk, development)) == 1


def test_a_rejection_is_taken_back_wherever_the_same_words_were_rejected(desk: Decider, first: Proposal) -> None:
    attach(desk.database, "A reprint", f"An introduction.\n\n{TEXT}")
    read_all(desk.database)
    same = [each.id for each in desk.open() if each.exact == first.exact]
    assert len(same) == 2
    decide(desk, f"/{first.id}/reject", {"reason": "An old exchange."})
    assert not {*same} & {each.id for each in desk.open()}
    back = decide(desk, f"/{first.id}/reopen")
    assert (back.state, back.decision) == ("open", None)
    assert {*same} <= {each.id for each in desk.open()}


def test_what_others_have_built_on_it_is_not_taken_back(desk: Decider, first: Proposal) -> None:
    record = str(decide(desk, f"/{first.id}/accept", DRAFT).outcome)
    headers = {"Authorization": f"Bearer {key(desk.database, 'him', '*')}", "If-Match": "*"}
    edited = desk.client.patch(f"/v1/{record}", json={"title": "Edited"}, headers=headers)
    assert edited.status_code == 200
    problem = desk.send("POST", f"/{first.id}/reopen", status=409).json()
    assert "changed since by him" in problem["detail"]
    assert desk.client.delete(f"/v1/{record}", headers=headers).status_code == 200
    decide(desk, f"/{first.id}/reopen")


def test_what_the_text_no_longer_says_stays_decided(desk: Decider, first: Proposal) -> None:
    decide(desk, f"/{first.id}/reject", {"reason": "An old exchange."})
    with writing(desk.database, COLLECTIONS, by="him") as writer:
        writer.attach(first.source, "It says something else.")
    desk.send("POST", f"/{first.id}/reopen", status=409)


def test_taking_back_needs_what_deciding_needs(desk: Decider, first: Proposal) -> None:
    tag = desk.send("GET", f"/{first.id}").headers["etag"]
    desk.send("POST", f"/{first.id}/reopen", status=409)
    decide(desk, f"/{first.id}/accept", DRAFT)
    desk.send("POST", f"/{first.id}/reopen", status=412, If_Match=tag)
    desk.send("POST", f"/{first.id}/reopen", {"a": 1}, status=422)
    for name, scope, status in (("reader", "proposals:read", 403), ("decides", "proposals:write", 403)):
        desk.send("POST", f"/{first.id}/reopen", token=key(desk.database, name, scope), status=status)
    decide(desk, f"/{first.id}/reopen")


def test_proposals_are_chosen_by_feed_and_by_day(desk: Decider, first: Proposal) -> None:
    later = {"published": Published.model_validate({"on": "2026-03-02", "precision": "day"})}
    other = attach(desk.database, "Of March", TEXT.replace("300", "400").replace("4.8", "4.9"), **later)
    attach(desk.database, "Undated", TEXT.replace("300", "500").replace("4.8", "5.1"), published=Published())
    read_all(desk.database)
    with desk.database.write() as connection:
        row = {"feed": "wire", "item": "1", "source": other, "given": "{}", "at": first.created_at, "text_tries": 0}
        connection.execute(insert(FeedItemRow), row)
    everything = {each.source for each in desk.open()}
    assert len(everything) == 3
    assert {each.source for each in desk.open("?feed=wire")} == {other}
    assert desk.open("?feed=no-such-feed") == []
    assert {each.source for each in desk.open("?from=2026-03-01")} == {other}
    assert {each.source for each in desk.open("?to=2026-02-13")} == {first.source}
    assert {each.source for each in desk.open("?from=2026-02-13&to=2026-03-02&feed=wire,other")} == {other}
    for wrong in ("?from=2026-03-01&to=2026-02-01", "?from=soon", "?feed=A%20b"):
        assert json.loads(desk.send("GET", wrong, status=422).content)["errors"]
