"""A source's text at the desk: attached by those who may, and words of it taken for a record."""

import re
import socket

import pytest

from app.store.database import Database
from tests.desk.forms_of_records import faults_beside, fields_in, save, typed
from tests.desk.signing import Person, hidden, key
from tests.desk.test_record_forms import NEW

TEXT = """Drones near the border

On 24 February 2026 Poland said that twelve drones had fallen near its border with Ukraine. Allies met.

Russia denied it. Russia denied it.
"""
SENTENCE = "On 24 February 2026 Poland said that twelve drones had fallen near its border with Ukraine."


@pytest.fixture
def source(person: Person) -> str:
    """The desk's address of a source with a text."""
    person.sign_in()
    new = [("title", "A report"), ("publisher", "The Gazette"), ("published.on", "2026-02-25")]
    path = save(person, "/desk/sources/new", *new).partition("?")[0]
    page = person.get(f"{path}/text")
    person.post(f"{path}/text", typed(page, ("text", TEXT), ("act", "paste"), form="attach"))
    return path


def chosen(person: Person, source: str, words: str, **more: str) -> str:
    """Where words lead that were taken without a script."""
    fields = typed(person.get(f"{source}/text"), ("words", words), *more.items(), form="chosen")
    return str(person.post(f"{source}/words", fields).headers["location"])


def test_words_become_a_development_that_is_filled_from_them(person: Person, source: str) -> None:
    to = chosen(person, source, SENTENCE)
    page = person.get(to)
    filled = dict(fields_in(page))
    assert filled["actors.0.id"] == "poland"
    assert filled["occurred.from"] == "2026-02-24"
    assert filled["evidence.0.exact"] == SENTENCE
    assert filled["measures.0.value"] == "12"
    assert "matched the alias" in page
    made = person.post("/desk/developments/new", [*typed(page, ("themes", "counter-drone")), ("act", "anyway")])
    record = person.client.get(made.headers["location"].partition("?")[0].replace("/desk/", "/v1/")).json()["data"]
    (ground,) = record["evidence"]
    assert (ground["state"], ground["exact"]) == ("verified", SENTENCE)
    assert f'title="{record["title"]}"' in person.get(f"{source}/text")


def test_words_that_differ_in_signs_are_found_and_others_are_told(person: Person, source: str) -> None:
    assert "from-start=" in chosen(person, source, SENTENCE.replace(" ", "  "))
    fields = typed(person.get(f"{source}/text"), ("words", "Poland said nothing of drones"), form="chosen")
    page = person.post(f"{source}/words", fields, status=422).text
    assert "Do not occur so in the text" in page
    assert "Poland said nothing of drones" in page
    assert "the nearest is <q>Poland said" in page
    empty = person.post(f"{source}/words", typed(page, ("words", ""), form="chosen"), status=422).text
    assert "Select words in the text, or type them." in empty
    empty = person.post(f"{source}/text", typed(page, ("text", ""), ("act", "paste"), form="attach"), status=422).text
    assert "Paste the text, or choose a file with it." in empty


def test_words_that_stand_there_twice_are_chosen_by_their_place(person: Person, source: str) -> None:
    fields = typed(person.get(f"{source}/text"), ("words", "Russia denied it."), form="chosen")
    page = person.post(f"{source}/words", fields, status=409).text
    assert "These words stand there 2 times" in page
    assert "Start " not in page
    places = re.findall(r'name="place" value="(\d+)-(\d+)"', page)
    assert len(places) == 2
    start, end = places[1]
    to = person.post(f"{source}/words", [*fields, ("place", f"{start}-{end}")]).headers["location"]
    assert f"from-start={start}&from-end={end}" in to


@pytest.mark.parametrize("words", ["agreed on a fund", "agreed  on “a fund”", "agreed on a\nfund"])
def test_words_that_stand_there_twice_in_other_signs_are_chosen_by_their_place(person: Person, words: str) -> None:
    person.sign_in()
    path = save(person, "/desk/sources/new", ("title", "A fund"), ("publisher", "P")).partition("?")[0]
    text = 'They agreed\non "a fund". Later they agreed on\n"a fund" again.'
    if "“" not in words:
        text = text.replace('"', "").replace("on a", "on\na")
    fields = typed(person.get(f"{path}/text"), ("text", text), ("act", "paste"), form="attach")
    person.post(f"{path}/text", fields)
    fields = typed(person.get(f"{path}/text"), ("words", words), form="chosen")
    page = person.post(f"{path}/words", fields, status=409).text
    places = re.findall(r'name="place" value="(\d+)-(\d+)"', page)
    assert len(places) == 2
    start, end = places[1]
    to = person.post(f"{path}/words", [*fields, ("place", f"{start}-{end}")]).headers["location"]
    assert f"from-start={start}&from-end={end}" in to


