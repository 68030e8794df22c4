"""Threads: those in which reads are answered, and those in which writes are carried out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from app.errors import Unavailable

T = TypeVar("T")

THREAD_SECONDS = 30
"""How long a request waits for a thread."""
LEAVING_SECONDS = 0.1
"""How long it waits before it is asked whether its client is still there."""


class Threads:
    """Threads for requests of one kind: to pass through the pool that the framework shares takes twice as long."""

    def __init__(self, count: int, *, kind: str) -> None:
        self._kind = kind
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=kind)

    async def run(self, call: Callable[..., T], *arguments: Any, receive: Receive | None = None) -> T:
        """What a call comes to in one of the threads, in the context of the task that waits for it.

        Raises `Unavailable` where none is free in time, `ClientDisconnect` where the client goes before one is, as
        `receive` tells of a request that was read whole, and what the call raises. What nobody waits for is not begun.
        """
        running, loop = self._threads.submit(copy_context().run, call, *arguments), asyncio.get_running_loop()
        watching: list[asyncio.Task[bool]] = []
        timers = [loop.call_later(THREAD_SECONDS, running.cancel)]
        if receive is not None:
            begin = partial(_cancel_when_gone, running, receive)
            timers.append(loop.call_later(LEAVING_SECONDS, lambda: watching.append(loop.create_task(begin()))))
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if running.cancelled() and task is not None and not task.cancelling():
                if any(each.done() for each in watching):
                    raise ClientDisconnect from None
                raise Unavailable(f"too many {self._kind}s are waiting", headers={"Retry-After": "1"}) from None
            raise
        finally:
            for timer in timers:
                timer.cancel()
            for watch in watching:
                watch.cancel()

    async def close(self) -> None:
        """Let the threads end, once what is under way is finished: it needs the database still."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)


async def _cancel_when_gone(running: Future[Any], receive: Receive) -> bool:
    """Wait for the client to go; whether the call was given up for that."""
    while (await receive())["type"] != "http.disconnect":
        pass
    return running.cancel()
