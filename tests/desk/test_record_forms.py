"""Forms of records: every collection's makes and changes a record, and says beside each field what is wrong with it."""

import re
from functools import partial
from typing import Any

import pytest

from app.store.database import Database
from tests.desk.forms_of_records import faults_beside, fields_in, save, typed
from tests.desk.signing import Field, Person, key

NEW: dict[str, list[Field]] = {
    "developments": [
        ("title", "Drones fall near Poland"),
        ("summary", "Drones fell near the border."),
        ("kind", "event"),
        ("themes", "counter-drone"),
        ("occurred.from", "17–18 February 2026"),
        ("actors.0.id", "Poland"),
        ("actors.0.role", "target"),
    ],
    "conditions": [
        ("title", "Ports open"),
        ("demand", "Ports are open to all."),
        ("demanded_by.0", "Poland"),
    ],
    "actors": [("name", "Harbour Watch"), ("kind", "organisation"), ("aliases", "HW\nPort Watch"), ("country", "pl")],
    "sources": [("title", "A morning report"), ("publisher", "The Gazette"), ("published.on", "February 2026")],
}
CHANGED: dict[str, Field] = {
    "developments": ("summary", "Twelve drones fell near the border."),
    "conditions": ("demand", "All ports are open to all."),
    "actors": ("description", "Watches harbours."),
    "sources": ("notes", "Read twice."),
}
EXPECTED: dict[str, dict[str, Any]] = {
    "developments": {
        "occurred": {"from": "2026-02-17", "until": "2026-02-18", "precision": "day"},
        "actors": [{"id": "poland", "role": "target"}],
        "evidence": [],
    },
    "conditions": {"demanded_by": ["poland"], "addressed_to": []},
    "actors": {"aliases": ["HW", "Port Watch"], "country": "PL"},
    "sources": {"published": {"on": "2026-02-01", "precision": "month"}, "origin": "the-gazette"},
}


def read(person: Person, path: str) -> dict[str, Any]:
    found: dict[str, Any] = person.client.get(path).json()["data"]
    return found


@pytest.mark.parametrize("name", NEW)
def test_every_collections_form_makes_a_record_and_changes_it(person: Person, name: str) -> None:
    person.sign_in()
    to = save(person, f"/desk/{name}/new", *NEW[name])
    assert re.fullmatch(rf"/desk/{name}/[a-z0-9-]+\?saved=1", to)
    path = to.partition("?")[0]
    made = read(person, path.replace("/desk/", "/v1/"))
    assert {field: made[field] for field in EXPECTED[name]} == EXPECTED[name]
    assert "It is saved." in person.get(to)
    save(person, path, CHANGED[name])
    changed = read(person, path.replace("/desk/", "/v1/"))
    field, value = CHANGED[name]
    assert changed[field] == value
    kept = {each: made[each] for each in made if each not in (field, "revision", "updated_at")}
    assert {each: changed[each] for each in kept} == kept


@pytest.mark.parametrize("name", NEW)
def test_saving_a_form_as_it_is_changes_nothing_of_any_record(person: Person, name: str) -> None:
    person.sign_in()
    for record in person.client.get(f"/v1/{name}?limit=12").json()["data"]:
        save(person, f"/desk/{name}/{record['id']}")
        assert read(person, f"/v1/{name}/{record['id']}") == record


def test_a_candidate_is_taken_by_a_button_and_rows_come_and_go_without_a_script(person: Person) -> None:
    person.sign_in()
    page = person.get("/desk/developments/new")
    for act, value in (("take:actors.0.id=poland", "poland"), ("more:actors", "poland"), ("more:measures", "poland")):
        page = person.post("/desk/developments/new", [*typed(page, ("title", "Kept")), ("act", act)], status=200).text
        assert dict(fields_in(page))["actors.0.id"] == value
        assert dict(fields_in(page))["title"] == "Kept"
    assert {"actors.1.id", "measures.0.value"} <= set(dict(fields_in(page)))
    page = person.post("/desk/developments/new", [*fields_in(page), ("act", "less:actors.0")], status=200).text
    assert {"actors.0.id"}.isdisjoint(dict(fields_in(page)))
    assert "actors.1.id" in dict(fields_in(page))


def test_what_is_under_more_is_open_where_it_says_something_or_is_looked_at(person: Person) -> None:
    person.sign_in()
    is_open = '<details class="more-fields" open>'
    new = person.get("/desk/developments/new")
    assert is_open not in new
    send = partial(person.post, "/desk/developments/new", status=200)
    assert is_open not in send([*fields_in(new), ("act", "more:actors")]).text
    page = send([*fields_in(new), ("act", "more:measures")]).text
    assert is_open in page
    assert is_open in send([*fields_in(page), ("act", "less:measures.0")]).text
    assert is_open in send([*typed(new, ("credibility", "2")), ("act", "more:actors")]).text
    to = save(
        person, "/desk/actors/new", *NEW["actors"], ("identifiers.0.key", "wikidata"), ("identifiers.0.value", "Q1")
    )
    assert is_open in person.get(to)


