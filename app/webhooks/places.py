"""Places for deliveries: to how many webhooks is delivered at once, so that no key's webhooks wait for another's."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.webhooks.outbox import Due

PROMPT_OF_A_KEY = 8
"""To how many webhooks of a key is delivered at once, besides those that are slow."""
SLOW_OF_A_KEY = 64
"""How many attempts for a key may be slow without holding a place."""
SLOW_SECONDS = 1.0
"""An attempt that takes longer is slow: its place is another's."""
MOST_DELIVERING = 512
"""To how many webhooks a process delivers at once, for its descriptors' sake; a key with none has one beside them."""


@dataclass
class DeliveryPlace:
    """What is delivered to one webhook of a key: since when the attempt takes that is under way, None between two."""

    owner: str
    since: float | None = None

    @property
    def is_slow(self) -> bool:
        """Whether the attempt that is under way has taken long."""
        return self.since is not None and time.monotonic() - self.since > SLOW_SECONDS


class DeliveryPlaces:
    """The places of one process, given to the keys in turn: of one loop, and so without a lock."""

    def __init__(self) -> None:
        self._taken: dict[str, DeliveryPlace] = {}
        self._served: dict[str, float] = {}

    def choose(self, due: Iterable[Due]) -> list[str]:
        """Take places for the webhooks that are due, as far as there are any: the first is the key's that has fewest.

        Of a key's own, those that answered come before those that failed, and then who has waited for longest.
        """
        waiting: dict[str, list[Due]] = {}
        for each in sorted(due, key=self._rank, reverse=True):
            if each.id not in self._taken:
                waiting.setdefault(each.owner, []).append(each)
        self._served = {each.id: self._served[each.id] for each in due if each.id in self._served}
        chosen = []
        while waiting:
            have = Counter(place.owner for place in self._taken.values())
            owner = min(waiting, key=lambda each: have[each])
            if not self._has_one(owner):
                del waiting[owner]
                continue
            one = waiting[owner].pop()
            self._taken[one.id] = DeliveryPlace(owner)
            self._served[one.id] = time.monotonic()
            chosen.append(one.id)
            if not waiting[owner]:
                del waiting[owner]
        return chosen

    def leave(self, webhook_id: str) -> None:
        """Give a webhook's place back."""
        del self._taken[webhook_id]

    @contextmanager
    def attempting(self, webhook_id: str) -> Iterator[None]:
        """Time an attempt, as long as the block takes."""
        place = self._taken[webhook_id]
        place.since = time.monotonic()
        try:
            yield
        finally:
            place.since = None

    def _has_one(self, owner: str) -> bool:
        own = [place for place in self._taken.values() if place.owner == owner]
        if not own or len(self._taken) >= MOST_DELIVERING:
            return not own
        slow = sum(place.is_slow for place in own)
        return len(own) - min(slow, SLOW_OF_A_KEY) < PROMPT_OF_A_KEY

    def _rank(self, due: Due) -> tuple[bool, float, str]:
        return due.failures > 0, self._served.get(due.id, 0.0), due.id
