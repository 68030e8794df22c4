"""Troubles: whatever a feed answers, nothing breaks, and the log says what was wrong."""

import gzip
import time
from functools import partial
from http.server import BaseHTTPRequestHandler

import pytest

from app.collecting.fetching import MOST_FETCHED_BYTES, Fetcher
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Answer, Publisher, item, rss

ENTITIES = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
BOMB = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{ENTITIES}]><rss version="2.0"><channel>
<title>&a9;</title><item><title>&a9;</title><link>https://news.example.org/1</link></item></channel></rss>"""
SINCE = "Mon, 01 Jun 2026 10:00:00 GMT"
ZIPPED = {"Content-Encoding": "gzip"}


def redirect(to: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": to})


def test_a_feed_that_is_as_it_was_is_not_sent_again(collecting: Collecting, publisher: Publisher) -> None:
    url = publisher.put("/rss", rss(item(1)), headers={"ETag": '"one"', "Last-Modified": SINCE})
    feed_id = collecting.add(url)
    collecting.collect()
    publisher.answers["/rss"] = Answer(status=304)
    collecting.again()
    _, headers = publisher.asked[-1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"one"', SINCE)
    assert (collecting.last(feed_id).outcome, collecting.last(feed_id).status) == ("unchanged", 304)


def test_a_feed_that_moves_for_good_is_followed_and_that_is_noted(collecting: Collecting, publisher: Publisher) -> None:
    url = publisher.put("/old", b"")
    publisher.answers["/old"] = redirect("/older")
    publisher.answers["/older"] = redirect(publisher.url("/new"), 308)
    new = publisher.put("/new", rss(item(1)))
    feed_id = collecting.add(url)
    collecting.collect()
    collecting.again()
    assert publisher.paths() == ["/old", "/older", "/new", "/new"]
    assert (collecting.feed(feed_id).url, collecting.feed(feed_id).moved_from) == (new, url)
    assert collecting.titles() == ["Item 1"]


def test_a_feed_that_is_elsewhere_for_now_keeps_its_address(collecting: Collecting, publisher: Publisher) -> None:
    publisher.put("/there", rss(item(1)))
    url = publisher.put("/here", b"")
    publisher.answers["/here"] = redirect("/there", 302)
    feed_id = collecting.add(url)
    collecting.collect()
    assert collecting.feed(feed_id).url == url
    assert collecting.titles() == ["Item 1"]


def test_a_feed_that_moves_to_where_another_is_ends(collecting: Collecting, publisher: Publisher) -> None:
    other = collecting.add(publisher.put("/new", rss(item(1))))
    url = publisher.put("/old", b"")
    publisher.answers["/old"] = redirect("/new")
    feed_id = collecting.add(url)
    collecting.collect()
    assert collecting.feed(feed_id).ended_because == f"it moved to where {other} is"
    assert collecting.titles() == ["Item 1"]


def test_a_feed_that_is_gone_ends(collecting: Collecting, publisher: Publisher) -> None:
    url = publisher.put("/gone", b"", status=410)
    feed_id = collecting.add(url)
    collecting.collect()
    feed = collecting.feed(feed_id)
    assert (feed.ended_because, feed.enabled, feed.next_poll_at) == ("it is gone (410)", False, None)


def test_a_feed_that_fails_is_left_alone_longer_each_time(collecting: Collecting, publisher: Publisher) -> None:
    feed_id = collecting.add(publisher.url("/nothing"), interval_minutes=60)
    waits = []
    for number in range(3):
        collecting.again() if number else collecting.collect()
        waits.append(collecting.wait_of(feed_id) / 3600)
    assert collecting.last(feed_id).problems == ("The answer is 404.",)
    assert [round(wait - 0.05, 0) for wait in waits] == [2, 4, 8]
    publisher.put("/nothing", rss(item(1)))
    collecting.again()
    assert collecting.feed(feed_id).failures == 0


def test_retry_after_is_kept_to(collecting: Collecting, publisher: Publisher) -> None:
    feed_id = collecting.add(
        publisher.put("/busy", b"", status=503, headers={"Retry-After": "50000"}), interval_minutes=5
    )
    collecting.collect()
    assert 49_000 < collecting.wait_of(feed_id) < 51_000


def test_a_page_leads_to_its_feed(collecting: Collecting, publisher: Publisher) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    page = publisher.put("/", f"<!doctype html><html><head>{link}</head></html>", content_type="text/html")
    feed_url = publisher.put("/rss", rss(item(1)))
    feed_id = collecting.add(page)
    collecting.collect()
    assert (collecting.feed(feed_id).url, collecting.feed(feed_id).moved_from) == (feed_url, page)
    assert [poll.outcome for poll in collecting.polls(feed_id)] == ["failed", "read"]
    assert collecting.titles() == ["Item 1"]


def test_pages_that_lead_to_each_other_are_no_endless_walk(collecting: Collecting, publisher: Publisher) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = publisher.put("/a", link.format("/b"), content_type="text/html")
    publisher.put("/b", link.format("/a"), content_type="text/html")
    feed_id = collecting.add(page)
    collecting.collect()
    assert len(collecting.polls(feed_id)) == 2


def test_what_robots_may_not_fetch_is_not_fetched(collecting: Collecting, publisher: Publisher) -> None:
    publisher.put("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    shut, open_ = publisher.put("/private/rss", rss(item(1))), publisher.put("/rss", rss(item(2)))
    feed_id = collecting.add(shut)
    collecting.add(open_)
    collecting.collect()
    assert publisher.paths() == ["/rss"]
    assert collecting.last(feed_id).problems == ("the host's robots.txt does not allow it.",)


def test_one_request_at_a_time_goes_to_a_host(collecting: Collecting, publisher: Publisher) -> None:
    publisher.pause = 0.05
    for number in range(6):
        collecting.add(publisher.put(f"/{number}", rss(item(number))))
    collecting.collect()
    assert publisher.most_at_once == 1
    assert len(collecting.sources()) == 6


def drip(handler: BaseHTTPRequestHandler) -> None:
    """An answer that never ends, a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(300):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """An answer that is larger than anything."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65_536)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(b"<rss"), "neither RSS nor Atom"),
        (Answer(b""), "neither RSS nor Atom"),
        (Answer(b"<html><body>Sign in</body></html>", content_type="text/html"), "neither RSS nor Atom"),
        (Answer(b"\x89PNG\r\n\x1a\n" + bytes(2_000), content_type="image/png"), "neither RSS nor Atom"),
        (Answer(b'{"version": "2"}', content_type="application/json"), "no JSON Feed"),
        (Answer(b"{" * 100_000, content_type="application/json"), "no feed"),
        (Answer(b'{"a":' * 100_000, content_type="application/json"), "no feed"),
        (Answer(endless), "more than 10,000,000 bytes"),
        (
            Answer(gzip.compress(bytes(MOST_FETCHED_BYTES + 1)), headers=ZIPPED),
            "more than 10,000,000 bytes",
        ),
        (Answer(b"not zipped", headers=ZIPPED), "not zipped as it says"),
        (Answer(gzip.compress(b"x" * 9_999)[:-20], headers=ZIPPED), "ends before its end"),
        (Answer(b"x", headers={"Content-Encoding": "br"}), "was not asked for"),
        (Answer(status=500), "The answer is 500"),
        (redirect("file:///etc/passwd"), "leads to no address of the web"),
        (redirect("http://["), "leads to no address of the web"),
        (redirect("/feed"), "more than 5 redirects"),
        (redirect("http://127.0.0.1:22/"), "no port of the web"),
    ],
)
def test_a_poll_that_cannot_succeed_says_why(
    collecting: Collecting, publisher: Publisher, answer: Answer, says: str
) -> None:
    feed_id = collecting.add(publisher.url("/feed"))
    publisher.answers["/feed"] = answer
    collecting.collect()
    poll = collecting.last(feed_id)
    assert poll.outcome == "failed"
    assert says in poll.problems[0]
    assert collecting.sources() == []


def test_a_slow_answer_is_given_up(
    collecting: Collecting, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.collecting.collector.Fetcher", partial(Fetcher, seconds=1.0))
    publisher.answers["/feed"] = Answer(drip)
    feed_id = collecting.add(publisher.url("/feed"))
    collecting.collect()
    assert "no whole answer within" in collecting.last(feed_id).problems[0]


def test_nothing_private_is_asked_for(collecting: Collecting, publisher: Publisher) -> None:
    feed_id = collecting.add(publisher.put("/rss", rss(item(1))))
    collecting.collect(allow_private=False)
    assert "not public" in collecting.last(feed_id).problems[0]
    assert publisher.asked == []


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1)).replace("</channel></rss>", "<item><title>Broken & bad"),
        rss(item(1)).replace("Item 1", "Item 1 & more <unclosed>"),
        rss(item(1)).encode("utf-16"),
        rss(item(1, title="Grüße")).replace('"1.0"', '"1.0" encoding="utf-8"').encode("latin-1"),
        "\n\n  " + rss(item(1)),
    ],
    ids=["cut", "ampersand", "utf-16", "another encoding than it says", "space before"],
)
def test_what_can_be_read_of_a_broken_feed_is(collecting: Collecting, publisher: Publisher, body: str | bytes) -> None:
    feed_id = collecting.add(publisher.put("/rss", body))
    collecting.collect()
    assert collecting.last(feed_id).outcome == "read"
    assert collecting.sources()[0]["url"] == "https://news.example.org/1"


def test_a_bomb_of_entities_is_defused(collecting: Collecting, publisher: Publisher) -> None:
    feed_id = collecting.add(publisher.put("/rss", BOMB))
    collecting.collect()
    assert collecting.last(feed_id).milliseconds < 60_000
    assert all(len(title) < 1_000 for title in collecting.titles())


def test_of_a_feed_without_end_the_first_items_are_taken(
    collecting: Collecting, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.collecting.items.MOST_FEED_ITEMS", 250)
    feed_id = collecting.add(publisher.put("/rss", rss(*map(item, range(300)))))
    collecting.collect()
    poll = collecting.last(feed_id)
    assert (poll.items, poll.new) == (250, 250)
    assert poll.problems == ("Items after the first 250 were left out.",)
