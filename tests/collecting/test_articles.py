"""Articles: their texts are taken where the feed lets them be, kept privately, and never in the place of another."""

import datetime as dt
import socket
from typing import Any

import pytest
from sqlalchemy import update

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.feed_tables import FeedItemRow
from app.store.write import writing
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Publisher, item, rss

SENTENCES = [
    f"Sentence {number} of the article says that Ruritania moved its border posts again." for number in range(9)
]
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
STRAY = "An item that stands in no list says that the posts are back."
PAGE = f"""<!doctype html><html><head><title>Posts</title></head><body><nav><ul><li>Home</li></ul></nav><article>
<h1>Border posts</h1>{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}<div><li>{STRAY}</li></div></article>
<footer>All rights reserved.</footer></body></html>"""


@pytest.fixture(autouse=True)
def _names_lead_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every name of the example lead to this machine, as no name server would."""
    ask = socket.getaddrinfo

    def look_up(host: Any, *more: Any, **others: Any) -> Any:
        return ask("127.0.0.1" if str(host).endswith("example.org") else host, *more, **others)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def put_article(publisher: Publisher, name: str = "one", body: str = PAGE, **more: Any) -> dict[str, str]:
    """An item whose link leads to a page."""
    publisher.put(f"/{name}", body, **{"content_type": "text/html", **more})
    return item(1, link=f"http://{name}.example.org:{publisher.port}/{name}", title=name, guid=name)


def text_of(collecting: Collecting, title: str) -> str | None:
    """The text that is kept of a source."""
    source = next(each for each in collecting.sources() if each["title"] == title)
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        return writer.current.text(source["id"])


def make_due(database: Database) -> None:
    """Have every text that is to be taken be due."""
    waiting = FeedItemRow.text_due_at.is_not(None)  # type: ignore[union-attr]
    with database.write() as connection:
        connection.execute(update(FeedItemRow).where(waiting).values(text_due_at=LONG_AGO))


def test_the_text_of_an_article_is_kept_where_its_feed_allows_it(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/rss", rss(put_article(publisher))), takes_texts=True)
    collecting.add(publisher.put("/other", rss(put_article(publisher, "two"))))
    collecting.collect()
    text = text_of(collecting, "one")
    assert text is not None
    assert all(sentence in text for sentence in [*SENTENCES, STRAY])
    assert "Home" not in text
    assert "All rights" not in text
    assert text_of(collecting, "two") is None
    assert "/two" not in publisher.paths()
    (about,) = [source["text"] for source in collecting.sources() if source["text"]]
    assert about["characters"] == len(text)


def test_a_text_that_an_editor_attached_stays(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/rss", rss(put_article(publisher))), takes_texts=True)
    publisher.answers["/one"].status = 500
    collecting.collect()
    with writing(collecting.database, COLLECTIONS, by="her") as writer:
        writer.attach(collecting.sources()[0]["id"], "Typed by hand.")
    publisher.answers["/one"].status = 200
    make_due(collecting.database)
    collecting.collect()
    assert text_of(collecting, "one") == "Typed by hand."


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("<html><body><p>Sign in to read.</p></body></html>", {}),
        ("", {}),
        ("%PDF-1.7", {"content_type": "application/pdf"}),
        (PAGE, {"status": 403}),
        ("<div>" * 50_000, {}),
        (PAGE.replace("Sentence", "\x00\x01Sent\udcffence").encode("utf-8", "surrogatepass").decode("latin-1"), {}),
        (PAGE * 3_000, {}),
    ],
    ids=["wall", "nothing", "pdf", "refused", "deep", "odd", "large"],
)
def test_a_page_without_an_article_breaks_nothing(
    collecting: Collecting, publisher: Publisher, body: str, more: dict[str, Any]
) -> None:
    collecting.add(publisher.put("/rss", rss(put_article(publisher, body=body, **more))), takes_texts=True)
    collecting.collect()
    text = text_of(collecting, "one")
    assert text is None or "\x00" not in text


def test_what_robots_may_not_read_is_not_read(collecting: Collecting, publisher: Publisher) -> None:
    publisher.put("/robots.txt", "User-agent: *\nDisallow: /one", content_type="text/plain")
    collecting.add(publisher.put("/rss", rss(put_article(publisher))), takes_texts=True)
    collecting.collect()
    assert publisher.paths() == ["/rss"]


def test_a_text_is_tried_again_and_then_given_up(collecting: Collecting, publisher: Publisher) -> None:
    collecting.add(publisher.put("/rss", rss(put_article(publisher, status=500))), takes_texts=True)
    for _ in range(5):
        collecting.collect()
        make_due(collecting.database)
    assert publisher.paths().count("/one") == 3
