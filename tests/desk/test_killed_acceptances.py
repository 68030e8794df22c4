"""Killed acceptances: a proposal whose server is killed while it is accepted at the desk is accepted once, or open."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import httpx

from app.store.database import Database
from tests import draws
from tests.commands.running import run
from tests.databases import Server
from tests.desk.queues import fill, number_in, proposal
from tests.desk.signing import Field, Person, all_fields, key, typed_into
from tests.servers import serving

ROUNDS = draws.many(1)


@contextmanager
def person_at(address: str, token: str, cookie: str = "") -> Iterator[Person]:
    """Somebody at the desk of a server; with a cookie, signed in."""
    with httpx.Client(base_url=address, timeout=20) as client:
        person = Person(cast(Any, client), token)
        person.cookie = cookie
        yield person


def send(address: str, cookie: str, path: str, fields: list[Field]) -> None:
    """Send a form, unless the server is killed."""
    with person_at(address, "", cookie) as person, suppress(httpx.TransportError):
        person.post(path, fields)


def test_a_proposal_is_accepted_once_or_not_at_all_whenever_the_server_is_killed(
    servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    url, chance = servers[engine].url("seeded"), draws.of("killed acceptances")
    database = Database(url)
    token = key(database, "her", "proposals:write", "developments:write")
    fill(database, ROUNDS)
    database.close()
    sent: tuple[str, str, list[Field]] | None = None
    cookie = ""
    for number in range(ROUNDS + 1):
        with serving(url, tmp_path) as (address, server), person_at(address, token, cookie) as person:
            if sent is None:
                person.sign_in()
            else:
                accepted, path, fields = sent
                state = proposal(person, accepted)["state"]
                assert state in ("open", "accepted")
                person.post(path, fields)  # sent again, it is carried out once
                check_accepted_once(person, accepted)
            if number == ROUNDS:
                break
            page = person.get("/desk/queue")
            accepted = number_in(page)
            path, cookie = f"/desk/queue/{accepted}/accept", person.cookie
            sent = accepted, path, typed_into(all_fields(page, "draft"), theme="diplomacy")
            thread = threading.Thread(target=send, args=(address, cookie, path, sent[2]))
            thread.start()
            time.sleep(chance.uniform(0, 0.04))
            os.kill(server.pid, signal.SIGKILL)
            thread.join()
    run("check", status=0, url=url)
    servers[engine].drop(url)


def check_accepted_once(person: Person, number: str) -> None:
    """It became one record, whose passage is its words, and no other has them."""
    decided = proposal(person, number)
    assert decided["state"] == "accepted"
    made = person.client.get("/v1/developments?sort=-created_at&limit=100").json()["data"]
    rests = [each["id"] for each in made for ground in each["evidence"] if ground["exact"] == decided["exact"]]
    assert [f"developments/{each}" for each in rests] == [decided["outcome"]]
