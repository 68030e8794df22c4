"""Threads: those in which reads are answered, and those in which writes are carried out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from app.errors import Unavailable

T = TypeVar("T")

THREAD_SECONDS = 30
"""How long a request waits for a thread."""


class Threads:
    """Threads for requests of one kind: to pass through the pool that the framework shares takes twice as long."""

    def __init__(self, count: int, *, kind: str) -> None:
        self._kind = kind
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=kind)

    async def run(self, call: Callable[..., T], *arguments: Any) -> T:
        """What a call comes to in one of the threads, in the context of the task that waits for it.

        Raises `Unavailable` where none is free in time, and what the call raises. What nobody waits for any more is not
        begun.
        """
        running = self._threads.submit(copy_context().run, call, *arguments)
        giving_up = asyncio.get_running_loop().call_later(THREAD_SECONDS, running.cancel)
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if running.cancelled() and task is not None and not task.cancelling():
                raise Unavailable(f"too many {self._kind}s are waiting", headers={"Retry-After": "1"}) from None
            raise
        finally:
            giving_up.cancel()

    def close(self) -> None:
        """Let the threads end; what is under way is finished."""
        self._threads.shutdown(wait=False)
