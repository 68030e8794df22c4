"""Negotiation: which form of an answer a request asks for, by the parameter `format` or the header `Accept`."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import mimeparse

from app.errors import NotAcceptable
from app.reading.formats import FORMATS

ALSO_CALLED = {other: form.plain_type for form in FORMATS.values() for other in form.also_called}
"""What a media type that a client may know a form by is called here."""


@lru_cache(maxsize=1024)
def prefer(accept: str | None, types: tuple[str, ...]) -> str:
    """The media type that an Accept header likes best (RFC 9110, section 12.5.1), the first where it likes several.

    Raises `NotAcceptable` where it likes none. A header that is no list of media ranges is taken as none at all.
    """
    called = {other: known for other, known in ALSO_CALLED.items() if known in types}
    if accept is None or not accept.strip():
        return types[0]
    try:
        # mimeparse likes the last of equals best.
        best = str(mimeparse.best_match(list(reversed((*types, *called))), accept))
    except mimeparse.MimeTypeParseException:
        return types[0]
    if not best:
        raise NotAcceptable(f"the answer can be {', '.join(types)}")
    return called.get(best, best)


@lru_cache(maxsize=1024)
def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether a client takes gzip, by name or by `*`, and does not rule it out (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in (accept_encoding or "").lower().split(","):
        coding, _, parameters = part.partition(";")
        weights[coding.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return weights.get("gzip", weights.get("*", False))


def accept_of(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The Accept header of a request, its parts joined where it was sent in several."""
    parts = [value.decode("latin-1") for name, value in headers if name == b"accept"]
    return ", ".join(parts) if parts else None


def choose(asked: str | None, headers: Iterable[tuple[bytes, bytes]], types: Sequence[tuple[str, str]]) -> str:
    """The name of the form among (name, media type), JSON first: the parameter, else what the headers like best."""
    if asked is not None:
        return asked
    accept = ", ".join([value.decode("latin-1") for name, value in headers if name == b"accept"])
    if accept in ("", "*/*"):
        return types[0][0]
    by_type = {media_type.partition(";")[0]: name for name, media_type in types}
    return by_type[prefer(accept, tuple(by_type))]
