"""Feeds and webhooks at the desk: made, changed, paused and deleted, with what came of them."""

import datetime as dt
import re

import pytest
from sqlalchemy import insert

from app.store.database import Database
from app.store.feed_tables import FeedPollRow
from app.store.service_tables import WebhookDeliveryRow
from tests.desk.signing import Person, hidden, key

FEED = {
    "url": "https://feeds.example.org/a", "publisher": "The Strelsau Courier", "kind": "article",
    "interval_minutes": "30", "enabled": "on", "grade": "B", "reason": "Mostly right so far.",
}  # fmt: skip
HOOK = {"url": "https://hooks.example.org/a", "collections": ["actors", "sources"], "actors": "Russia, NATO"}
LIST = """<opml version="2.0"><body><outline text="One" xmlUrl="https://one.example.org/rss"/>
<outline text="There" xmlUrl="https://feeds.example.org/a"/><outline text="No" xmlUrl="ftp://x"/></body></opml>"""


@pytest.fixture
def keeper(person: Person) -> Person:
    """Somebody signed in."""
    person.sign_in()
    return person


def make_feed(person: Person, **more: str) -> str:
    fields = {**hidden(person.get("/desk/feeds"), "/desk/feeds"), **FEED, **more}
    return str(person.post("/desk/feeds", fields).headers["location"])


def make_hook(person: Person) -> str:
    page = person.post("/desk/webhooks", {**hidden(person.get("/desk/webhooks"), "/desk/webhooks"), **HOOK}, status=200)
    assert "whsec_" in page.text
    found = re.search(r'action="(/desk/webhooks/[a-z0-9-]+)"', page.text)
    assert found is not None
    return found[1]


def test_a_feed_is_made_changed_paused_and_deleted(keeper: Person) -> None:
    place = make_feed(keeper)
    page = keeper.get(place)
    assert "The Strelsau Courier" in page
    assert 'value="Mostly right so far."' in page
    sent = {**hidden(page, place), **FEED, "interval_minutes": "15"}
    keeper.post(place, sent)
    assert "polled every 15 minutes" in keeper.get(place)
    keeper.post(f"{place}/pause", {**hidden(keeper.get(place), f"{place}/pause"), "enabled": "false"})
    assert "paused" in keeper.get(place)
    assert "Poll it again" in keeper.get(place)
    keeper.post(f"{place}/delete", hidden(keeper.get(place), f"{place}/delete"))
    assert "The Strelsau Courier" not in keeper.get("/desk/feeds")


def test_what_is_wrong_with_a_feed_stands_beside_its_field(keeper: Person) -> None:
    fields = {**hidden(keeper.get("/desk/feeds"), "/desk/feeds"), **FEED}
    page = keeper.post(
        "/desk/feeds", {**fields, "url": "nowhere", "interval_minutes": "1", "reason": ""}, status=422
    ).text
    for name in ("url", "interval_minutes", "reason"):
        assert f'id="{name}-fault"' in page
    assert 'value="The Strelsau Courier"' in page
    make_feed(keeper)
    again = {**hidden(keeper.get("/desk/feeds"), "/desk/feeds"), **FEED}
    assert "Not yet" in keeper.post("/desk/feeds", again, status=409).text


def test_the_feeds_that_fail_come_first_with_what_was_wrong(keeper: Person, seeded: Database) -> None:
    make_feed(keeper)
    place = make_feed(keeper, url="https://feeds.example.org/z", publisher="Zenda News")
    with seeded.write() as connection:
        connection.exec_driver_sql("UPDATE feed SET failures = 3 WHERE publisher = 'Zenda News'")
        rows = [
            {
                "feed": place.rsplit("/", 1)[1], "at": dt.datetime.now(dt.UTC), "outcome": "failed", "status": 500,
                "items": 0, "new": 0, "changed": 0, "problems": f"Answered with 500, no. {number}.", "milliseconds": 7,
            }
            for number in range(25)
        ]  # fmt: skip
        connection.execute(insert(FeedPollRow), rows)
    page = keeper.get("/desk/feeds")
    assert page.index("Zenda News") < page.index("The Strelsau Courier")
    assert "failed 3 times" in page
    log = keeper.get(place)
    assert "no. 24." in log
    following = re.search(r'href="([^"]+)">Earlier polls', log)
    assert following is not None
    assert "no. 0." in keeper.get(following[1])


