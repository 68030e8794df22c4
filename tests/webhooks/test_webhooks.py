"""Webhooks: what happens is told, signed, in order and at least once."""

import base64
import datetime as dt
import time
from typing import Any

import pytest
import standardwebhooks

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import NewWebhookDetail, WebhookMessage
from tests import examples
from tests.receivers import Receiver, receiving
from tests.servers import free_port
from tests.webhooks.owners import Owner, add


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
        owner.until(healthy, lambda found: found["after"] == 2)
        failing = owner.until(webhook, lambda found: found["failures"] == 1)
        assert failing["after"] == 0
        tried, due = owner.log(webhook)[0]["at"], failing["next_attempt_at"]
        wait = dt.datetime.fromisoformat(due) - dt.datetime.fromisoformat(tried)
        assert dt.timedelta(seconds=2) < wait < dt.timedelta(seconds=6)
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
    webhook = owner.make(f"http://127.0.0.1:{free_port()}/hook")
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
