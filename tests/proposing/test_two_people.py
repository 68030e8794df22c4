"""Two people: where that is set, nobody decides alone on what somebody has written."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.writing import keys
from tests.editors import draft
from tests.proposing.test_proposals import Decider, attach, read_all

CHANGED = {"draft": {"title": "By hand", "themes": ["diplomacy"]}}


@pytest.fixture
def decider(seeded: Database) -> Iterator[Decider]:
    """Somebody who decides where it takes two people, with two proposals waiting."""
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False), two_people=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        attach(seeded, "An article")
        read_all(seeded)
        yield Decider(client, seeded)


def key_of(decider: Decider, name: str, person: str) -> str:
    with decider.database.write() as connection:
        return keys.make_key(connection, name, ["*"], person=person)


def test_what_the_service_alone_has_read_is_not_changed_and_accepted_by_one(decider: Decider) -> None:
    first, _ = decider.open()
    refused = decider.send("POST", f"/{first.id}/accept", CHANGED, status=403)
    assert "keep the draft" in refused.json()["detail"]
    assert decider.send("GET", f"/{first.id}").json()["data"]["drafted_by"] is None
    decider.send("PATCH", f"/{first.id}", CHANGED)
    decider.send("POST", f"/{first.id}/accept", {}, status=403)
    other = key_of(decider, "him", "Rudolf Rassendyll")
    accepted = decider.send("POST", f"/{first.id}/accept", {"draft": {"title": "By both"}}, token=other)
    assert accepted.json()["data"]["draft"]["title"] == "By both"


def test_two_keys_of_one_person_are_one(decider: Decider) -> None:
    first, _ = decider.open()
    mine, also_mine = (key_of(decider, name, "Ada Byron") for name in ("ada", "ada2"))
    decider.send("PATCH", f"/{first.id}", CHANGED, token=mine)
    decider.send("POST", f"/{first.id}/accept", {}, token=also_mine, status=403)
    other = key_of(decider, "him", "Rudolf Rassendyll")
    cited = {"id": "next", "lead": [{"text": "They met.", "cites": ["developments/geneva-talks-february-2026"]}]}
    path = "/v1/briefings"
    asked = {"Authorization": f"Bearer {mine}"}
    assert decider.client.post(path, json=draft("briefings") | cited, headers=asked).status_code == 201
    for token, status in ((mine, 403), (also_mine, 403), (other, 200)):
        asked = {"Authorization": f"Bearer {token}"}
        answer = decider.client.post(f"{path}/next/publish", headers=asked)
        assert answer.status_code == status, answer.text
