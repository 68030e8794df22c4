"""Clients: who a request comes from, as far as its connection tells."""

import ipaddress
from functools import lru_cache

from starlette.types import Scope

NETWORK_BITS = 64
"""How much of an IPv6 address is one client: what a provider gives to one customer at least (RFC 6177)."""
UNKNOWN = "unknown"
"""What a client is called whose connection has no address, as on a Unix socket."""


def address_of(scope: Scope) -> str | None:
    """The address that a request comes from; that of a proxy's client where the server trusts the proxy."""
    client = scope.get("client")
    return client[0] if client else None


def network_of(scope: Scope) -> str:
    """What a request's address counts as: an IPv4 address itself, an IPv6 address its /64."""
    return _network(address_of(scope) or UNKNOWN)


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK_BITS), strict=False))
