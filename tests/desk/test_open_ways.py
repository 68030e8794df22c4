"""No page of housekeeping leads where the key that sees it is refused, or shows what it may not do."""

import datetime as dt
import re
from pathlib import Path

import pytest

from app.desk.frame.forms import MOST_FORM_BYTES
from app.desk.pages import ROWS
from app.store.database import Database
from app.writing import keys
from tests.desk.signing import Person, hidden, key
from tests.desk.test_feeds_and_webhooks_at_the_desk import make_feed
from tests.desk.test_keys_at_the_desk import place_of
from tests.editors import draft

ENDED = ("/desk/ended", "/desk/developments/a-visit/history", "/desk/actors/ruritania/history", "/desk/care")
FOUND = "/desk/care/developments/unverified"


@pytest.fixture
def shown(person: Person) -> str:
    """A feed, besides a record that ended, and one that stands, of two collections."""
    headers = {"Authorization": f"Bearer {person.token}"}
    for name, body in (("actors", {"id": "ruritania", "name": "Ruritania"}), ("developments", {"id": "a-visit"})):
        made = person.client.post(f"/v1/{name}", json=draft(name) | body, headers=headers)
        assert made.status_code == 201, made.text
    assert person.client.delete("/v1/developments/a-visit", headers={**headers, "If-Match": "*"}).status_code == 200
    person.sign_in()
    return make_feed(person)


def ways_in(page: str) -> set[str]:
    return {way.partition("#")[0] for way in re.findall(r'href="(/desk/[^"]*)"', page)}


@pytest.mark.parametrize("scope", ["sources:write", "actors:write", "developments:write", "feeds:write"])
def test_no_page_leads_where_the_key_is_refused(person: Person, seeded: Database, shown: str, scope: str) -> None:
    person.sign_in(key(seeded, "bounded", scope))
    pages = ("/desk/feeds", shown) if scope == "feeds:write" else (*ENDED, FOUND)
    seen: set[str] = set()
    for path in pages:
        for way in ways_in(person.get(path)) - seen:
            seen.add(way)
            assert person.ask("GET", way).status_code < 400, f"{way} on {path} for {scope}"
    assert seen


def test_how_much_a_form_may_have_without_a_key_is_as_security_says() -> None:
    said = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    open_to_all = {row.most_bytes for row in ROWS if row.method == "POST" and row.is_open and row.address == "/desk"}
    assert open_to_all == {(16 * 1024 + 64) * 1024}
    assert max(row.most_bytes for row in ROWS) == max(open_to_all)
    assert "16 MiB and 64 KiB at `/desk`" in said
    assert MOST_FORM_BYTES == 1024 * 1024
    assert "up to 1 MiB, to 16 MiB where" in said


def test_what_ended_past_the_last_page_is_not_said_to_be_nothing(person: Person, shown: str) -> None:
    assert "Nothing has ended" not in person.get("/desk/ended?before=1")
    assert "Nothing earlier" in person.get("/desk/ended?before=1")
    for before in ("9" * 40, "x", "-1", ""):
        assert "/desk/ended/developments/a-visit" in person.get(f"/desk/ended?before={before}")


@pytest.mark.parametrize(
    ("bound", "acts"),
    [
        ({}, {"rotate", "revoke"}),
        ({"expires_on": dt.date(2099, 1, 1)}, {"revoke"}),
    ],
)
def test_what_can_be_done_with_a_key_is_what_the_page_shows(
    person: Person, seeded: Database, bound: dict[str, object], acts: set[str]
) -> None:
    with seeded.write() as connection:
        keys.make_key(connection, "wider", ["actors:write"])
        keys.make_key(connection, "more", ["sources:write"])
        giver = keys.make_key(connection, "giver", ["keys:write", "actors:write"], **bound)  # type: ignore[arg-type]
    person.sign_in(giver)
    token = hidden(person.get("/desk"), "/desk/out")
    for name, allowed in (("wider", acts), ("more", set[str]())):
        place = place_of(person, name)
        page = person.get(place)
        assert {act for act in ("rotate", "revoke") if f'action="{place}/{act}"' in page} == allowed
        for act in {"rotate", "revoke"} - allowed:
            person.post(f"{place}/{act}", token, status=403)
        assert ("good for longer" in page) == (allowed == {"revoke"})
    for act in ("revoke",) if len(acts) == 1 else ("rotate", "revoke"):
        place = place_of(person, "wider")
        answer = person.ask("POST", f"{place}/{act}", data=hidden(person.get(place), f"{place}/{act}"))
        assert answer.status_code in (200, 303)
