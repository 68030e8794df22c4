"""The envelope: what stands around the records, and what `fields` and `include` do."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.rules.references import mentions_in
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import BY_NAME, CheckedClient

NAMES = sorted(COLLECTIONS)
INCLUDABLE = ",".join(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_list_and_detail_show_the_same_records(reader: CheckedClient, name: str) -> None:
    page = reader.get(f"/v1/{name}?limit=200").json()
    assert set(page) == {"data", "meta", "links"}
    assert set(page["meta"]) == {"total", "snapshot"}
    assert page["links"] == {"self": f"/v1/{name}?limit=200", "next": None}
    for record in page["data"]:
        detail = reader.get(f"/v1/{name}/{record['id']}").json()
        assert detail == {
            "data": record,
            "meta": {"snapshot": page["meta"]["snapshot"]},
            "links": {"self": f"/v1/{name}/{record['id']}"},
        }


def test_the_service_document_leads_to_every_collection(reader: CheckedClient) -> None:
    service = reader.get("/").json()
    assert set(service["collections"]) == set(NAMES)
    for path in [*service["collections"].values(), *service["links"].values()]:
        assert reader.get(path).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?limit=2", "?actor=Russia", "?limit=3&fields=id,title", "?nonsense=1", "?cursor=x"]
)
def test_the_unversioned_address_answers_the_same_bytes(reader: CheckedClient, query: str) -> None:
    versioned, plain = reader.get(f"/v1/developments{query}"), reader.get(f"/developments{query}")
    assert (plain.status_code, plain.content) == (versioned.status_code, versioned.content)
    assert plain.headers.get("etag") == versioned.headers.get("etag")
    assert f'</v1/developments{query}>; rel="canonical"' in plain.headers["link"]
    assert "canonical" not in versioned.headers.get("link", "")


def test_the_unversioned_detail_answers_the_same_bytes(reader: CheckedClient) -> None:
    for record in ("russia", "nobody"):
        versioned, plain = reader.get(f"/v1/actors/{record}"), reader.get(f"/actors/{record}")
        assert (plain.status_code, plain.content) == (versioned.status_code, versioned.content)
        assert plain.headers["link"] == f'</v1/actors/{record}>; rel="canonical"'


def test_self_is_one_spelling_of_what_was_asked(reader: CheckedClient) -> None:
    spellings = [
        "?theme=nuclear,cyber&actor=Россия&limit=5",
        "?limit=5&actor=%D0%A0%D0%BE%D1%81%D1%81%D0%B8%D1%8F&theme=nuclear&theme=cyber",
    ]
    first, second = (reader.get(f"/v1/developments{query}") for query in spellings)
    assert first.json() == second.json()
    assert first.headers["etag"] == second.headers["etag"]
    assert reader.get(first.json()["links"]["self"]).json() == first.json()


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_exactly_those_asked_for(reader: CheckedClient, name: str) -> None:
    every = list(reader.data(f"/v1/{name}?limit=1")[0])
    for field in every:
        for record in reader.data(f"/v1/{name}?fields={field}&limit=3"):
            assert list(record) == [field]
    record_id = reader.ids(f"/v1/{name}")[0]
    both = reader.data(f"/v1/{name}/{record_id}?fields=revision,id")
    assert both == {"id": record_id, "revision": 1 if name != "briefings" else both["revision"]}


def mentions(name: str, record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    model = BY_NAME[name].collection.record
    for named in mentions_in(model.model_validate_json(json.dumps(record))):
        yield named.key


@pytest.mark.parametrize("name", NAMES)
def test_include_gives_every_record_that_is_named(reader: CheckedClient, name: str) -> None:
    page = reader.get(f"/v1/{name}?limit=5&include={INCLUDABLE}").json()
    assert set(page["included"]) == set(NAMES)
    for record in page["data"]:
        for collection, record_id in mentions(name, record):
            assert page["included"][collection][record_id]["id"] == record_id
    for collection, records in page["included"].items():
        for record_id, record in records.items():
            assert record == reader.data(f"/v1/{collection}/{record_id}")


def test_include_follows_what_is_included_down_to_its_sources(reader: CheckedClient) -> None:
    briefing = reader.ids("/v1/briefings")[0]
    detail = reader.get(f"/v1/briefings/{briefing}?include=developments,conditions,actors,sources").json()
    included = detail["included"]
    assert list(included) == ["developments", "conditions", "actors", "sources"]
    for name in ("developments", "conditions"):
        for record in included[name].values():
            for collection, record_id in mentions(name, record):
                if collection in ("actors", "sources"):
                    assert record_id in included[collection]


def test_include_is_empty_where_nothing_is_named_and_absent_where_not_asked(
    database: Database, client: CheckedClient
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
    assert client.get("/v1/sources/s?include=actors").json()["included"] == {"actors": {}}
    assert "included" not in client.get("/v1/sources/s").json()


def test_text_of_any_script_survives(database: Database, client: CheckedClient) -> None:
    title = 'Ünïcödé "quoted" \\ <b>&amp;</b> العربية 漢字 🙂 '
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(title, id="s", notes="a\nb\u2028c"))
    for path in ("/v1/sources/s", "/v1/sources/s?fields=title,notes"):
        data = client.data(path)
        assert (data["title"], data["notes"]) == (title.strip(), "a\nb\u2028c")
