"""Keys at the desk: made with what one's own key allows, shown once, rotated and revoked."""

import re
from html import unescape

from app.desk.housekeeping.keys_page import describe_scope
from app.store.database import Database
from app.writing import keys
from app.writing.keys import SCOPES
from tests.desk.signing import Person, hidden, key

MADE = {"name": "new one", "person": "Ada Byron", "scopes": ["sources:write", "keys:write"]}


def make(person: Person, **more: object) -> str:
    return person.post(
        "/desk/keys", {**hidden(person.get("/desk/keys"), "/desk/keys"), **MADE, **more}, status=200
    ).text


def secret_in(page: str) -> str:
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found is not None, page
    return unescape(found[1])


def place_of(person: Person, name: str) -> str:
    found = re.search(rf'<a href="(/desk/keys/[a-z0-9]+)">{name}</a>', person.get("/desk/keys"))
    assert found is not None
    return found[1]


def test_a_key_is_made_and_shown_once_and_signs_in(person: Person) -> None:
    person.sign_in()
    secret = secret_in(make(person))
    place = place_of(person, "new one")
    for path in ("/desk/keys", place):
        page = person.get(path)
        assert secret not in page
        assert "Ada Byron" in page
    person.sign_in(secret)
    assert "Good day, Ada Byron" in person.get("/desk")
    assert "/desk/feeds" not in person.get("/desk")


def test_a_form_that_is_sent_twice_makes_one_key(person: Person) -> None:
    person.sign_in()
    fields = {**hidden(person.get("/desk/keys"), "/desk/keys"), **MADE}
    first, second = (person.post("/desk/keys", fields, status=200).text for _ in range(2))
    assert secret_in(first) == secret_in(second)


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(person: Person) -> None:
    person.sign_in()
    fields = hidden(person.get("/desk/keys"), "/desk/keys")
    wrong = {"name": "Kept name", "expires_on": "tomorrow", "networks": "here"}
    page = person.post("/desk/keys", {**fields, **wrong}, status=422).text
    assert 'value="Kept name"' in page
    for name in ("expires_on", "scopes"):
        assert f'id="{name}-fault"' in page
    again = person.post("/desk/keys", {**fields, **MADE, "expires_on": "2001-01-01"}, status=422).text
    assert "Must not have passed." in again
    assert 'value="sources:write" checked' in again


def test_an_empty_form_is_told_what_to_do(person: Person) -> None:
    person.sign_in()
    for path in ("keys", "feeds"):
        way = f"/desk/{path}"
        page = person.post(way, hidden(person.get(way), way), status=422).text
        assert "must have at least" not in page.lower()
        assert "must be text" not in page.lower()
        assert "Type something: it cannot be empty." in page
        assert ("Tick at least one." in page) == (path == "keys")


def test_each_scope_is_told_in_words_and_whoever_made_a_key_by_their_name(person: Person, seeded: Database) -> None:
    assert len({describe_scope(scope) for scope in SCOPES} - set(SCOPES)) == len(SCOPES)
    with seeded.write() as connection:
        made = keys.make_key(connection, "ada", ["*"], person="Ada Byron")
    person.sign_in(made)
    page = make(person, name="another")
    assert "Sources: make, change, delete and merge" in page
    assert "by Ada Byron" in page
    assert "by Ada Byron" in person.get("/desk/keys")


def test_only_what_ones_own_key_allows_can_be_given(person: Person, seeded: Database) -> None:
    person.sign_in(key(seeded, "some", "keys:write", "actors:write"))
    page = person.get("/desk/keys")
    assert re.findall('name="scopes" value="([^"]+)"', page) == ["actors:write", "keys:write"]
    assert "must be among those of your own key" in person.post(
        "/desk/keys", {**hidden(page, "/desk/keys"), "name": "x", "scopes": "sources:write"}, status=422
    ).text.replace("Must", "must")
    place = place_of(person, "her")
    shown = person.get(place)
    assert "Revoke it" not in shown
    token = hidden(page, "/desk/out")
    for act in ("rotate", "revoke"):
        assert "allows what yours does not" in person.post(f"{place}/{act}", token, status=403).text


def test_a_key_is_rotated_and_revoked(person: Person) -> None:
    person.sign_in()
    before = secret_in(make(person))
    place = place_of(person, "new one")
    after = secret_in(person.post(f"{place}/rotate", hidden(person.get(place), f"{place}/rotate"), status=200).text)
    assert before != after
    stale = person.get(place)
    person.post(f"{place}/revoke", hidden(stale, f"{place}/revoke"))
    assert "revoked" in person.get(place)
    assert "Revoke it" not in person.get(place)
    assert "was revoked" in person.post(f"{place}/rotate", hidden(stale, "/desk/out"), status=409).text
    person.post("/desk", {"key": after}, status=401)


def test_the_last_key_that_makes_keys_stays(person: Person) -> None:
    person.sign_in()
    place = place_of(person, "her")
    page = person.get(place)
    assert "you are signed out" in page
    told = person.post(f"{place}/revoke", hidden(page, f"{place}/revoke"), status=409).text
    assert "make one first" in told
    assert "in force" in told


def test_a_key_without_the_scope_sees_no_keys_and_the_addresses_refuse(person: Person, seeded: Database) -> None:
    person.sign_in()
    place = place_of(person, "her")
    person.sign_in(key(seeded, "writes", "sources:write"))
    assert "/desk/keys" not in person.get("/desk")
    token = hidden(person.get("/desk"), "/desk/out")
    for path in ("/desk/keys", place):
        person.get(path, status=403)
    for path in ("/desk/keys", f"{place}/rotate", f"{place}/revoke"):
        person.post(path, {**token, **MADE}, status=403)
