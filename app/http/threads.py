"""Threads: those in which reads are answered, and those in which writes are carried out."""

import asyncio
import math
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Any, TypeVar

from starlette.types import Receive

from app.errors import Unavailable
from app.http.places import Places
from app.http.quotas import Caller
from app.http.waiting import wait_for

T = TypeVar("T")

THREAD_SECONDS = 30
"""How long a request waits for a thread."""
PLACE_SECONDS = 2
"""How long it waits for a place among what may take long."""
PART_SECONDS = 300
"""How long the next part of an answer that has begun waits for one: it can no longer be refused."""
NICE = 5
"""By how much the threads of what may take long stand back where there are fewer cores than threads at work."""


class Threads:
    """Threads for requests of one kind: to pass through the pool that the framework shares takes twice as long."""

    def __init__(self, count: int, *, kind: str, nice: int = 0) -> None:
        self._kind = kind
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=kind, initializer=_stand_back, initargs=(nice,))

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return self._threads._work_queue.qsize()  # which it does not tell otherwise

    async def run(self, call: Callable[..., T], *arguments: Any, receive: Receive | None = None) -> T:
        """What a call comes to in one of the threads, in the context of the task that waits for it.

        Raises `Unavailable` where none is free in time, `ClientDisconnect` where the client goes before one is, as
        `receive` tells of a request that was read whole, and what the call raises. What nobody waits for is not begun.
        """
        running = self._threads.submit(copy_context().run, call, *arguments)
        waiting = asyncio.wrap_future(running)
        try:
            return await wait_for(
                waiting, running.cancel, seconds=THREAD_SECONDS, refusal=self._refusal, receive=receive
            )
        finally:
            del running, waiting  # as in `wait_for`

    async def close(self) -> None:
        """Let the threads end, once what is under way is finished: it needs the database still."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _refusal(self) -> Unavailable:
        return Unavailable(f"too many {self._kind}s are waiting", headers={"Retry-After": "1"})


class SharedThreads(Threads):
    """Threads for what may take long, which clients share.

    Nobody has more than half of them, and nobody waits for one longer than `PLACE_SECONDS`.
    """

    def __init__(self, count: int, *, kind: str) -> None:
        super().__init__(count, kind=kind, nice=NICE)
        self._count = count
        self._places = Places(count, most_each=max(1, count // 2))
        self._usual = 0.0

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return self._places.waiting

    async def run_for(
        self, caller: Caller, call: Callable[..., T], *arguments: Any, receive: Receive | None, seconds: float
    ) -> T:
        """What a call comes to, once its caller has a place, whose time is then charged.

        Raises as `run` does; `Unavailable` where there is no place within so many seconds.
        """
        loop = asyncio.get_running_loop()
        async with self._places.hold(caller.name, seconds=seconds, refusal=self._refusal, receive=receive):
            started = loop.time()
            try:
                return await self.run(call, *arguments)
            finally:
                taken = loop.time() - started
                self._usual += (taken - self._usual) / 10
                await caller.charge(taken)

    async def stream(self, parts: Iterator[bytes], caller: Caller) -> AsyncIterator[bytes]:
        """Parts of an answer as they are made, each in a thread; between two of them others have their turn."""
        while (part := await self.run_for(caller, next, parts, None, receive=None, seconds=PART_SECONDS)) is not None:
            yield part

    def _refusal(self) -> Unavailable:
        seconds = min(max(1, math.ceil(self.waiting * self._usual / self._count)), THREAD_SECONDS)
        message = "too many questions that take long are waiting"
        return Unavailable(message, headers={"Retry-After": str(seconds)})


def _stand_back(nice: int) -> None:
    """Let the other threads of the process go first; on Linux, where a thread has a priority of its own."""
    if nice and sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):  # where it may not, all are as good as each other
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + nice)
