"""The corpus over HTTP: nothing of it, sent to any address in any place, fails the service."""

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests import draws
from tests.editors import key
from tests.fuzz import corpus

ENDLESS = ("/v1/changes/stream",)
"""What never ends an answer: it is read by tests/changes."""
QUERIES = [*corpus.QUERIES, *(f"{name}={value}" for name in corpus.NAMES for value in ("", "0", "a", "%00", "%ff"))]


@pytest.fixture
def caller(seeded: Database) -> Iterator[tuple[TestClient, str]]:
    """A client of a seeded service whose records may be changed, and a key for all of them."""
    token = key(seeded, "all", "*")
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, token


def operations(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every method and path of the document, and those of pages that are not in it."""
    pages = ["/actors", "/developments", "/conditions", "/sources", "/briefings", "/search", "/docs", "/openapi.json"]
    paths = [(path, item) for path, item in document["paths"].items() if path not in ENDLESS]
    return [*((method.upper(), path) for path, item in paths for method in item), *(("GET", page) for page in pages)]


def path_of(path: str, ids: dict[str, list[str]], chosen: random.Random) -> str:
    """A path with something in each of its places: as often an id that there is as one that there is not."""
    known = ids.get(path.split("/")[2] if path.startswith("/v1/") else "", [])

    def place(_: re.Match[str]) -> str:
        wild = [each for each in corpus.TEXTS if each and each.isascii() and each.isprintable() and len(each) < 50]
        return chosen.choice(known) if known and chosen.random() < 0.5 else chosen.choice(wild).replace("/", "%2F")

    return re.sub(r"\{\w+\}", place, path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def headers_of(token: str, chosen: random.Random) -> list[tuple[bytes, bytes]]:
    """Some of the headers that are read, each with something of the corpus."""
    names = chosen.sample(list(corpus.HEADERS), k=2)
    odd = [(name.encode(), _latin(chosen.choice(corpus.HEADERS[name]))) for name in names]
    return [*odd, (b"Authorization", f"Bearer {token}".encode())]


def _latin(text: str) -> bytes:
    return text.replace("\x00", "").replace("\n", "").encode("latin-1", "replace")


def body_of(chosen: random.Random) -> tuple[bytes, bytes]:
    """A content type and a body for it."""
    media_type = chosen.choice(list(corpus.BODIES))
    return media_type.encode("latin-1"), chosen.choice(corpus.BODIES[media_type]).encode("utf-8", "surrogatepass")


def test_nothing_of_the_corpus_fails_any_address(caller: tuple[TestClient, str], document: dict[str, Any]) -> None:
    client, token = caller
    chosen = random.Random(draws.SEED)
    ids: dict[str, list[str]] = {}
    for name in ("actors", "developments", "conditions", "sources", "briefings"):
        ids[name] = [record["id"] for record in client.get(f"/v1/{name}?limit=5").json()["data"]]
    for method, path in operations(document):
        for _ in range(draws.many(4)):
            address = f"{path_of(path, ids, chosen)}?{chosen.choice(QUERIES)}"
            send(client, method, address, headers_of(token, chosen), body_of(chosen) if method != "GET" else None)


def send(
    client: TestClient,
    method: str,
    address: str,
    headers: Sequence[tuple[bytes, bytes]],
    body: tuple[bytes, bytes] | None = None,
) -> None:
    """Send a request, and fail where the service does."""
    content_type = [(b"Content-Type", body[0])] if body is not None else []
    answer = client.request(
        method,
        address,
        headers=[*headers, *content_type],
        content=body[1] if body is not None else None,
        follow_redirects=False,
    )
    assert answer.status_code < 500, (method, address, headers, body, answer.text)


def test_no_body_of_the_corpus_fails_a_write(caller: tuple[TestClient, str]) -> None:
    client, token = caller
    headers = [(b"Authorization", f"Bearer {token}".encode())]
    one = ("/v1/actors", "/v1/briefings/draft", "/v1/webhooks?dry_run=true", "/v1/sources/batch?mode=partial")
    for text in corpus.LINES:
        for path in one:
            send(client, "POST", path, headers, (b"application/json", text.encode("utf-8", "surrogatepass")))
    for media_type in ("application/x-ndjson", "text/csv", "text/tab-separated-values"):
        for text in [*corpus.LINES, *corpus.TABLES]:
            body = (media_type.encode(), text.encode("utf-8", "surrogatepass"))
            send(client, "POST", "/v1/sources/batch", headers, body)
