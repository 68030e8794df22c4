"""Signing in at the desk: with a key that allows something there, for twelve hours, and not by others' forms."""

import re

import pytest

from app.desk.frame.forms import MOST_FIELDS
from app.store.database import Database
from app.writing import keys
from tests.commands.running import run
from tests.desk.signing import Person, hidden, key

GUARDS = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
}


def test_a_key_signs_in_and_the_cookie_is_for_the_desk_alone(person: Person, seeded: Database) -> None:
    assert "Sign in" in person.get("/desk")
    answer = person.sign_in()
    parts = answer.headers["set-cookie"].split("; ")
    assert {"Path=/desk", "Max-Age=43200", "HttpOnly", "SameSite=Strict"} == set(parts[1:])
    assert len(person.cookie) == 43
    assert "Good day, her" in person.get("/desk")
    with seeded.read() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM desk_session").all()
    assert person.cookie not in map(str, row)
    assert person.token not in map(str, row)
    assert keys.digest_key(person.cookie) in row


def test_by_https_the_cookie_is_secure(person: Person) -> None:
    person.client.base_url = "https://testserver"
    assert "; Secure" in person.sign_in().headers["set-cookie"]


def test_every_answer_of_the_desk_is_guarded(person: Person) -> None:
    wrong = person.ask("POST", "/desk", data={"key": "trk_no"})
    out = [person.ask("GET", "/desk"), person.ask("POST", "/desk/out", data={"a": "1"}), wrong]
    person.sign_in()
    for answer in (*out, person.ask("GET", "/desk"), person.ask("POST", "/desk/out", data={"token": "x"})):
        assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
    assert [answer.status_code for answer in out] == [200, 401, 401]


@pytest.mark.parametrize("wrong", ["", "x", "trk_aaaaaaaa_" + "a" * 43, "é\0"])
def test_what_is_no_key_is_told_in_words(person: Person, wrong: str) -> None:
    answer = person.post("/desk", {"key": wrong}, status=401)
    assert "it was revoked or has expired" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_key_that_allows_nothing_there_is_told_so(person: Person, seeded: Database) -> None:
    answer = person.post("/desk", {"key": key(seeded, "looks", "text:read")}, status=403)
    assert "allows nothing" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_session_ends_by_signing_out(person: Person) -> None:
    person.sign_in()
    cookie = person.cookie
    answer = person.post("/desk/out", hidden(person.get("/desk"), "/desk/out"))
    assert "Max-Age=0" in answer.headers["set-cookie"]
    person.cookie = cookie
    assert "Sign in" in person.get("/desk")


@pytest.mark.parametrize(
    "ending",
    [
        "UPDATE desk_session SET expires_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE api_key SET revoked_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE api_key SET expires_on = '2020-01-01'",
        "UPDATE api_key SET digest = 'rotated'",
    ],
)
def test_a_session_ends_with_its_time_and_with_its_key(person: Person, seeded: Database, ending: str) -> None:
    person.sign_in()
    fields = hidden(person.get("/desk"), "/desk/out")
    with seeded.write() as connection:
        connection.exec_driver_sql(ending)
    assert "Sign in" in person.get("/desk")
    person.post("/desk/out", fields, status=401)


def test_a_form_of_somebody_else_is_refused(person: Person) -> None:
    person.sign_in()
    fields = hidden(person.get("/desk"), "/desk/out")
    for sent in ({}, {"token": "x"}, {"token": ""}, {"token": "é"}):
        assert "Nothing was done" in person.post("/desk/out", {"a": "1", **sent}, status=403).text
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ):
        assert "Nothing was done" in person.post("/desk/out", fields, status=403, **headers).text
        person.post("/desk", {"key": person.token}, status=403, **headers)
    assert "Good day" in person.get("/desk")
    person.post("/desk/out", fields, Origin="http://testserver", Sec_Fetch_Site="same-origin")


def test_somebody_is_led_where_they_wanted_and_nowhere_else(person: Person) -> None:
    for to in (
        "/desk",
        "https://elsewhere.example/desk",
        "//elsewhere.example",
        "/developments",
        "/desk/queue?actor=\r\nX: ł",
    ):
        answer = person.post("/desk", {"key": person.token, "to": to})
        assert answer.headers["location"].startswith("/desk")
        assert "x" not in answer.headers


def test_the_full_name_of_whoever_has_a_key_is_said_at_the_desk_and_nowhere_else(
    person: Person, seeded: Database
) -> None:
    with seeded.write() as connection:
        token = keys.make_key(connection, "ada", ["*"], person="Ada <Byron>")
    person.sign_in(token)
    assert "Good day, Ada &lt;Byron&gt;" in person.get("/desk")
    made = {"title": "T", "publisher": "P", "kind": "article", "published": {"on": "2026-02-01", "precision": "day"}}
    headers = {"Authorization": f"Bearer {token}"}
    assert person.client.post("/v1/sources", json=made, headers=headers).status_code == 201
    changes = person.client.get("/v1/changes?limit=200").text + person.client.get("/v1/export").text
    assert "Byron" not in changes


def test_a_key_is_made_for_a_person_who_is_listed_and_greeted(person: Person, seeded: Database) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    made = run("keys", "create", "ada", "--person", " Ada Byron ", "--scope", "proposals:read", status=0, url=url)
    assert "Ada Byron" in run("keys", "list", status=0, url=url).stdout
    person.sign_in(made.stdout.strip())
    assert "Good day, Ada Byron" in person.get("/desk")


def test_wrong_sign_ins_are_counted(person: Person) -> None:
    answer = person.post("/desk", {"key": "x"}, status=401)
    assert re.search(r'"requests";r=\d+', answer.headers["ratelimit"])


def test_a_form_that_is_no_form_is_refused_in_words(person: Person) -> None:
    person.sign_in()
    answer = person.client.post("/desk/out", content=b"{}", headers={"Cookie": f"tracker_desk={person.cookie}"})
    assert (answer.status_code, "a form is taken as" in answer.text) == (415, True)
    many = {f"field{number}": "x" for number in range(MOST_FIELDS + 1)}
    assert "at most 8000 fields" in person.post("/desk/out", many, status=422).text
    assert person.ask("POST", "/desk/out", data={"a": "x" * 1_200_000}).status_code == 413
