"""The cache: what is given from it is what the routes give, at the newest number, whoever wrote."""

import gzip
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.http.front.cache import LARGEST, LONGEST_KEY, AnswerCache
from app.main import create_app
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.clock import Snapshot
from app.store.database import Database
from app.store.write import writing
from tests import draws, examples
from tests.clients import CheckedClient
from tests.editors import Editor, key
from tests.http.fronts import front_of

PLAIN = {"Accept-Encoding": "identity"}
ZIPPED = {"Accept-Encoding": "gzip, br"}


def client_of(database: Database, **fields: Any) -> TestClient:
    url = database.url.render_as_string(hide_password=False)
    return TestClient(create_app(Settings(database_url=url, **fields)), raise_server_exceptions=False)


@pytest.fixture
def pair(seeded: Database) -> Iterator[tuple[TestClient, TestClient]]:
    """Two services on one database, of which one keeps no answers."""
    with client_of(seeded) as keeping, client_of(seeded, cache_bytes=0) as routes:
        yield keeping, routes


def add(database: Database, number: int) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id=f"s-{number}"))


VARYING = ("date", "x-request-id", "ratelimit", "ratelimit-policy")


def told(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in VARYING}


PATHS = (
    "/v1/developments?limit=3", "/v1/developments", "/developments?actor=RU",
    "/v1/developments?actor=Moscow&facets=month", "/v1/actors/russia", "/v1/actors?as_of=50", "/v1/sources?count=none",
    "/v1/developments?q=nuclear", "/v1/search?q=nato", "/v1/developments?format=csv", "/v1/developments?format=atom",
    "/v1/changes?limit=5", "/v1/quality", "/v1/actors/russia/revisions", "/v1/actors/nobody",
    "/v1/developments?nothing=1", "/openapi.json", "/",
)  # fmt: skip


@draws.tries(30)
@given(asked=st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from([PLAIN, ZIPPED]), st.booleans()), max_size=12))
def test_what_is_given_is_what_the_routes_give(
    pair: tuple[TestClient, TestClient], seeded: Database, asked: list[tuple[str, dict[str, str], bool]]
) -> None:
    keeping, routes = pair
    for path, headers, write in asked:
        if write:
            number = keeping.get("/v1/changes?limit=1", headers=PLAIN).json()["meta"]["snapshot"]
            add(seeded, number)
        expected = routes.get(path, headers=headers)
        for _ in range(2):
            given_ = keeping.get(path, headers=headers)
            assert (given_.status_code, given_.content, told(given_)) == (
                expected.status_code,
                expected.content,
                told(expected),
            )
        if tag := expected.headers.get("etag"):
            again = keeping.get(path, headers={**headers, "If-None-Match": tag})
            also = routes.get(path, headers={**headers, "If-None-Match": tag})
            assert (again.status_code, told(again)) == (also.status_code, told(also)) == (304, told(again))


@pytest.mark.parametrize("path", ["/v1/developments", "/v1/developments?format=csv", "/openapi.json"])
def test_a_zipped_answer_has_a_tag_of_its_own(pair: tuple[TestClient, TestClient], path: str) -> None:
    keeping, _ = pair
    plain = keeping.get(path, headers=PLAIN)
    with keeping.stream("GET", path, headers=ZIPPED) as answer:
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw) == plain.content
    assert len(raw) * 2 < len(plain.content)
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(raw)
    assert answer.headers["etag"] != plain.headers["etag"]
    assert {each.headers["vary"] for each in (plain, answer)} <= {"Accept, Accept-Encoding", plain.headers["vary"]}
    for tag in (answer.headers["etag"], f'"x", W/{answer.headers["etag"]}'):
        again = keeping.get(path, headers={**ZIPPED, "If-None-Match": tag})
        assert (again.status_code, again.headers["etag"]) == (304, answer.headers["etag"])
    assert keeping.get(path, headers={**PLAIN, "If-None-Match": plain.headers["etag"]}).status_code == 304
    assert keeping.get(path, headers={"Accept-Encoding": "gzip;q=0"}).content == plain.content


def test_an_edit_takes_the_tag_of_either_form(seeded: Database) -> None:
    token = key(seeded, "her", "*")
    with client_of(seeded) as client:
        for name, headers in (("Rus", ZIPPED), ("Russia", PLAIN)):
            tag = client.get("/v1/actors/russia", headers=headers).headers["etag"]
            sent = {"Authorization": f"Bearer {token}", "If-Match": tag, "Content-Type": "application/json"}
            assert client.patch("/v1/actors/russia", json={"name": name}, headers=sent).status_code == 200


