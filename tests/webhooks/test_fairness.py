"""Fairness: nobody's webhooks wait for those of another key, and for slow ones of the same key not for long."""

import time

import pytest

from app.store.database import Database
from app.webhooks import places
from app.webhooks.outbox import Due
from app.webhooks.places import DeliveryPlaces
from tests.editors import key
from tests.receivers import Receiver, receiving, silence
from tests.webhooks.owners import Owner, add

MANY = 100
SOON = 3.0
"""Within how many seconds what nothing holds up is delivered, on a busy machine."""


def test_a_hundred_webhooks_that_never_answer_hold_up_nobody_else(
    owner: Owner, receiver: Receiver, database: Database
) -> None:
    other = Owner(owner.client, key(database, "him", "webhooks:write"))
    with silence() as address, receiving() as own:
        for number in range(MANY - 1):
            owner.make(f"{address}/{number}")
        owner.make(own.url)
        other.make(receiver.url)
        began = time.monotonic()
        add(database, "sources", "One")
        receiver.wait(1)
        assert time.monotonic() - began < SOON
        # All hang by now, or wait for a place: what comes later is as quick, and in order.
        for title in ("Two", "Three", "Four"):
            time.sleep(1)
            began = time.monotonic()
            add(database, "sources", title)
            receiver.wait(len(receiver.requests) + 1)
            assert time.monotonic() - began < SOON, title
        assert receiver.numbers() == [1, 2, 3, 4]
        own.wait(4)
        assert own.numbers() == [1, 2, 3, 4]


def test_a_webhook_far_behind_leaves_its_place_to_others_of_its_key(
    owner: Owner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one place for a key, both of its webhooks come to an end, each in order."""
    monkeypatch.setattr(places, "PROMPT_OF_A_KEY", 1)
    monkeypatch.setattr("app.webhooks.worker.TURN_SECONDS", 0.2)
    add(database, "sources", *(f"Source {number}" for number in range(30)))
    with receiving() as first, receiving() as second:
        made = [owner.make(each.url, after=0) for each in (first, second)]
        second.wait(1)
        first.wait(1)
        for each in made:
            owner.until(each, lambda found: found["after"] == 30)
    assert first.numbers() == second.numbers() == list(range(1, 31))


def test_places_go_to_the_key_that_has_fewest_and_to_what_answers_first() -> None:
    made = DeliveryPlaces()
    hers = [Due(f"a{number:03}", "her", number % 2) for number in range(MANY)]
    his = [Due(f"b{number}", "him", 0) for number in range(2)]
    chosen = made.choose([*hers, *his])
    assert [each[0] for each in chosen[:4]].count("b") == 2
    assert len(chosen) == places.PROMPT_OF_A_KEY + 2
    assert not {each.id for each in hers if each.failures} & set(chosen)
    assert made.choose([*hers, *his]) == []
    for each in chosen:
        made.leave(each)
    again = made.choose(hers)
    assert not set(again) & set(chosen), "who was served last comes last"
    for each in again:
        made.leave(each)


def test_a_slow_attempt_gives_its_place_up_as_far_as_a_key_may_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(places, "SLOW_OF_A_KEY", 10)
    made, due = DeliveryPlaces(), [Due(f"a{number:03}", "her", 0) for number in range(MANY)]
    hanging = []
    for _ in range(5):
        for each in made.choose(due):
            attempt = made.attempting(each)
            attempt.__enter__()
            hanging.append(attempt)
        time.sleep(0.01)
    assert len(hanging) == 10 + places.PROMPT_OF_A_KEY
    monkeypatch.setattr(places, "MOST_DELIVERING", len(hanging))
    assert made.choose([*due, Due("b", "him", 0), Due("c", "him", 0)]) == ["b"], "who has none has one all the same"
    for attempt in hanging:
        attempt.__exit__(None, None, None)
