"""Webhooks: what happens is told, signed, in order, at least once, and nowhere private."""

import asyncio
import base64
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import standardwebhooks
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from app.webhooks.transport import NotPublic, PublicTransport
from app.webhooks.worker import Worker
from schemas import DeliveryPage, NewWebhookDetail, Problem, WebhookDetail, WebhookMessage, WebhookPage
from tests import examples
from tests.editors import key
from tests.receivers import PATIENCE, Receiver, receiving


@contextmanager
def working(database: Database, *, allow_private: bool = True) -> Iterator[None]:
    """A worker in a thread of its own."""
    started: list[tuple[asyncio.AbstractEventLoop, Worker]] = []

    async def run() -> None:
        worker = Worker(database, allow_private=allow_private)
        started.append((asyncio.get_running_loop(), worker))
        await worker.run()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        yield
    finally:
        loop, worker = started[0]
        loop.call_soon_threadsafe(worker.stop)
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()


class Owner:
    """Somebody with a key for webhooks."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token

    def send(self, method: str, path: str = "", body: Any = None, *, status: int = 200, **headers: str) -> Response:
        sent = {"Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.request(method, f"/v1/webhooks{path}", json=body, headers=sent)
        assert answer.status_code == status, answer.text
        if status >= 400:
            Problem.model_validate_json(answer.content)
        return answer

    def make(self, url: str, **members: Any) -> dict[str, Any]:
        answer = self.send("POST", body={"url": url, **members}, status=201)
        NewWebhookDetail.model_validate_json(answer.content)
        return dict(answer.json()["data"])

    def read(self, webhook: dict[str, Any]) -> dict[str, Any]:
        answer = self.send("GET", f"/{webhook['id']}")
        WebhookDetail.model_validate_json(answer.content)
        return dict(answer.json()["data"])

    def log(self, webhook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
        answer = self.send("GET", f"/{webhook['id']}/deliveries{query}")
        DeliveryPage.model_validate_json(answer.content)
        return list(answer.json()["data"])

    def until(self, webhook: dict[str, Any], holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The webhook, once something holds of it."""
        ends = time.monotonic() + PATIENCE
        while not holds(found := self.read(webhook)):
            assert time.monotonic() < ends, found
            time.sleep(0.05)
        return found


@pytest.fixture
def owner(database: Database) -> Iterator[Owner]:
    """An owner, and deliveries under way: by the server on SQLite, by a worker apart on PostgreSQL."""
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, webhook_allow_private=True))
    with TestClient(app, raise_server_exceptions=False) as client:
        made = Owner(client, key(database, "her", "webhooks:write"))
        if database.is_sqlite:
            yield made
        else:
            with working(database):
                yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


def add(database: Database, name: str, *titles: str, **fields: Any) -> None:
    made: Any = {"actors": examples.actor, "sources": examples.source, "developments": examples.development}
    with writing(database, COLLECTIONS, by="him") as writer:
        for title in titles:
            writer.create(name, made[name](title, **fields))


def test_what_happens_is_told_in_order_and_verifies(owner: Owner, receiver: Receiver, database: Database) -> None:
    add(database, "sources", "Before")
    webhook = owner.make(receiver.url)
    assert webhook["after"] == 1
    add(database, "sources", *(f"Source {number}" for number in range(70)))
    add(database, "actors", "Ruritania")
    received = receiver.wait(71)
    assert receiver.numbers() == list(range(2, 73))
    told = [each["seq"] for each in owner.client.get("/v1/changes?after=1&limit=200").json()["data"]]
    assert told == receiver.numbers()
    listed = {each["seq"]: each for each in owner.client.get("/v1/changes?after=1&limit=200").json()["data"]}
    verifier = standardwebhooks.Webhook(webhook["secret"])
    for request in received:
        verified: Any = verifier.verify(request.body, request.headers)
        assert verified["data"] == listed[request.number]
        message = WebhookMessage.model_validate_json(request.body)
        assert message.type == f"{message.data.collection}.created"
        assert message.timestamp == message.data.at
        assert request.headers["content-type"] == "application/json"
    assert len({request.headers["webhook-id"] for request in received}) == 71
    forged = received[0].body.replace(b"created", b"deleted")
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        verifier.verify(forged, received[0].headers)
    done = owner.until(webhook, lambda found: found["after"] == 72)
    assert (done["failures"], done["next_attempt_at"], done["enabled"]) == (0, None, True)


