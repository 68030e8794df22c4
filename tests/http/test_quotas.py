"""Quotas: what one client may ask for, what it is told of that, and what is free."""

import itertools
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.editors import draft, key
from tests.servers import free_port, running_program, serving, wait_until_listening

LIST = "/v1/actors?limit=1"


@contextmanager
def limited(database: Database, **limits: Any) -> Iterator[Callable[..., TestClient]]:
    """The service with limits, and what makes clients of it at the addresses that are named."""
    url = database.url.render_as_string(hide_password=False)
    application = create_app(Settings(database_url=url, **limits))
    with TestClient(application) as living:

        def make_client(address: str = "192.0.2.1") -> TestClient:
            client = TestClient(application, client=(address, 50_000))
            client.portal = living.portal  # so that all are answered on one loop, as by a server
            return client

        yield make_client


def test_a_client_is_told_what_is_left_and_refused_when_nothing_is(seeded: Database) -> None:
    with limited(seeded, limit_requests="3 per minute", cache_bytes=0) as client_at:
        client = client_at()
        for left in (2, 1, 0):
            answer = client.get(LIST)
            assert answer.status_code == 200
            assert answer.headers["ratelimit-policy"] == '"requests";q=3;w=60'
            assert answer.headers["ratelimit"].startswith(f'"requests";r={left};t=')
        refused = client.get(LIST)
        assert refused.status_code == 429
        assert refused.json()["type"] == "/problems/too-many-requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["ratelimit"] == f'"requests";r=0;t={refused.headers["retry-after"]}'
        assert client.get("/v1/nowhere").status_code == 429
        assert client_at("192.0.2.2").get(LIST).status_code == 200
        for path in ("/healthz", "/readyz", "/metrics"):
            assert client.get(path).status_code == 200


def test_a_refusal_ends_when_it_says(seeded: Database) -> None:
    with limited(seeded, limit_requests="1 per second", cache_bytes=0) as client_at:
        client = client_at()
        answers = [client.get(LIST).status_code for _ in range(4)]
        assert answers[0] == 200
        assert 429 in answers
        time.sleep(1.05)
        assert client.get(LIST).status_code == 200


def test_what_the_client_has_and_what_is_kept_are_free(seeded: Database) -> None:
    with limited(seeded, limit_requests="4 per minute") as client_at:
        client = client_at()
        kept = client.get(LIST)
        for _ in range(10):
            again = client.get(LIST)
            assert (again.status_code, "ratelimit" in again.headers) == (200, False)
        with_cache_off = {"If-None-Match": kept.headers["etag"], "Accept": "application/json;q=0.9"}
        for _ in range(10):
            assert client.get(LIST, headers=with_cache_off).status_code == 304
        assert client.get("/v1/actors?limit=2").headers["ratelimit"].startswith('"requests";r=2;')


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"),
        ("fe80::1%eth0", "fe80::1%eth1", "fe81::1"),
        ("testclient", "testclient", "another"),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(seeded: Database, one: str, same: str, other: str) -> None:
    with limited(seeded, limit_requests="1 per hour", cache_bytes=0) as client_at:
        assert client_at(one).get(LIST).status_code == 200
        forwarded = {"X-Forwarded-For": "198.51.100.7", "Forwarded": "for=198.51.100.8", "X-Real-IP": "198.51.100.9"}
        assert client_at(same).get(LIST, headers=forwarded).status_code == 429
        assert client_at(other).get(LIST).status_code == 200


def test_what_may_take_long_is_counted_in_milliseconds(seeded: Database) -> None:
    with limited(seeded, limit_requests="1 per hour", limit_costly="40 per hour", cache_bytes=0) as client_at:
        client, answers = client_at(), list[httpx.Response | Any]()
        while not answers or answers[-1].status_code == 200:
            answers.append(client.get(f"/v1/developments?facets=theme&q=peace&limit={len(answers) % 50 + 1}"))
            assert len(answers) <= 50, "each takes a millisecond at least"
        assert answers[0].headers["ratelimit-policy"] == '"costly";q=40;w=3600;qu="milliseconds"'
        assert answers[-1].status_code == 429
        assert client.get("/v1/actors?format=csv").status_code == 429
        assert client.get(LIST).status_code == 200, "what never takes long is counted by itself"


