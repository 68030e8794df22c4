"""The front: limits of the request's head and body, the headers of every answer, and failures without their insides."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.errors import LONGEST_TARGET
from app.http.limits import MAX_BODY
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.clients import CheckedClient
from tests.editors import Editor
from tests.http.fronts import front_of


@pytest.mark.parametrize("path", ["/v1/developments", "/developments"])
def test_a_target_over_4_kib_is_refused(reader: CheckedClient, path: str) -> None:
    room = LONGEST_TARGET - len(f"{path}?q=")
    assert reader.get(f"{path}?q={'a' * room}").status_code == 422
    assert reader.refused(f"{path}?q={'a' * (room + 1)}", 414)["status"] == 414


def test_too_many_or_too_large_headers_are_refused(reader: CheckedClient) -> None:
    few = {f"x-{number}": "1" for number in range(80)}
    assert reader.get("/v1/actors", headers=few).status_code == 200
    many = {f"x-{number}": "1" for number in range(101)}
    assert reader.get("/v1/actors", headers=many).status_code == 431
    assert reader.get("/v1/actors", headers={"x-large": "a" * 33_000}).status_code == 431


def test_a_body_over_the_limit_is_refused_by_its_declared_length(reader: CheckedClient) -> None:
    response = reader.raw.request("GET", "/v1/actors", content=b"a" * (MAX_BODY + 1))
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")


def test_a_body_over_the_limit_is_refused_while_it_streams() -> None:
    async def reads_all(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    chunk: Message = {"type": "http.request", "body": b"a" * 40_000, "more_body": True}
    start, body = call(reads_all, [chunk, chunk, chunk])
    assert start["status"] == 413
    assert body["status"] == 413


@pytest.mark.parametrize("hosts", [[], [b"a", b"b"]])
def test_http_1_1_needs_exactly_one_host(hosts: list[bytes]) -> None:
    async def unreached(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError

    start, body = call(unreached, [], headers=[(b"host", host) for host in hosts])
    assert (start["status"], body["type"]) == (400, "/problems/malformed-request")


def test_a_failure_is_a_problem_without_its_inside() -> None:
    async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("the secret inside")

    start, body = call(fails, [])
    assert (start["status"], body["type"]) == (500, "/problems/internal")
    assert "secret" not in json.dumps(body)
    assert dict(start["headers"])[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize("origin", ["*", "https://good.example"])
def test_a_browser_is_told_what_it_may_do_before_anything_is_asked(database: Database, origin: str) -> None:
    url = database.url.render_as_string(hide_password=False)
    asks = {"Origin": "https://good.example", "Access-Control-Request-Method": "PATCH"}
    with TestClient(create_app(Settings(database_url=url, cors_origins=origin))) as client:
        for path in ("/v1/actors", "/actors", f"/v1/actors?q={'a' * 5_000}"):
            told = client.options(path, headers=asks)
            assert (told.status_code, told.headers["access-control-allow-origin"]) == (200, origin)
            assert "PATCH" in told.headers["access-control-allow-methods"]
            vary = [each for each in told.headers["vary"].split(", ") if each == "Origin"]
            assert (vary, len(told.headers["x-request-id"])) == (["Origin"], 16)
            assert {"link", "content-security-policy"}.isdisjoint(told.headers)
        assert client.options("/v1/actors").status_code == 405


def test_a_body_whose_length_nobody_told_may_be_as_large_as_its_address_takes(editor: Editor) -> None:
    """Over HTTP/2 a body needs neither Content-Length nor Transfer-Encoding (RFC 9113, section 8.1.1)."""
    key = (b"authorization", f"Bearer {editor.token}".encode())
    chunk: Message = {"type": "http.request", "body": b"a" * 40_000, "more_body": True}
    last: Message = {"type": "http.request", "body": b"a", "more_body": False}
    for method, path, media_type, status in (
        ("PUT", "/v1/sources/s/text", b"text/plain", 404),
        ("POST", "/v1/sources/batch", b"application/json", 422),
        ("POST", "/v1/sources", b"application/json", 413),
    ):
        headers = [(b"host", b"a"), (b"content-type", media_type), key]
        scope = {"http_version": "2", "method": method, "path": path, "raw_path": path.encode(), "headers": headers}
        start, _ = handle(editor.client.app, [chunk, chunk, last], **scope)
        assert start["status"] == status, path


def call(
    application: Callable[..., Any], messages: list[Message], *, headers: list[tuple[bytes, bytes]] | None = None
) -> tuple[Message, Any]:
    """Hand an ASGI application behind the front one GET; the start of its answer, and its JSON body."""
    front, _ = front_of(application)
    return handle(front, messages, headers=[(b"host", b"a")] if headers is None else headers)


def handle(application: Callable[..., Any], messages: list[Message], **further: Any) -> tuple[Message, Any]:
    """Hand an ASGI application one request; the start of its answer, and its JSON body."""
    scope: Scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/x", "raw_path": b"/x"}
    scope = {**scope, "query_string": b"", "headers": [(b"host", b"a")], **further}
    waiting, sent = iter(messages), list[Message]()

    async def receive() -> Message:
        return next(waiting, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    return sent[0], json.loads(b"".join(message["body"] for message in sent[1:]))


@pytest.mark.parametrize("path", ["/v1/actors", "/v1/actors/nobody", "/nowhere", "/v1/actors?x=1", "/"])
def test_every_answer_has_the_headers_that_guard_it(reader: CheckedClient, path: str) -> None:
    headers = reader.get(path, headers={"Origin": "https://a.example"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert len(headers["x-request-id"]) == 16


def test_a_plain_request_id_is_kept_and_an_odd_one_is_not(reader: CheckedClient) -> None:
    assert reader.get("/healthz", headers={"X-Request-ID": "job-7"}).headers["x-request-id"] == "job-7"
    assert reader.get("/healthz", headers={"X-Request-ID": "a b"}).headers["x-request-id"] != "a b"


def test_readiness_follows_the_schema(database: Database, client: CheckedClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["snapshot"]) == ("ready", 0)
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_database_without_tables_is_unavailable_and_not_a_failure(database: Database, client: CheckedClient) -> None:
    with database.write() as connection:
        connection.execute(text("DROP TABLE clock"))
    response = client.get("/v1/actors")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "clock" not in response.text


def test_every_kind_of_problem_is_explained(reader: CheckedClient) -> None:
    for path in ("/v1/actors/nobody", "/v1/actors?x=1", "/nowhere"):
        problem = reader.get(path).json()
        meaning = reader.get(problem["type"]).json()
        assert (meaning["type"], meaning["status"], meaning["title"]) == (
            problem["type"],
            problem["status"],
            problem["title"],
        )
    reader.refused("/problems/none", 404)
