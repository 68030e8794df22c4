"""Killed publications: a draft whose server is killed while it publishes is an edition or a draft, and never both."""

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import draws, examples
from tests.commands.running import run
from tests.databases import Server
from tests.editors import key
from tests.servers import serving

ROUNDS = draws.many(1)
LEAD = [{"text": "They met.", "cites": ["developments/talks"]}]


def publish(address: str, draft_id: str, headers: dict[str, str]) -> httpx.Response:
    retried = headers | {"Idempotency-Key": draft_id}
    return httpx.post(f"{address}/v1/drafts/{draft_id}/publish", headers=retried, timeout=20)


def states(address: str, draft_id: str, headers: dict[str, str]) -> tuple[int, int]:
    """What the record and the desk answer of a draft."""
    record = httpx.get(f"{address}/v1/briefings/{draft_id}", timeout=20)
    return record.status_code, httpx.get(f"{address}/v1/drafts/{draft_id}", headers=headers, timeout=20).status_code


def test_a_draft_is_published_once_or_not_at_all_whenever_the_server_is_killed(
    servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    url, chance, came = servers[engine].url("empty"), draws.of("kills"), set[tuple[int, int]]()
    database = Database(url)
    headers = {"Authorization": f"Bearer {key(database, 'editor', 'briefings:write')}"}
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development(id="talks"))
    database.close()
    for number in range(ROUNDS + 1):
        with serving(url, tmp_path) as (address, server):
            if number:
                came.add(states(address, f"b-{number - 1}", headers))
                check_published(address, f"b-{number - 1}", headers)
            if number == ROUNDS:
                break
            make_draft(address, f"b-{number}", headers)
            thread = threading.Thread(target=attempt, args=(address, f"b-{number}", headers))
            thread.start()
            time.sleep(chance.uniform(0, 0.03))
            os.kill(server.pid, signal.SIGKILL)
            thread.join()
    run("check", status=0, url=url)
    assert came <= {(200, 404), (404, 200)}
    servers[engine].drop(url)


def make_draft(address: str, draft_id: str, headers: dict[str, str]) -> None:
    body: dict[str, Any] = {"id": draft_id, "title": "B", "lead": LEAD}
    assert httpx.post(f"{address}/v1/drafts", json=body, headers=headers, timeout=20).status_code == 201


def attempt(address: str, draft_id: str, headers: dict[str, str]) -> None:
    """Publish, unless the server is killed."""
    with suppress(httpx.TransportError):
        publish(address, draft_id, headers)


def check_published(address: str, draft_id: str, headers: dict[str, str]) -> None:
    """Sent again, it is published, once."""
    assert publish(address, draft_id, headers).status_code == 201
    assert states(address, draft_id, headers) == (200, 404)
    changes = httpx.get(f"{address}/v1/changes?collection=briefings&id={draft_id}", timeout=20).json()["data"]
    assert [each["action"] for each in changes] == ["created"]
