"""Two people and one record: the second is shown both versions, and nothing that was typed is lost."""

import re
from typing import Any

from app.store.database import Database
from tests.desk.forms_of_records import fields_in, save, typed
from tests.desk.signing import Person, hidden, key

PATH = "/desk/developments/unwavering-unity-claimed"


def now(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = person.client.get(PATH.replace("/desk/", "/v1/")).json()["data"]
    return found


def test_the_second_of_two_is_shown_both_versions_and_loses_nothing(person: Person) -> None:
    person.sign_in()
    hers = person.get(PATH)
    save(person, PATH, ("summary", "His summary."), ("title", "His title"))
    sent = typed(hers, ("summary", "Her summary."), ("credibility", "5"))
    page = person.post(PATH, sent, status=412).text
    assert "Somebody has changed it since" in page
    kept = dict(fields_in(page))
    assert (kept["summary"], kept["credibility"], kept["title"]) == ("Her summary.", "5", "His title")
    table = re.search(r'<table class="versions">.*?</table>', page, re.DOTALL)
    assert table is not None
    assert "His summary." in table[0]
    assert "Her summary." in table[0]
    assert "title" not in table[0].lower()
    assert now(person)["summary"] == "His summary."
    person.post(PATH, [*fields_in(page), ("act", "save")])
    assert (now(person)["summary"], now(person)["title"]) == ("Her summary.", "His title")


def test_the_second_can_take_what_the_first_wrote(person: Person) -> None:
    person.sign_in()
    hers = person.get(PATH)
    save(person, PATH, ("summary", "His summary."))
    page = person.post(PATH, typed(hers, ("summary", "Hers."), ("credibility", "5")), status=412).text
    page = person.post(PATH, [*fields_in(page), ("act", "theirs:summary")], status=200).text
    assert dict(fields_in(page))["summary"] == "His summary."
    person.post(PATH, fields_in(page))
    assert (now(person)["summary"], now(person)["credibility"]) == ("His summary.", 5)


def test_a_form_that_gets_a_row_or_is_refused_is_still_of_the_revision_that_was_shown(person: Person) -> None:
    person.sign_in()
    hers = person.get(PATH)
    save(person, PATH, ("summary", "His summary."))
    page = person.post(PATH, [*typed(hers, ("summary", "Hers.")), ("act", "more:measures")], status=200).text
    page = person.post(PATH, typed(page, ("title", "")), status=412).text
    page = person.post(PATH, typed(hers, ("summary", "Hers."), ("act", "more:actors")), status=200).text
    assert "Somebody has changed it since" in person.post(PATH, fields_in(page), status=412).text
    assert now(person)["summary"] == "His summary."


def test_what_was_typed_into_the_form_of_a_record_that_is_gone_is_a_new_one(person: Person) -> None:
    person.sign_in()
    to = save(person, "/desk/actors/new", ("name", "Harbour Watch"), ("kind", "group")).partition("?")[0]
    hers = person.get(to)
    person.post(f"{to}/delete", hidden(person.get(f"{to}/delete"), f"{to}/delete"))
    page = person.post(to, typed(hers, ("description", "Watches harbours.")), status=409).text
    assert 'action="/desk/actors/new"' in page
    assert dict(fields_in(page))["description"] == "Watches harbours."


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(person: Person, seeded: Database) -> None:
    person.sign_in()
    for path in (PATH, "/desk/developments/new", "/desk/conditions/full-withdrawal/assess"):
        form = typed(person.get(path), ("summary", "What I had typed."), ("rationale", "What I had typed."))
        with seeded.write() as connection:
            connection.exec_driver_sql("UPDATE desk_session SET expires_at = '2020-01-01 00:00:00+00:00'")
        asked = person.post(path, form, status=401).text
        assert "What you typed is kept" in asked
        again = person.post("/desk", {**hidden(asked, "/desk"), "key": person.token}, status=200).text
        assert "What I had typed." in dict(fields_in(again)).values()
        assert "This is what you had typed" in again
        if path == PATH:
            person.post(path, fields_in(again))
            assert now(person)["summary"] == "What I had typed."


def test_a_record_that_changed_while_somebody_signed_in_again_is_shown_with_both(
    person: Person, seeded: Database
) -> None:
    person.sign_in()
    form = typed(person.get(PATH), ("summary", "Hers."))
    save(person, PATH, ("summary", "His."))
    with seeded.write() as connection:
        connection.exec_driver_sql("UPDATE desk_session SET expires_at = '2020-01-01 00:00:00+00:00'")
    asked = person.post(PATH, form, status=401).text
    again = person.post("/desk", {**hidden(asked, "/desk"), "key": person.token}, status=200).text
    assert "Somebody has changed it since" in again
    assert dict(fields_in(again))["summary"] == "Hers."


def test_a_key_that_was_taken_away_in_the_middle_ends_it(person: Person, seeded: Database) -> None:
    person.sign_in(key(seeded, "acts", "actors:write"))
    form = typed(person.get("/desk/actors/poland"), ("description", "Mine."))
    with seeded.write() as connection:
        connection.exec_driver_sql("UPDATE api_key SET revoked_at = '2020-01-01 00:00:00+00:00' WHERE name = 'acts'")
    assert "What you typed is kept" in person.post("/desk/actors/poland", form, status=401).text