def test_a_list_is_pasted_and_fetched(keeper: Person) -> None:
    make_feed(keeper)
    fields = hidden(keeper.get("/desk/feeds"), "/desk/feeds")
    page = keeper.post("/desk/feeds/import", {**fields, "opml": LIST}, status=200).text
    assert re.findall("<strong>([0-9]+)</strong> (added|were there|cannot be taken)", page) == [
        ("1", "added"), ("1", "were there"), ("1", "cannot be taken"),
    ]  # fmt: skip
    assert "ftp://x" in page
    answer = keeper.ask("GET", "/desk/feeds/opml")
    assert answer.headers["content-disposition"] == 'attachment; filename="feeds.opml"'
    assert 'xmlUrl="https://one.example.org/rss"' in answer.text
    for wrong in ("no list", "<html/>"):
        told = keeper.post("/desk/feeds/import", {**fields, "opml": wrong}, status=422).text
        assert 'id="opml-fault"' in told


def test_a_webhook_is_made_changed_rotated_and_deleted(keeper: Person) -> None:
    place = make_hook(keeper)
    assert "whsec_" not in keeper.get(place)
    assert 'value="nato, russia"' in keeper.get(place) or 'value="russia, nato"' in keeper.get(place)
    page = keeper.get(place)
    changed = {
        **hidden(page, place),
        **HOOK,
        "actors": "",
        "description": "For the archive",
        "enabled": "on",
        "after": "1",
    }
    keeper.post(place, changed)
    assert "For the archive" in keeper.get("/desk/webhooks")
    assert "every wanted change up to 1" in keeper.get(place)
    assert "whsec_" in keeper.post(f"{place}/rotate", hidden(keeper.get(place), f"{place}/rotate"), status=200).text
    wrong = {**hidden(keeper.get(place), place), **HOOK, "actors": "Rusia", "after": "soon"}
    told = keeper.post(place, wrong, status=422).text
    assert 'id="after-fault"' in told
    keeper.post(f"{place}/delete", hidden(keeper.get(place), f"{place}/delete"))
    assert "There is none yet" in keeper.get("/desk/webhooks")


def test_what_was_delivered_is_told_and_delivered_again(keeper: Person, seeded: Database) -> None:
    place = make_hook(keeper)
    sent = {**hidden(keeper.get(place), place), **HOOK, "enabled": "on"}
    keeper.post(place, sent)
    with seeded.write() as connection:
        row = {"webhook": place.rsplit("/", 1)[1], "change": 7, "at": dt.datetime.now(dt.UTC), "milliseconds": 5}
        connection.execute(insert(WebhookDeliveryRow), [row | {"state": "failed", "status": 503, "error": "No."}])
        connection.execute(insert(WebhookDeliveryRow), [row | {"state": "delivered", "status": 200, "error": None}])
    page = keeper.get(f"{place}?failed=1")
    action = re.search(rf'action="({place}/deliveries/[0-9]+/redeliver)"', page)
    assert action is not None
    assert page.count("/redeliver") == 1
    keeper.post(action[1], hidden(page, action[1]))
    assert keeper.get(place).count("/redeliver") >= 3
    keeper.get(f"{place}?before=x")


def test_a_webhook_of_another_key_is_not_there(keeper: Person, seeded: Database) -> None:
    place = make_hook(keeper)
    keeper.sign_in(key(seeded, "other", "webhooks:write"))
    keeper.get(place, status=404)
    assert "There is none yet" in keeper.get("/desk/webhooks")
    keeper.post(f"{place}/delete", hidden(keeper.get("/desk"), "/desk/out"), status=404)
