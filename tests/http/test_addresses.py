"""Addresses: where they may lead, by every range that is not public, and how they are written."""

import json
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas import AskedAddress, WebAddress, is_public
from tests import draws

# IANA's registries of special-purpose addresses, where "globally reachable" is false or not applicable, and what no
# network is given: with what lies on either side of each, where that is public.
SPECIAL = [
    ("0.0.0.0/8", None, "1.0.0.0"),
    ("10.0.0.0/8", "9.255.255.255", "11.0.0.0"),
    ("100.64.0.0/10", "100.63.255.255", "100.128.0.0"),
    ("127.0.0.0/8", "126.255.255.255", "128.0.0.0"),
    ("169.254.0.0/16", "169.253.255.255", "169.255.0.0"),
    ("172.16.0.0/12", "172.15.255.255", "172.32.0.0"),
    ("192.0.0.0/24", "191.255.255.255", "192.0.1.0"),
    ("192.0.2.0/24", "192.0.1.255", "192.0.3.0"),
    ("192.88.99.0/24", "192.88.98.255", "192.88.100.0"),
    ("192.168.0.0/16", "192.167.255.255", "192.169.0.0"),
    ("198.18.0.0/15", "198.17.255.255", "198.20.0.0"),
    ("198.51.100.0/24", "198.51.99.255", "198.51.101.0"),
    ("203.0.113.0/24", "203.0.112.255", "203.0.114.0"),
    ("224.0.0.0/4", "223.255.255.255", None),
    ("240.0.0.0/4", None, None),
    ("255.255.255.255/32", None, None),
    ("::/128", None, None),
    ("::1/128", None, None),
    ("64:ff9b:1::/48", None, None),
    ("100::/64", None, None),
    ("100:0:0:1::/64", None, None),
    ("2001::/23", None, "2001:200::"),
    ("2001:2::/48", None, None),
    ("2001:10::/28", None, None),
    ("2001:20::/28", None, None),
    ("2001:db8::/32", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
    ("3fff::/20", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None),
    ("5f00::/16", None, None),
    ("fc00::/7", None, None),
    ("fe80::/10", None, None),
    ("fec0::/10", None, None),
    ("ff00::/8", None, None),
    # All but global unicast, of which these are the ends.
    ("::/3", None, "2000::"),
    ("4000::/2", None, None),
    ("8000::/1", None, None),
]
CARRIERS = [
    "::{hex}", "::{dotted}", "::ffff:{hex}", "::ffff:{dotted}", "64:ff9b::{hex}", "64:ff9b::{dotted}", "2002:{hex}::1",
    "2001:0:{hex}:0:0:f7f7:f7f7", "2001:0:808:808::{flipped}", "2606:4700::5efe:{hex}", "2606:4700::200:5efe:{hex}",
]  # fmt: skip
WITHIN = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "0.0.0.1", "224.0.0.1", "255.255.255.255"]


def leads_somewhere(url: str) -> bool:
    try:
        TypeAdapter(WebAddress).validate_python(url)
    except ValidationError:
        return False
    return True


