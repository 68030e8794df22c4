"""A new version of a source's text at the desk: what it would make of each passage, and mending what it has lost."""

from typing import Any

import pytest

from app.store.database import Database
from tests.desk.signing import Person, hidden, key
from tests.editors import draft

WAY = "/desk/sources/communique/passages"
STAYS, MOVES, LOST = "Ministers met on Tuesday.", "They agreed on a fund.", "It has ninety million."
TEXT = f"{STAYS} {MOVES} {LOST}"
NEW = f"{STAYS} It took long. {MOVES} It has ninety-five million crowns. It has ninety-five million crowns, all said."


@pytest.fixture
def mender(person: Person) -> Person:
    """Somebody signed in, with a source on whose text three passages rest."""
    write(person, "/v1/sources", draft("sources") | {"id": "communique", "title": "A communiqué", "url": None})
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "text/plain"}
    assert person.client.put("/v1/sources/communique/text", content=TEXT, headers=headers).status_code == 200
    for name, words in (("stays", STAYS), ("moves", MOVES), ("lost", LOST)):
        evidence = [{"source": "communique", "exact": words}]
        write(
            person,
            "/v1/developments",
            draft("developments") | {"id": name, "title": f"It {name}"} | {"evidence": evidence},
        )
    person.sign_in()
    return person


def write(person: Person, path: str, body: object) -> None:
    answer = person.client.post(path, json=body, headers={"Authorization": f"Bearer {person.token}"})
    assert answer.status_code == 201, answer.text


def evidence_of(person: Person, name: str) -> dict[str, Any]:
    found: dict[str, Any] = person.client.get(f"/v1/developments/{name}").json()["data"]["evidence"][0]
    return found


def attach(person: Person, text: str) -> str:
    person.post(WAY, {**hidden(person.get(WAY), WAY), "text": text, "act": "attach"})
    return person.get(WAY)


def test_a_trial_tells_what_stays_moves_and_is_lost_and_changes_nothing(mender: Person) -> None:
    sent = {**hidden(mender.get(WAY), WAY), "text": NEW, "act": "try"}
    page = mender.post(WAY, sent, status=200).text
    for words in (
        "<strong>1</strong> would be orphaned",
        "<strong>1</strong> would move",
        "<strong>1</strong> would stay",
    ):
        assert words in page
    assert page.index("It lost") < page.index("It moves")
    assert NEW in page
    assert evidence_of(mender, "lost")["state"] == "verified"
    assert "to mend" not in mender.get(WAY)


def test_what_is_orphaned_is_mended_by_its_words(mender: Person) -> None:
    page = attach(mender, NEW)
    assert "1 to mend" in page
    assert LOST in page  # what it had
    assert evidence_of(mender, "lost")["state"] == "orphaned"
    assert evidence_of(mender, "moves")["state"] == "verified"
    fields = hidden(page, WAY) | {"mend": "0"}
    assert fields["mend-0-record"] == "developments/lost"
    words = "It has ninety-five million crowns"
    twice = mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": words}, status=409).text
    assert 'aria-invalid="true"' in twice
    assert "ninety-five million crowns</textarea>" in twice
    nowhere = mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": "It has nothing at all"}, status=422).text
    assert "It has nothing at all</textarea>" in nowhere
    mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": words, "mend-0-suffix": ", all said"})
    mended = evidence_of(mender, "lost")
    assert (mended["state"], mended["exact"]) == ("verified", words)
    assert "to mend" not in mender.get(WAY)


def test_a_record_that_changed_meanwhile_is_not_mended_over(mender: Person) -> None:
    fields = hidden(attach(mender, NEW), WAY) | {"mend": "0", "mend-0-exact": "It took long."}
    headers = {"Authorization": f"Bearer {mender.token}", "If-Match": "*"}
    changed = mender.client.patch("/v1/developments/lost", json={"title": "Other"}, headers=headers)
    assert changed.status_code == 200
    page = mender.post(f"{WAY}/mend", fields, status=412).text
    assert "It took long.</textarea>" in page
    mender.post(f"{WAY}/mend", {**fields, **hidden(page, WAY)})
    assert evidence_of(mender, "lost")["exact"] == "It took long."


def test_a_text_is_not_attached_over_a_source_that_changed(mender: Person) -> None:
    sent = {**hidden(mender.get(WAY), WAY), "text": NEW, "act": "attach"}
    headers = {"Authorization": f"Bearer {mender.token}", "If-Match": "*"}
    assert mender.client.patch("/v1/sources/communique", json={"notes": "N."}, headers=headers).status_code == 200
    page = mender.post(WAY, sent, status=412).text
    assert NEW in page
    assert evidence_of(mender, "lost")["state"] == "verified"


def test_nothing_is_attached_without_a_text_or_the_scope(mender: Person, seeded: Database) -> None:
    page = mender.get(WAY)
    assert "Paste the text" in mender.post(WAY, {**hidden(page, WAY), "text": " ", "act": "try"}, status=422).text
    long = mender.post(WAY, {**hidden(page, WAY), "text": "long " * 1_100_000, "act": "attach"}, status=413).text
    assert "may have 5,242,880 bytes at most" in long
    attach(mender, NEW)
    mender.sign_in(key(seeded, "actors alone", "actors:write"))
    page = mender.get(WAY)
    assert "Attach" not in page
    assert "This is the passage" not in page
    assert "your key does not change developments" in page
    fields = hidden(mender.get("/desk"), "/desk/out")
    mender.post(WAY, {**fields, "text": NEW}, status=403)
    sent = {"record": "developments/lost", "pointer": "/evidence/0", "revision": "1", "exact": "It took long."}
    mender.post(f"{WAY}/mend", {**fields, **{f"mend-0-{name}": value for name, value in sent.items()}}, status=403)
    assert evidence_of(mender, "lost")["state"] == "orphaned"


@pytest.mark.parametrize(
    "change", [{"record": "nothing/lost"}, {"record": "developments/no"}, {"pointer": "/evidence/7"}, {"record": ""}]
)
def test_what_there_is_not_is_not_mended(mender: Person, change: dict[str, str]) -> None:
    fields = hidden(attach(mender, NEW), WAY) | {f"mend-0-{name}": value for name, value in change.items()}
    mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": "It took long."}, status=404)


def test_what_needs_care_leads_to_where_it_is_mended(mender: Person) -> None:
    attach(mender, NEW)
    care = mender.get("/desk/care")
    assert 'href="/desk/care/developments/orphaned"' in care
    page = mender.get("/desk/care/developments/orphaned")
    assert "It lost" in page
    assert f'href="{WAY}#developments-lost-evidence-0"' in page
    assert 'id="developments-lost-evidence-0"' in mender.get(WAY)
    assert 'href="/desk/developments/lost"' in page
    for path in ("developments/nothing", "nothing/orphaned", "briefings/orphaned"):
        mender.get(f"/desk/care/{path}", status=404)


def test_a_finding_comes_in_pages_with_a_way_to_the_next(mender: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.housekeeping.care.FOUND_A_PAGE", 2)
    first = mender.get("/desk/care/developments/unverified")
    assert 'href="#n2"' in first
    following = first.split('href="/desk/care/developments/unverified?')[1].split('"')[0].replace("&amp;", "&")
    second = mender.get(f"/desk/care/developments/unverified?{following}")
    assert "From the beginning" in second
    assert set(titles(first)).isdisjoint(titles(second))
    counts = mender.client.get("/v1/quality").json()["data"]["collections"]["developments"]["unverified"]["count"]
    assert f"<strong>{counts}</strong> in all" in first


def titles(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('-of"><a href="')[1:]]