def test_what_is_similar_is_shown_before_saving(person: Person) -> None:
    person.sign_in()
    first = person.client.get("/v1/developments?limit=1").json()["data"][0]
    new = [("title", first["title"]), ("summary", first["summary"]), ("kind", first["kind"]), ("themes", "cyber")]
    new += [("reported_on", first["date"])]
    page = person.post("/desk/developments/new", typed(person.get("/desk/developments/new"), *new), status=200).text
    assert "this may be there already" in page
    assert f'href="/desk/developments/{first["id"]}' in page
    total = person.client.get("/v1/developments").json()["meta"]["total"]
    assert dict(fields_in(page))["title"] == first["title"]
    person.post("/desk/developments/new", [*fields_in(page), ("act", "anyway")])
    assert person.client.get("/v1/developments").json()["meta"]["total"] == total + 1


def test_an_actor_with_a_name_that_is_taken_is_asked_about(person: Person) -> None:
    person.sign_in()
    page = save(person, "/desk/actors/new", ("name", "Poland"), ("kind", "group"), status=409)
    said = "“Poland” (actors/poland) is called so already: type another name, or save it with the shared name."
    assert faults_beside(page) == {"name": said}
    person.post("/desk/actors/new", [*fields_in(page), ("act", "share")])


def test_a_record_is_deleted_after_a_question_and_not_while_others_name_it(person: Person) -> None:
    person.sign_in()
    page = person.get("/desk/actors/poland/delete")
    assert "Delete “Poland”?" in page
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    refused = person.post("/desk/actors/poland/delete", fields, status=409).text
    assert "It was not deleted: other records name it" in refused
    assert re.search(r'/desk/developments/[a-z0-9-]+">[^<]+</a> <span class="facts">developments: its', refused)
    assert "/actors/0" not in refused
    to = save(person, "/desk/actors/new", *NEW["actors"]).partition("?")[0]
    page = person.get(f"{to}/delete")
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert person.post(f"{to}/delete", fields).headers["location"].startswith("/desk/actors?deleted=")
    person.get(to, status=410)


def test_the_list_finds_records_by_words_and_shows_those_changed_last_first(person: Person) -> None:
    person.sign_in()
    to = save(person, "/desk/actors/new", *NEW["actors"]).partition("?")[0]
    assert re.search(r'<ol class="entries">\s*<li><a href="([^"]*)"', person.get("/desk/actors"))[1] == to  # type: ignore[index]
    assert f'href="{to}"' in person.get("/desk/actors?q=harbour")
    assert "Nothing is found" in person.get("/desk/actors?q=nothingofthekind")
    assert 'rel="next"' in person.get("/desk/developments")


def test_a_key_without_the_scope_sees_no_link_and_the_address_refuses(person: Person, seeded: Database) -> None:
    person.sign_in(key(seeded, "acts", "actors:write"))
    home = person.get("/desk")
    assert 'href="/desk/actors"' in home
    assert "/desk/developments" not in home
    assert "does not allow" in person.get("/desk/developments", status=403)
    person.get("/desk/developments/new", status=403)
    person.post("/desk/developments/new", typed(person.get("/desk/actors/new")), status=403)


def test_names_are_found_as_they_are_typed(person: Person) -> None:
    person.sign_in()
    found = person.ask("GET", "/desk/find/actors?q=polish").json()
    assert {"id": "poland", "title": "Poland"} in found
    assert person.ask("GET", "/desk/find/conditions?q=withdraw").json()[0]["id"] == "full-withdrawal"
    assert person.ask("GET", "/desk/find/nothing?q=x").status_code == 404
    assert person.ask("GET", "/desk/find/actors?q=%22%00-").status_code == 200


@pytest.mark.parametrize("name", NEW)
def test_a_record_called_new_is_at_an_address_of_its_own(person: Person, name: str) -> None:
    person.sign_in()
    assert "at another address" not in person.get(f"/desk/{name}/new")
    to = save(person, f"/desk/{name}/new", *NEW[name], ("id", "new"))
    assert to == f"/desk/{name}/new/record?saved=1"
    assert f'href="/desk/{name}/new/record"' in person.get(f"/desk/{name}/new")
    assert f'<li><a href="/desk/{name}/new/record">' in person.get(f"/desk/{name}")
    assert save(person, f"/desk/{name}/new/record", CHANGED[name]) == f"/desk/{name}/new/record?saved=1"
    field, value = CHANGED[name]
    assert read(person, f"/v1/{name}/new")[field] == value


def test_the_address_of_a_record_that_was_merged_leads_to_the_one_that_goes_on(person: Person) -> None:
    person.sign_in()
    to = save(person, "/desk/actors/new", *NEW["actors"]).partition("?")[0]
    merging = {"Authorization": f"Bearer {person.token}"}
    answer = person.client.post(f"{to.replace('/desk/', '/v1/')}/merge", json={"into": "nato"}, headers=merging)
    assert answer.status_code == 200, answer.text
    for path in (to, f"{to}/delete"):
        assert person.ask("GET", path).headers["location"] == "/desk/actors/nato"
