"""Browsers: what they show where there is nothing, what scripts of other sites may read, what is not loaded again."""

import re
from collections.abc import Iterator

import pytest
from httpx2 import Response

from app.errors import NotFound
from app.http.application import EXPOSED
from app.http.assets import Assets
from app.pages.rendering import HTML_TYPE, STYLE_PATH
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.editors import Editor

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SAFELISTED = frozenset({"cache-control", "content-length", "content-type"})
"""What a script of another site reads without leave (Fetch, "CORS-safelisted response-header name")."""
FOR_THE_BROWSER = frozenset(
    {"access-control-allow-origin", "access-control-expose-headers", "content-encoding", "content-security-policy",
     "date", "referrer-policy", "vary", "x-content-type-options", "x-frame-options"}
)  # fmt: skip
"""What is for browsers and caches themselves."""


def delete(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
        writer.delete("sources", "s")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/v1/nothing", 404), ("/docs/nothing", 404), ("/problems/nothing", 404), ("/sources/x", 404),
     ("/v1/sources/x", 404), ("/v1/sources/No", 404), ("/v1/sources/x/revisions", 404),
     ("/sources/s", 410), ("/v1/sources/s", 410), ("/v1/sources/s/merge", 405), ("/v1/briefings/x/publish", 405)],
)  # fmt: skip
def test_where_nothing_is_is_a_page(database: Database, client: CheckedClient, path: str, status: int) -> None:
    delete(database)
    page = client.raw.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, HTML_TYPE)
    assert re.search(r"<h1>[^<]+</h1>", page.text)
    assert (page.headers["cache-control"], "Accept" in page.headers["vary"]) == ("no-store", True)
    assert page.headers.get("allow") == ("POST" if status == 405 else None)
    head = client.raw.head(path, headers=BROWSER)
    assert (head.status_code, head.content, head.headers["content-type"]) == (status, b"", HTML_TYPE)
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.9"):
        problem = client.get(path, headers={"Accept": accept})
        assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    assert client.get(f"{path}?format=json", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_a_write_is_refused_to_a_browser_as_to_all(client: CheckedClient) -> None:
    for path in ("/nothing", "/v1/search"):
        answer = client.get(path, headers=BROWSER, method="POST")
        assert answer.headers["content-type"] == "application/problem+json"


def answers(editor: Editor, reader: CheckedClient) -> Iterator[Response]:
    """Answers with every header that there is for clients."""
    origin = {"Origin": "https://example.org"}
    for path in ("/v1/sources?format=csv", "/sources?limit=1", "/v1/briefings/latest", "/v1/export", "/nothing"):
        yield reader.raw.get(path, headers=origin)
    yield editor.client.put("/v1/search", headers=origin)
    yield editor.client.post("/v1/sources", headers=origin)
    sent = {"Origin": "https://example.org", "Idempotency_Key": "a", "Prefer": "return=minimal"}
    for query in ("?dry_run=true", "", ""):
        yield editor.client.post(
            f"/v1/sources{query}",
            json={"title": "T", "kind": "report", "publisher": "P", "origin": "p"},
            headers={"Authorization": f"Bearer {editor.token}"}
            | {name.replace("_", "-"): value for name, value in sent.items()},
        )


def test_scripts_of_other_sites_may_read_what_is_for_clients(editor: Editor, reader: CheckedClient) -> None:
    seen = set[str]()
    for answer in answers(editor, reader):
        exposed = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
        seen |= set(answer.headers.keys())
        assert set(answer.headers.keys()) - FOR_THE_BROWSER - SAFELISTED <= exposed, answer.request.url
    expected = {name.lower() for name in EXPOSED} - {"retry-after"}
    assert expected <= seen
    assert "Retry-After" in EXPOSED  # of a 503, and of a 409 while the same request is running


UNTAGGED = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/v1/changes/stream",
    "/v1/drafts",
    "/v1/feeds",
    "/v1/proposals",
    "/v1/stories",
    "/v1/webhooks",
)
"""What is asked anew each time, and what is for the holder of a key alone."""
PAGES = ("/", "/conditions", "/timeline", "/developments", "/actors", "/sources", "/briefings", "/briefings/latest",
         "/actors/russia", "/embed/conditions/full-withdrawal")  # fmt: skip
FURTHER = (
    "/openapi.json",
    "/docs",
    "/docs/start.js",
    *(f"/docs/{name}" for name in Assets("").files),
    STYLE_PATH,
    f"/problems/{NotFound.code}",
)
QUERIES = {"/v1/search": "?q=nato", "/v1/actors/resolve": "?name=Russia"}
QUERIES |= {f"/v1/reconcile/suggest/{what}": "?prefix=a" for what in ("entity", "type", "property")}


def test_whatever_can_be_kept_has_a_tag(reader: CheckedClient) -> None:
    document = reader.raw.get("/openapi.json").json()
    ids = {name: reader.ids(f"/v1/{name}?limit=1")[0] for name in COLLECTIONS}
    edition = reader.data("/v1/briefings/latest")["id"]
    addresses = dict.fromkeys((*PAGES, *FURTHER), "text/html,*/*;q=0.8")
    for path, item in document["paths"].items():
        if "get" in item and not path.startswith(UNTAGGED) and "{code}" not in path:
            name = path.split("/")[2] if path.startswith("/v1/") else ""
            query = f"?against={edition}" if path.endswith("/diff") else QUERIES.get(path, "")
            addresses[path.replace("{id}", ids.get(name, "")) + query] = "*/*"
    assert len(addresses) > 40
    for address, accept in addresses.items():
        answer = reader.raw.get(address, headers={"Accept": accept})
        assert (answer.status_code, "etag" in answer.headers) == (200, True), address
        again = reader.raw.get(address, headers={"Accept": accept, "If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
