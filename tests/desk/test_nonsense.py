"""Nonsense at the desk: whatever is sent to an address of it, nothing breaks, and no answer is a 5xx."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest

from app.desk.frame.visits import Row
from app.desk.frame.written_days import read_day
from app.desk.pages import ROWS
from app.resources import COLLECTIONS
from tests.desk.signing import Person, hidden
from tests.editors import Editor

FORM = {"content-type": "application/x-www-form-urlencoded"}
MANY = "&".join(f"a{number}=1" for number in range(150))
ASKED = (
    MANY,
    "part=%C2%B2&page=%C2%B2&before=%C2%B2&cursor=%00&q=%00&into=%00&after=%00&actor=%00&from-source=%00&as=diff&against=%00&from-start=%C2%B2",
    f"part={'1' * 4400}",
    "before=0&page=0&part=0&as=diff&against=%EF%BF%BF&after=%EF%BF%BF&into=/&q=*&from-end=9999999999",
    "%ff=%ff&q=%ED%A0%80&into=%f0%9f&title=%00&kind=%00&name=%00",
)
FIELDS = (
    "title name into url exact prefix suffix words text record pointer q once revision opml publisher published person "
    "scopes networks expires_on reason development stance summary kind from developments conditions act after start "
    "end interval_minutes place choice actor-0-name place-0-name measure-0-name measure-0-value published.on "
    "actors.0.id evidence.0.source measures.0.name measures.0.value claimed min_origins "
    "statement-0-text statement-0-section statement-0-cites statement-0-cite"
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
    "title=x&from=2026-02-01&until=2026-02-02&statement-0-text=x&statement-0-cites=developments/%00%20actors/%C2%B2",
    f"do=assemble&from=2026-02-01&to=2026-02-02&title=x&min_origins={'1' * 4400}",
)  # fmt: skip

ENDING = ("/delete", "/revoke", "/merge", "/publish")
"""How the addresses end of what ends what there is: they come last."""
BUTTONS = (
    "/delete",
    "/revoke",
    "/publish",
    "/correct",
    "/restore",
    "/pause",
    "/rotate",
    "/redeliver",
    "/later",
    "/reopen",
)
"""How those end that are sent by a button alone, which take no words."""
HOOK = {"url": "https://hooks.example.org/changes"}
GRADE = {"grade": "B", "assessed_by": "Ada Byron", "assessed_on": "2026-02-01", "reason": "Mostly right so far."}
FEED = {"url": "https://feeds.example.org/all", "publisher": "The Courier", "reliability": GRADE}


def places(row: Row, real: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Addresses at which a row answers, the last with what there is, and whether it is that."""
    if "{" in row.address:
        for nonsense in ("%00", "%C2%B2"):
            yield re.sub("{[a-z]+}", nonsense, row.address), False
    family = next((step for step in row.address.split("/")[2:] if step != "ended"), "")
    yield row.address.format(id=real.get(family, ""), collection="developments", finding="orphaned", delivery=1), True


def fill_families(decider: Person) -> dict[str, str]:
    """What there is one of for each family of rows, by its word in the address."""
    editor = Editor(decider.client, decider.token)
    headers = {"Authorization": f"Bearer {decider.token}"}
    made = {"feeds": FEED, "webhooks": HOOK, "keys": {"name": "spare", "scopes": ["sources:write"]}}
    real = {name: decider.client.post(f"/v1/{name}", json=body, headers=headers) for name, body in made.items()}
    found = {name: str(answer.json()["data"].get("id", "spare")) for name, answer in real.items()}
    editor.send("POST", "/v1/drafts", {"title": "Weekly"}, status=201)
    proposal = read(decider, "/v1/proposals?state=open&limit=1")[0]
    records = {name: read(decider, f"/v1/{name}?limit=1")[0]["id"] for name in COLLECTIONS}
    records |= {"sources": proposal["source"], "editions": records["briefings"]}
    return {**found, **records, "drafts": "weekly", "queue": str(proposal["id"])}


def read(person: Person, path: str) -> Any:
    return person.client.get(path, headers={"Authorization": f"Bearer {person.token}"}).json()["data"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nonsense_is_answered_with_a_page_that_says_what_is_wrong(decider: Person, method: str) -> None:
    token = hidden(decider.get("/desk/queue"), "/desk/out")["token"]
    real = fill_families(decider)
    broken = []
    for row in sorted((each for each in ROWS if each.method == method), key=lambda each: each.address.endswith(ENDING)):
        if row.address in ("/desk", "/desk/out"):
            continue
        for place, is_real in places(row, real):
            several = ASKED if method == "GET" else TYPED[:2] if row.address.endswith(BUTTONS) else TYPED
            for sent in several if is_real else several[:1]:
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
