"""Fetching: what stands at an address, followed through redirects, bounded in time and in bytes, never private."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http.cookiejar import DefaultCookiePolicy

import httpx

from app.internet.answers import AGENT
from app.internet.transport import NotPublic, PublicTransport
from schemas import as_uri

FETCH_SECONDS = 10
"""How long fetching may take in all, with every redirect."""
MOST_FETCHED_BYTES = 10_000_000
"""How many bytes a body may have, as it is sent and unzipped."""
MOST_REDIRECTS = 5
FOR_GOOD = (301, 308)
"""The statuses of what has moved for good (RFC 9110, section 15.4)."""
REDIRECTS = (*FOR_GOOD, 302, 303, 307)
_CHUNK = 1 << 16


class Unfetched(Exception):
    """What stands at an address could not be had; the text says why, in a sentence that may be shown."""


@dataclass(frozen=True)
class Fetched:
    """An answer: its status, where it came from, its headers and its body.

    `moved_to` is where the address has moved for good, if each step there was for good.
    """

    status: int
    url: str
    headers: httpx.Headers
    body: bytes
    moved_to: str | None = None


@dataclass
class Fetcher:
    """Fetches; to one host goes one request at a time."""

    client: httpx.AsyncClient
    most_bytes: int = MOST_FETCHED_BYTES
    seconds: float = FETCH_SECONDS
    _hosts: dict[str, "_Turn"] = field(default_factory=dict)

    def with_bound(self, most_bytes: int) -> "Fetcher":
        """A fetcher of bodies of so many bytes, which shares its turns at hosts with this one."""
        return replace(self, most_bytes=most_bytes)

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """What stands at an address. Raises `Unfetched`."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(url, headers or {})
        except TimeoutError:
            raise Unfetched(f"no whole answer within {self.seconds:g} seconds") from None
        except NotPublic as refused:
            raise Unfetched(str(refused)) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as failure:
            raise Unfetched(f"no answer: {type(failure).__name__}") from None

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        moved_to, for_good = None, True
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._ask(url, headers)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return Fetched(answer.status, url, answer.headers, answer.body, moved_to)
            url = _read_location(url, answer.headers["location"])
            for_good = for_good and answer.status in FOR_GOOD
            moved_to = url if for_good else moved_to
        raise Unfetched(f"more than {MOST_REDIRECTS} redirects")

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Fetched:
        """One request, at which a redirect ends."""
        async with (
            self._turn_at(httpx.URL(url).host),
            self.client.stream("GET", url, headers=headers) as answer,
        ):
            body = b"" if answer.status_code in REDIRECTS else await self._read(answer)
            return Fetched(answer.status_code, url, answer.headers, body)

    async def _read(self, answer: httpx.Response) -> bytes:
        """A body, unzipped no further than it may go."""
        coding = answer.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise Unfetched(f"the answer is encoded in a way that was not asked for: {coding[:40]!r}")
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 32) if coding not in ("identity", "") else None
        body, sent = bytearray(), 0
        async for chunk in answer.aiter_raw(_CHUNK):
            sent += len(chunk)
            if unzip is None:
                body += chunk
            else:
                try:
                    body += unzip.decompress(chunk, self.most_bytes + 1 - len(body))
                except zlib.error:
                    raise Unfetched("the answer is not zipped as it says") from None
            if sent > self.most_bytes or len(body) > self.most_bytes:
                raise Unfetched(f"the answer has more than {self.most_bytes:,} bytes")
        if unzip is not None and not unzip.eof:
            raise Unfetched("the answer ends before its end")
        return bytes(body)

    @asynccontextmanager
    async def _turn_at(self, host: str) -> AsyncIterator[None]:
        """Wait until nobody else here asks a host."""
        turn = self._hosts.setdefault(host, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._hosts[host]


@dataclass
class _Turn:
    """Whose turn it is at a host, and how many wait for it or have it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


def new_fetching_client(*, allow_private: bool) -> httpx.AsyncClient:
    """A client that follows no redirect by itself, uses no proxy, keeps no cookie, and leads nowhere private."""
    client = httpx.AsyncClient(
        transport=PublicTransport(allow_private=allow_private),
        headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"},
        timeout=FETCH_SECONDS,
        follow_redirects=False,
        trust_env=False,
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


def _read_location(url: str, location: str) -> str:
    """Where a redirect leads. Raises `Unfetched` where that is no address of the web."""
    try:
        target = str(httpx.URL(url).join(location).copy_with(fragment=None))
        if not target.lower().startswith(("http://", "https://")):
            raise ValueError(target)
        return as_uri(target)
    except (httpx.InvalidURL, ValueError):
        raise Unfetched(f"a redirect leads to no address of the web: {location[:200]!r}") from None
