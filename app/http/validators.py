"""Validators: the tags by which clients tell that what they have is still true, and for how long it is."""

import re
from collections.abc import Iterable
from hashlib import blake2b, sha256
from importlib.metadata import version

from app.reading.answer.basis import Basis
from app.store.clock import Snapshot

VERSION = version("uk-security-policy-tracker")
FOLLOWS = "public, max-age=0, must-revalidate"
"""For an answer that follows the newest state."""
FIXED = "public, max-age=31536000, immutable"
"""For an answer that no later change can alter."""
ZIPPED = '-gz"'
"""Ends the tag of an answer's zipped form."""
_NUMBERED = re.compile(r'"(?:r[0-9]+-)?([0-9]+)-[0-9a-f]{12}"')


def entity_tag(snapshot: Snapshot, address: str, *, revision: int | None = None) -> str:
    """A strong validator: the answer depends on nothing but its address, the snapshot, the database and the service.

    A record's tag begins with its revision, so that a later write can tell whether the record itself has moved.
    """
    digest = blake2b(f"{VERSION} {snapshot.instance} {address}".encode(), digest_size=6).hexdigest()
    return f'"{f"r{revision}-" if revision is not None else ""}{snapshot.seq}-{digest}"'


def tag_of(basis: Basis) -> str:
    """The validator of an answer with a basis."""
    return entity_tag(basis.snapshot, basis.made_of, revision=basis.revision)


def tag_of_bytes(body: bytes) -> str:
    """A strong validator of an answer that depends on no state."""
    return f'"{sha256(body).hexdigest()[:16]}"'


def seq_of(tag: str) -> int | None:
    """The change number that a tag says its answer shows; None for a tag of bytes alone."""
    match = _NUMBERED.fullmatch(tag)
    return int(match[1]) if match else None


def tags_in(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The tags that a client has, by If-None-Match; several header lines are one list (RFC 9110, section 5.3).

    The zipped form of an answer is still true where the answer is.
    """
    lines = [value.decode("latin-1") for name, value in headers if name == b"if-none-match"]
    return ", ".join(lines).replace(ZIPPED, '"') or None


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the tag: any of a list, weak or not, or `*` (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    return any(candidate.strip().removeprefix("W/") == tag for candidate in header.split(","))
