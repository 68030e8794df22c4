"""Whereabouts: under which address clients find the service, for the forms that name addresses in full."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope

from app.rules.hosts import HOST

PORTS = {"http": 80, "https": 443}
"""The ports that an address need not name."""


@dataclass(frozen=True)
class Whereabouts:
    """`public_url` where the operator names it; else what a request itself shows.

    Of a request, that is the address that its connection came in on. Its `Host`, which anybody can make up, counts only
    where it is among `hosts`, with its port or without.
    """

    public_url: str | None = None
    hosts: frozenset[str] = frozenset()

    def base(self, scope: Scope) -> str:
        """The address of the service for one request, without a slash at the end."""
        if self.public_url is not None:
            return self.public_url
        if self.hosts:
            asked = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
            match = HOST.fullmatch(asked)
            if match is not None and not self.hosts.isdisjoint((asked, match[1])):
                return f"{scope.get('scheme', 'http')}://{asked}"
        host, port = scope.get("server") or ("localhost", None)
        return address(scope.get("scheme", "http"), host, port)


@lru_cache(maxsize=64)
def address(scheme: str, host: str, port: int | None) -> str:
    """The address of a server that listens on a host and a port; on no port, of one that listens on a Unix socket."""
    if port is None:
        return f"{scheme}://localhost"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + ("" if port == PORTS.get(scheme) else f":{port}")
