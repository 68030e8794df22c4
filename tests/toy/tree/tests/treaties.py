"""Treaties: the toy collection is listed, written, searched, followed, exported, cited, seeded and shown as any other.

`tests/house/test_new_collection.py` runs this in a copy of the tree to which it has added the collection.
"""

import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
from jsonschema import Draft202012Validator

import app
from app.resources import RESOURCES_BY_NAME
from app.store.database import Database
from schemas import (
    AtMoment,
    BatchResult,
    ChangePage,
    CitedBy,
    Collection,
    QualityDetail,
    SearchPage,
    StalenessDetail,
    Treaty,
    WebhookMessage,
)
from seed.loader import load
from tests.clients import CheckedClient
from tests.editors import Editor, draft

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STRELSAU = "/v1/treaties/treaty-of-strelsau"


def check_answer(content: bytes, model: Any, published: dict[str, Any]) -> Any:
    """An answer's JSON, as the contract and the OpenAPI document have it."""
    model.model_validate_json(content)
    schema = {"$ref": f"#/components/schemas/{model.__name__}", "components": published["components"]}
    Draft202012Validator(schema).validate(json.loads(content))
    return json.loads(content)


@pytest.fixture
def world(editor: Editor) -> Editor:
    """An editor of a database with an actor, a source and two treaties."""
    editor.create("actors", {"id": "ruritania"})
    editor.create("sources", {"id": "gazette"})
    ground = {"source": "gazette", "locator": "Page 2"}
    whole = {"parties": ["Ruritania"], "evidence": [ground], "number": "I-1", "signed_on": "2026-02-01"}
    editor.create("treaties", {"id": "peace", "title": "Peace of Strelsau", "summary": "No mines are laid.", **whole})
    editor.create("treaties", {"id": "other", "title": "Treaty of Zenda"})
    return editor


def test_this_is_the_copy() -> None:
    assert Path(app.__file__).parent.parent == Path(__file__).parents[1]
    assert "treaties" in RESOURCES_BY_NAME
    assert AtMoment.__module__ == "schemas.query"
    assert "treaties" in Collection.__args__


def test_treaties_are_seeded_once_and_listed(seeded: Database, reader: CheckedClient) -> None:
    assert load(seeded).created == 0
    assert reader.ids("/v1/treaties") == ["treaty-of-strelsau", "treaty-of-zenda"]
    assert reader.ids("/v1/treaties?actor=Poland&state=in-force&from=2026-01-01&evidence=unverified") == [
        "treaty-of-strelsau"
    ]
    assert reader.ids("/v1/treaties?q=mines&facets=actor,state,month,has_caveat&include=actors,sources") == [
        "treaty-of-strelsau"
    ]
    page = reader.get("/v1/treaties?facets=actor,month,has_caveat&include=actors,sources&limit=1").json()
    assert {each["value"] for each in page["meta"]["facets"]["actor"]} == {"poland", "ukraine"}
    assert page["included"]["actors"].keys() == {"poland", "ukraine"}
    assert [each for part in reader.walk("/v1/treaties?limit=1&sort=title") for each in part["data"]]
    assert reader.refused("/v1/treaties?state=torn")["errors"][0]["name"] == "state"
    assert reader.refused("/v1/treaties/none", 404)
    assert reader.data("/v1/treaties?fields=title,parties")[0].keys() == {"title", "parties"}


@pytest.mark.parametrize("form", ["csv", "ndjson", "atom", "jsonfeed"])
def test_treaties_come_in_every_form(reader: CheckedClient, form: str) -> None:
    answer = reader.get(f"/v1/treaties?format={form}")
    assert answer.status_code == 200
    assert "Treaty of Strelsau" in answer.text


def test_a_treaty_is_written_merged_and_restored(world: Editor) -> None:
    world.send("POST", "/v1/treaties", draft("treaties") | {"parties": ["Nobody"]}, status=422)
    world.send("PATCH", "/v1/treaties/peace", {"state": "terminated"}, tag=world.tag("/v1/treaties/peace"), status=200)
    world.send("POST", "/v1/treaties", draft("treaties") | {"number": "I-1"}, status=409)
    world.send("POST", "/v1/treaties?dry_run=true", draft("treaties") | {"id": "never"}, status=201)
    world.send("DELETE", "/v1/treaties/other", tag=world.tag("/v1/treaties/other"), status=200)
    assert world.client.get("/v1/treaties/other").status_code == 410
    world.send("POST", "/v1/treaties/other/restore", status=200)
    tag = world.tag("/v1/treaties/other")
    world.send("POST", "/v1/treaties/other/merge", {"into": "peace"}, tag=tag, status=200)
    assert world.client.get("/v1/treaties/other", follow_redirects=False).status_code == 308
    world.send("POST", "/v1/treaties/other/restore", status=200)
    assert {each["id"] for each in world.client.get("/v1/treaties").json()["data"]} == {"peace", "other"}
    world.send("DELETE", "/v1/actors/ruritania", tag=world.tag("/v1/actors/ruritania"), status=409)


def test_treaties_take_batches(world: Editor, published: dict[str, Any]) -> None:
    items = [
        {"title": f"Treaty {number}", "summary": "S.", "state": "signed", "number": "N" * number} for number in (1, 2)
    ]
    headers = {"Authorization": f"Bearer {world.token}"}
    for status in ("created", "existing"):
        answer = world.client.post("/v1/treaties/batch", json=items, headers=headers)
        result = check_answer(answer.content, BatchResult, published)
        assert [each["status"] for each in result["data"]] == [status] * 2
    rows = world.client.get("/v1/treaties?format=csv&from=2026-01-01").content
    answer = world.client.post("/v1/treaties/batch", content=rows, headers={**headers, "Content-Type": "text/csv"})
    assert check_answer(answer.content, BatchResult, published)["meta"]["existing"] == 1


