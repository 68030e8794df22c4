"""Owners of webhooks, and the worker that delivers to them."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.vault import Vault
from app.store.write import writing
from app.webhooks.worker import Worker
from schemas import DeliveryPage, NewWebhookDetail, Problem, WebhookDetail
from tests import examples
from tests.receivers import PATIENCE


@contextmanager
def working(database: Database, *, secrets: Sequence[str] = (), allow_private: bool = True) -> Iterator[None]:
    """A worker in a thread of its own."""
    started: list[tuple[asyncio.AbstractEventLoop, Worker]] = []

    async def run() -> None:
        worker = Worker(database, vault=Vault(secrets), allow_private=allow_private)
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


def add(database: Database, name: str, *titles: str, **fields: Any) -> None:
    made: Any = {"actors": examples.actor, "sources": examples.source, "developments": examples.development}
    with writing(database, COLLECTIONS, by="him") as writer:
        for title in titles:
            writer.create(name, made[name](title, **fields))
