"""Collecting: what is new in feeds becomes sources, once, and what changes in them is a revision."""

import json

import pytest

from app.resources import COLLECTIONS, SOURCES
from app.store.write import writing
from app.writing import records
from schemas import SourceDraft
from tests import examples
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Publisher, item, rss

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Nouvelles</title>
<entry><id>urn:1</id><title type="html">Un &lt;b&gt;accord&lt;/b&gt; &amp;amp; plus</title>
<link rel="alternate" href="/articles/1"/><author><name>A. Dupont</name></author>
<published>2026-02-03T23:30:00-02:00</published><updated>2026-02-05T00:00:00Z</updated></entry></feed>"""


def json_feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": items, **more})


def test_the_items_of_rss_are_sources_with_what_the_feed_says_of_them(
    collecting: Collecting, publisher: Publisher
) -> None:
    grade = {"grade": "B", "assessed_by": "her", "assessed_on": "2026-02-01", "reason": "Corrects itself."}
    url = publisher.put("/rss", rss(item(1, author="a@example.org (Ann Ash)"), title="The Gazette's news"))
    feed_id = collecting.add(url, origin="the-gazette", owner="gazette-group", language="en", reliability=grade)
    collecting.collect()
    (source,) = collecting.sources()
    assert source["title"] == "Item 1"
    assert source["url"] == "https://news.example.org/1"
    assert source["published"] == {"on": "2026-06-02", "precision": "day"}
    assert (source["publisher"], source["origin"], source["owner"]) == ("The Gazette", "the-gazette", "gazette-group")
    assert (source["language"], source["reliability"], source["authors"]) == ("en", grade, ["Ann Ash"])
    assert source["retrieved_at"] is not None
    feed, poll = collecting.feed(feed_id), collecting.last(feed_id)
    assert (feed.title, feed.items, feed.failures) == ("The Gazette's news", 1, 0)
    assert (poll.outcome, poll.status, poll.items, poll.new, poll.problems) == ("read", 200, 1, 1, ())


def test_atom_is_read(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/atom", ATOM.replace("/articles/1", "https://news.example.org/articles/1")))
    collecting.collect()
    (source,) = collecting.sources()
    assert (source["title"], source["authors"], source["language"]) == ("Un accord & plus", ["A. Dupont"], "fr")
    assert source["published"]["on"] == "2026-02-04"


def test_json_feed_is_read(collecting: Collecting, publisher: Publisher) -> None:
    body = json_feed(
        {"id": 7, "url": "https://news.example.org/7", "title": "Seven", "date_published": "2026-02-03T10:00:00Z"},
        {"id": "8", "content_html": "<p>Without a title.</p>", "authors": [{"name": "Ann"}, 3]},
        "no item",
        language="de",
    )
    collecting.add(publisher.put("/json", body, content_type="application/feed+json"))
    collecting.collect()
    assert collecting.titles() == ["Seven", "Without a title."]
    assert {source["language"] for source in collecting.sources()} == {"de"}


def test_nothing_is_doubled_however_often_a_feed_is_read(collecting: Collecting, publisher: Publisher) -> None:
    feed_id = collecting.add(publisher.put("/rss", rss(item(1), item(2))))
    collecting.collect()
    publisher.put("/rss", rss(item(3), item(1), item(2)))
    collecting.again()
    collecting.again()
    assert collecting.titles() == ["Item 1", "Item 2", "Item 3"]
    assert [(poll.outcome, poll.new) for poll in collecting.polls(feed_id)] == [
        ("read", 2),
        ("read", 1),
        ("unchanged", 0),
    ]


def test_ids_that_change_each_time_double_nothing(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/rss", rss(item(1, guid="one"), item(2, guid="two"))))
    collecting.collect()
    publisher.put("/rss", rss(item(1, guid="three"), item(2, guid="four")))
    collecting.again()
    assert collecting.titles() == ["Item 1", "Item 2"]


def test_an_item_that_a_source_is_already_is_that_source(collecting: Collecting, publisher: Publisher) -> None:
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        known = examples.source("Read by hand", url="https://NEWS.example.org/1?utm_source=feed#top")
        records.add(writer, SOURCES, SourceDraft.model_validate(known.model_dump()))
    feed_id = collecting.add(publisher.put("/rss", rss(item(1), item(2))))
    collecting.collect()
    assert collecting.titles() == ["Item 2", "Read by hand"]
    assert collecting.last(feed_id).new == 1


def test_two_feeds_with_one_item_make_one_source(collecting: Collecting, publisher: Publisher) -> None:
    for path in ("/one", "/two"):
        collecting.add(publisher.put(path, rss(item(1))))
    collecting.collect()
    assert collecting.titles() == ["Item 1"]


def test_an_item_that_changes_is_a_revision_and_leaves_what_an_editor_corrected(
    collecting: Collecting, publisher: Publisher
) -> None:
    feed_id = collecting.add(publisher.put("/rss", rss(item(1, author="Ann"), item(2))))
    collecting.collect()
    one, two = collecting.sources()
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        draft = records.draft_of(SOURCES, writer.current.existing("sources", two["id"]))
        writer.replace("sources", two["id"], draft.model_copy(update={"title": "Corrected"}))
    publisher.put("/rss", rss(item(1, author="Ann", title="Item 1, updated"), item(2, title="Item 2!", author="Bob")))
    collecting.again()
    by_id = {source["id"]: source for source in collecting.sources()}
    assert (by_id[one["id"]]["title"], by_id[one["id"]]["revision"]) == ("Item 1, updated", 2)
    assert (by_id[two["id"]]["title"], by_id[two["id"]]["authors"]) == ("Corrected", ["Bob"])
    assert collecting.last(feed_id).changed == 2


def test_what_an_editor_deleted_does_not_come_back(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/rss", rss(item(1))))
    collecting.collect()
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        writer.delete("sources", collecting.sources()[0]["id"])
    publisher.put("/rss", rss(item(1, title="Item 1, updated"), item(2)))
    collecting.again()
    collecting.add(publisher.put("/other", rss(item(1))))
    collecting.collect()
    assert collecting.titles() == ["Item 2"]


def test_what_an_aggregator_relays_is_the_outlets(collecting: Collecting, publisher: Publisher) -> None:
    relayed = item(1, **{'source url="https://daily.example.org/rss"': "The Daily"})
    collecting.add(publisher.put("/rss", rss(relayed, item(2), title="All news")), aggregator=True, origin="all-news")
    collecting.collect()
    by_title = {source["title"]: source for source in collecting.sources()}
    assert set(by_title) == {"Item 1", "Item 2", "The Gazette"}
    assert (by_title["Item 1"]["publisher"], by_title["Item 1"]["origin"]) == ("The Daily", "the-daily")
    assert (by_title["Item 2"]["publisher"], by_title["Item 2"]["origin"]) == ("The Gazette", "all-news")
    assert by_title["The Gazette"]["aggregator"]


def test_an_article_that_the_feed_carries_whole_is_its_text(collecting: Collecting, publisher: Publisher) -> None:
    body = "<h2>Posts</h2><script>no()</script>" + "<p>The <b>border</b> posts of Ruritania moved &amp; moved.</p>" * 25
    carried = item(1, **{"content:encoded": f"<![CDATA[{body}]]>"})
    text = rss(carried, item(2), more="").replace(
        '<rss version="2.0">', '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    )
    collecting.add(publisher.put("/rss", text), takes_texts=True)
    collecting.collect()
    first = next(source for source in collecting.sources() if source["title"] == "Item 1")
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        kept = writer.current.text(first["id"])
    assert kept == "\n".join(["Posts", *["The border posts of Ruritania moved & moved."] * 25])


@pytest.mark.parametrize("missing", ["pubDate", "guid", "link", "title"])
def test_an_item_may_lack_anything(collecting: Collecting, publisher: Publisher, missing: str) -> None:
    lacking = [{name: value for name, value in item(number).items() if name != missing} for number in (1, 2)]
    feed_id = collecting.add(publisher.put("/rss", rss(*lacking)))
    collecting.collect()
    publisher.put("/rss", rss(*lacking, item(3)))
    collecting.again()
    assert len(collecting.sources()) == 3
    assert collecting.last(feed_id).new == 1


def test_what_cannot_be_is_said_and_left_out(collecting: Collecting, publisher: Publisher) -> None:
    ahead = item(1, pubDate="Mon, 01 Jan 2046 10:00:00 GMT")
    inward, nothing = item(2, link="http://127.0.0.1/admin"), {"category": "none"}
    feed_id = collecting.add(publisher.put("/rss", rss(ahead, inward, nothing, item(3, link="javascript:alert(1)"))))
    collecting.collect()
    by_title = {source["title"]: source for source in collecting.sources()}
    assert by_title["Item 1"]["published"] == {"on": None, "precision": "unknown"}
    assert by_title["Item 2"]["url"] is by_title["Item 3"]["url"] is None
    problems = collecting.last(feed_id).problems
    assert len(problems) == 4
    assert any("still to come" in problem for problem in problems)
    assert sum("nowhere public" in problem for problem in problems) == 2