def test_a_webhook_is_told_what_it_wants_and_no_more(owner: Owner, receiver: Receiver, database: Database) -> None:
    with receiving() as other, receiving() as third:
        add(database, "actors", "Ruritania", "Freedonia", "Ruritania of old", aliases=[])
        owner.make(receiver.url, collections=["developments"], actors=["Ruritania"])
        owner.make(other.url, actors=["Ruritania of old"])
        owner.make(third.url, collections=["sources"])
        of = {
            "ruritania": [{"id": "ruritania", "role": "participant"}],
            "freedonia": [{"id": "freedonia", "role": "host"}],
        }
        with writing(database, COLLECTIONS, by="him") as writer:  # changes 4 to 9
            writer.create("developments", examples.development("A", id="a", actors=of["ruritania"]))
            writer.create("developments", examples.development("B", id="b", actors=of["freedonia"]))
            writer.create("sources", examples.source("S"))
            writer.replace("developments", "a", examples.development("A", id="a", actors=of["freedonia"]))
            writer.replace("developments", "a", examples.development("C", id="a", actors=of["freedonia"]))
            writer.merge("actors", "ruritania-of-old", "ruritania")
        add(database, "developments", "D", actors=of["ruritania"])  # 10
        receiver.wait(3)
        other.wait(2)
        third.wait(1)
        add(database, "sources", "Last")
        third.wait(2)
    assert receiver.numbers() == [4, 7, 10]
    assert other.numbers() == [9, 10]
    assert third.numbers() == [6, 11]


def test_a_failure_holds_up_what_follows_and_nothing_else(owner: Owner, receiver: Receiver, database: Database) -> None:
    with receiving() as other:
        receiver.answers = [(500, {}), (503, {"Retry-After": "1"}), (302, {"Location": "/elsewhere"})]
        webhook, healthy = owner.make(receiver.url), owner.make(other.url)
        add(database, "sources", "One", "Two")
        other.wait(2)
        failing = owner.until(webhook, lambda found: found["failures"] == 1)
        wait = dt.datetime.fromisoformat(failing["next_attempt_at"]) - dt.datetime.now(dt.UTC)
        assert dt.timedelta(seconds=2) < wait < dt.timedelta(seconds=6)
        assert (failing["after"], owner.read(healthy)["after"]) == (0, 2)
        owner.send("PATCH", f"/{webhook['id']}", {})  # tries again at once; the endpoint asks for a second
        receiver.wait(3)
        assert owner.until(webhook, lambda found: found["failures"] == 2)["enabled"]
        log = owner.log(webhook)
        assert [(each["change"], each["state"], each["status"]) for each in log] == [
            (1, "failed", 302),
            (1, "failed", 503),
            (1, "failed", 500),
        ]
        assert log[0]["error"] == "redirects are not followed"
        owner.send("PATCH", f"/{webhook['id']}", {})
        receiver.wait(5)
    assert receiver.numbers() == [1, 1, 1, 1, 2]
    assert {request.path for request in receiver.requests} == {"/hook"}
    assert len({request.headers["webhook-id"] for request in receiver.requests}) == 2


def test_an_endpoint_that_is_gone_is_left_alone_and_loses_nothing(
    owner: Owner, receiver: Receiver, database: Database
) -> None:
    receiver.answers = [(410, {})]
    webhook = owner.make(receiver.url)
    add(database, "sources", "One", "Two")
    gone = owner.until(webhook, lambda found: not found["enabled"])
    assert gone["disabled_because"] == "the endpoint is gone (410)"
    owner.send("POST", f"/{webhook['id']}/deliveries/{owner.log(webhook)[0]['id']}/redeliver", status=409)
    back = owner.send("PATCH", f"/{webhook['id']}", {"enabled": True}).json()["data"]
    assert (back["disabled_because"], back["failures"]) == (None, 0)
    receiver.wait(3)
    assert receiver.numbers() == [1, 1, 2]


