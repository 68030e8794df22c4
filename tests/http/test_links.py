"""Links: every address that the service gives is one that it takes."""

import base64
import json
from typing import Any

import pytest

from app.errors import LONGEST_TARGET
from app.reading.question import cursor
from app.reading.question.cursor import Cursor, Place
from app.resources import COLLECTIONS, RESOURCES
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.reading.test_walks import NAMES, titled

KEYS = [(resource.name, sign + key) for resource in RESOURCES for key in resource.sorts for sign in ("", "-")]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_the_seed_can_be_walked_in_every_order(reader: CheckedClient, name: str, key: str) -> None:
    ids = reader.walk_ids(f"/v1/{name}?sort={key}&limit=1")
    assert len(ids) == len(set(ids)) == reader.get(f"/v1/{name}").json()["meta"]["total"]


@pytest.mark.parametrize("title", ["a" * 300, "é" * 300, "ﷺ" * 200, "北" * 300, "🙂" * 300])
@pytest.mark.parametrize("name", NAMES)
def test_long_titles_can_be_walked(database: Database, client: CheckedClient, name: str, title: str) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        for _ in range(3):
            writer.create(name, titled(examples.EVERY[name], title[: 200 if name == "actors" else 300]))
    key = "name" if name == "actors" else "title"
    for sign in ("", "-"):
        assert len(client.walk_ids(f"/v1/{name}?sort={sign}{key}&limit=1")) == 3


@pytest.mark.parametrize(("words", "status"), [(19, 200), (20, 200), (21, 414)])
def test_a_query_without_room_for_its_next_page_is_refused_at_once(
    reader: CheckedClient, words: int, status: int
) -> None:
    names = [f"European{'+' * spaces}Union" for spaces in range(187 - words, 187)]
    address = f"/v1/developments?actor={','.join(names)}&limit=1"
    assert len(address) <= LONGEST_TARGET
    answer = reader.get(address)
    assert answer.status_code == status
    if status == 200:
        assert reader.get(answer.json()["links"]["next"]).status_code == 200


def test_spelling_a_query_again_does_not_lengthen_it(reader: CheckedClient) -> None:
    given = "/v1/actors?q=russia+state+(of)*+'now';+$!@?/:~&limit=1"
    assert len(reader.get(given).json()["links"]["self"]) <= len(given)


FORGED = [
    ["x", 1, 1, "2026-02-26", "a"],
    [5.5, 1, 1, "2026-02-26", "a"],
    [-(10**24), 1, 1, "2026-02-26", "a"],
    [10**30, 1, 1, "2026-02-26", "a"],
    [1, 1, -7, "2026-02-26", "a"],
    [1, 1, float("nan"), "2026-02-26", "a"],
    [1, 1, 1, 10**30, "a"],
    [1, 1, 1, float("inf"), "a"],
    [1, 1, 1, None, "a"],
    [1, 1, 1, "2026-02-26", ["a"]],
    [1, 1, 1, "2026-02-26", "\ud800"],
    [1, 1, 1, "2026-02-26"],
    {"seq": 1},
]
FORGED_TITLES = [[1, 1, 1, "\0", "a"], [1, 1, 1, "a" * 1001, "a"], [1, 1, 1, 5, "a"], [1, 1, 1, "a", "A"]]


@pytest.mark.parametrize("parts", FORGED, ids=range(len(FORGED)))
def test_a_forged_cursor_is_refused(reader: CheckedClient, parts: Any) -> None:
    body = json.dumps(parts).encode()
    seal = cursor._seal(body, "/v1/developments?")
    forged = base64.urlsafe_b64encode(seal + body).rstrip(b"=").decode()
    assert reader.refused(f"/v1/developments?cursor={forged}")["errors"][0]["name"] == "cursor"


@pytest.mark.parametrize("parts", FORGED_TITLES, ids=range(len(FORGED_TITLES)))
def test_a_forged_cursor_of_titles_is_refused(reader: CheckedClient, parts: Any) -> None:
    body = json.dumps(parts).encode()
    seal = cursor._seal(body, "/v1/developments?sort=title")
    forged = base64.urlsafe_b64encode(seal + body).rstrip(b"=").decode()
    reader.refused(f"/v1/developments?sort=title&cursor={forged}")


@pytest.mark.parametrize("query", ["limit=2&q=russia", "q=russia&limit=2&fields=id", "theme=nuclear&limit=1"])
def test_a_page_names_itself_as_the_page_before_named_it(reader: CheckedClient, query: str) -> None:
    following = reader.get(f"/v1/developments?{query}").json()["links"]["next"]
    assert reader.get(following).json()["links"]["self"] == following


def test_a_cursor_ahead_of_the_tracker_is_refused(reader: CheckedClient) -> None:
    ahead = cursor.encode(Cursor(10**6, 10**6, 1, Place("a", "a")), bound_to="/v1/developments?sort=title")
    assert reader.refused(f"/v1/developments?sort=title&cursor={ahead}")["errors"][0]["name"] == "cursor"
