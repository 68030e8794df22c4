"""Networks: from which a key may be used."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from app.errors import Invalid


def read_networks(given: Iterable[str]) -> list[str]:
    """Networks in their usual spelling, as `10.0.0.0/8`; of an address alone, that one. Raises `Invalid`.

    What is behind a `%`, the zone of an IPv6 address, can be any text, and with it another network: none is taken.
    """
    return list(dict.fromkeys(_read_network(each.strip()) for each in given))


def is_within(address: str | None, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks; what is none lies nowhere.

    An IPv4 address that a socket of IPv6 shows as its own is told from its form.
    """
    try:
        read = ip_address((address or "").partition("%")[0])
    except ValueError:
        return False
    if isinstance(read, IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return any(read in ip_network(each) for each in networks)


def _read_network(given: str) -> str:
    try:
        network = ip_network("" if "%" in given else given, strict=False)
    except ValueError:
        raise Invalid(f"{given!r} is no network, as 192.0.2.7 or 2001:db8::/32 would be") from None
    if "/" in given and ip_address(given.partition("/")[0]) != network.network_address:
        raise Invalid(f"{given} is no network: {network} may be meant")
    return str(network)
