"""Keys in use: from where, until when beside the next secret, and when last."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.writing import keys
from tests.commands.running import run
from tests.editors import draft, key
from tests.receivers import PATIENCE

SCOPES = ("--scope", "sources:write", "--scope", "webhooks:write")


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


@contextmanager
def coming_from(database: Database, address: str) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=url_of(database)))
    with TestClient(app, raise_server_exceptions=False, client=(address, 50_000)) as client:
        yield client


def ask(client: TestClient, token: str) -> tuple[int, int]:
    """The statuses of a write and of a read that need a key."""
    headers = {"Authorization": f"Bearer {token}"}
    written = client.post("/v1/sources?dry_run=true", json=draft("sources"), headers=headers)
    read = client.get("/v1/webhooks", headers=headers)
    return written.status_code, read.status_code


def make(database: Database, name: str, *arguments: str) -> str:
    made: Any = run("keys", "create", name, *SCOPES, *arguments, status=0, url=url_of(database))
    return str(made.stdout.strip())


def days_of_use(database: Database) -> dict[str, dt.date | None]:
    with database.read() as connection:
        return {each.name: each.last_used_on for each in keys.find_keys(connection)}


@pytest.mark.parametrize(
    ("networks", "allowed", "refused"),
    [
        (["10.0.0.0/8"], ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"], ["9.255.255.255", "11.0.0.0", "x", ""]),
        (["192.0.2.7", "2001:db8::/32"], ["192.0.2.7", "2001:db8::1"], ["192.0.2.6", "192.0.2.8", "2001:db9::"]),
        (["fe80::/10"], ["fe80::1%eth0"], ["10.0.0.1"]),
        ([], ["10.0.0.1", "testclient", "2001:db8::1"], []),
    ],
)  # fmt: skip
def test_a_key_is_used_from_its_networks_alone(
    database: Database, networks: list[str], allowed: list[str], refused: list[str]
) -> None:
    arguments = [each for network in networks for each in ("--allow-address", network)]
    token = make(database, "desk", *arguments)
    for address in allowed:
        with coming_from(database, address) as client:
            assert ask(client, token) == (201, 200), address
    for address in refused:
        with coming_from(database, address) as client:
            assert ask(client, token) == (403, 403), address
            problem = client.get("/v1/webhooks", headers={"Authorization": f"Bearer {token}"}).json()
            assert problem["detail"] == "the key may not be used from this address"
            assert ask(client, f"{token}x") == (401, 401), "nobody else is told that it is a key"
    listed = run("keys", "list", status=0, url=url_of(database)).stdout
    assert all(network in listed for network in networks)


@pytest.mark.parametrize("network", ["10.0.0.5/8", "10.0.0.0/33", "example.org", "", "10.0.0.0/8 10.1.0.0/16"])
def test_what_is_no_network_makes_no_key(database: Database, network: str) -> None:
    ended = run("keys", "create", "desk", *SCOPES, "--allow-address", network, status=2, url=url_of(database))
    assert "is no network" in ended.stderr
    assert days_of_use(database) == {}


def test_a_key_that_is_rotated_works_with_both_secrets_until_the_overlap_ends(database: Database) -> None:
    first = make(database, "desk")
    second = run("keys", "rotate", "desk", "--overlap", "3", status=0, url=url_of(database)).stdout.strip()
    assert first != second
    with coming_from(database, "10.0.0.1") as client:
        assert ask(client, first) == ask(client, second) == (201, 200)
        assert ask(client, second[:-1] + ("a" if second[-1] != "a" else "b")) == (401, 401)
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE api_key SET previous_until = '2020-01-01 00:00:00+00:00'")
        assert ask(client, first) == (401, 401)
        assert ask(client, second) == (201, 200)
        third = run("keys", "rotate", "desk", "--overlap", "0", status=0, url=url_of(database)).stdout.strip()
        assert ask(client, second) == ask(client, first) == (401, 401)
        assert ask(client, third) == (201, 200)
        fourth = run("keys", "rotate", "desk", status=0, url=url_of(database)).stdout.strip()
        assert ask(client, third) == ask(client, fourth) == (201, 200)
        run("keys", "revoke", "desk", status=0, url=url_of(database))
        assert ask(client, third) == ask(client, fourth) == (401, 401)
    assert "no key named desk" in run("keys", "rotate", "desk", status=2, url=url_of(database)).stderr


def test_a_retry_is_known_after_a_rotation_and_the_webhooks_stay(database: Database) -> None:
    first = make(database, "desk")
    with coming_from(database, "10.0.0.1") as client:
        sent = {"Authorization": f"Bearer {first}", "Idempotency-Key": "k"}
        made = client.post("/v1/webhooks", json={"url": "https://hooks.example.org/"}, headers=sent)
        sent["Authorization"] = f"Bearer {run('keys', 'rotate', 'desk', status=0, url=url_of(database)).stdout.strip()}"
        again = client.post("/v1/webhooks", json={"url": "https://hooks.example.org/"}, headers=sent)
        assert (again.content, again.headers["idempotency-replayed"]) == (made.content, "true")
        assert len(client.get("/v1/webhooks", headers=sent).json()["data"]) == 1


def test_a_key_whose_last_day_has_passed_is_not_rotated(database: Database) -> None:
    make(database, "desk", "--expires", dt.datetime.now(dt.UTC).date().isoformat())
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE api_key SET expires_on = '2020-01-01'")
    assert "has passed" in run("keys", "rotate", "desk", status=2, url=url_of(database)).stderr


def test_the_last_use_of_a_key_is_known_whatever_it_was_used_for(database: Database) -> None:
    tokens = {
        name: key(database, name, "sources:write", "webhooks:write") for name in ("reads", "tries", "writes", "none")
    }
    with coming_from(database, "10.0.0.1") as client:

        def sent(name: str) -> dict[str, str]:
            return {"Authorization": f"Bearer {tokens[name]}"}

        client.get("/v1/webhooks", headers=sent("reads"))
        client.post("/v1/sources?dry_run=true", json=draft("sources"), headers=sent("tries"))
        client.post("/v1/sources", json=draft("sources"), headers=sent("writes"))
    today = dt.datetime.now(dt.UTC).date()
    assert days_of_use(database) == {"reads": today, "tries": today, "writes": today, "none": None}
    assert today.isoformat() in run("keys", "list", status=0, url=url_of(database)).stdout


def test_no_read_waits_for_its_key_s_last_use_or_fails_with_it(database: Database) -> None:
    token = key(database, "reads", "webhooks:write")
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(Database(url_of(database))) as other, other.write() as connection:
            connection.exec_driver_sql("UPDATE api_key SET name = 'reads'")
            holding.set()
            release.wait(PATIENCE)

    holder = threading.Thread(target=hold)
    holder.start()
    assert holding.wait(PATIENCE)
    try:
        with coming_from(database, "10.0.0.1") as client:
            began = time.monotonic()
            for _ in range(3):
                answer = client.get("/v1/webhooks", headers={"Authorization": f"Bearer {token}"})
                assert answer.status_code == 200
            assert time.monotonic() - began < 3
            release.set()
    finally:
        release.set()
        holder.join()
    assert days_of_use(database)["reads"] is not None
