"""Requests have threads of their own, for which none waits for ever."""

import asyncio
import threading
import time
from contextvars import ContextVar
from typing import Any, cast

import pytest
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient
from starlette.types import Message

from app.errors import Unavailable
from app.http import endpoint
from app.http import threads as room
from app.http.front.front import Front
from app.http.places import Places
from app.http.threads import Threads
from app.main import create_app
from app.settings import Settings
from app.store.database import Database

WHO: ContextVar[str] = ContextVar("who")


def test_a_call_runs_in_the_context_of_its_task_and_raises_what_it_raises() -> None:
    async def main() -> None:
        threads = Threads(2, kind="read")
        WHO.set("me")
        assert await threads.run(WHO.get) == "me"
        assert (await threads.run(threading.current_thread)).name.startswith("read")
        with pytest.raises(ZeroDivisionError):
            await threads.run(divmod, 1, 0)
        await threads.close()

    asyncio.run(main())


def test_what_finds_no_thread_in_time_is_refused_and_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "THREAD_SECONDS", 0.05)
    held, begun = threading.Event(), list[str]()

    async def main() -> None:
        threads = Threads(1, kind="read")
        first = asyncio.create_task(threads.run(held.wait, 20))
        await asyncio.sleep(0)
        with pytest.raises(Unavailable) as refused:
            await threads.run(begun.append, "late")
        assert refused.value.headers["Retry-After"] == "1"
        given_up = asyncio.create_task(threads.run(begun.append, "given up"))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        held.set()
        assert await first, "what has begun is waited for, however long it takes"
        await threads.run(begun.append, "in time")
        await threads.close()

    asyncio.run(main())
    assert begun == ["in time"]


def test_what_a_client_asked_for_who_is_gone_is_not_begun() -> None:
    held, begun = threading.Event(), list[str]()
    messages: list[Message] = [
        {"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"},
    ]  # fmt: skip

    async def receive() -> Message:
        return messages.pop(0)

    async def stays() -> Message:
        await asyncio.sleep(20)
        raise AssertionError

    async def main() -> None:
        threads = Threads(1, kind="read")
        first = asyncio.create_task(threads.run(held.wait, 20, receive=stays))
        await asyncio.sleep(0)
        started = time.monotonic()
        with pytest.raises(ClientDisconnect):
            await threads.run(begun.append, "gone", receive=receive)
        assert time.monotonic() - started < 5
        waits = asyncio.create_task(threads.run(begun.append, "there", receive=stays))
        await asyncio.sleep(0.3)
        held.set()
        assert await first, "what has begun is finished"
        await waits
        await threads.close()

    asyncio.run(main())
    assert begun == ["there"]


def test_what_never_takes_long_does_not_wait_for_what_does(seeded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    monkeypatch.setattr(endpoint, "PLACE_SECONDS", 0.3)
    application = create_app(Settings(database_url=url, cache_bytes=0))
    with TestClient(application) as client:
        places = cast("Front", application.front)._service.costly._places
        held = taken_by_others(client, places)
        for path in ("/v1/actors?limit=1&kind=state", "/v1/actors/russia", "/v1/briefings/latest", "/"):
            assert client.get(path).status_code == 200
        assert client.get("/v1/actors?limit=2", headers={"Accept": "text/csv"}).status_code == 503
        for path in ("/v1/actors?%71=russia", "/v1/actors?facets=kind", "/v1/search?q=x", "/v1/actors?format=csv"):
            refused = client.get(path)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        for name in held:
            cast("Any", client.portal).call(places.give_back, name)
        assert client.get("/v1/actors?q=russia").status_code == 200


def taken_by_others(client: TestClient, places: Places) -> list[str]:
    """Every place, held by as many others as it takes."""
    names = [f"other {number}" for number in range(places._free)]

    async def hold() -> None:
        for name in names:
            await places.ask(name)

    cast("Any", client.portal).call(hold)
    return names
