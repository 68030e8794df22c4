"""Waiting for what others have to give up first: not for ever, and not for a client who is gone."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from app.errors import Refusal

T = TypeVar("T")

LEAVING_SECONDS = 0.1
"""How long is waited before it is asked whether the client is still there."""


async def wait_for(
    waiting: asyncio.Future[T],
    give_up: Callable[[], bool],
    *,
    seconds: float,
    refusal: Callable[[], Refusal],
    receive: Receive | None = None,
) -> T:
    """What is waited for, or what it raises; `give_up` ends it, unless it has begun.

    Raises the refusal where it does not begin in time, `ClientDisconnect` where the client goes before it does, as
    `receive` tells of a request that was read whole.
    """
    loop, watching = asyncio.get_running_loop(), list[asyncio.Task[bool]]()
    timers = [loop.call_later(seconds, give_up)]
    if receive is not None:
        timers.append(loop.call_later(LEAVING_SECONDS, _begin_watching, watching, give_up, receive))
    try:
        return await waiting
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if waiting.cancelled() and task is not None and not task.cancelling():
            if any(each.done() for each in watching):
                raise ClientDisconnect from None
            raise refusal() from None
        raise
    finally:
        for timer in timers:
            timer.cancel()
        for each in watching:
            each.cancel()
        # What it fails with leads to this frame: they would keep each other, and all that was sent, for long.
        del waiting, give_up


def _begin_watching(watching: list[asyncio.Task[bool]], give_up: Callable[[], bool], receive: Receive) -> None:
    watching.append(asyncio.get_running_loop().create_task(_give_up_when_gone(give_up, receive)))


async def _give_up_when_gone(give_up: Callable[[], bool], receive: Receive) -> bool:
    """Wait for the client to go; whether what was waited for was given up for that."""
    while (await receive())["type"] != "http.disconnect":
        pass
    return give_up()
