"""Private until published: without a key, nothing tells whether drafts and proposals exist."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.pages import site
from app.proposing.catching_up import TextReader
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.editions.drafting import SEED
from tests.editors import Editor, key
from tests.http.test_openapi import METHODS

TEXT = "Russia and Ukraine exchanged 300 prisoners on 12 February 2026 near Minsk."
WORD = "Quockerwodger"
"""Stands in drafts alone."""
UNSEEN = "a-quockerwodger"
"""The id of a draft."""
ENDLESS = ("/v1/changes/stream", "/metrics", "/healthz")
"""What has no end, or tells how often it was asked."""
NAMES = {"actors": "russia", "briefings": SEED, "conditions": "full-withdrawal"}
"""A record of a collection; of the others, the first."""
FORMS = ("format=csv", "format=ndjson", "format=atom", "format=jsonfeed")
OF_LISTS = ("", "limit=3", "count=none", f"q={WORD}", "q=talks", "sort=title", "as_of=60", *FORMS, "x=1")
QUERIES = {
    "/v1/actors/resolve": ("name=Russia", f"name={WORD}"),
    "/v1/search": (f"q={WORD}", "q=talks"),
    "/v1/changes": ("after=0&limit=200", "collection=briefings", "after=80&format=ndjson", "after=500"),
    "/v1/export": ("", "as_of=50"),
    "/v1/briefings": (
        "state=draft",
        "corrects=true",
        "state=published",
        "facets=state,month",
        "include=developments",
        "sort=-title",
    ),
    "/v1/briefings/latest": ("", "format=markdown", "format=html", "include=developments,sources"),
    "/v1/briefings/{id}": ("", "format=markdown", "as_of=10", "include=briefings"),
    "/v1/briefings/{id}/diff": (f"against={UNSEEN}", f"against={SEED}"),
    "/v1/reconcile/suggest/entity": (f"prefix={WORD}", "prefix=Rus"),
}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OWN = ("x-request-id", "date", "ratelimit", "traceparent")
"""The headers that are of each answer alone."""


def public_addresses(client: TestClient, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every public address, with the parameters that matter, for programs and for browsers."""
    paths = [path for path, item in document["paths"].items() if "get" in item and path not in ENDLESS]
    further = ["/openapi.json", "/docs", "/robots.txt", "/sitemap.xml", "/nothing", "/v1/nothing"]
    for path in [*paths, *further]:
        lists = OF_LISTS if path.removeprefix("/v1/") in COLLECTIONS else ("",)
        for place, query in itertools.product(
            filled(client, path), {**dict.fromkeys((*lists, *QUERIES.get(path, ())))}
        ):
            yield f"{place}?{query}" if query else place, {}
    for endpoint in site.pages():
        for place, query in itertools.product(filled(client, endpoint.address), ("", f"q={WORD}")):
            yield f"{place}?{query}" if query else place, BROWSER
    yield "/", {}
    yield "/", BROWSER


def filled(client: TestClient, path: str) -> Iterator[str]:
    """An address with what may stand in its braces: a record, a draft, and nothing."""
    if "{" not in path:
        yield path
        return
    name = re.sub("^/(v1|embed)", "", path).split("/")[1]
    first = NAMES.get(name)
    if first is None and name in COLLECTIONS:
        first = client.get(f"/v1/{name}?fields=id&limit=1&sort=title").json()["data"][0]["id"]
    for stands in dict.fromkeys((first or "1", UNSEEN, "nothing-of-the-kind")):
        yield re.sub(r"\{\w+\}", stands, path)


def attempts(client: TestClient, document: dict[str, Any], stranger: str) -> Iterator[tuple[str, Response]]:
    """What comes of asking for what is private, and of writing, without a key and with one for other things."""
    operations = [
        (method.upper(), path) for path, item in document["paths"].items() for method in item.keys() & METHODS
    ]
    private = [(method, path) for method, path in sorted(operations) if "security" in
               document["paths"][path][method.lower()]]  # fmt: skip
    for method, path in private:
        for place in filled(client, path):
            yield f"{method} {place}", client.request(method, place, json={})
            if not any(word in path for word in ("sources", "stories")):
                headers = {"Authorization": f"Bearer {stranger}", "If-Match": "*"}
                yield f"{method} {place} as a stranger", client.request(method, place, json={}, headers=headers)
    for cited in (f"briefings/{UNSEEN}", f"developments/{UNSEEN}"):
        caveats = [{"kind": "other", "note": "N.", "refers_to": cited}]
        body = {"title": "T", "kind": "report", "publisher": "P", "caveats": caveats}
        headers = {"Authorization": f"Bearer {stranger}"}
        yield f"citing {cited}", client.post("/v1/sources?dry_run=true", json=body, headers=headers)


def crawl(database: Database, document: dict[str, Any], stranger: str) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Everything that the service says to those who have no key for the desk, by what was asked."""
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, limit_requests="", limit_costly="", limit_writes="")
    with TestClient(create_app(settings), raise_server_exceptions=False, follow_redirects=False) as client:
        told = {f"{path} {headers}": client.get(path, headers=headers)
                for path, headers in public_addresses(client, document)}  # fmt: skip
        told |= dict(attempts(client, document, stranger))
    return {
        asked: (
            answer.status_code,
            {name: value for name, value in answer.headers.items() if not name.startswith(OWN)},
            answer.content,
        )
        for asked, answer in told.items()
    }


def fill_desk(database: Database) -> None:
    """Drafts, made, changed, tried and given up, and proposals."""
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))) as client:
        editor = Editor(client, key(database, "editor", "*"))
        lead = [{"text": f"They met {WORD} in Norway.", "cites": ["developments/geneva-talks-february-2026"]}]
        made = {"id": UNSEEN, "title": WORD, "lead": lead, "supersedes": SEED, "correction": WORD}
        editor.create("briefings", made, Idempotency_Key="once")
        editor.create("briefings", made, Idempotency_Key="once")
        editor.send("PATCH", f"/v1/briefings/{UNSEEN}", {"subtitle": WORD}, tag="*", status=200)
        editor.send("POST", f"/v1/briefings/{UNSEEN}/publish", status=422)
        editor.send("POST", "/v1/briefings/draft", {"from": "2026-02-01", "to": "2026-02-28"}, status=201)
        editor.create("drafts", {"title": f"Another {WORD}"})
        editor.create("briefings", {"id": "given-up", "title": WORD})
        editor.send("DELETE", "/v1/briefings/given-up", tag="*", status=200)
        assert {each["id"] for each in editor.read_drafts()} >= {UNSEEN, "another-quockerwodger"}
    assert TextReader(database).read_next() == 1


def test_before_and_after_there_are_drafts_and_proposals_the_public_is_told_the_same(
    seeded: Database, published: dict[str, Any]
) -> None:
    with writing(seeded, COLLECTIONS, by="him") as writer:
        source = writer.create("sources", examples.source("An article", language="en")).record.id
        writer.attach(source, TEXT)
    stranger = key(seeded, "stranger", "sources:write", "actors:write")
    before = crawl(seeded, published, stranger)
    fill_desk(seeded)
    after = crawl(seeded, published, stranger)
    assert len(before) > 500
    assert {200, 400, 401, 403, 404, 406, 422} - {400, 406} <= {status for status, _, _ in before.values()}
    assert before.keys() == after.keys()
    assert {asked: (said, after[asked]) for asked, said in before.items() if said != after[asked]} == {}
    assert not any(b"met Quockerwodger" in body for _, _, body in after.values())