def test_parts_of_an_answer_are_counted_as_they_are_made(seeded: Database) -> None:
    with limited(seeded, limit_costly="1 per hour", cache_bytes=0) as client_at:
        client = client_at()
        assert client.get("/v1/export").text.count("\n") > 50
        assert client.get("/v1/export").status_code == 429


def test_writes_are_counted_for_their_keys(database: Database) -> None:
    one, other = key(database, "one", "sources:write"), key(database, "other", "sources:write")
    numbers = itertools.count()
    with limited(database, limit_writes="2 per hour", limit_requests="3 per hour") as client_at:

        def write(token: str, address: str = "192.0.2.1") -> int:
            body = draft("sources") | {"url": f"https://example.org/{next(numbers)}"}
            headers = {"Authorization": f"Bearer {token}"}
            return int(client_at(address).post("/v1/sources", json=body, headers=headers).status_code)

        assert [write(one), write(one, "192.0.2.7"), write(one, "192.0.2.8")] == [201, 201, 429]
        assert write(other) == 201
        assert [write("nobody") for _ in range(4)] == [401, 401, 401, 429]
        assert write(other) == 201, "a good key is not refused for its address"


def test_without_limits_nothing_is_counted_nor_told(seeded: Database) -> None:
    with limited(seeded, limit_requests="", limit_costly="", limit_writes="") as client_at:
        answer = client_at().get(LIST)
        assert (answer.status_code, "ratelimit" in answer.headers) == (200, False)


def test_a_proxy_is_believed_where_it_is_trusted(tmp_path: Path) -> None:
    limits = {"TRACKER_LIMIT_REQUESTS": "1 per hour", "TRACKER_CACHE_BYTES": "0"}

    def ask(address: str, forwarded: str) -> int:
        return httpx.get(f"{address}{LIST}", headers={"X-Forwarded-For": forwarded}).status_code

    with serving(f"sqlite:///{tmp_path / 'a.db'}", tmp_path, **limits) as (address, _):
        assert [ask(address, "198.51.100.1"), ask(address, "198.51.100.2")] == [200, 429]
    with serving(f"sqlite:///{tmp_path / 'a.db'}", tmp_path, **limits, TRACKER_TRUSTED_PROXIES="127.0.0.0/8, ::1") as (
        address, _,
    ):  # fmt: skip
        assert [ask(address, "198.51.100.1"), ask(address, "198.51.100.2")] == [200, 200]
        assert ask(address, "203.0.113.9, 198.51.100.1") == 429, "what a client says of itself is not believed"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A server of Redis, and its address."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server on this machine; .ci/run installs Debian's")
    port, log = free_port(), tmp_path / "redis.log"
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(tmp_path))
    with running_program(["redis-server", *options], log, {}) as process:
        wait_until_listening(port, process, log)
        yield f"redis://127.0.0.1:{port}/0", process


def test_processes_count_together_in_redis_and_answer_without_it(
    seeded: Database, redis: tuple[str, "subprocess.Popen[bytes]"]
) -> None:
    url, process = redis
    limits: dict[str, Any] = {"limit_requests": "3 per hour", "limits_url": url, "cache_bytes": 0}
    with limited(seeded, **limits) as one, limited(seeded, **limits) as other:
        assert [each().get(LIST).status_code for each in (one, other, one, other)] == [200, 200, 200, 429]
        etag = one("192.0.2.9").get(LIST).headers["etag"]
        again = [other("192.0.2.9").get(LIST, headers={"If-None-Match": etag}).status_code for _ in range(5)]
        assert again == [304] * 5
        process.kill()
        process.wait()
        unlimited = one().get(LIST)
        assert (unlimited.status_code, "ratelimit" in unlimited.headers) == (200, False)
