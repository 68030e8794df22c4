"""Addresses: URLs that a reader can open and that lead nowhere private."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError, Url

from schemas.types import Text

LONGEST_URL = 2048
NAT64 = ip_network("64:ff9b::/96")
"""Addresses that lead to an IPv4 address (RFC 6052)."""
SPECIAL = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("224.0.0.0/4"), ip_network("ff00::/8"))
"""Addresses of no public host, though some count as global (RFC 6890)."""


def _web_url(text: str) -> Url:
    """An http or https URL without credentials.

    Read by pydantic-core's WHATWG parser, so that what is checked is what a browser or a fetcher would open.
    """
    if "\\" in text or any(character.isspace() for character in text):
        raise PydanticCustomError("url", "must not contain spaces or backslashes")
    try:
        url = Url(text)
    except ValueError as error:
        raise PydanticCustomError("url", "must be an absolute http or https URL") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise PydanticCustomError("url", "must be an absolute http or https URL")
    if url.username is not None or url.password is not None:
        raise PydanticCustomError("url", "must not carry credentials")
    if len(str(url)) > LONGEST_URL:
        raise PydanticCustomError(
            "url_length", "must have at most {most} characters when encoded", {"most": LONGEST_URL}
        )
    return url


def _public_url(text: str) -> str:
    """A web URL whose host has a full name or a public address, kept as it was given."""
    if not is_public(_web_url(text).host or ""):
        raise PydanticCustomError("url_host", "must have a host with a full name or a public address")
    return text


def is_public(host: str) -> bool:
    """Whether a host is a full name or a public address; an IPv6 address that carries an IPv4 one is judged by both."""
    host = host.removesuffix(".")
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        labels = host.split(".")
        return len(labels) > 1 and all(labels) and labels[-1] not in ("localhost", "local", "internal")
    carried: list[IPv4Address | None] = []
    if isinstance(address, IPv6Address):
        nat64 = IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), nat64]
    addresses = [address, *(each for each in carried if each is not None)]
    return all(each.is_global and not any(each in special for special in SPECIAL) for each in addresses)


WebAddress = Annotated[
    Text,
    StringConstraints(max_length=LONGEST_URL),
    AfterValidator(_public_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": LONGEST_URL}),
]
WebhookAddress = Annotated[
    Text,
    StringConstraints(max_length=LONGEST_URL),
    AfterValidator(lambda text: str(_web_url(text))),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": LONGEST_URL}),
]
"""A web URL in the parser's own spelling; where its host may lie is for the service to say."""
