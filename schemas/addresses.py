"""Addresses: URLs that a reader can open, that lead nowhere private, and that are URIs (RFC 3986)."""

import re
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError, Url

from schemas.networks import is_public_address, read_address
from schemas.types import Text

LONGEST_URL = 2048
LONGEST_HOST = 253
"""How many characters a host's name has at most, without a final dot (RFC 1035, section 2.3.4)."""
FIRST_FREE_PORT = 1024
"""From here on any port may be a web server's; below, all but two are other services'."""
LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")
"""What names end with that mean something within one network alone (RFC 6761, 6762, 8375; ICANN for `internal`)."""
AS_IT_STANDS = MappingProxyType({"as_it_stands": True})
"""A context of validation: an address that a record has already is not held against what new ones must be."""

_URL = re.compile(r"(https?)://([^/?#]+)(.*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]*)((?::[0-9]*)?)")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IN_A_URI = "!$&'()*+,;=:@/?%"
_IN_A_HOST = "[]:!$&'()*+,;="
_JSON_SCHEMA = WithJsonSchema({"type": "string", "format": "uri", "maxLength": LONGEST_URL})


def escape(text: str) -> str:
    """What stands behind a host, without `#`, as a URI has it: what may not stand there is percent-encoded."""
    return quote(_STRAY.sub("%25", text), safe=_IN_A_URI)


def as_uri(text: str) -> str:
    """A web URL as a URI (RFC 3986), and otherwise as it was given.

    The host is written as it is read, where that differs by more than capitals: in ASCII (IDNA), an address in its
    usual form. So is what lacks the slashes before its host. Raises `ValueError` where it cannot be read.
    """
    url = Url(text)
    shape = _URL.fullmatch(text)
    authority = _AUTHORITY.fullmatch(shape[2]) if shape is not None else None
    if shape is None or authority is None:
        return as_uri(str(url))
    host = authority[1] if authority[1].lower() == url.host else url.host
    before, sign, fragment = shape[3].partition("#")
    return f"{shape[1]}://{quote(host or '', safe=_IN_A_HOST)}{authority[2]}{escape(before)}{sign}{escape(fragment)}"


def is_public(host: str) -> bool:
    """Whether a host is a full name or a public address."""
    host = host.removesuffix(".")
    address = read_address(host)
    if address is not None:
        return is_public_address(address)
    ending = host.lower().rpartition(".")[2]
    if "." not in host or not is_name(host) or _NUMBER.fullmatch(ending):
        return False
    return not f".{host}".lower().endswith(tuple(f".{each}" for each in LOCAL_NAMES))


def is_name(host: str) -> bool:
    """Whether a host can be a name: its labels of letters, digits, hyphens and underscores, and as long as DNS has."""
    name = host.removesuffix(".").lower()
    return len(name) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in name.split("."))


def is_port_of_the_web(port: int | None) -> bool:
    """Whether a port is 80, 443 or a free one, or none is named."""
    return port in (None, 80, 443) or (port or 0) >= FIRST_FREE_PORT


def _check(text: str) -> Url:
    """An http or https URL without credentials, with a host and a port of the web.

    Read by pydantic-core's WHATWG parser, so that what is checked is what a browser or a fetcher would open.
    """
    if "\\" in text or any(character.isspace() for character in text):
        raise PydanticCustomError("url", "must not contain spaces or backslashes")
    shape = _URL.fullmatch(text)
    try:
        url = Url(text)
    except ValueError as error:
        raise PydanticCustomError("url", "must be an absolute http or https URL") from error
    if shape is None or not url.host:
        raise PydanticCustomError("url", "must be an absolute http or https URL")
    if "@" in shape[2]:
        raise PydanticCustomError("url", "must not carry credentials")
    if read_address(url.host) is None and not is_name(url.host):
        raise PydanticCustomError(
            "url_host",
            "must have a host of letters, digits and hyphens, of at most {most} characters, 63 between dots",
            {"most": LONGEST_HOST},
        )
    if not is_port_of_the_web(url.port):
        raise PydanticCustomError(
            "url_port", "must have no port, or 80, 443 or one from {first} on", {"first": FIRST_FREE_PORT}
        )
    return url


def _check_length(uri: str) -> str:
    if len(uri) > LONGEST_URL:
        raise PydanticCustomError(
            "url_length", "must have at most {most} characters when encoded", {"most": LONGEST_URL}
        )
    return uri


def _read_web_address(text: str, info: ValidationInfo) -> str:
    if info.context is AS_IT_STANDS:
        return text
    if not is_public(_check(text).host or ""):
        raise PydanticCustomError("url_host", "must have a host with a full name or a public address")
    return _check_length(as_uri(text))


def _read_webhook_address(text: str) -> str:
    return _check_length(as_uri(str(_check(text))))


WebAddress = Annotated[Text, StringConstraints(max_length=LONGEST_URL), AfterValidator(_read_web_address), _JSON_SCHEMA]
"""A web URL whose host has a full name or a public address, as a URI."""
StandingAddress = Annotated[str, _JSON_SCHEMA]
"""The same as a record has it, perhaps from before it had to be all that."""
AskedAddress = Annotated[
    Text, StringConstraints(max_length=LONGEST_URL), AfterValidator(_read_webhook_address), _JSON_SCHEMA
]
"""A web URL in the parser's own spelling; where its host may lie is for the service to say."""