def test_no_answer_is_older_than_one_already_given(seeded: Database) -> None:
    """Readers of two services ask beside a writer: numbers never fall, and what an answer shows is of its number."""
    paths = ["/v1/sources?limit=2", "/v1/sources?fields=id&limit=200", "/v1/changes?limit=1", "/v1/quality"]
    faults: list[str] = []
    done = threading.Event()

    def read(client: TestClient) -> None:
        last = 0
        while not done.is_set():
            for path in paths:
                body = client.get(path).json()
                number = body["meta"]["snapshot"]
                if number < last:
                    faults.append(f"{path} showed {number} after {last}")
                if "total" in body["meta"] and body["meta"]["total"] != number - 82:
                    faults.append(f"{path} shows {body['meta']['total']} sources at {number}")
                last = max(last, number)

    with client_of(seeded) as one, client_of(seeded) as other:
        first = one.get("/v1/sources").json()["meta"]
        assert first["snapshot"] - first["total"] == 82
        readers = [threading.Thread(target=read, args=(client,)) for client in (one, other, one, other)]
        for reader in readers:
            reader.start()
        for number in range(60):
            add(seeded, number)
        done.set()
        for reader in readers:
            reader.join(30)
    assert faults == []


async def _app(scope: Any, _receive: Any, send: Any) -> None:
    size = int(scope["query_string"] or 0)
    headers = [(b"etag", b'"x"'), (b"cache-control", b"public, max-age=0"), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"a" * size, "more_body": True})
    await send({"type": "http.response.body", "body": b"b"})


@pytest.mark.parametrize(("size", "kept"), [(10, True), (LARGEST - 1, True), (LARGEST, False)])
def test_what_is_kept_is_bounded(size: int, kept: bool) -> None:
    front, cache = front_of(_app, most_bytes=3 * LARGEST)
    client = TestClient(front)
    assert len(client.get(f"/?{size}", headers=PLAIN).content) == size + 1
    assert len(cache._entries) == kept
    for number in range(20):
        client.get(f"/{number}?{size}", headers=PLAIN)
    assert cache._bytes == sum(entry.size for entry in cache._entries.values()) <= 3 * LARGEST
    client.get("/?1", headers={"Accept": "a" * (LONGEST_KEY + 1)})
    assert all(sum(map(len, key)) <= LONGEST_KEY for key in cache._entries)


def test_what_is_refused_is_not_kept(reader: CheckedClient) -> None:
    for path in ("/v1/developments?nothing=1", "/v1/actors/nobody", "/v1/developments?actor=nobody"):
        assert {reader.raw.get(path).headers["cache-control"] for _ in range(2)} == {"no-store"}


def test_what_goes_while_the_newest_number_is_asked_for_is_given_all_the_same() -> None:
    entries: list[AnswerCache] = []

    class Emptying:
        async def newest(self) -> Any:
            entries[0]._entries.clear()
            return Snapshot(1, settled=False, newest=1, instance="i")

    front, cache = front_of(_numbered, watch=Emptying(), most_bytes=LARGEST)
    entries.append(cache)
    client = TestClient(front)
    cache._newest = (1, "i")
    assert [client.get("/x", headers=PLAIN).text for _ in range(3)] == ["b"] * 3


async def _numbered(_scope: Any, _receive: Any, send: Any) -> None:
    headers = [(b"etag", b'"1-0123456789ab"'), (b"cache-control", b"public, max-age=0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"b"})


def test_asking_for_heads_does_not_empty_what_is_got_later(reader: CheckedClient) -> None:
    for path in ("/v1/export", "/v1/export?as_of=40", "/v1/actors?limit=2", "/v1/briefings/latest"):
        assert reader.raw.head(path, headers=PLAIN).content == b""
        assert len(reader.raw.get(path, headers=PLAIN).content) > 500


def test_suggestions_are_of_what_stands_now(database: Database, editor: Editor) -> None:
    client, path = editor.client, "/v1/reconcile/suggest/entity?prefix=zyx"
    assert client.get(path).json() == {"result": []}
    assert editor.create("actors", {"name": "Zyxland", "kind": "state"}).status_code == 201
    assert [each["id"] for each in client.get(path).json()["result"]] == ["zyxland"]


def test_several_origins_are_never_answered_from_what_is_kept(seeded: Database) -> None:
    with client_of(seeded, cors_origins="https://good.example") as client:
        headers = [("Origin", "https://evil.example"), ("Origin", "https://good.example")]
        client.get("/v1/actors?limit=1", headers=headers)
        alone = client.get("/v1/actors?limit=1", headers={"Origin": "https://good.example"})
    assert alone.headers["access-control-allow-origin"] == "https://good.example"


def test_zipped_documents_vary_with_the_encoding(reader: CheckedClient) -> None:
    for path in ("/openapi.json", "/docs/swagger-ui.css"):
        assert "Accept-Encoding" in reader.raw.get(path).headers["vary"]