def test_treaties_are_searched(world: Editor, published: dict[str, Any]) -> None:
    for query in ("q=mines", "q=mines&collection=treaties&facets=collection", "q=treaty&sort=title"):
        page = check_answer(world.client.get(f"/v1/search?{query}").content, SearchPage, published)
        assert {hit["collection"] for hit in page["data"]} == {"treaties"}
    assert page["data"][0]["record"]["highlights"]
    assert check_answer(world.client.get("/v1/search?q=zendaa").content, SearchPage, published)["meta"]["did_you_mean"]


def test_treaties_are_followed(world: Editor, published: dict[str, Any]) -> None:
    world.send("PATCH", "/v1/treaties/peace", {"state": "terminated"}, tag="*", status=200)
    for path in ("/v1/changes", "/v1/changes?collection=treaties", "/v1/treaties/peace/revisions"):
        page = check_answer(world.client.get(path).content, ChangePage, published)
        assert page["data"][-1]["record"]["state"] == "terminated"
        assert page["data"][-1]["patch"]
    assert '"collection":"treaties"' in world.client.get("/v1/changes?format=ndjson").text
    message = {"type": "treaties.updated", "timestamp": page["data"][-1]["at"], "data": page["data"][-1]}
    check_answer(json.dumps(message).encode(), WebhookMessage, published)
    hook = {"url": "https://example.org/hook", "collections": list(RESOURCES_BY_NAME)}
    headers = {"Authorization": f"Bearer {world.token}"}
    made = world.client.post("/v1/webhooks", json=hook, headers=headers)
    assert made.status_code == 201, made.text
    past = world.client.get(f"/v1/treaties/peace?as_of={page['data'][-1]['seq'] - 1}").json()["data"]
    assert past["state"] == draft("treaties")["state"]


def test_treaties_are_exported(world: Editor) -> None:
    lines = [json.loads(line) for line in world.client.get("/v1/export").text.splitlines()]
    exported = [Treaty.model_validate(each["record"]) for each in lines if each["collection"] == "treaties"]
    assert [each.id for each in exported] == ["other", "peace"]


def test_treaties_rest_on_sources(world: Editor, published: dict[str, Any]) -> None:
    cited = check_answer(world.client.get("/v1/sources/gazette/cited-by").content, CitedBy, published)
    assert [(each["collection"], each["id"], each["pointer"]) for each in cited["data"]] == [
        ("treaties", "peace", "/evidence/0")
    ]
    quality = check_answer(world.client.get("/v1/quality").content, QualityDetail, published)
    assert quality["data"]["collections"]["treaties"]["records"] == 2
    headers = {"Authorization": f"Bearer {world.token}", "Content-Type": "text/plain"}
    assert world.client.put("/v1/sources/gazette/text", content=b"A text.", headers=headers).status_code == 200


def test_an_edition_cites_a_treaty(world: Editor, published: dict[str, Any]) -> None:
    statement = {"text": "Ruritania lays no mines.", "cites": ["treaties/peace"]}
    world.create("briefings", {"id": "february", "title": "February", "lead": [statement]})
    world.send("POST", "/v1/briefings/february/publish", status=200)
    world.send("PATCH", "/v1/treaties/peace", {"state": "terminated"}, tag="*", status=200)
    stale = check_answer(world.client.get("/v1/briefings/february/stale").content, StalenessDetail, published)
    assert [(each["record"], each["changed_fields"]) for each in stale["data"]["stale"]] == [
        ("treaties/peace", ["state"])
    ]
    note = "**Peace of Strelsau** (treaty; signed). [treaties/peace](</treaties/peace>)"
    assert note in world.client.get("/v1/briefings/february?format=markdown").text
    page = world.client.get("/briefings/february", headers=BROWSER).text
    assert '<h3><a href="/treaties/peace">Peace of Strelsau</a></h3>' in page
    included = world.client.get("/v1/briefings/february?include=treaties,sources").json()["included"]
    assert included["treaties"]["peace"]["state"] == "signed"
    assert included["sources"].keys() == {"gazette"}
    world.send("DELETE", "/v1/treaties/peace", tag=world.tag("/v1/treaties/peace"), status=409)


def test_people_see_treaties_where_programs_do(reader: CheckedClient) -> None:
    pages = [
        "/treaties",
        "/treaties?q=mines&state=in-force",
        "/treaties/treaty-of-strelsau",
        "/treaties/treaty-of-zenda",
    ]
    for path in pages:
        answer = reader.raw.get(path, headers=BROWSER)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
        assert '<li><a href="/treaties">Treaties</a></li>' in answer.text
        assert reader.raw.get(path).headers["content-type"] == "application/json"
    shown = reader.raw.get("/treaties/treaty-of-strelsau", headers=BROWSER).text
    for told in ("Poland and Ukraine promise", '<a href="/actors/poland">Poland</a>', "NBot", "In force", "Treaty"):
        assert told in shown
    assert reader.raw.get("/treaties", headers=BROWSER).text.count('<article class="entry">') == 2
    for headers in (BROWSER, {}):
        assert reader.raw.get("/treaties/none", headers=headers).status_code == 404
    assert reader.get("/").json()["collections"]["treaties"] == "/v1/treaties"