def host_of(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize(("network", "below", "above"), SPECIAL)
def test_no_address_of_a_special_range_is_taken_and_those_beside_it_are(
    network: str, below: str | None, above: str | None
) -> None:
    whole = ip_network(network)
    for inside in (whole[0], whole[-1], whole[whole.num_addresses // 2]):
        assert not is_public(str(inside)), inside
        assert not leads_somewhere(f"https://{host_of(str(inside))}/"), inside
    for beside in filter(None, (below, above)):
        assert is_public(beside), beside
        assert leads_somewhere(f"https://{host_of(beside)}/"), beside


@pytest.mark.parametrize("carrier", CARRIERS)
def test_an_address_that_carries_another_is_judged_by_it(carrier: str) -> None:
    for dotted in (*WITHIN, "8.8.8.8", "93.184.215.14"):
        number = int(IPv4Address(dotted))
        flipped = number ^ 0xFFFF_FFFF
        address = carrier.format(
            hex=f"{number >> 16:x}:{number & 0xFFFF:x}",
            flipped=f"{flipped >> 16:x}:{flipped & 0xFFFF:x}",
            dotted=dotted,
        )
        assert leads_somewhere(f"https://[{address}]/") == (dotted not in WITHIN), address


def test_any_address_is_judged_as_python_does_where_python_is_right() -> None:
    """Python knows every range of IPv4; of IPv6, where there is neither a special range nor another address in it."""
    draw = draws.of("addresses")
    for _ in range(draws.many(5_000)):
        four = IPv4Address(draw.getrandbits(32))
        aside = any(four in ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4"))
        assert is_public(str(four)) == (four.is_global and not aside), four
        six = IPv6Address(0x2003 << 112 | draw.getrandbits(112))
        assert is_public(str(six)) == six.is_global, six
        local = IPv6Address(0b1111110 << 121 | draw.getrandbits(121))
        assert not is_public(str(local)), local


@pytest.mark.parametrize(
    "host",
    ["0x7f.1", "0x7f000001", "2130706433", "017700000001", "127.1", "127.0.0.1.", "①②⑦.0.0.1", "127。0。0。1",
     "%31%32%37.0.0.1", "localhost", "localhost.", "a.LOCALHOST", "printer.local", "a.internal.", "router.home.arpa",
     "intranet", "", "a..example", ".a.example", "a.example..", f"{'a' * 64}.example", f"{'ü' * 60}.example",
     f"{'.'.join(['a' * 49] * 6)}.example", 'a"b.example', "a<b.example", "a,b.example", "a'b.example"],
)  # fmt: skip
def test_a_host_that_is_private_or_no_name_is_refused_however_it_is_written(host: str) -> None:
    assert not leads_somewhere(f"http://{host}/")


@pytest.mark.parametrize("port", [0, 1, 21, 22, 25, 79, 81, 442, 444, 1023, 65536])
def test_a_port_of_another_service_is_refused(port: int) -> None:
    assert not leads_somewhere(f"https://www.example.org:{port}/")
    with pytest.raises(ValidationError):
        TypeAdapter(AskedAddress).validate_python(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "url",
    ["https:/www.example.org/", "https:www.example.org/", "https:///www.example.org/", "https://@www.example.org/",
     "https://:@www.example.org/", "//www.example.org/", "/www", "https://?a", "https:", "https://[::1"],
)  # fmt: skip
def test_what_is_no_whole_address_is_refused(url: str) -> None:
    assert not leads_somewhere(url)
    with pytest.raises(ValidationError):
        TypeAdapter(AskedAddress).validate_python(url)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("HTTPS://WWW.Example.org:443/A/../b?c=d&c#e", "HTTPS://WWW.Example.org:443/A/../b?c=d&c#e"),
        ("https://www.example.org:8443/%41%e4", "https://www.example.org:8443/%41%e4"),
        ("http://example.org:80?a", "http://example.org:80?a"),
        ("https://a_b.example.org./", "https://a_b.example.org./"),
        ("https://bücher.example/ä?ö=ü#ß", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC#%C3%9F"),
        ("https://ｗｗｗ。example。org/", "https://www.example.org/"),
        ("https://0x08.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"),
        ('https://example.org/<"{[|]}">^`?<"{[|]}">^`#<#>',
         "https://example.org/%3C%22%7B%5B%7C%5D%7D%22%3E%5E%60?%3C%22%7B%5B%7C%5D%7D%22%3E%5E%60#%3C%23%3E"),
        ("https://example.org/100%?%z=%4", "https://example.org/100%25?%25z=%254"),
        ("https://example.org/it's(a);b=1,2!*$&+:@~", "https://example.org/it's(a);b=1,2!*$&+:@~"),
    ],
)  # fmt: skip
def test_an_address_is_kept_as_it_was_given_but_for_what_no_uri_has(given: str, kept: str) -> None:
    read = TypeAdapter(WebAddress)
    assert read.validate_json(json.dumps(given)) == kept
    assert read.validate_python(kept) == kept
    delivered = TypeAdapter(AskedAddress).validate_python(given)
    assert TypeAdapter(AskedAddress).validate_python(delivered) == delivered
    assert delivered.isascii()
    assert not set(delivered) & set('<>"{}|^`[]\\ ') - set("[]" if "[2606" in delivered else "")
