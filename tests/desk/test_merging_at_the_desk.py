"""Merging and bringing back at the desk: side by side, what will move, and what ended."""

import pytest

from app.store.database import Database
from tests.desk.signing import Person, hidden, key
from tests.editors import draft


@pytest.fixture
def merger(person: Person) -> Person:
    """Somebody signed in, with two actors of one name too many and a development that names one of them."""
    for body in (
        {"id": "ruritania-mfa", "name": "Ruritanian Foreign Ministry", "kind": "organisation"},
        {"id": "ruritania-office", "name": "Foreign Office of Ruritania", "kind": "organisation"},
    ):
        write(person, "/v1/actors", draft("actors") | body)
    named = draft("developments") | {"id": "a-visit", "title": "A visit"}
    write(person, "/v1/developments", named | {"actors": [{"id": "ruritania-office", "role": "host"}]})
    person.sign_in()
    return person


def write(person: Person, path: str, body: object) -> None:
    answer = person.client.post(path, json=body, headers={"Authorization": f"Bearer {person.token}"})
    assert answer.status_code == 201, answer.text


MERGE = "/desk/actors/ruritania-office/merge"


def test_two_records_are_held_together_by_name_and_merged_with_what_names_them(merger: Person) -> None:
    assert "that goes on" in merger.get(MERGE)
    page = merger.get(f"{MERGE}?into=ruritanian+foreign+ministry")
    assert "Side by side" in page
    assert page.count('class="differs"') >= 1
    assert "1 record names it" in page
    assert "A visit" in page
    merger.post(MERGE, hidden(page, MERGE))
    assert merger.client.get("/v1/developments/a-visit").json()["data"]["actors"][0]["id"] == "ruritania-mfa"
    ended = merger.get("/desk/ended")
    assert "Foreign Office of Ruritania" in ended
    assert 'merged into <a href="/actors/ruritania-mfa">' in ended
    assert ">her<" in ended


def test_a_merged_record_is_split_off_and_what_named_it_is_told(merger: Person) -> None:
    merger.post(MERGE, hidden(merger.get(f"{MERGE}?into=ruritania-mfa"), MERGE))
    place = "/desk/ended/actors/ruritania-office"
    assert merger.ask("GET", MERGE).headers["location"] == place
    page = merger.get(place)
    assert "Split it off again" in page
    assert "developments/a-visit" in page
    back = merger.post(f"{place}/restore", hidden(page, f"{place}/restore"), status=200).text
    assert "is back" in back
    assert "/desk/developments/a-visit" in back
    assert merger.client.get("/v1/actors/ruritania-office").status_code == 200
    assert "Nothing ended here" in merger.get(place)
    assert "Foreign Office of Ruritania" not in merger.get("/desk/ended")


def test_what_cannot_be_merged_is_told_before_anything_is_done(merger: Person) -> None:
    assert "Nothing is called so" in merger.get(f"{MERGE}?into=zzzz", status=422)
    assert "That is this record itself" in merger.get(f"{MERGE}?into=ruritania-office", status=422)
    several = merger.get(f"{MERGE}?into=foreign")
    assert "Which one?" in several
    assert "ruritania-mfa" in several
    page = merger.get(f"{MERGE}?into=ruritania-mfa")
    answer = merger.client.patch(
        "/v1/actors/ruritania-office",
        json={"description": "Other."},
        headers={"Authorization": f"Bearer {merger.token}", "If-Match": "*"},
    )
    assert answer.status_code == 200
    assert "at revision 2 now" in merger.post(MERGE, hidden(page, MERGE), status=412).text
    assert merger.client.get("/v1/actors/ruritania-office").status_code == 200


def test_a_deleted_record_is_brought_back(merger: Person) -> None:
    headers = {"Authorization": f"Bearer {merger.token}", "If-Match": "*"}
    assert merger.client.delete("/v1/developments/a-visit", headers=headers).status_code == 200
    place = "/desk/ended/developments/a-visit"
    page = merger.get(place)
    assert "Deleted by her" in page
    assert "Bring it back" in page
    merger.post(f"{place}/restore", hidden(page, f"{place}/restore"), status=200)
    assert merger.client.get("/v1/developments/a-visit").json()["data"]["revision"] == 2


def test_what_cannot_come_back_says_why(merger: Person) -> None:
    headers = {"Authorization": f"Bearer {merger.token}", "If-Match": "*"}
    assert merger.client.delete("/v1/developments/a-visit", headers=headers).status_code == 200
    assert merger.client.delete("/v1/actors/ruritania-office", headers=headers).status_code == 200
    write(merger, "/v1/actors", draft("actors") | {"id": "another", "name": "Foreign Office of Ruritania"})
    page = merger.get("/desk/ended/actors/ruritania-office", status=409)
    assert "Bring it back" not in page
    assert "Not yet" in page


@pytest.mark.parametrize(("named", "is_all"), [(2, True), (3, False)])
def test_no_more_records_are_told_to_name_it_than_do(
    merger: Person, monkeypatch: pytest.MonkeyPatch, named: int, is_all: bool
) -> None:
    hosts = [{"id": "ruritania-office", "role": "host"}]
    for number in range(1, named):
        body = {"id": f"a-visit-{number}", "title": f"Visit no. {number}", "actors": hosts}
        write(merger, "/v1/developments", draft("developments") | body)
    monkeypatch.setattr("app.desk.housekeeping.merging.MOST_NAMING", 2)
    page = merger.get(f"{MERGE}?into=ruritania-mfa")
    assert f"2 records name it{'' if is_all else ' at least'}, and will name" in page


def test_ended_records_come_in_pages(merger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Authorization": f"Bearer {merger.token}", "If-Match": "*"}
    for path in ("developments/a-visit", "actors/ruritania-office", "actors/ruritania-mfa"):
        assert merger.client.delete(f"/v1/{path}", headers=headers).status_code == 200
    monkeypatch.setattr("app.desk.housekeeping.ended_page.ENDED_A_PAGE", 2)
    page = merger.get("/desk/ended")
    assert page.index("Ruritanian Foreign Ministry") < page.index("Foreign Office of Ruritania")
    assert "A visit" not in page
    following = page.split('class="button" href="')[1].split('"')[0]
    assert "A visit" in merger.get(following)


def test_a_key_for_another_collection_is_shown_nothing_of_it(merger: Person, seeded: Database) -> None:
    merger.sign_in(key(seeded, "sources alone", "sources:write"))
    merger.get(MERGE, status=403)
    merger.get("/desk/ended/actors/ruritania-office", status=403)
    merger.get("/desk/ended")
    merger.sign_in(key(seeded, "feeds alone", "feeds:write"))
    for path in ("/desk/ended", "/desk/care", "/desk/sources/any/passages", "/desk/keys", "/desk/webhooks"):
        merger.get(path, status=403)
        assert f'<a href="{path}"' not in merger.get("/desk")
    assert '<a href="/desk/feeds"' in merger.get("/desk")
