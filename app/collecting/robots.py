"""Robots: what a host lets programs fetch (RFC 9309)."""

import time
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from cachetools import LRUCache

from app.collecting.fetching import Fetcher, Unfetched
from app.internet.answers import AGENT

KEPT_SECONDS = 24 * 3600
"""How long a host's rules are remembered (RFC 9309, section 2.4)."""
KEPT_HOSTS = 2_000
MOST_BYTES_READ = 500 * 1024
"""How much of the rules is read, at least by RFC 9309, section 2.5; here, at most."""


class Robots:
    """The rules of hosts, each fetched when it is first asked for."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._rules: LRUCache[str, tuple[float, RobotFileParser]] = LRUCache(KEPT_HOSTS)

    async def check(self, url: str) -> None:
        """Raises `Unfetched` where the host does not let the tracker fetch an address, or does not say."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(place)
        if known is None or time.monotonic() - known[0] > KEPT_SECONDS:
            known = time.monotonic(), await self._read(f"{place}/robots.txt")
            self._rules[place] = known
        if not known[1].can_fetch(AGENT, url):
            raise Unfetched("the host's robots.txt does not allow it")

    async def _read(self, url: str) -> RobotFileParser:
        """What a host says: everything may be fetched where there are no rules; `Unfetched` where none can be had."""
        rules = RobotFileParser(url)
        fetched = await self._fetcher.fetch(url)
        if fetched.status >= 500 or fetched.status == 429:  # not now
            raise Unfetched(f"the host's robots.txt cannot be had: {fetched.status}")
        lines = fetched.body[:MOST_BYTES_READ].decode("utf-8", "replace") if fetched.status == 200 else ""
        rules.parse(lines.splitlines())
        return rules
