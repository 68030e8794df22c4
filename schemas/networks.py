"""Networks: which addresses are public, by a table of our own: Python's `is_global` differs from version to version.

The ranges are those that IANA's registries of special-purpose addresses call not globally reachable, and those that
no network of the public Internet is given (multicast, reserved, withdrawn). What is reachable within one of them is
of no web host (the anycast addresses of PCP and TURN lead into the network that one is in, those of AMT and AS112 to
no web server, and ORCHIDs to none at all), and is refused with it.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network: RFC 791, section 3.2
            "10.0.0.0/8",  # private use: RFC 1918
            "100.64.0.0/10",  # shared by carriers: RFC 6598
            "127.0.0.0/8",  # loopback: RFC 1122, section 3.2.1.3
            "169.254.0.0/16",  # link-local: RFC 3927
            "172.16.0.0/12",  # private use: RFC 1918
            "192.0.0.0/24",  # IETF protocol assignments: RFC 6890
            "192.0.2.0/24",  # documentation: RFC 5737
            "192.88.99.0/24",  # 6to4 relays, withdrawn: RFC 7526
            "192.168.0.0/16",  # private use: RFC 1918
            "198.18.0.0/15",  # benchmarks: RFC 2544
            "198.51.100.0/24",  # documentation: RFC 5737
            "203.0.113.0/24",  # documentation: RFC 5737
            "224.0.0.0/4",  # multicast: RFC 5771
            "240.0.0.0/4",  # reserved: RFC 1112, section 4; its last one is the limited broadcast: RFC 8190
        ),
    )
)
NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            # Global unicast is 2000::/3 alone: RFC 4291, section 2.4. The first of these three has unspecified and
            # loopback (RFC 4291), discard (RFC 6666), dummy (RFC 9780) and the NAT64 of one network (RFC 8215); the
            # second the identifiers of segments (RFC 9602); the third unique local (RFC 4193), link-local and
            # multicast (RFC 4291), and site-local, withdrawn (RFC 3879).
            "::/3",
            "4000::/2",
            "8000::/1",
            "2001::/23",  # IETF protocol assignments, benchmarks and ORCHIDs among them: RFC 2928, 5180, 4843, 7343
            "2001:db8::/32",  # documentation: RFC 3849
            "3fff::/20",  # documentation: RFC 9637
        ),
    )
)
MAPPED = IPv6Network("::ffff:0:0/96")
"""IPv4 addresses as IPv6 writes them (RFC 4291, section 2.5.5.2)."""
COMPATIBLE = IPv6Network("::/96")
"""The same, withdrawn (RFC 4291, section 2.5.5.1)."""
NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052, section 2.1)."""
SIX_TO_FOUR = IPv6Network("2002::/16")
"""The network behind an IPv4 address (RFC 3056, section 2)."""
TEREDO = IPv6Network("2001::/32")
"""A server's IPv4 address, and a client's with every bit turned round (RFC 4380, section 4)."""
ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""Before the IPv4 address in the last half of an address (RFC 5214, section 6.1), whatever the first half."""


def is_public_address(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address may be one of a host on the public Internet; what carries an IPv4 address is judged by it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    if any(address in network for network in (MAPPED, COMPATIBLE, NAT64)):
        return is_public_address(_ipv4_at(address, 0))
    carried = list(_find_carried(address))
    is_special = address not in TEREDO and any(address in network for network in NOT_PUBLIC_6)
    return not is_special and all(is_public_address(each) for each in carried)


def read_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, in brackets or not; None where it is a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _find_carried(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses in a global IPv6 address."""
    carried = []
    if address in SIX_TO_FOUR:
        carried.append(_ipv4_at(address, 80))
    if address in TEREDO:
        carried += [_ipv4_at(address, 64), IPv4Address(int(_ipv4_at(address, 0)) ^ 0xFFFF_FFFF)]
    if int(address) >> 32 & 0xFFFF_FFFF in ISATAP:
        carried.append(_ipv4_at(address, 0))
    return carried


def _ipv4_at(address: IPv6Address, bits: int) -> IPv4Address:
    """The IPv4 address that so many bits follow."""
    return IPv4Address(int(address) >> bits & 0xFFFF_FFFF)
