"""Places: at how many things at once the service works for all clients together, and for each of them."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import Receive

from app.errors import Refusal
from app.http.waiting import wait_for


class Places:
    """So many places, of which each client has at most `most_each`.

    What comes free goes to the client who has the fewest, so that whoever asks for much waits longer than whoever asks
    for little. For one thread, that of the loop.
    """

    def __init__(self, count: int, *, most_each: int) -> None:
        self._free = count
        self._most_each = most_each
        self._held: dict[str, int] = {}
        self._waiting: OrderedDict[str, deque[tuple[int, asyncio.Future[None]]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait for places."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def hold(
        self,
        client: str,
        size: int = 1,
        *,
        seconds: float,
        refusal: Callable[[], Refusal],
        receive: Receive | None = None,
    ) -> AsyncIterator[None]:
        """So many places until the block ends. Raises as `wait_for` does where there are none in time."""
        asked = self.ask(client, size)
        try:
            await wait_for(asked, asked.cancel, seconds=seconds, refusal=refusal, receive=receive)
            yield
        finally:
            if not asked.cancelled():
                self.give_back(client, size)

    def ask(self, client: str, size: int = 1) -> asyncio.Future[None]:
        """A future that is done once the client has so many places; whoever stops waiting cancels it."""
        asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append((size, asked))
        self._give()
        return asked

    def give_back(self, client: str, size: int = 1) -> None:
        """Leave so many places."""
        self._free += size
        self._held[client] -= size
        if not self._held[client]:
            del self._held[client]
        self._give()

    def _give(self) -> None:
        """Give what is free to those whose turn it is; where that is not enough for one, it waits for more."""
        while (client := self._next()) is not None and self._waiting[client][0][0] <= self._free:
            size, asked = self._waiting[client].popleft()
            if not self._waiting[client]:
                del self._waiting[client]
            else:
                self._waiting.move_to_end(client)
            self._free -= size
            self._held[client] = self._held.get(client, 0) + size
            asked.set_result(None)

    def _next(self) -> str | None:
        """The client whose turn it is: of those with the fewest places, who waits the longest for one."""
        self._forget_leavers()
        may = [
            client for client, asked in self._waiting.items()
            if self._held.get(client, 0) + asked[0][0] <= self._most_each
        ]  # fmt: skip
        return min(may, key=lambda client: self._held.get(client, 0), default=None)

    def _forget_leavers(self) -> None:
        """Pass over those who have stopped waiting."""
        for client in list(self._waiting):
            asked = self._waiting[client]
            while asked and asked[0][1].done():
                asked.popleft()
            if not asked:
                del self._waiting[client]
