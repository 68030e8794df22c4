"""Texts of sources: kept privately and in one form, changed and taken away; and what is no text."""

from hashlib import sha256

import pytest

from app.evidence.texts import MOST_TEXT_BYTES
from app.store.database import Database
from tests.editors import Editor, key
from tests.evidence.passages import TEXT, newest, passage, put, states
from tests.scratch import check_grounds

PLAIN = {"Content-Type": "text/plain"}


def test_a_text_is_kept_privately_and_changed_and_taken_away(minutes: Editor) -> None:
    data = put(minutes, "minutes", TEXT).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.encode()).hexdigest()
    assert data["text"]["characters"] == len(TEXT)
    number = newest(minutes)
    assert put(minutes, "minutes", TEXT).json()["data"] == data
    assert newest(minutes) == number
    assert minutes.client.get("/v1/sources/minutes/text").status_code == 405
    assert TEXT not in minutes.client.get("/v1/export").text
    check_grounds(states(minutes), {"minutes": TEXT})
    away = minutes.send("DELETE", "/v1/sources/minutes/text", status=200)
    assert away.json()["data"]["text"] is None
    check_grounds(states(minutes), {})
    minutes.send("DELETE", "/v1/sources/minutes/text", status=404)


def test_a_text_is_kept_in_one_form(minutes: Editor) -> None:
    spelled = "\ufeff" + TEXT.replace("\n", "\r\n").replace("Zenda", "Ze\u0301nda")
    data = put(minutes, "minutes", spelled).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.replace("Zenda", "Zénda").encode()).hexdigest()
    assert minutes.client.get("/v1/developments/met").json()["data"]["evidence"][0]["state"] == "verified"
    assert minutes.client.get("/v1/actors/clerk").json()["data"]["evidence"][0]["state"] == "orphaned"


def test_pages_end_by_form_feeds(minutes: Editor) -> None:
    data = put(minutes, "minutes", TEXT.replace(".\n", ".\f")).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.encode()).hexdigest()
    words = {"exact": "Strelsau.\fNobody"}
    headers = {"Authorization": f"Bearer {minutes.token}"}
    found = minutes.client.post("/v1/sources/minutes/passages", json=words, headers=headers).json()["data"]
    assert found["selector"] == passage(TEXT, "Strelsau.\nNobody")


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"caf\xe9", "text/plain", 422, "byte 3"),
        (b"\xff\xfe", "text/plain", 422, "byte 0"),
        (b"", "text/plain", 422, "empty"),
        (b" \n ", "text/plain", 422, "empty"),
        (b"a\x00b", "text/plain", 422, "U+0000 at character 1"),
        ("a\ufffeb".encode(), "text/plain", 422, "U+FFFE"),
        (b"a", "text/html", 415, "text/plain"),
        (b"a", "", 415, "text/plain"),
        (b"a", "text/plain; charset=iso-8859-1", 415, "UTF-8"),
        (b"a" * (MOST_TEXT_BYTES + 1), "text/plain", 413, "5242880"),
    ],
)
def test_what_is_no_text_is_refused(minutes: Editor, body: bytes, kind: str, status: int, says: str) -> None:
    number = newest(minutes)
    answer = put(minutes, "minutes", body, status=status, Content_Type=kind)
    assert says in answer.text
    assert newest(minutes) == number


def test_the_largest_text_is_taken(minutes: Editor) -> None:
    text = TEXT + "é" * ((MOST_TEXT_BYTES - len(TEXT)) // 2) + "."
    assert (
        put(minutes, "minutes", text.encode()[:MOST_TEXT_BYTES]).json()["data"]["text"]["characters"] < MOST_TEXT_BYTES
    )
    assert minutes.client.get("/v1/developments/met").json()["data"]["evidence"][0]["state"] == "verified"


def test_attaching_is_a_write_like_others(minutes: Editor) -> None:
    tag = minutes.tag("/v1/sources/minutes")
    put(minutes, "minutes", TEXT, status=412, If_Match='"r9-0-0"')
    dry = minutes.send(
        "PUT", "/v1/sources/minutes/text?dry_run=true", TEXT.encode(), status=200, Content_Type="text/plain"
    )
    assert dry.json()["data"]["text"]["characters"] == len(TEXT)
    assert minutes.tag("/v1/sources/minutes") == tag
    put(minutes, "minutes", TEXT, If_Match=tag)
    put(minutes, "nothing", TEXT, status=404)
    minutes.send("PUT", "/v1/sources/minutes/text?dry=1", TEXT.encode(), status=422, Content_Type="text/plain")
    assert minutes.client.put("/v1/sources/minutes/text", content=TEXT, headers=PLAIN).status_code == 401
    minutes.create("sources", {"id": "other"})
    minutes.send("POST", "/v1/sources/minutes/merge", {"into": "other"}, status=200)
    moved = put(minutes, "minutes", TEXT, status=308)
    assert moved.headers["location"] == "/v1/sources/other/text"
    check_grounds(states(minutes), {})


def test_who_may_look_into_a_text(minutes: Editor, database: Database) -> None:
    body = '{"exact": "Zenda"}'
    for scope, status in (("text:read", 409), ("developments:write", 409), ("webhooks:write", 403)):
        token = key(database, scope.replace(":", " "), scope)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        path = "/v1/sources/minutes/passages"
        assert minutes.client.post(path, content=body, headers=headers).status_code == (
            409 if status == 200 else status
        )
        assert minutes.client.put("/v1/sources/minutes/text", content="T", headers=headers | PLAIN).status_code == 403
