"""Answers: as they are kept, in the forms in which they are given."""

import gzip
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.types import Message

from app.http.validators import FIXED, ZIPPED, seq_of

Headers = list[tuple[bytes, bytes]]
SMALLEST_ZIPPED = 1_000
"""How many bytes an answer must have for zipping to be worth it."""
LARGE = 1 << 16
"""From how many bytes on zipping would hold up other requests."""
OVERHEAD = 1_000
"""About how many bytes an entry needs beside its answers."""
GZIP_WINDOW = 31
"""zlib's way to ask for a gzip header."""

NOT_IN_304 = (b"content-type", b"content-disposition", b"link", b"x-snapshot", b"x-total-count")
"""The headers of an answer that its 304 has not."""
CANONICAL = b'rel="canonical"'
"""In a Link that its 304 has too."""


@dataclass(frozen=True)
class Answer:
    """An answer in one of its forms, with the headers of a 200 and of a 304."""

    tag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass
class KeptEntry:
    """An answer that was given: the change number that it shows, None where no change can alter it.

    `beside` counts the bytes of its key and its headers.
    """

    seq: int | None
    plain: Answer
    beside: int
    zipped: Answer | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes, with room for its zipped form."""
        return OVERHEAD + self.beside + len(self.plain.body) * 3 // 2


def can_be_kept(start: Message) -> bool:
    """Whether an answer that begins so is whole, and says how long it is true."""
    headers = dict(start.get("headers", ()))
    whole = b"content-encoding" not in headers and headers.get(b"cache-control", b"").startswith(b"public")
    return start["status"] == 200 and b"etag" in headers and whole


def entry_of(headers: Headers, body: bytes, *, key: int) -> KeptEntry:
    """An answer that the routes gave, as it is kept under a key of so many bytes."""
    values = dict(headers)
    tag = values[b"etag"].decode()
    settled = values[b"cache-control"] == FIXED.encode()
    beside = key + 4 * sum(len(name) + len(value) for name, value in headers)
    return KeptEntry(None if settled else seq_of(tag), _answer(headers, body, tag), beside)


def _answer(headers: Headers, body: bytes, tag: str, *further: tuple[bytes, bytes]) -> Answer:
    kept = [(name, value) for name, value in headers if name not in (b"content-length", b"etag", b"x-request-id")]
    unchanged = [(name, value) for name, value in kept if name not in NOT_IN_304 or CANONICAL in value]
    kept += [(b"etag", tag.encode()), (b"content-length", str(len(body)).encode()), *further]
    return Answer(tag, body, kept, [*unchanged, (b"etag", tag.encode())])


async def zip_answer(plain: Answer) -> Answer:
    """The zipped form of an answer, with a strong tag of its own."""
    if len(plain.body) >= LARGE:
        body = await run_in_threadpool(gzip.compress, plain.body, 6, mtime=0)
    else:
        body = gzip.compress(plain.body, 6, mtime=0)
    tag = tag_of_zipped(plain.tag.encode()).decode()
    return _answer(plain.headers, body, tag, (b"content-encoding", b"gzip"))


def start_of_zipped(start: Message) -> Message:
    """The start of an answer that is zipped as it is sent."""
    headers = [
        (name, tag_of_zipped(value) if name == b"etag" else value)
        for name, value in start["headers"]
        if name != b"content-length"
    ]
    return {**start, "headers": [*headers, (b"content-encoding", b"gzip")]}


def tag_of_zipped(tag: bytes) -> bytes:
    """The tag of an answer's zipped form."""
    return tag.removesuffix(b'"') + ZIPPED.encode()
