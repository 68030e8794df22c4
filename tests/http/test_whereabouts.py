"""Whereabouts: addresses in full lead to where the service is found, and never to where a stranger says it is."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.http.whereabouts import Whereabouts
from app.rules.hosts import hosts_in
from app.settings import Settings
from app.wiring import create_app
from tests.databases import Server
from tests.servers import START_SECONDS, running, wait_until_ready

IN_FULL = ("/v1/actors?format=atom&limit=1", "/v1/actors?format=jsonfeed&limit=1", "/v1/reconcile")
"""What names addresses in full."""
EDITION = "/v1/briefings/tracker-briefing-2026-02-26?format=markdown"


@pytest.mark.parametrize(
    ("server", "host", "hosts", "base"),
    [
        (("127.0.0.1", 8001), "evil.example", "", "http://127.0.0.1:8001"),
        (("10.0.0.7", 80), "evil.example", "example.org", "http://10.0.0.7"),
        (("::1", 8001), "[::1]:9", "", "http://[::1]:8001"),
        (("/run/tracker.sock", None), "evil.example", "", "http://localhost"),
        (None, "evil.example", "", "http://localhost"),
        (("127.0.0.1", 8001), "Example.org:8443", "example.org", "http://example.org:8443"),
        (("127.0.0.1", 8001), "example.org:8443", "other.org, Example.org:8443", "http://example.org:8443"),
        (("127.0.0.1", 8001), "example.org:8444", "example.org:8443", "http://127.0.0.1:8001"),
        (("127.0.0.1", 8001), "[::1]:9000", "[::1]", "http://[::1]:9000"),
        (("127.0.0.1", 8001), "example.org.evil.example", "example.org", "http://127.0.0.1:8001"),
        (("127.0.0.1", 8001), "example.org@evil.example", "example.org", "http://127.0.0.1:8001"),
        (("127.0.0.1", 8001), "example.org:80/evil", "example.org", "http://127.0.0.1:8001"),
        (("127.0.0.1", 8001), "", "example.org", "http://127.0.0.1:8001"),
    ],
)
def test_a_request_tells_where_the_service_is(server: Any, host: str, hosts: str, base: str) -> None:
    scope = {"type": "http", "scheme": "http", "server": server, "headers": [(b"host", host.encode())]}
    assert Whereabouts(hosts=hosts_in(hosts)).base(scope) == base
    assert Whereabouts("https://example.org/tracker", hosts_in(hosts)).base(scope) == "https://example.org/tracker"


@contextmanager
def client(servers: dict[str, Server], **settings: Any) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(database_url=servers["sqlite"].url("seeded"), **settings))) as opened:
        yield opened


@pytest.mark.parametrize("path", IN_FULL)
def test_a_host_counts_only_where_it_is_listed(servers: dict[str, Server], path: str) -> None:
    with client(servers, allowed_hosts="example.org") as asking:
        asked = [asking.get(path, headers={"Host": host}) for host in ("evil.example", "example.org") * 2]
    assert "evil.example" not in asked[0].text
    assert "http://testserver/" in asked[0].text
    assert "http://example.org/" in asked[1].text
    assert "testserver" not in asked[1].text
    assert asked[0].headers["etag"] != asked[1].headers["etag"]
    assert [each.text for each in asked[:2]] == [each.text for each in asked[2:]]  # as they are kept


def test_links_are_relative_where_the_form_allows(servers: dict[str, Server]) -> None:
    with client(servers) as asking:
        answers = [asking.get(path) for path in ("/v1/actors?limit=1", "/v1/actors/russia", EDITION)]
    assert all("testserver" not in answer.text + str(answer.headers) for answer in answers)
    assert "](</conditions/" in answers[-1].text
    with client(servers, public_url="https://example.org/tracker") as asking:
        assert "](<https://example.org/tracker/conditions/" in asking.get(EDITION).text


def test_a_server_on_any_free_port_names_the_address_it_was_reached_at(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(f"sqlite:///{tmp_path / 'new.db'}", log, "serve", "--host", "0.0.0.0", "--port", "0") as process:  # noqa: S104  # every address is meant
        deadline = time.monotonic() + START_SECONDS
        while not (found := re.search(r"Serving at http://0\.0\.0\.0:([0-9]+);", log.read_text("utf-8"))):
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.05)
        address = f"http://127.0.0.1:{found[1]}"
        wait_until_ready(address, process, log)
        for path in IN_FULL:
            text = httpx.get(address + path, timeout=20).text
            assert f"{address}/v1/actors" in text
            assert "0.0.0.0" not in text  # noqa: S104  # nor named
