"""A transport for httpx that leads nowhere private: what is checked is the address that is connected to."""

import asyncio
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache
from typing import Any

import httpx

from schemas import is_port_of_the_web, is_public


class NotPublic(httpx.ConnectError):
    """A host without an address, or with one that is not public, or a port that is not of the web."""


class PublicTransport(httpx.AsyncBaseTransport):
    """Resolves a host once, refuses it unless all its addresses are public, and connects to these and no others.

    No proxy, no redirect and no second resolution can lead elsewhere; a certificate is still held against the name.
    Connections are not kept, so that none made for one name serves another at the same address. With `allow_private`
    any address is taken; the port is one of the web in any case. Raises `NotPublic`, and what httpx raises.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner: httpx.AsyncHTTPTransport | None = None
        self._opening = asyncio.Lock()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        host, port = request.url.host, request.url.port
        if not is_port_of_the_web(port):
            raise NotPublic(f"{port} is no port of the web")
        addresses = await self._addresses(host, port or (443 if request.url.scheme == "https" else 80))
        extensions = {**request.extensions, "sni_hostname": host}
        inner = await self._opened()
        for last, address in enumerate(addresses, 1 - len(addresses)):
            there = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
            try:
                return await inner.handle_async_request(there)
            except httpx.ConnectError:
                if last == 0:
                    raise
        raise NotPublic(f"{host} has no address")

    async def aclose(self) -> None:
        """Close what is open."""
        if self._inner is not None:
            await self._inner.aclose()

    async def _opened(self) -> httpx.AsyncHTTPTransport:
        """What sends, made for the first request, as most services start without a webhook."""
        async with self._opening:
            if self._inner is None:
                trust = await asyncio.to_thread(_trust)
                none_kept = httpx.Limits(max_keepalive_connections=0)
                self._inner = httpx.AsyncHTTPTransport(verify=trust, limits=none_kept, trust_env=False)
            return self._inner

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = await _look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise NotPublic("the host's name has no address") from error
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise NotPublic("the host has an address that is not public")
        return addresses


async def _look_up(host: str, port: int) -> list[Any]:
    """What `socket.getaddrinfo` finds, in a thread of its own.

    Nobody can end it while a name's server does not answer: in a pool, such names would hold up all others, and in
    threads that are no daemons the end of the process.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[Any]] = loop.create_future()

    def tell(addresses: list[Any], error: Exception | None) -> None:
        if found.done():  # nobody waits any more
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def look() -> None:
        addresses, failure = [], None
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failure = error
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(tell, addresses, failure)

    threading.Thread(target=look, daemon=True, name="look-up").start()
    return await found


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are trusted: read once, as reading them takes long."""
    return httpx.create_ssl_context(trust_env=False)
