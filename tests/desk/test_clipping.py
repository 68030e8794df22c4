"""The clipper: what is clipped is only shown until somebody confirms it, and becomes a source, a text and a passage."""

import re
from html import unescape
from urllib.parse import urlencode

from app.store.database import Database
from tests.desk.forms_of_records import fields_in, typed
from tests.desk.signing import Person, hidden, key
from tests.desk.test_source_texts import SENTENCE, TEXT

CLIP = [
    ("url", "https://www.example.org/reports/drones?utm_source=x"),
    ("title", "Drones near the border"),
    ("publisher", "The Gazette"),
    ("published", "25 February 2026"),
    ("language", "en"),
    ("words", SENTENCE),
    ("text", TEXT),
]
GO_ON = ("act", "go-on")


def test_a_page_becomes_a_source_with_its_text_and_a_passage(person: Person) -> None:
    person.sign_in()
    to = person.post("/desk/clip", typed(person.get("/desk/clip"), *CLIP, form="clip")).headers["location"]
    filled = dict(fields_in(person.get(to)))
    assert filled["evidence.0.exact"] == SENTENCE
    source = person.client.get(f"/v1/sources/{filled['evidence.0.source']}").json()["data"]
    assert source["published"] == {"on": "2026-02-25", "precision": "day"}
    assert source["text"]["characters"] == len(TEXT.strip())


def test_a_page_that_is_known_is_the_source_that_there_is(person: Person) -> None:
    person.sign_in()
    for _ in range(2):
        person.post("/desk/clip", typed(person.get("/desk/clip"), *CLIP, form="clip"))
    total = person.client.get("/v1/sources").json()["meta"]["total"]
    other = [
        ("url", "https://www.example.org/reports/drones#part"),
        ("title", "Another title"),
        ("words", "Allies met."),
    ]
    page = person.get(f"/desk/clip?{urlencode(other)}")
    assert "There is a source with this address" in page
    page = person.post("/desk/clip", typed(page, *other, form="clip"), status=409).text
    assert "from-start" in person.post("/desk/clip", [*fields_in(page, "clip"), GO_ON]).headers["location"]
    assert person.client.get("/v1/sources").json()["meta"]["total"] == total


def test_words_that_the_text_does_not_have_are_told_beside_it(person: Person) -> None:
    person.sign_in()
    clip = [*CLIP[:5], ("words", "Nobody said so at all"), ("text", TEXT)]
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), *clip, form="clip"), status=422).text
    assert "Do not occur so in the text" in page
    assert "Nobody said so at all" in page
    assert SENTENCE in page
    assert "The source is made and the text is attached; the words are still to be found" in page
    assert "Nothing is done yet" not in page


def test_words_that_the_text_has_twice_are_chosen_by_their_place(person: Person) -> None:
    person.sign_in()
    clip = [*CLIP[:5], ("words", "Russia denied it."), ("text", TEXT)]
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), *clip, form="clip"), status=409).text
    assert "The source is made" in page
    assert page.count('name="place"') == 2


def test_a_clip_that_is_sent_twice_makes_one_source(person: Person) -> None:
    person.sign_in()
    total = person.client.get("/v1/sources").json()["meta"]["total"]
    sent = typed(person.get("/desk/clip"), ("url", ""), *CLIP[1:], form="clip")
    first, second = (person.post("/desk/clip", sent).headers["location"] for _ in range(2))
    assert first == second
    assert person.client.get("/v1/sources").json()["meta"]["total"] == total + 1


def test_what_a_source_that_is_there_would_not_keep_is_told_and_kept_in_the_form(person: Person) -> None:
    person.sign_in()
    to = person.post("/desk/clip", typed(person.get("/desk/clip"), *CLIP, form="clip")).headers["location"]
    source = dict(fields_in(person.get(to)))["evidence.0.source"]
    other = [CLIP[0], ("title", "Another title"), ("published", "24 February 2026"), ("language", "pl")]
    other += [("words", "Allies met."), ("text", "Another text. Allies met.")]
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), *other, form="clip"), status=409).text
    assert dict(other).items() <= dict(fields_in(page, "clip")).items()
    assert "this is a source already, with a text" in page
    assert "as its title, day, language, text." in page
    assert f'href="/desk/sources/{source}/passages"' in page
    to = person.post("/desk/clip", [*fields_in(page, "clip"), GO_ON]).headers["location"]
    assert dict(fields_in(person.get(to)))["evidence.0.exact"] == "Allies met."


def test_a_text_that_cannot_be_kept_is_refused_before_a_source_is_made(person: Person) -> None:
    person.sign_in()
    total = person.client.get("/v1/sources").json()["meta"]["total"]
    for text, status in (("no\x01text", 422), ("long " * 1_100_000, 413)):
        clip = [*CLIP[1:5], ("text", text)]
        person.post("/desk/clip", typed(person.get("/desk/clip"), *clip, form="clip"), status=status)
    assert person.client.get("/v1/sources").json()["meta"]["total"] == total


def test_the_words_of_whoever_makes_no_developments_are_kept(person: Person, seeded: Database) -> None:
    person.sign_in(key(seeded, "clips", "sources:write"))
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), *CLIP, form="clip"), status=200).text
    assert dict(fields_in(page, "chosen"))["words"] == SENTENCE


def test_what_is_wrong_with_a_clip_is_beside_its_field(person: Person) -> None:
    person.sign_in()
    clip = [("url", "ftp://x"), ("title", ""), ("publisher", "P"), ("published", "someday"), ("text", TEXT)]
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), *clip, form="clip"), status=422).text
    assert {"url-fault", "title-fault", "published-fault"} <= set(re.findall(r'id="([a-z]+-fault)"', page))
    assert dict(fields_in(page, "clip"))["text"] == TEXT.strip()


def test_an_address_that_another_site_opens_is_led_on_before_it_asks_to_sign_in(person: Person) -> None:
    page = person.get("/desk/clip?title=%22%3E&words=No")
    onward = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', page)
    assert onward is not None
    asked = person.get(unescape(onward[1]), status=401)
    to = hidden(asked, "/desk")["to"]
    assert person.post("/desk", {"key": person.token, "to": to}).headers["location"] == to
    form = dict(fields_in(person.get(to), "clip"))
    assert (form["title"], form["words"]) == ('">', "")


def test_nothing_is_clipped_without_the_token_or_from_another_site(person: Person) -> None:
    person.sign_in()
    total = person.client.get("/v1/sources").json()["meta"]["total"]
    person.post("/desk/clip", CLIP, status=403)
    fields = typed(person.get("/desk/clip"), *CLIP, form="clip")
    person.post("/desk/clip", fields, status=403, Sec_Fetch_Site="cross-site")
    person.post("/desk/clip", fields, status=403, Origin="https://elsewhere.example")
    assert person.client.get("/v1/sources").json()["meta"]["total"] == total


def test_the_bookmark_holds_no_key_and_no_token(person: Person) -> None:
    person.sign_in()
    page = person.get("/desk/clip")
    bookmark = re.search(r'href="(javascript:[^"]*)"', page)
    assert bookmark is not None
    assert "http://testserver/desk/clip#" in unescape(bookmark[1])
    assert hidden(page, "/desk/clip")["token"] not in bookmark[1]
    assert person.cookie not in page
