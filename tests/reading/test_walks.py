"""Walks: every record of the first page's snapshot once, and `total` of them, whatever others write meanwhile."""

import random
from typing import Any

import pytest

from app.reading.question import cursor
from app.reading.question.addresses import walk_name
from app.reading.question.cursor import Cursor, Place
from app.reading.question.parameters import read_query
from app.reading.resource import Resource
from app.resources import COLLECTIONS, RESOURCES
from app.store.database import Database
from app.store.write import writing
from schemas import Draft
from tests import draws, examples
from tests.clients import CheckedClient

NAMES = sorted(COLLECTIONS)


def fill(database: Database, name: str, count: int) -> None:
    """Records of one collection, many of which share their sort keys."""
    draft = examples.EVERY[name]
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        for number in range(count):
            writer.create(name, titled(draft, f"Name {number % 3}"))


def titled(draft: Draft, title: str) -> Draft:
    field = "name" if "name" in type(draft).model_fields else "title"
    return type(draft).model_validate({**draft.model_dump(exclude={"id"}), field: title})


@pytest.mark.parametrize("limit", [1, 7, 200])
@pytest.mark.parametrize("name", NAMES)
def test_a_walk_gives_each_record_once(reader: CheckedClient, name: str, limit: int) -> None:
    pages = list(reader.walk(f"/v1/{name}?limit={limit}"))
    ids = [record["id"] for page in pages for record in page["data"]]
    assert len(ids) == len(set(ids))
    assert {page["meta"]["total"] for page in pages} == {len(ids)}
    assert all(len(page["data"]) == limit for page in pages[:-1])
    assert ids == reader.ids(f"/v1/{name}?limit=200")


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_every_order_is_total_and_its_reverse_is_its_mirror(
    database: Database, client: CheckedClient, resource: Resource
) -> None:
    fill(database, resource.name, 9)
    for key in resource.sorts:
        forth = client.walk_ids(f"/v1/{resource.name}?sort={key}&limit=2")
        back = client.walk_ids(f"/v1/{resource.name}?sort=-{key}&limit=4")
        assert len(forth) == 9
        assert forth == back[::-1]


@pytest.mark.parametrize("limit", [1, 7])
@pytest.mark.parametrize("name", NAMES)
def test_a_walk_does_not_see_what_is_written_during_it(
    database: Database, client: CheckedClient, name: str, limit: int
) -> None:
    fill(database, name, 20)
    expected = client.ids(f"/v1/{name}?limit=200")
    chance = draws.of(f"{name} {limit}")
    seen: list[str] = []
    totals = set()
    for page in client.walk(f"/v1/{name}?limit={limit}"):
        seen += [record["id"] for record in page["data"]]
        totals.add((page["meta"]["total"], page["meta"]["snapshot"]))
        disturb(database, name, chance)
    assert seen == expected
    assert totals == {(20, 20)}
    assert client.ids(f"/v1/{name}?limit=200&as_of=20") == expected
    assert client.ids(f"/v1/{name}?limit=200") != expected


def disturb(database: Database, name: str, chance: random.Random) -> None:
    """Add a record, and, where records change and end, change one and remove one."""
    draft = examples.EVERY[name]
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        added = writer.create(name, titled(draft, f"Name {chance.randrange(5)}")).record
        if name not in examples.CHANGEABLE:
            return
        writer.replace(name, added.id, titled(draft, "Aa"))
        victim = f"name-{chance.randrange(3)}" + chance.choice(["", "-2", "-3", "-4"])
        if writer.current.record(name, victim) is not None:
            writer.delete(name, victim)


def test_a_walk_that_does_not_count_says_no_total(reader: CheckedClient) -> None:
    pages = list(reader.walk("/v1/developments?limit=20&count=none"))
    assert all("total" not in page["meta"] for page in pages)
    assert len(pages) > 1


def test_a_page_can_change_its_size_on_the_way(reader: CheckedClient) -> None:
    first = reader.get("/v1/developments?limit=3").json()
    following = first["links"]["next"].replace("limit=3", "limit=5")
    second = reader.get(following).json()
    assert [len(first["data"]), len(second["data"])] == [3, 5]
    ids = [record["id"] for record in first["data"] + second["data"]]
    assert ids == reader.ids("/v1/developments?limit=8")


@pytest.mark.parametrize("other", ["theme=nuclear", "sort=title", "fields=id", "as_of=5", "actor=Russia"])
def test_a_cursor_of_another_query_is_refused(reader: CheckedClient, other: str) -> None:
    following = reader.get("/v1/developments?limit=1").json()["links"]["next"]
    assert reader.refused(f"{following}&{other}")["errors"][0]["name"] == "cursor"
    assert reader.refused(following.replace("developments", "conditions"))["errors"][0]["name"] == "cursor"


@pytest.mark.parametrize("cursor", ["x", "!!", "AAAA", "a" * 2000, "é", "%00", "bnVsbA", "a" * 2001])
def test_a_damaged_cursor_is_refused(reader: CheckedClient, cursor: str) -> None:
    assert reader.refused(f"/v1/developments?cursor={cursor}")["errors"][0]["name"] == "cursor"


def test_a_cursor_with_one_letter_changed_is_refused(reader: CheckedClient) -> None:
    following = reader.get("/v1/developments?limit=1").json()["links"]["next"]
    address, _, cursor = following.partition("cursor=")
    for place in range(0, len(cursor), 5):
        letter = "A" if cursor[place] != "A" else "B"
        reader.refused(f"{address}cursor={cursor[:place]}{letter}{cursor[place + 1 :]}")


@pytest.mark.parametrize(
    ("query", "key", "begun"),
    [
        ("sort=-date", "2026-02-01", 10**6),
        ("sort=-date", "2026-02-01", 2**62),
        ("sort=-date", "2026-02-01", 3),
        ("sort=-updated_at", "2025-01-01", 87),
        ("sort=-updated_at", "0001-01-01T00:00:00+14:00", 87),
        ("sort=updated_at", "9999-12-31T23:59:59-14:00", 87),
    ],
)
def test_a_cursor_that_somebody_made_up_is_refused(reader: CheckedClient, query: str, key: str, begun: int) -> None:
    reader.refused(f"/v1/developments?{query}&cursor={forged('developments', query, key, seq=80, begun=begun)}")


@pytest.mark.parametrize("position", [-(2**63), 2**31, 2**62])
def test_a_cursor_that_no_column_could_hold_is_refused(reader: CheckedClient, position: int) -> None:
    reader.refused(f"/v1/conditions?cursor={forged('conditions', '', position, seq=80, begun=87)}")


def forged(name: str, query: str, key: Any, *, seq: int, begun: int) -> str:
    """A cursor with a right seal, which anybody can make."""
    (resource,) = [each for each in RESOURCES if each.name == name]
    bound = walk_name(f"/v1/{name}", read_query(resource.query, query.encode()))
    return cursor.encode(Cursor(seq, begun, 50, Place(key, "a")), bound_to=bound)


def test_months_to_come_are_counted_as_of_today_and_not_for_ever(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("briefings", examples.briefing(id="open", period={"from": "2026-01-01"}))
    assert "immutable" in client.raw.get("/v1/briefings?as_of=1").headers["cache-control"]
    assert "immutable" not in client.raw.get("/v1/briefings?facets=month&as_of=1").headers["cache-control"]
