"""Counters in memory, for what clients are counted by: as many as are kept, and no more.

The library's own memory goes through every counter at every request, and keeps as many as there are clients.
"""

import time
from collections import OrderedDict

from limits.aio.storage import Storage

MOST_COUNTERS = 50_000
"""How many are kept; what was not counted for the longest goes first."""


class Counters(Storage):
    """Numbers that grow until their time is over, by name. For one thread, that of the loop."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong here: nothing that the library should know of."""
        return ValueError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a number, which lasts so many seconds from when there was none; what it is then, nothing at least."""
        now, found = time.time(), self._counts.get(key)
        count, ends = found if found is not None and found[1] > now else (0, now + expiry)
        self._counts[key] = (max(0, count + amount), ends)
        self._counts.move_to_end(key)
        if len(self._counts) > MOST_COUNTERS:
            self._counts.popitem(last=False)
        return max(0, count + amount)

    async def get(self, key: str) -> int:
        """A number; nothing, where its time is over."""
        return self._standing(key)[0]

    async def get_expiry(self, key: str) -> float:
        """When a number's time is over, in seconds since 1970."""
        return self._standing(key)[1]

    async def check(self) -> bool:
        """Whether it can be counted."""
        return True

    async def reset(self) -> int:
        """Forget every number; how many there were."""
        found = len(self._counts)
        self._counts.clear()
        return found

    async def clear(self, key: str) -> None:
        """Forget a number."""
        self._counts.pop(key, None)

    def _standing(self, key: str) -> tuple[int, float]:
        found = self._counts.get(key)
        if found is None or found[1] <= time.time():
            return 0, time.time()
        return found
