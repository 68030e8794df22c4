"""Addresses: the one spelling of a URL under which a source is known."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl

from pydantic_core import Url

from schemas import escape

_LIST = [line for line in Path(__file__).with_name("tracking.txt").read_text("utf-8").split("\n") if line]
TRACKING = re.compile("|".join(re.escape(line).replace(r"\*", ".*") for line in _LIST if not line.startswith("#")))
"""The names, in small letters, of parameters that say how a reader came to a page, and never which page it is."""
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@lru_cache(maxsize=1 << 12)
def canonical(address: str) -> str:
    """A valid http or https URL in its canonical spelling.

    Scheme and host in small letters, the host in ASCII (IDNA) without a final dot, no default port, no dot segments
    (WHATWG URL, by the parser that validates it), no fragment, no tracking parameters, percent-encoded what must be and
    nothing that need not be (RFC 3986, section 6.2.2). Everything else is kept.
    """
    url = Url(address)
    host = (url.host or "").removesuffix(".")
    port = (
        f":{url.port}" if url.port is not None and (url.scheme, url.port) not in (("http", 80), ("https", 443)) else ""
    )
    query = "&".join(part for part in (url.query or "").split("&") if part and not _is_tracking(part))
    path = _plain(escape(url.path or "/"))
    return f"{url.scheme}://{host}{port}{path}" + (f"?{_plain(escape(query))}" if query else "")


def _is_tracking(part: str) -> bool:
    names = [name for name, _ in parse_qsl(part, keep_blank_values=True)]
    return any(TRACKING.fullmatch(name.lower()) for name in names)


def _plain(text: str) -> str:
    """Text without needless percent-encoding, and what is needed in capitals."""

    def spelled(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPED.sub(spelled, text)