def test_an_endpoint_that_does_not_answer_is_a_failure(owner: Owner, receiver: Receiver, database: Database) -> None:
    webhook = owner.make("http://127.0.0.1:1/hook")
    add(database, "sources", "One")
    owner.until(webhook, lambda found: found["failures"] == 1)
    (attempt,) = owner.log(webhook)
    assert (attempt["status"], attempt["error"]) == (None, "no answer: ConnectError")
    owner.send("PATCH", f"/{webhook['id']}", {"url": receiver.url})
    receiver.wait(1)


def test_messages_are_signed_with_both_secrets_while_one_is_rotated(
    owner: Owner, receiver: Receiver, database: Database
) -> None:
    webhook = owner.make(receiver.url)
    answer = owner.send("POST", f"/{webhook['id']}/rotate")
    rotated = NewWebhookDetail.model_validate_json(answer.content).data
    assert rotated.secret != webhook["secret"]
    assert rotated.previous_secret_until is not None
    assert len(base64.b64decode(rotated.secret.removeprefix("whsec_"))) == 32
    add(database, "sources", "One")
    (request,) = receiver.wait(1)
    for secret in (webhook["secret"], rotated.secret):
        standardwebhooks.Webhook(secret).verify(request.body, request.headers)
    assert "secret" not in owner.read(webhook)


def test_what_was_delivered_can_be_delivered_again(owner: Owner, receiver: Receiver, database: Database) -> None:
    webhook = owner.make(receiver.url)
    add(database, "sources", "One", "Two", "Three")
    receiver.wait(3)
    owner.until(webhook, lambda found: found["after"] == 3)
    second = owner.log(webhook, "?change=2")[0]
    asked = owner.send("POST", f"/{webhook['id']}/deliveries/{second['id']}/redeliver", status=202).json()["data"]
    assert (asked["change"], asked["state"], asked["message"]) == (2, "waiting", second["message"])
    receiver.wait(4)
    assert receiver.requests[3].headers["webhook-id"] == receiver.requests[1].headers["webhook-id"]
    owner.send("PATCH", f"/{webhook['id']}", {"after": 1})
    receiver.wait(6)
    assert receiver.numbers() == [1, 2, 3, 2, 2, 3]
    owner.until(webhook, lambda found: found["after"] == 3)
    pages, query = [], "?limit=4"
    while query:
        answer = owner.send("GET", f"/{webhook['id']}/deliveries{query}").json()
        pages.append([each["id"] for each in answer["data"]])
        query = (answer["links"]["next"] or "").removeprefix(f"/v1/webhooks/{webhook['id']}/deliveries")
    assert pages == [[6, 5, 4, 3], [2, 1]]
    assert owner.log(webhook, "?state=failed,waiting") == []
    assert len(owner.log(webhook, "?state=delivered")) == 6


def test_a_webhook_can_begin_with_the_past(owner: Owner, receiver: Receiver, database: Database) -> None:
    add(database, "sources", "One", "Two")
    owner.make(receiver.url, after=0)
    receiver.wait(2)
    assert receiver.numbers() == [1, 2]


def test_a_disabled_webhook_is_told_everything_once_it_is_enabled(
    owner: Owner, receiver: Receiver, database: Database
) -> None:
    webhook = owner.make(receiver.url, enabled=False, description="For later")
    add(database, "sources", "One", "Two")
    time.sleep(1.2)
    assert receiver.requests == []
    owner.send("PATCH", f"/{webhook['id']}", {"enabled": True})
    receiver.wait(2)
    owner.send("DELETE", f"/{webhook['id']}", status=204)
    owner.send("GET", f"/{webhook['id']}", status=404)
    add(database, "sources", "Three")
    time.sleep(1.2)
    assert receiver.numbers() == [1, 2]


