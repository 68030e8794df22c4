"""Quotas: how much a client may ask for in a time, and what it is told of that.

The headers are those of the IETF's draft-ietf-httpapi-ratelimit-headers-10.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog
from limits import RateLimitItem
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter

from app.errors import TooManyRequests
from app.http.counters import Counters

T = TypeVar("T")

log = structlog.get_logger()

REQUESTS = "requests"
"""Requests of an address, but those that are counted otherwise."""
COSTLY = "costly"
"""Milliseconds of what may take long, of an address."""
WRITES = "writes"
"""Writes with a key."""
MILLISECONDS = "milliseconds"
"""The unit of what is no number of requests."""
PROMPT_REFUSALS = 20
"""How often a client is refused at once, in `REFUSAL_SECONDS`; then each refusal takes `SLOW_REFUSAL_SECONDS`."""
REFUSAL_SECONDS = 60
SLOW_REFUSAL_SECONDS = 1.0
AWAY_SECONDS = 5
"""How long counters that could not be reached are not asked again."""


@dataclass(frozen=True)
class Quota:
    """So much, in a time that begins with the first of it; counted in requests where no other unit is named."""

    name: str
    item: RateLimitItem
    unit: str | None = None

    @property
    def policy(self) -> str:
        """What it is, in the form of the header."""
        unit = f';qu="{self.unit}"' if self.unit else ""
        return f'"{self.name}";q={self.item.amount};w={self.item.get_expiry()}{unit}'


class Quotas:
    """What clients may ask for, and what they have asked for; `storage` holds their counters, and `leave` closes it.

    `on_refusal` is told the name of each quota that a client is refused for.

    Where the counters cannot be reached, nothing is counted, and the log says so: to answer is worth more.
    """

    def __init__(
        self,
        quotas: Mapping[str, Quota],
        storage: Storage,
        *,
        on_refusal: Callable[[str], None] = lambda _: None,
        leave: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._quotas = quotas
        self._leave_storage = leave
        self._storage = storage
        self._limiter = FixedWindowRateLimiter(storage)
        self._away_until = 0.0
        self._refusals = Counters()
        self._on_refusal = on_refusal

    def quota(self, name: str) -> Quota | None:
        """A quota; None where there is none."""
        return self._quotas.get(name)

    async def take(self, quota: Quota, client: str, amount: int) -> None:
        """Count so much for a client; less than nothing takes back what was counted."""
        key = quota.item.key_for(quota.name, client)
        await self._ask(partial(self._storage.incr, key, quota.item.get_expiry(), amount))

    async def left(self, quota: Quota, client: str) -> tuple[int, int] | None:
        """How much a client may ask for still, and in how many seconds it may ask for all of it again."""
        found = await self._ask(partial(self._limiter.get_window_stats, quota.item, quota.name, client))
        return None if found is None else (found.remaining, max(1, math.ceil(found.reset_time - time.time())))

    async def close(self) -> None:
        """Leave the counters, where they are not here."""
        if self._leave_storage is not None:
            await self._leave_storage()

    async def refuse(self, quota: Quota, client: str) -> None:
        """Note that a client is refused, and keep one waiting who goes on asking for all that."""
        self._on_refusal(quota.name)
        if await self._refusals.incr(client, REFUSAL_SECONDS) > PROMPT_REFUSALS:
            await asyncio.sleep(SLOW_REFUSAL_SECONDS)

    async def _ask(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """What the counters answer; None where they do not, after which they are asked nothing for a while."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return await ask()
        except Exception as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            log.error("quotas", problem=str(error).partition("\n")[0])
            return None


class Caller:
    """Who a request comes from, and what is counted for it."""

    def __init__(self, name: str, quotas: Quotas) -> None:
        self.name = name
        self._quotas = quotas
        self._quota: Quota | None = None
        self._who = name
        self._taken = 0

    async def count(self, name: str, *, who: str | None = None, amount: int = 1) -> None:
        """Count a request, for the client or for whom the key names. Raises `TooManyRequests` where it is one more.

        An `amount` of nothing asks whether there is anything left.
        """
        self._quota, self._who = self._quotas.quota(name), who or self.name
        if self._quota is None:
            return
        left = await self._quotas.left(self._quota, self._who)
        if left is not None and left[0] < max(1, amount):
            await self._quotas.refuse(self._quota, self._who)
            headers = {"Retry-After": str(left[1]), **_headers(self._quota, left)}
            raise TooManyRequests(f"{self._quota.policy} is used up", headers=headers)
        await self._take(amount)

    async def charge(self, seconds: float) -> None:
        """Count the time that a request took, where time is what is counted."""
        if self._quota is not None and self._quota.unit == MILLISECONDS:
            await self._take(math.ceil(seconds * 1000))

    async def tell(self, status: int) -> Mapping[str, str]:
        """What an answer tells its client of what is left, as headers; one that the client has already is free."""
        if self._quota is None or status == TooManyRequests.status:
            return {}
        if status == 304:
            await self._take(-self._taken)
            return {}
        left = await self._quotas.left(self._quota, self._who)
        return {} if left is None else _headers(self._quota, left)

    async def _take(self, amount: int) -> None:
        if self._quota is not None and amount:
            self._taken += amount
            await self._quotas.take(self._quota, self._who, amount)


def _headers(quota: Quota, left: tuple[int, int]) -> dict[str, str]:
    return {"RateLimit-Policy": quota.policy, "RateLimit": f'"{quota.name}";r={left[0]};t={left[1]}'}
