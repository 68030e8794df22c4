"""Private addresses: no webhook leads to one, however it is written and whatever its name becomes."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from app.internet.transport import NotPublic, PublicTransport
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.editors import key
from tests.receivers import Receiver
from tests.webhooks.owners import Owner, add, working

PRIVATE = ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
           "http://169.254.169.254/latest", "http://10.1.2.3/", "https://192.168.0.1:8443/", "http://localhost/",
           "http://localhost./", "http://a.localhost/", "http://printer.local/", "http://intranet/", "http://0/",
           "http://[fe80::1]/", "http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/", "http://①②⑦.0.0.1/",
           "http://[::127.0.0.1]/", "http://[fec0::1]/", "http://[64:ff9b:1::7f00:1]/"]  # fmt: skip


@pytest.fixture
def strict(database: Database) -> Iterator[Owner]:
    """An owner where nothing private is allowed."""
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Owner(client, key(database, "her", "webhooks:write"))


def test_private_addresses_are_refused_when_they_are_given(strict: Owner) -> None:
    for url in PRIVATE:
        problem = strict.send("POST", body={"url": url}, status=422).json()
        assert problem["errors"][0]["pointer"] == "/url", url
    made = strict.make("https://hooks.example.org/a")
    for url in PRIVATE:
        strict.send("PATCH", f"/{made['id']}", {"url": url}, status=422)
    assert strict.read(made)["revision"] == 1


@pytest.mark.parametrize("url", [*PRIVATE, "http://127.1:{port}/", "http://localhost:{port}/"])
def test_no_connection_leads_to_a_private_address(receiver: Receiver, url: str) -> None:
    async def ask(*, allow_private: bool) -> int:
        async with httpx.AsyncClient(transport=PublicTransport(allow_private=allow_private), trust_env=False) as client:
            return (await client.post(url.format(port=receiver.port), timeout=5)).status_code

    with pytest.raises((NotPublic, httpx.InvalidURL)):
        asyncio.run(ask(allow_private=False))
    if "{port}" in url:
        assert asyncio.run(ask(allow_private=True)) == 204
    assert len(receiver.requests) == ("{port}" in url)


@pytest.mark.parametrize("port", [22, 25, 1023])
def test_no_connection_leads_to_a_port_of_another_service(port: int) -> None:
    """Also where a webhook was made before ports were looked at, and in a closed network."""

    async def ask() -> None:
        async with httpx.AsyncClient(transport=PublicTransport(allow_private=True), trust_env=False) as client:
            await client.post(f"http://127.0.0.1:{port}/", timeout=5)

    with pytest.raises(NotPublic, match=f"{port} is no port of the web"):
        asyncio.run(ask())


def test_a_name_that_has_become_private_is_not_delivered_to(
    database: Database, strict: Owner, receiver: Receiver
) -> None:
    with TestClient(create_app(Settings(database_url=database.url.render_as_string(hide_password=False),
                                        webhook_allow_private=True))) as client:  # fmt: skip
        webhook = Owner(client, strict.token).make(f"http://localhost:{receiver.port}/hook", enabled=False)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE webhook SET enabled = true")
    with working(database, allow_private=False):
        add(database, "sources", "One")
        strict.until(webhook, lambda found: found["failures"] == 1)
    assert strict.log(webhook)[0]["error"] == "the host has an address that is not public"
    assert receiver.requests == []
