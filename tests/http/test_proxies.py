"""Behind the proxies of the guide the service is what it is without one: tags, bodies, events, quotas and addresses."""

import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest

from app.desk.frame.forms import MOST_KEPT_BYTES
from app.store.database import Database
from tests.editors import draft, key
from tests.proxies import NAMES, fronting
from tests.servers import serving

PUBLIC = "https://tracker.example.org"
LIMIT = 8 * 1024 * 1024
"""How many bytes a batch may have (`docs/contract.md`)."""
SETTINGS = {"TRACKER_PUBLIC_URL": PUBLIC, "TRACKER_TRUSTED_PROXIES": "127.0.0.1"}
ENCODINGS = (None, "identity", "gzip", "gzip, deflate, br")


class Site(NamedTuple):
    """A service behind a proxy."""

    proxy: str
    server: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}


@contextmanager
def behind(name: str, folder: Path, **settings: str) -> Iterator[Site]:
    """A seeded service behind a proxy, and a key for it."""
    url = f"sqlite:///{folder / 'tracker.db'}"
    with serving(url, folder, **SETTINGS, **settings) as (server, _), fronting(name, server, folder) as proxy:
        database = Database(url)
        token = key(database, "desk", "*")
        database.close()
        yield Site(proxy, server, token)


@pytest.fixture(scope="module", params=NAMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with behind(request.param, tmp_path_factory.mktemp(request.param)) as found:
        yield found


def ask(address: str, encoding: str | None, **headers: str) -> httpx.Response:
    """An answer to a client that takes an encoding, or says nothing of any."""
    with httpx.Client(timeout=20) as client:
        request = client.build_request("GET", address, headers=headers)
        del request.headers["accept-encoding"]
        if encoding is not None:
            request.headers["accept-encoding"] = encoding
        return client.send(request)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", ["/v1/developments?limit=20", "/v1/actors/russia", "/openapi.json"])
def test_an_answer_has_the_tag_that_the_service_gave_it(site: Site, path: str, encoding: str | None) -> None:
    direct, answer = ask(site.server + path, encoding), ask(site.proxy + path, encoding)
    assert answer.status_code == 200
    assert answer.content == direct.content
    for header in ("etag", "content-encoding", "vary", "cache-control"):
        assert answer.headers.get(header) == direct.headers.get(header), header
    assert answer.headers["etag"].startswith('"')
    again = ask(site.proxy + path, encoding, **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_was_read_through_it_can_be_written_through_it(site: Site, encoding: str | None) -> None:
    path = f"{site.proxy}/v1/actors/russia"
    tag = ask(path, encoding).headers["etag"]
    body = {"description": f"As told to who takes {encoding}."}
    headers = {**site.headers, "If-Match": tag}
    assert httpx.patch(path, json=body, headers=headers).status_code == 200
    assert httpx.patch(path, json={"description": "Late."}, headers=headers).status_code == 412
    assert ask(path, encoding).json()["data"]["description"] == body["description"]


def test_the_largest_batch_is_taken_and_a_larger_one_refused_by_the_service(site: Site) -> None:
    path = f"{site.proxy}/v1/sources/batch"
    batch = json.dumps([draft("sources")]).encode()
    taken = httpx.post(path, content=batch.ljust(LIMIT), headers=site.headers, timeout=60)
    assert taken.status_code in (200, 201), taken.text
    refused = httpx.post(path, content=batch.ljust(LIMIT + 1), headers=site.headers, timeout=60)
    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_longest_form_of_the_desk_is_taken_and_a_longer_one_refused_by_the_service(site: Site) -> None:
    taken, refused = (
        httpx.post(f"{site.proxy}/desk", data={"to": "a" * (MOST_KEPT_BYTES - len("to=") + over)}, timeout=60)
        for over in (0, 1)
    )
    assert (taken.status_code, 'name="key"' in taken.text) == (401, True)
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")


def test_a_body_without_a_key_is_refused_long_before_all_of_it_is_sent(site: Site) -> None:
    where, pieces = urlsplit(site.proxy), 0
    head = f"POST /v1/sources/batch HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=8) as client:
        client.sendall(f"{head}Content-Length: {LIMIT}\r\n\r\n".encode())
        # Caddy hands an answer on only when it has read another piece of the body.
        while not select.select([client], [], [], 0.2)[0] and pieces < 64:
            client.sendall(b" " * 16_384)
            pieces += 1
        assert client.recv(4096).startswith(b"HTTP/1.1 401 ")
    assert pieces < 64


def test_events_come_at_once(site: Site) -> None:
    begun = time.monotonic()
    with httpx.stream("GET", f"{site.proxy}/v1/changes/stream?after=0", timeout=10) as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("id:")) == "id: 1"
        assert time.monotonic() - begun < 5
    newest = httpx.get(f"{site.proxy}/v1/actors?limit=1").json()["meta"]["snapshot"]
    with httpx.stream("GET", f"{site.proxy}/v1/changes/stream?after={newest}", timeout=10) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(":")
        source = draft("sources") | {"url": "https://example.org/new"}
        assert httpx.post(f"{site.server}/v1/sources", json=source, headers=site.headers).status_code == 201
        begun = time.monotonic()
        assert next(line for line in lines if line.startswith("id:")) == f"id: {newest + 1}"
        assert time.monotonic() - begun < 3


@pytest.mark.parametrize("path", ["/v1/actors?format=atom&limit=1", "/v1/actors?format=jsonfeed&limit=1"])
def test_addresses_in_full_are_those_that_clients_use(site: Site, path: str) -> None:
    text = httpx.get(site.proxy + path, headers={"X-Forwarded-Host": "evil.example"}).text
    assert f"{PUBLIC}/v1/actors" in text
    hosts = ("evil.example", urlsplit(site.proxy).netloc, urlsplit(site.server).netloc)
    assert [host for host in hosts if host in text] == []


def test_readiness_can_be_asked_and_metrics_cannot(site: Site) -> None:
    assert httpx.get(f"{site.proxy}/readyz").status_code == 200
    assert "tracker_refused" in httpx.get(f"{site.server}/metrics").text
    for path in ("/metrics", "/%6detrics", "//metrics", "/./metrics", "/v1/../metrics", "/metrics/", "/metrics?a=1"):
        where = urlsplit(site.proxy)
        with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=8) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert int(answer.split()[1]) in (301, 308, 400, 404), path
        assert b"tracker_refused" not in answer, path


@pytest.mark.parametrize("name", NAMES)
def test_a_client_has_the_quota_of_its_own_address_whatever_it_says(name: str, tmp_path: Path) -> None:
    settings = {"TRACKER_LIMIT_REQUESTS": "2 per hour", "TRACKER_CACHE_BYTES": "0"}
    with behind(name, tmp_path, **settings) as site:

        def get(address: str, **headers: str) -> int:
            with httpx.Client(transport=httpx.HTTPTransport(local_address=address)) as client:
                return client.get(f"{site.proxy}/v1/actors?limit=1", headers=headers).status_code

        says = [
            {"X-Forwarded-For": "203.0.113.7"},
            {"X-Forwarded-For": "203.0.113.8, 127.0.0.1"},
            {"Forwarded": "for=203.0.113.9"},
            {"X-Real-IP": "203.0.113.9"},
        ]
        assert [get("127.0.0.2", **each) for each in says] == [200, 200, 429, 429]
        assert [get("127.0.0.3", **each) for each in says] == [200, 200, 429, 429]
