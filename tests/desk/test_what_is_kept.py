"""What is typed is kept: wherever a form is refused, before or after it was read, and whatever became of its record."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.desk.frame.forms import Typed, read_form
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.desk.queues import accept, number_in, proposal
from tests.desk.signing import Person, all_fields, hidden, key, typed_into
from tests.editors import draft

WORDS = "Words that took long to type."
FORM = {"content-type": "application/x-www-form-urlencoded"}


def kept_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="~([^"]+)" value="([^"]*)"', page))


def test_a_form_over_the_quota_is_kept(seeded: Database) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, limit_writes="1 per hour")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        person = Person(client, key(seeded, "her", "*"))
        person.sign_in()
        fields = all_fields(person.get("/desk/developments/new"), "record")
        for _ in range(2):
            page = person.ask("POST", "/desk/developments/new", data=dict(typed_into(fields, title=WORDS)))
        assert page.status_code == 429
        assert kept_in(page.text)["title"] == WORDS
        elsewhere = person.ask("POST", "/desk/developments/new", data={"title": WORDS}, Origin="https://else.example")
        assert (elsewhere.status_code, WORDS in elsewhere.text) == (429, False)


def test_what_is_longer_than_a_record_may_be_is_refused_beside_its_words(person: Person) -> None:
    person.sign_in()
    fields = all_fields(person.get("/desk/developments/new"), "record")
    long = "Ж" * 50_000
    answer = person.ask("POST", "/desk/developments/new", data=dict(typed_into(fields, summary=long)))
    assert 400 <= answer.status_code < 500
    assert long in answer.text


def test_a_form_of_what_was_merged_or_deleted_meanwhile_is_kept(person: Person) -> None:
    sent: dict[str, Any] = {"headers": {"Authorization": f"Bearer {person.token}", "If-Match": "*"}}
    for name in ("one", "other", "third"):
        body = draft("conditions") | {"id": f"the-{name}", "title": f"The {name}"}
        assert person.client.post("/v1/conditions", json=body, **sent).status_code == 201
    person.sign_in()
    ways = [f"/desk/conditions/the-{name}/assess" for name in ("one", "third")]
    forms = [typed_into(all_fields(person.get(way), "record"), rationale=WORDS, status="unmet") for way in ways]
    assert person.client.post("/v1/conditions/the-one/merge", json={"into": "the-other"}, **sent).status_code == 200
    assert person.client.request("DELETE", "/v1/conditions/the-third", **sent).status_code == 200
    for way, form, status in zip(ways, forms, (409, 410), strict=True):
        page = person.post(way, form, status=status).text
        assert kept_in(page)["rationale"] == WORDS
        again = person.post("/desk/again", hidden(page, "/desk/again"), status=200).text
        assert WORDS in again


def test_what_no_field_is_for_stays_with_its_item_whatever_is_taken_away(decider: Person) -> None:
    number = number_in(decider.get("/desk/queue"))
    said = {"A": "russia", "B": "ukraine"}
    measures = [{"name": name, "value": 3, "unit": None, "subject": subject} for name, subject in said.items()]
    asked = {"Authorization": f"Bearer {decider.token}", "If-Match": "*"}
    there = decider.client.patch(f"/v1/proposals/{number}", json={"draft": {"measures": measures}}, headers=asked)
    assert there.status_code == 200
    fields = all_fields(decider.get(f"/desk/queue/{number}"), "draft")
    decider.post(f"/desk/queue/{number}/draft", [each for each in fields if not each[0].startswith("measure-0")])
    left = proposal(decider, number)["draft"]["measures"]
    assert [(each["name"], each["subject"]) for each in left] == [("B", "ukraine")]


def test_the_last_decision_that_still_stands_is_the_one_that_is_undone(decider: Person) -> None:
    page = decider.get("/desk/queue")
    first = number_in(page)
    page = accept(decider, page)
    second = number_in(page)
    accept(decider, page)
    asked = {"Authorization": f"Bearer {decider.token}"}
    assert decider.client.post(f"/v1/proposals/{second}/reopen", headers=asked).status_code == 200
    assert f'action="/desk/queue/{first}/reopen"' in decider.get("/desk/queue")


@pytest.mark.parametrize("origin", ["http://[x", "null", "", "http://"])
def test_an_origin_that_is_none_is_refused(person: Person, origin: str) -> None:
    assert person.ask("POST", "/desk", data={"key": person.token}, Origin=origin).status_code == 403


def test_words_of_the_api_are_no_records_of_the_desk(person: Person) -> None:
    person.sign_in()
    token = {"token": hidden(person.get("/desk/queue"), "/desk/out")["token"]}
    for way in ("drafts/assemble", "drafts/assemble/delete", "developments/batch/delete", "actors/resolve/delete"):
        assert person.ask("POST", f"/desk/{way}", data=token).status_code in (404, 409, 422), way


def test_a_form_is_read_in_time_that_grows_with_it_alone() -> None:
    body = "&".join(f"measure-{number}-name=a&evidence.{number}.note=b" for number in range(3_900)).encode()
    typed = read_form(FORM["content-type"], body)
    assert len(list(typed.rows("measure", ("name", "value", "unit")))) == 3_900
    assert typed.numbers("evidence") == list(range(3_900))
    assert read_form(FORM["content-type"], b"title=a%00b").value("title") == "ab"
    assert Typed((("a", " x "), ("a", "y"))).value("a") == "x"


def test_a_way_to_another_page_is_an_address_whatever_is_asked_for(person: Person, seeded: Database) -> None:
    person.token = key(seeded, "reader", "drafts:read")
    person.sign_in()
    for name in ("%E2%82%AC", "a%0d%0aX-Evil:%20y", "%22%3E"):
        answer = person.ask("GET", f"/desk/drafts/{name}")
        assert (answer.status_code in (303, 404), "x-evil" in answer.headers) == (True, False), name
        assert answer.headers.get("location", "").isascii()
