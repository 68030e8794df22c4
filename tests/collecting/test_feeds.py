"""Feeds over HTTP: made, changed and read by keys that may, and by nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from schemas import FeedDetail, FeedPage, PollPage, Problem
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Publisher, item, rss
from tests.editors import key

DRAFT = {"url": "https://gazette.example.org/rss", "publisher": "The Gazette"}


class FeedEditor:
    """Somebody with a key for feeds."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token

    def send(self, method: str, path: str = "", body: Any = None, *, status: int = 200, **headers: str) -> Response:
        sent = {"Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.request(method, f"/v1/feeds{path}", json=body, headers=sent)
        assert answer.status_code == status, answer.text
        if status >= 400:
            Problem.model_validate_json(answer.content)
        return answer

    def make(self, **given: Any) -> dict[str, Any]:
        answer = self.send("POST", body={**DRAFT, **given}, status=201)
        FeedDetail.model_validate_json(answer.content)
        return dict(answer.json()["data"])


@pytest.fixture
def feeds_editor(database: Database) -> Iterator[FeedEditor]:
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, collect_allow_private=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield FeedEditor(client, key(database, "her", "feeds:write"))


def test_a_feed_is_made_read_changed_and_removed(feeds_editor: FeedEditor) -> None:
    made = feeds_editor.send("POST", body=DRAFT, status=201)
    feed = made.json()["data"]
    assert made.headers["location"] == f"/v1/feeds/{feed['id']}"
    assert (feed["interval_minutes"], feed["takes_texts"], feed["enabled"], feed["by"]) == (60, False, True, "her")
    read = feeds_editor.send("GET", f"/{feed['id']}")
    assert read.json()["data"] == feed
    changed = feeds_editor.send(
        "PATCH", f"/{feed['id']}", {"title": "News", "enabled": False}, If_Match=read.headers["etag"]
    ).json()["data"]
    assert (changed["title"], changed["next_poll_at"], changed["revision"]) == ("News", None, 2)
    feeds_editor.send("PATCH", f"/{feed['id']}", {"title": "Stale"}, If_Match=read.headers["etag"], status=412)
    feeds_editor.send("DELETE", f"/{feed['id']}", status=204)
    feeds_editor.send("GET", f"/{feed['id']}", status=404)


def test_nobody_without_the_scope_sees_anything_of_feeds(feeds_editor: FeedEditor, database: Database) -> None:
    feed = feeds_editor.make()
    places = ["/v1/feeds", f"/v1/feeds/{feed['id']}", f"/v1/feeds/{feed['id']}/polls", "/v1/feeds/fd-none"]
    other = {"Authorization": f"Bearer {key(database, 'him', 'sources:write', 'webhooks:write')}"}
    for place in places:
        assert feeds_editor.client.get(place).status_code == 401
        assert feeds_editor.client.get(place, headers=other).status_code == 403
    for method, place in (("POST", places[0]), ("PATCH", places[1]), ("DELETE", places[1])):
        body = None if method == "DELETE" else DRAFT
        assert feeds_editor.client.request(method, place, json=body).status_code == 401
        assert feeds_editor.client.request(method, place, json=body, headers=other).status_code == 403


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"url": "ftp://gazette.example.org/rss"}, "/url"),
        ({"url": "https://her:secret@gazette.example.org/rss"}, "/url"),
        ({"url": "https://gazette.example.org:22/rss"}, "/url"),
        ({"publisher": ""}, "/publisher"),
        ({"interval_minutes": 1}, "/interval_minutes"),
        ({"interval_minutes": "60"}, "/interval_minutes"),
        ({"kind": "rumour"}, "/kind"),
        ({"language": "???"}, "/language"),
        ({"reliability": {"grade": "B"}}, "/reliability"),
        ({"nothing": 1}, "/nothing"),
    ],
)
def test_a_wrong_feed_is_refused(feeds_editor: FeedEditor, given: dict[str, Any], pointer: str) -> None:
    answer = feeds_editor.send("POST", body={**DRAFT, **given}, status=422)
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert feeds_editor.send("GET").json()["data"] == []


