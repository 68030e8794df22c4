"""Nonsense at the desk: whatever is sent to an address of it, nothing breaks, and no answer is a 5xx."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from app.desk.frame.visits import Row
from app.desk.frame.written_days import read_day
from app.desk.pages import ROWS
from tests.desk.signing import Person, hidden
from tests.editors import Editor

FORM = {"content-type": "application/x-www-form-urlencoded"}
MANY = "&".join(f"a{number}=1" for number in range(150))
ASKED = (
    MANY,
    "part=%C2%B2&page=%C2%B2&before=%C2%B2&cursor=%00&q=%00&into=%00&after=%00&actor=%00&from-source=%00&from-start=%C2%B2",
    f"part={'1' * 4400}",
    "before=0&page=0&part=0&after=%EF%BF%BF&into=/&q=*&from-end=9999999999",
    "%ff=%ff&q=%ED%A0%80&into=%f0%9f&title=%00&kind=%00&name=%00",
)
FIELDS = (
    "title name into url exact prefix suffix words text record pointer q once revision opml publisher published person "
    "scopes networks expires_on reason development stance summary kind from developments conditions act after start "
    "end interval_minutes place choice actor-0-name place-0-name measure-0-name measure-0-value published.on "
    "actors.0.id evidence.0.source measures.0.name measures.0.value"
).split()
VALUES = ("%00", "%C2%B2", "1" * 4400, "1e999", "%C2%B2-%C2%B2")
TYPED = (
    *("&".join(f"{name}={value}" for name in FIELDS) for value in VALUES),
    f"choice={quote(MANY)}&reason=x&development=x&title=x",
    "words=the&act=evidence:%C5%82",
    "words=the&act=assess:a%0D%0AX-Evil:+1",
    "act=more:evidence.0.selector",
    "record=developments/x&pointer=/evidence/0/x&exact=a",
    "a=%ff",
)  # fmt: skip


def places(row: Row, source: str, proposal: str) -> Iterator[str]:
    for there in ("%00", "%C2%B2", proposal if "queue" in row.address else source):
        address = row.address
        for name in ("id", "collection", "finding", "delivery"):
            address = address.replace(f"{{{name}}}", there)
        yield address
        if address == row.address:
            return


def read(person: Person, path: str) -> Any:
    return person.client.get(path, headers={"Authorization": f"Bearer {person.token}"}).json()["data"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nonsense_is_answered_with_a_page_that_says_what_is_wrong(decider: Person, method: str) -> None:
    token = hidden(decider.get("/desk/queue"), "/desk/out")["token"]
    first = read(decider, "/v1/proposals?state=open&limit=1")[0]
    proposal, source = str(first["id"]), first["source"]
    broken = []
    for row in ROWS:
        if row.method != method or row.address in ("/desk", "/desk/out"):
            continue
        for place in places(row, source, proposal):
            several = ASKED if method == "GET" else TYPED
            for sent in several if proposal in place or source in place else several[:1]:
                path, body = (f"{place}?{sent}", None) if method == "GET" else (place, f"token={token}&{sent}")
                cookie = {"Cookie": f"tracker_desk={decider.cookie}"}
                answer = decider.client.request(
                    method, path, content=body, headers=cookie | (FORM if body else {}), follow_redirects=False
                )
                if answer.status_code >= 500 or "x-evil" in answer.headers:
                    broken.append((answer.status_code, path[:120], sent[:80]))
    assert broken == []


def test_more_fields_than_an_address_may_have_are_told_without_a_key_too(person: Person) -> None:
    assert "at most 100 fields" in person.get(f"/desk/clip?{MANY}&here=1", status=422)


def test_a_long_text_in_the_place_of_a_day_is_not_read() -> None:
    assert read_day("1 February 2026 " * 15_000).precision == "day"
    assert read_day(" 1 February 2026. ").on == "2026-02-01"


def test_a_form_with_a_long_text_is_kept_when_the_session_has_died(person: Person) -> None:
    text = "War and peace. " * 40_000
    page = person.post("/desk/clip", {"title": "A long page", "text": text}, status=401).text
    kept = person.post("/desk", {**hidden(page, "/desk"), "key": person.token}, status=200).text
    assert "A long page" in kept
    assert text.strip() in kept


def test_a_development_that_was_merged_is_taken_as_what_it_became(decider: Person) -> None:
    editor = Editor(decider.client, decider.token)
    one, other = (each["id"] for each in decider.client.get("/v1/developments?limit=2").json()["data"])
    editor.send("POST", f"/v1/developments/{one}/merge", {"into": other}, status=200)
    page = decider.get("/desk/queue")
    number = read(decider, "/v1/proposals?state=open&limit=1")[0]["id"]
    decider.post(f"/desk/queue/{number}/evidence", {**hidden(page, "/desk/out"), "development": one})
    assert read(decider, f"/v1/proposals/{number}")["outcome"] == f"developments/{other}"