PRIVATE = ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
           "http://169.254.169.254/latest", "http://10.1.2.3/", "https://192.168.0.1:8443/", "http://localhost/",
           "http://localhost./", "http://a.localhost/", "http://printer.local/", "http://intranet/", "http://0/",
           "http://[fe80::1]/", "http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/", "http://①②⑦.0.0.1/"]  # fmt: skip


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


def test_webhooks_are_their_owners(owner: Owner, database: Database) -> None:
    mine = owner.make("http://127.0.0.1:1/", actors=None)
    stranger = Owner(owner.client, key(database, "him", "webhooks:write"))
    everything = Owner(owner.client, key(database, "all", "*"))
    weak = Owner(owner.client, key(database, "weak", "sources:write"))
    path = f"/{mine['id']}"
    for method, rest in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/rotate"),
                         ("POST", "/deliveries/1/redeliver")):  # fmt: skip
        body: Any = {} if method == "PATCH" else None
        stranger.send(method, path + rest, body, status=404)
        weak.send(method, path + rest, body, status=403)
        Owner(owner.client, "none").send(method, path + rest, body, status=401)
    for reader, ids in ((owner, [mine["id"]]), (stranger, []), (everything, [mine["id"]])):
        answer = reader.send("GET")
        WebhookPage.model_validate_json(answer.content)
        assert [each["id"] for each in answer.json()["data"]] == ids
        assert answer.headers["cache-control"] == "no-store"
    everything.send("PATCH", path, {"description": "Seen"})
    owner.send("POST", f"{path}/deliveries/99/redeliver", status=404)
    owner.send("POST", f"{path}/deliveries/x/redeliver", status=404)


WRONG: list[dict[str, Any]] = [
    {}, {"url": "ftp://a.example.org/"}, {"url": "http://u:p@a.example.org/"}, {"url": "no"}, {"collections": []},
    {"collections": ["planets"]}, {"actors": ["Nobody"]}, {"actors": []}, {"after": 9}, {"after": -1}, {"after": "0"},
    {"enabled": "yes"}, {"secret": "whsec_AAAA"}, {"description": ""},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG)
def test_a_webhook_that_is_wrong_is_refused(owner: Owner, body: dict[str, Any]) -> None:
    if "url" not in body and body:
        body = {"url": "https://hooks.example.org/", **body}
    assert owner.send("POST", body=body, status=422).json()["errors"]
    assert owner.send("GET").json()["data"] == []


def test_a_webhook_is_made_once_and_edited_with_care(owner: Owner, database: Database) -> None:
    body = {"url": "https://hooks.example.org/a", "enabled": False}
    dry = owner.client.post("/v1/webhooks?dry_run=true", json=body, headers={"Authorization": f"Bearer {owner.token}"})
    assert (dry.status_code, dry.headers["dry-run"]) == (201, "true")
    assert owner.send("GET").json()["data"] == []
    first = owner.send("POST", body=body, status=201, Idempotency_Key="k")
    again = owner.send("POST", body=body, status=201, Idempotency_Key="k")
    assert (again.headers["idempotency-replayed"], again.json()) == ("true", first.json())
    path = first.headers["location"].removeprefix("/v1/webhooks")
    tag = owner.send("GET", path).headers["etag"]
    owner.send("PATCH", path, {"description": "One"}, If_Match=tag)
    owner.send("PATCH", path, {"description": "Two"}, If_Match=tag, status=412)
    owner.send("DELETE", path, If_Match=tag, status=412)
    owner.send("PATCH", path, {"description": "One"})
    assert owner.send("GET", path).json()["data"]["revision"] == 2
    owner.send("PATCH", path, {"url": None}, status=422)
    owner.send("PATCH", path, {"id": "other"}, status=422)
    assert owner.client.get("/v1/changes").json()["data"] == []
