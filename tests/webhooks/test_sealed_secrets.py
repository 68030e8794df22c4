"""Sealed secrets: with `TRACKER_SECRET`, nobody who reads the database can sign as the tracker does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.service_tables import WebhookRow
from tests.commands.running import run
from tests.editors import key
from tests.receivers import Receiver
from tests.servers import running
from tests.webhooks.owners import Owner, add, working

FIRST, SECOND = "a" * 32, "b" * 40


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


@contextmanager
def serving(database: Database, token: str, secret: str | None) -> Iterator[Owner]:
    """An owner of webhooks, and deliveries, where this is the secret of the service."""
    settings = Settings.model_validate(
        {"database_url": url_of(database), "webhook_allow_private": True, "secret": secret}
    )
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        if database.is_sqlite:
            yield Owner(client, token)
        else:
            with working(database, secrets=settings.secrets):
                yield Owner(client, token)


@pytest.fixture
def token(database: Database) -> str:
    return key(database, "her", "webhooks:write")


def kept(database: Database) -> str:
    """All that is kept of webhooks and of the answers about them."""
    with database.read() as connection:
        rows = [
            *connection.exec_driver_sql("SELECT secret, previous_secret FROM webhook"),
            *connection.exec_driver_sql("SELECT body FROM stored_answer"),
        ]
    return "\n".join(str(value) for row in rows for value in row)


def migrate_with(database: Database, secret: str, monkeypatch: pytest.MonkeyPatch, *, status: int = 0) -> Any:
    monkeypatch.setenv("TRACKER_SECRET", secret)
    return run("migrate", status=status, url=url_of(database))


def test_a_secret_is_sealed_where_it_is_kept_and_signs_all_the_same(
    database: Database, token: str, receiver: Receiver
) -> None:
    with serving(database, token, FIRST) as owner:
        answer = owner.send("POST", body={"url": receiver.url}, status=201, Idempotency_Key="k")
        made = answer.json()["data"]
        again = owner.send("POST", body={"url": receiver.url}, status=201, Idempotency_Key="k")
        assert (again.content, again.headers["idempotency-replayed"]) == (answer.content, "true")
        rotated = owner.send("POST", f"/{made['id']}/rotate").json()["data"]
        add(database, "sources", "One")
        (request,) = receiver.wait(1)
        for each in (made, rotated):
            standardwebhooks.Webhook(each["secret"]).verify(request.body, request.headers)
            assert each["secret"].removeprefix("whsec_") not in kept(database)
    assert "whsec_" not in kept(database)


def test_secrets_from_before_go_on_and_are_sealed_by_a_migration_and_again_where_the_first_is_another(
    database: Database, token: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(database, token, None) as owner:
        made = owner.make(receiver.url, enabled=False)
    plain = kept(database)
    assert made["secret"] in plain
    with serving(database, token, FIRST) as owner:
        owner.send("PATCH", f"/{made['id']}", {"enabled": True})
        add(database, "sources", "One")
        receiver.wait(1)
    states = [plain]
    for number, secret in enumerate((FIRST, f"{SECOND}, {FIRST}", SECOND), start=2):
        migrate_with(database, secret, monkeypatch)
        states.append(kept(database))
        assert made["secret"] not in states[-1]
        migrate_with(database, secret, monkeypatch)
        assert kept(database) == states[-1]
        with serving(database, token, secret):
            add(database, "sources", f"Number {number}")
            request = receiver.wait(number)[-1]
            standardwebhooks.Webhook(made["secret"]).verify(request.body, request.headers)
    assert len(set(states)) == 3
    assert states[2] == states[3]


@pytest.mark.parametrize(
    ("secret", "said"), [("", "TRACKER_SECRET is not set"), (SECOND, "with another TRACKER_SECRET")]
)
def test_a_start_without_what_sealed_the_secrets_ends_with_a_sentence(
    database: Database, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, secret: str, said: str
) -> None:
    with serving(database, token, FIRST) as owner:
        owner.make("https://hooks.example.org/")
    before = kept(database)
    assert said in migrate_with(database, secret, monkeypatch, status=2).stderr
    for command in (("serve", "--port", "0"), ("work",)):
        log = tmp_path / f"{command[0]}.log"
        with running(url_of(database), log, *command, TRACKER_SECRET=secret) as process:
            assert process.wait(timeout=60) == 2
        line, way_on = log.read_text("utf-8").splitlines()
        assert said in line
        assert "--forget-secrets" in way_on
    assert kept(database) == before


def test_where_the_secret_is_lost_webhooks_begin_anew(
    database: Database, token: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(database, token, FIRST) as owner:
        lost = owner.make(receiver.url)
        owner.send("POST", f"/{lost['id']}/rotate")
    monkeypatch.setenv("TRACKER_SECRET", SECOND)
    run("migrate", "--forget-secrets", status=0, url=url_of(database))
    run("migrate", status=0, url=url_of(database))
    with serving(database, token, SECOND) as owner:
        found = owner.read(lost)
        assert not found["enabled"]
        assert found["disabled_because"] == "its secret was lost: rotate it, and enable the webhook again"
        add(database, "sources", "One")
        secret = owner.send("POST", f"/{lost['id']}/rotate").json()["data"]["secret"]
        owner.send("PATCH", f"/{lost['id']}", {"enabled": True})
        (request,) = receiver.wait(1)
        standardwebhooks.Webhook(secret).verify(request.body, request.headers)


def test_a_service_without_what_sealed_the_secrets_answers_everything_else(
    database: Database, token: str, receiver: Receiver
) -> None:
    """As another server starts it than `tracker serve`, which looks first."""
    with serving(database, token, FIRST) as owner:
        answer = owner.send("POST", body={"url": receiver.url}, status=201, Idempotency_Key="k")
        made = answer.json()["data"]
    with serving(database, token, SECOND) as owner:
        add(database, "sources", "One")
        failed = owner.until(made, lambda found: found["failures"] == 1)
        assert failed["enabled"]
        assert owner.log(made)[0]["error"] == "the tracker cannot sign: the webhook's secret is sealed"
        assert receiver.requests == []
        assert owner.client.get("/v1/sources").status_code == 200
        assert len(owner.send("GET").json()["data"]) == 1
        refused = owner.send("POST", body={"url": receiver.url}, status=409, Idempotency_Key="k").json()
        assert refused["errors"][0]["name"] == "Idempotency-Key"
        rotated = owner.send("POST", f"/{made['id']}/rotate").json()["data"]
        assert rotated["secret"] != made["secret"]
        owner.send("PATCH", f"/{made['id']}", {"description": "Try again"})
        (request,) = receiver.wait(1)
        standardwebhooks.Webhook(rotated["secret"]).verify(request.body, request.headers)


def test_a_sealed_secret_opens_in_its_own_place_alone(database: Database, token: str, receiver: Receiver) -> None:
    """Whoever can write to the database cannot have the tracker sign with the secret of another webhook."""
    with serving(database, token, FIRST) as owner:
        one, other = owner.make("https://hooks.example.org/"), owner.make(receiver.url, enabled=False)
        with database.write() as connection:
            columns = columns_of(WebhookRow)
            secret = connection.execute(select(columns.secret).where(columns.id == one["id"])).scalar_one()
            connection.execute(update(WebhookRow).where(columns.id == other["id"]).values(secret=secret))
        owner.send("PATCH", f"/{other['id']}", {"enabled": True})
        add(database, "sources", "One")
        owner.until(other, lambda found: found["failures"] == 1)
    assert receiver.requests == []
