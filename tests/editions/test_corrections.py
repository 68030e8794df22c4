"""Corrections: what an edition says of the one that it corrects, to whoever reads either of them."""

from xml.etree import ElementTree

import html5lib

from tests.editors import Editor

NOTE = "The first edition gave *the day* of the talks <wrongly>."
ATOM = "{http://www.w3.org/2005/Atom}"
LEAD = [{"text": "They met.", "cites": ["developments/talks"]}]


def publish(editor: Editor, briefing_id: str, **given: object) -> None:
    editor.create("briefings", {"id": briefing_id, "title": briefing_id.title(), "lead": LEAD, **given})
    editor.publish(briefing_id)


def test_a_correction_is_told_on_both_editions_and_at_corrections(talks_desk: Editor) -> None:
    client = talks_desk.client
    publish(talks_desk, "first")
    assert "No edition was corrected" in client.get("/corrections").text
    publish(talks_desk, "second", supersedes="first", correction=NOTE)
    assert client.get("/v1/briefings/second").json()["data"]["correction"] == NOTE
    assert client.get("/v1/briefings/first").json()["data"]["correction"] is None
    included = client.get("/v1/briefings/first?include=briefings").json()["included"]["briefings"]
    assert included["second"]["correction"] == NOTE
    for briefing_id in ("first", "second"):
        page = client.get(f"/briefings/{briefing_id}", headers={"Accept": "text/html"}).text
        assert NOTE in "".join(html5lib.parse(page).itertext())
        assert (
            "the day\\* of the talks \\<wrongly\\>" in client.get(f"/v1/briefings/{briefing_id}?format=markdown").text
        )
    shown = client.get("/corrections").text
    assert NOTE in "".join(html5lib.parse(shown).itertext())
    assert '<a href="/briefings/first">First</a>' in shown
    assert '<a href="/v1/briefings/second/diff?against=first">what differs</a>' in shown
    assert client.get("/corrections?as_of=1").status_code == 200


def test_corrections_are_a_feed_like_any_list(talks_desk: Editor) -> None:
    client = talks_desk.client
    publish(talks_desk, "first")
    publish(talks_desk, "second", supersedes="first", correction=NOTE)
    publish(talks_desk, "third", supersedes="second")
    feed = ElementTree.fromstring(client.get("/v1/briefings?corrects=true&state=published&format=atom").content)
    told = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}content") or "" for entry in feed.iter(f"{ATOM}entry")
    }
    assert told.keys() == {"Second", "Third"}
    assert f"/briefings/first: {NOTE}" in told["Second"]
    assert "/briefings/second\n" in told["Third"]
    assert [each["id"] for each in client.get("/v1/briefings?corrects=false").json()["data"]] == ["first"]


def test_the_page_of_corrections_goes_on_where_there_are_many(talks_desk: Editor) -> None:
    publish(talks_desk, "edition-0")
    for number in range(1, 4):
        publish(talks_desk, f"edition-{number}", supersedes=f"edition-{number - 1}", correction=f"Number {number}.")
    page = talks_desk.client.get("/corrections?limit=2").text
    assert page.index("Number 3.") < page.index("Number 2.")
    assert "Number 1." not in page
    following = page.partition('<p class="pages"><a href="')[2].partition('"')[0]
    rest = talks_desk.client.get(following.replace("&amp;", "&")).text
    assert "Number 1." in rest
    assert "Number 2." not in rest


def test_a_note_of_correction_takes_an_edition_that_is_corrected(talks_desk: Editor) -> None:
    talks_desk.create("briefings", {"id": "alone", "title": "Alone", "lead": LEAD, "correction": NOTE})
    refused = talks_desk.send("POST", "/v1/briefings/alone/publish", status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/correction"]