def test_a_private_address_is_refused_where_none_is_let_in(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        editor = FeedEditor(client, key(database, "her", "feeds:write"))
        for host in ("127.0.0.1", "[::1]", "localhost", "10.0.0.1", "metadata.internal"):
            editor.send("POST", body={**DRAFT, "url": f"http://{host}/rss"}, status=422)


def test_an_address_is_that_of_one_feed(feeds_editor: FeedEditor) -> None:
    feeds_editor.make()
    feeds_editor.send("POST", body=DRAFT, status=409)
    other = feeds_editor.make(url="https://daily.example.org/rss")
    feeds_editor.send("PATCH", f"/{other['id']}", {"url": DRAFT["url"]}, status=409)


def test_feeds_are_listed_page_by_page(feeds_editor: FeedEditor) -> None:
    made = {feeds_editor.make(url=f"https://gazette.example.org/{number}")["id"] for number in range(5)}
    page = FeedPage.model_validate_json(feeds_editor.send("GET", "?limit=2").content)
    found = [feed.id for feed in page.data]
    while page.links.next is not None:
        page = FeedPage.model_validate_json(feeds_editor.send("GET", page.links.next.removeprefix("/v1/feeds")).content)
        found += [feed.id for feed in page.data]
    assert found == sorted(made)


def test_the_log_tells_of_each_poll_page_by_page(
    feeds_editor: FeedEditor, collecting: Collecting, publisher: Publisher
) -> None:
    feed = feeds_editor.make(url=publisher.put("/rss", rss(item(1))))
    collecting.collect()
    publisher.answers["/rss"].status = 500
    collecting.again()
    first = PollPage.model_validate_json(feeds_editor.send("GET", f"/{feed['id']}/polls?limit=1").content)
    assert (first.data[0].outcome, first.data[0].problems) == ("failed", ("The answer is 500.",))
    assert first.links.next is not None
    rest = PollPage.model_validate_json(feeds_editor.send("GET", first.links.next.removeprefix("/v1/feeds")).content)
    assert (rest.data[0].outcome, rest.data[0].new, rest.links.next) == ("read", 1, None)
    assert feeds_editor.send("GET", f"/{feed['id']}").json()["data"]["failures"] == 1
    feeds_editor.send("GET", f"/{feed['id']}/polls?before=x", status=422)


def test_an_edit_has_a_feed_polled_again_that_had_ended(
    feeds_editor: FeedEditor, collecting: Collecting, publisher: Publisher
) -> None:
    feed = feeds_editor.make(url=publisher.put("/gone", b"", status=410))
    collecting.collect()
    assert feeds_editor.send("GET", f"/{feed['id']}").json()["data"]["ended_because"] == "it is gone (410)"
    feeds_editor.send("PATCH", f"/{feed['id']}", {"url": publisher.put("/rss", rss(item(1))), "enabled": True})
    collecting.collect()
    again = feeds_editor.send("GET", f"/{feed['id']}").json()["data"]
    assert (again["ended_because"], again["items"]) == (None, 1)


def test_what_came_from_a_feed_stands_when_the_feed_is_removed(
    feeds_editor: FeedEditor, collecting: Collecting, publisher: Publisher
) -> None:
    feed = feeds_editor.make(url=publisher.put("/rss", rss(item(1))))
    collecting.collect()
    feeds_editor.send("DELETE", f"/{feed['id']}", status=204)
    assert collecting.titles() == ["Item 1"]
    feeds_editor.make(url=publisher.url("/rss"))
    collecting.collect()
    assert collecting.titles() == ["Item 1"]


def test_who_wrote_what_came_from_a_feed_is_said(
    feeds_editor: FeedEditor, collecting: Collecting, publisher: Publisher
) -> None:
    feeds_editor.make(url=publisher.put("/rss", rss(item(1))))
    collecting.collect()
    (change,) = feeds_editor.client.get("/v1/changes").json()["data"]
    assert (change["by"], change["collection"], change["action"]) == ("collector", "sources", "created")
