"""Interruptions: a session that dies in the middle of a form, somebody who was there before, and what is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.store.database import Database
from tests.desk.queues import accept, number_in, proposal
from tests.desk.signing import Person, all_fields, every_hidden, hidden, key, typed_into

TYPED: dict[str, Any] = {
    "title": "Prisoners <come> home",
    "summary": "Two\nlines & more",
    "theme": ["diplomacy", "nuclear"],
}


@pytest.mark.parametrize(
    "ending",
    [
        "DELETE FROM desk_session",
        "UPDATE desk_session SET expires_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE api_key SET revoked_at = '2020-01-01 00:00:00+00:00' WHERE name = 'her'",
    ],
)
def test_what_was_typed_when_the_session_died_is_shown_again_after_signing_in(
    decider: Person, seeded: Database, ending: str
) -> None:
    page = decider.get("/desk/queue")
    number, other = number_in(page), key(seeded, "other", "*")
    way = f"/desk/queue/{number}/accept"
    with seeded.write() as connection:
        connection.exec_driver_sql(ending)
    asked = decider.post(way, typed_into(all_fields(page, "draft"), **TYPED), status=401)
    assert "What you typed is kept" in asked.text
    kept = hidden(asked.text, "/desk")
    assert (kept["to"], kept["~title"], kept["~summary"]) == (way, TYPED["title"], TYPED["summary"])
    assert "~token" not in kept
    fields = decider.fields(asked.text, "/desk", key="trk_wrong")
    wrong = decider.post("/desk", fields, status=401)
    shown = decider.post("/desk", [*every_hidden(wrong.text, "/desk"), ("key", other)], status=200)
    assert proposal_is_open(seeded, number)
    again = dict(all_fields(shown.text, "draft"))
    assert (again["title"], again["summary"]) == (TYPED["title"], TYPED["summary"])
    assert [value for name, value in all_fields(shown.text, "draft") if name == "theme"] == TYPED["theme"]
    decider.post(way, all_fields(shown.text, "draft"))
    assert not proposal_is_open(seeded, number)


def proposal_is_open(database: Database, number: str) -> bool:
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM proposal WHERE state = 'open'").all()
    return int(number) in [row.id for row in rows]


def test_a_form_from_before_somebody_signed_in_anew_is_not_carried_out_and_not_lost(decider: Person) -> None:
    page = decider.get("/desk/queue")
    decider.sign_in()
    way = f"/desk/queue/{number_in(page)}/accept"
    refused = decider.post(way, typed_into(all_fields(page, "draft"), **TYPED), status=403)
    assert proposal(decider, number_in(page))["state"] == "open"
    shown = decider.post("/desk/again", every_hidden(refused.text, "/desk/again"), status=200)
    assert dict(all_fields(shown.text, "draft"))["title"] == TYPED["title"]


def test_a_form_that_no_page_shows_again_is_shown_field_by_field(decider: Person, seeded: Database) -> None:
    with seeded.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
    asked = decider.post("/desk/out", {"word": "a" * 100, "other": "b"}, status=401)
    shown = decider.post("/desk", decider.fields(asked.text, "/desk", key=decider.token), status=200)
    assert '<form action="/desk/out"' in shown.text
    assert "a" * 100 in shown.text


def test_somebody_who_may_not_do_it_signs_in_with_another_key(decider: Person, seeded: Database) -> None:
    page = decider.get("/desk/queue")
    with seeded.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
    asked = decider.post(f"/desk/queue/{number_in(page)}/reject", {"reason": "R."}, status=401)
    looks = key(seeded, "looks", "proposals:read")
    refused = decider.post("/desk", decider.fields(asked.text, "/desk", key=looks), status=403)
    assert hidden(refused.text, "/desk")["~reason"] == "R."
    shown = decider.post("/desk", decider.fields(refused.text, "/desk", key=decider.token), status=200)
    assert 'name="reason" type="text" value="R."' in shown.text


def test_of_two_people_the_second_is_shown_both_versions_and_loses_nothing(decider: Person, seeded: Database) -> None:
    him = Person(decider.client, key(seeded, "him", "*"))
    him.sign_in()
    page, his = decider.get("/desk/queue"), him.get("/desk/queue")
    number = number_in(page)
    him.post(f"/desk/queue/{number}/draft", typed_into(all_fields(his, "draft"), title="His title"))
    refused = accept(decider, page, status=409, title="Her title")
    assert "him changed the draft meanwhile" in refused
    assert "<td>His title</td><td>Her title</td>" in refused
    assert dict(all_fields(refused, "draft"))["title"] == "Her title"
    accept(decider, refused, title="Her title")
    fields = typed_into(all_fields(his, "draft"), title="His second")
    decided = him.post(f"/desk/queue/{number}/accept", fields, status=409)
    assert "It was accepted by her" in decided.text
    assert "<td>Her title</td><td>His second</td>" in decided.text
    assert dict(all_fields(decided.text, "draft"))["title"] == "His second"


def test_a_form_that_is_sent_twice_is_carried_out_once(decider: Person, seeded: Database) -> None:
    page = decider.get("/desk/queue")
    way, fields = f"/desk/queue/{number_in(page)}/accept", typed_into(all_fields(page, "draft"), theme="diplomacy")
    first, second = decider.post(way, fields), decider.post(way, fields)
    assert first.headers["location"] == second.headers["location"]
    assert "<strong>1</strong> decided" in decider.get("/desk/queue")
    other = decider.post(way, typed_into(fields, title="Other words"), status=409)
    assert "It was accepted by her" in other.text


def test_a_form_that_is_sent_many_times_at_once_is_carried_out_once(decider: Person) -> None:
    page = decider.get("/desk/queue")
    way, fields = f"/desk/queue/{number_in(page)}/accept", typed_into(all_fields(page, "draft"), theme="diplomacy")
    several = [Person(decider.client, decider.token) for _ in range(4)]
    for each in several:
        each.cookie = decider.cookie
    with ThreadPoolExecutor(len(several)) as threads:
        answers = list(threads.map(lambda each: each.post(way, fields), several))
    assert {answer.headers["location"] for answer in answers} == {"/desk/queue"}
    assert "<strong>1</strong> decided" in decider.get("/desk/queue")


def test_a_draft_can_be_kept_for_somebody_else(decider: Person, seeded: Database) -> None:
    page = decider.get("/desk/queue")
    number = number_in(page)
    decider.post(f"/desk/queue/{number}/draft", typed_into(all_fields(page, "draft"), title="Kept", theme="nuclear"))
    shown = decider.get(f"/desk/queue/{number}")
    assert "Drafted by her" in shown
    assert dict(all_fields(shown, "draft"))["title"] == "Kept"
