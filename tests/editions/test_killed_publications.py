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

ROUNDS = 5
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
    for number in range(ROUNDS):
        draft_id = f"b-{number}"
        with serving(url, tmp_path) as (address, server):
            body: dict[str, Any] = {"id": draft_id, "title": "B", "lead": LEAD}
            assert httpx.post(f"{address}/v1/drafts", json=body, headers=headers, timeout=20).status_code == 201

            def attempt(address: str = address, draft_id: str = draft_id) -> None:
                with suppress(httpx.TransportError):
                    publish(address, draft_id, headers)

            thread = threading.Thread(target=attempt)
            thread.start()
            time.sleep(chance.uniform(0, 0.03))
            os.kill(server.pid, signal.SIGKILL)
            thread.join()
        with serving(url, tmp_path) as (address, _):
            came.add(states(address, draft_id, headers))
            assert publish(address, draft_id, headers).status_code == 201
            assert states(address, draft_id, headers) == (200, 404)
            changes = httpx.get(f"{address}/v1/changes?collection=briefings&id={draft_id}", timeout=20).json()["data"]
            assert [each["action"] for each in changes] == ["created"]
        run("check", status=0, url=url)
    assert came <= {(200, 404), (404, 200)}
    servers[engine].drop(url)