def test_words_become_more_evidence_of_what_is_known(person: Person, source: str) -> None:
    fields = typed(person.get(f"{source}/text"), ("words", SENTENCE), ("developments", "unwavering"), form="chosen")
    page = person.post(f"{source}/words", [*fields, ("act", "evidence")], status=200).text
    assert 'value="evidence:unwavering-unity-claimed"' in page
    to = person.post(f"{source}/words", [*fields, ("act", "evidence:unwavering-unity-claimed")]).headers["location"]
    assert to.startswith("/desk/developments/unwavering-unity-claimed?from-source=")
    before = person.client.get("/v1/developments/unwavering-unity-claimed").json()["data"]["evidence"]
    person.post("/desk/developments/unwavering-unity-claimed", fields_in(person.get(to)))
    after = person.client.get("/v1/developments/unwavering-unity-claimed").json()["data"]["evidence"]
    assert after[:-1] == before
    assert (after[-1]["exact"], after[-1]["state"]) == (SENTENCE, "verified")


@pytest.mark.parametrize("name", ["developments", "conditions"])
def test_words_go_to_the_record_whose_id_is_typed_whatever_its_title(person: Person, source: str, name: str) -> None:
    new = [("id", "zzz-1"), *(field for field in NEW[name] if field[0] != "title"), ("title", "Their visit")]
    save(person, f"/desk/{name}/new", *new)
    to = chosen(person, source, SENTENCE, **{name: "zzz-1"})
    assert to.startswith(f"/desk/{name}/zzz-1")
    assert {"id": "zzz-1", "title": "Their visit"} in person.ask("GET", f"/desk/find/{name}?q=zzz-1").json()


def test_words_judge_a_condition(person: Person, source: str) -> None:
    to = chosen(person, source, SENTENCE, act="assess", conditions="full-withdrawal")
    page = person.get(to)
    assert dict(fields_in(page))["on"] == "2026-02-25"
    path = "/desk/conditions/full-withdrawal/assess"
    page = person.post(path, typed(page, ("status", "rejected")), status=422).text
    assert "Fill this in." in page
    person.post(path, typed(page, ("rationale", "Drones fall.")))
    judged = person.client.get("/v1/conditions/full-withdrawal").json()["data"]["assessments"]
    assert [each["evidence"][0]["exact"] for each in judged if each["rationale"] == "Drones fall."] == [SENTENCE]


def test_a_text_is_read_from_a_page_taken_away_and_refused_in_words(person: Person, source: str) -> None:
    words = "The tracker reads what a page says, and leaves out all that stands around it. " * 5
    html = f"<html><body><nav>Menu</nav><article><h1>T</h1><p>{words}</p></article></body></html>"
    page = person.get(f"{source}/text")
    person.post(f"{source}/text", typed(page, ("text", html), ("form", "html"), ("act", "paste"), form="attach"))
    page = person.get(f"{source}/text")
    assert "leaves out all that stands around it" in page
    assert "Menu" not in page
    person.post(f"{source}/text", typed(page, ("act", "detach"), form="attach"))
    page = person.get(f"{source}/text")
    assert "Attach its text" in page
    refused = typed(page, ("text", "<p>Short</p>"), ("form", "html"), ("act", "paste"), form="attach")
    page = person.post(f"{source}/text", refused, status=422).text
    assert "paste it instead" in page
    assert "&lt;p&gt;Short" in page


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(person: Person, source: str) -> None:
    fields = typed(person.get(f"{source}/text"), ("text", "word " * 1_100_000), ("act", "paste"), form="attach")
    page = person.post(f"{source}/text", fields, status=413).text
    assert "5,242,880 bytes at most" in page
    assert "word word word" in page


def test_no_private_address_is_fetched(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    person.sign_in()
    made = {"title": "Inside", "publisher": "P", "url": "http://host.example/x"}
    path = save(person, "/desk/sources/new", *made.items()).partition("?")[0]
    page = person.get(f"{path}/text")
    assert "Have it fetched from its address" in page
    refused = typed(page, ("act", "fetch"), form="attach")
    told = person.post(f"{path}/text", refused, status=422).text
    assert "Cannot be fetched: the host has an address that is not public" in told
    page = save(person, path, ("url", "http://127.0.0.1/x"), status=422)
    assert "public address" in faults_beside(page)["url"]


def test_a_text_is_seen_by_whoever_writes_and_attached_by_whoever_writes_sources(
    person: Person, seeded: Database, source: str
) -> None:
    person.sign_in(key(seeded, "writes", "developments:write"))
    page = person.get(f"{source}/text")
    assert SENTENCE in page
    assert "Attach it" not in page
    assert "Judge it" not in page
    person.post(f"{source}/text", {**hidden(page, f"{source}/words"), "text": "x"}, status=403)
    assert person.get(f"{source}/passages")
    for name, scope in (("reads", "proposals:read"), ("assembles", "briefings:write")):
        person.sign_in(key(seeded, name, scope))
        for page in ("text", "passages"):
            person.get(f"{source}/{page}", status=403)
