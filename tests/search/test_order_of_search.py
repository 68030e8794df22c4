"""The order of a search: what fits best first, walked in any order, over all collections, at any moment."""

from collections.abc import Callable

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import Writer, writing
from tests import examples
from tests.clients import CheckedClient
from tests.search.texts import TEXTS


@pytest.mark.usefixtures("texts")
def test_what_fits_best_comes_first(client: CheckedClient) -> None:
    assert client.ids("/v1/developments?q=missile") == ["missile", "long"]
    assert client.ids("/v1/developments?q=talks") == ["talks", "long"]
    assert client.ids("/v1/developments?q=talks&sort=title") == ["long", "talks"]
    assert client.ids("/v1/developments?q=talks&sort=-title") == ["talks", "long"]
    scores = [hit["score"] for hit in client.data("/v1/search?q=talks")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 2200 for score in scores)
    client.refused("/v1/developments?sort=relevance")


@pytest.mark.parametrize("question", ["x-155mm*", "m-5bn*", "-other x-155mm*", '"x 155 mm"', "x-155*"])
def test_what_begins_behind_a_hyphen_has_a_rank(database: Database, client: CheckedClient, question: str) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for number in range(5):
            text = f"x-155mm guns and m-5bn shells {'x-155mm ' * number}"
            writer.create("developments", examples.development(f"Deliveries {number}", id=f"d-{number}", summary=text))
    hits = client.data(f"/v1/search?q={question}")
    assert [hit["score"] > 0 for hit in hits] == [True] * 5
    ids, following = list[str](), f"/v1/developments?q={question}&limit=2"
    while following:
        page = client.get(following).json()
        ids += [record["id"] for record in page["data"]]
        following = page["links"]["next"]
    assert ids == [hit["record"]["id"] for hit in hits]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "updated_at", "-updated_at"])
def test_a_search_can_be_walked_in_every_order(client: CheckedClient, sort: str) -> None:
    following: str | None = f"/v1/search?q=-nothing&sort={sort}&limit=2&facets=collection"
    whole = [hit["record"]["id"] for hit in client.data(f"/v1/search?q=-nothing&sort={sort}")]
    seen: list[str] = []
    while following:
        page = client.get(following).json()
        seen += [hit["record"]["id"] for hit in page["data"]]
        assert page["meta"]["total"] == len(TEXTS)
        assert page["meta"]["facets"]["collection"] == [
            {"value": "developments", "label": "developments", "count": len(TEXTS)}
        ]
        following = page["links"]["next"]
    assert seen == whole
    assert set(whole) == set(TEXTS)


def test_a_search_goes_over_all_collections(reader: CheckedClient) -> None:
    page = reader.get("/v1/search?q=russia&limit=200&facets=collection").json()
    counts = {each["value"]: each["count"] for each in page["meta"]["facets"]["collection"]}
    for name, count in counts.items():
        alone = reader.get(f"/v1/{name}?q=russia&limit=200").json()
        assert alone["meta"]["total"] == count
        within = [hit["record"]["id"] for hit in page["data"] if hit["collection"] == name]
        assert sorted(within) == sorted(record["id"] for record in alone["data"])
        assert reader.get(f"/v1/search?q=russia&collection={name}").json()["meta"]["total"] == count
    assert {"actors", "briefings", "conditions", "developments"} <= set(counts)
    assert sum(counts.values()) == page["meta"]["total"]


def test_a_search_reads_any_moment(database: Database, client: CheckedClient) -> None:
    changes: list[Callable[[Writer], object]] = [
        lambda writer: writer.create("sources", examples.source("First light", id="s")),
        lambda writer: writer.replace("sources", "s", examples.source("Second wind", id="s")),
        lambda writer: writer.delete("sources", "s"),
    ]
    for change in changes:
        with writing(database, COLLECTIONS, by="test") as writer:
            change(writer)
    for path in ("/v1/sources", "/v1/search"):
        totals = {
            (word, moment): client.get(f"{path}?q={word}&as_of={moment}").json()["meta"]["total"]
            for word in ("light", "wind")
            for moment in (0, 1, 2, 3)
        }
        assert {key for key, total in totals.items() if total} == {("light", 1), ("wind", 2)}
        assert client.get(f"{path}?q=wind").json()["meta"]["total"] == 0
