"""The cache: answers are kept as bytes, in front of the routes, and given again while they are true."""

import zlib
from collections import OrderedDict
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.front.answers import (
    GZIP_WINDOW,
    SMALLEST_ZIPPED,
    Headers,
    KeptEntry,
    can_be_kept,
    entry_of,
    start_of_zipped,
    tag_of_zipped,
    zip_answer,
)
from app.http.front.metrics import Metrics
from app.http.front.request_log import request_id_of
from app.http.limits import MAX_HEADER_BYTES, MAX_HEADERS
from app.http.negotiation import takes_gzip
from app.http.validators import matches
from app.http.whereabouts import Whereabouts
from app.store.watch import Watch

CacheKey = tuple[bytes, bytes, bytes, bytes, bytes]
"""Path, query, Accept and Origin, as they were sent, and the address of the service that the answer may name."""

LARGEST = 1 << 20
"""How many bytes an answer may have to be kept."""
LONGEST_KEY = 5_000
"""How many bytes a key may have for its answer to be kept."""


class AnswerCache:
    """Keeps whole answers that say which state they show, and zips them for clients that take it.

    An answer of the newest state is given again only while its number is the newest: the database is asked each time.
    `most_bytes` bounds what is kept; what was not asked for the longest goes first. What is given from here is, byte
    for byte, what the routes would give; what is too large to be kept is zipped as it is sent.
    """

    def __init__(
        self, app: ASGIApp, *, watch: Watch, metrics: Metrics, most_bytes: int, whereabouts: Whereabouts
    ) -> None:
        self._app = app
        self._watch = watch
        self._metrics = metrics
        self._most_bytes = most_bytes
        self._whereabouts = whereabouts
        self._bytes = 0
        self._newest: tuple[int, str] | None = None
        self._entries: OrderedDict[CacheKey, KeptEntry] = OrderedDict()
        metrics.kept_bytes.set_function(lambda: self._bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET", "asked_method": "HEAD"}, _bodiless(send)
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = _read_request(scope, self._whereabouts.base(scope).encode())
        entry = self._entries.get(asked.key) if asked.is_plain else None
        if entry is not None and await self._is_true(entry):
            # It may have gone while the newest number was asked for; it is true all the same.
            if asked.key in self._entries:
                self._entries.move_to_end(asked.key)
            self._metrics.kept.inc()
            await self._give(entry, asked, send)
        else:
            keeps = asked.is_plain and "asked_method" not in scope
            await self._app(scope, receive, _Keeping(self, asked, send, keeps=keeps).take)

    async def _is_true(self, entry: KeptEntry) -> bool:
        """Whether an entry shows what stands; entries of older states go."""
        if entry.seq is None:
            return True
        try:
            newest = await self._watch.newest()
        except Exception:  # whatever it is, the routes meet it too, and say so
            return False
        if (newest.seq, newest.instance) != self._newest:
            if self._newest is not None and newest.instance != self._newest[1]:
                self._entries.clear()
                self._bytes = 0
                self._newest = (newest.seq, newest.instance)
                return False
            self._newest = (newest.seq, newest.instance)
            for key in [key for key, each in self._entries.items() if each.seq not in (None, newest.seq)]:
                self._bytes -= self._entries.pop(key).size
        return entry.seq == newest.seq

    async def _give(self, entry: KeptEntry, asked: "_Asked", send: Send) -> None:
        """Send an entry in the form that was asked for, or that it is still what the client has."""
        answer = entry.plain
        if asked.encoding and takes_gzip(asked.encoding.decode("latin-1")) and len(answer.body) >= SMALLEST_ZIPPED:
            if entry.zipped is None:
                entry.zipped = await zip_answer(entry.plain)
            answer = entry.zipped
        request_id = (b"x-request-id", request_id_of(asked.request_id))
        if asked.known:
            for each in filter(None, (answer, entry.plain, entry.zipped)):
                if matches(asked.known.decode("latin-1"), each.tag):
                    headers = [*each.unchanged, request_id]
                    await send({"type": "http.response.start", "status": 304, "headers": headers})
                    await send({"type": "http.response.body", "body": b""})
                    return
        await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, request_id]})
        await send({"type": "http.response.body", "body": answer.body})

    async def keep(self, headers: Headers, body: bytes, asked: "_Asked", send: Send) -> None:
        """Keep an answer that the routes gave, and send it."""
        key = asked.key
        entry = entry_of(headers, body, key=sum(map(len, key)))
        if sum(map(len, key)) <= LONGEST_KEY:
            if (old := self._entries.pop(key, None)) is not None:
                self._bytes -= old.size
            self._entries[key] = entry
            self._bytes += entry.size
            while self._bytes > self._most_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= oldest.size
        await self._give(entry, asked, send)


class _Asked(NamedTuple):
    """A request, as far as its answer depends on it; `is_plain` where nothing but the routes needs to look at it."""

    key: CacheKey
    known: bytes
    encoding: bytes
    request_id: bytes
    is_plain: bool


def _read_request(scope: Scope, base: bytes) -> _Asked:
    accept = origin = known = encoding = wished = b""
    hosts = size = 0
    is_plain = True
    headers = scope["headers"]
    for name, value in headers:
        size += len(name) + len(value) + 4
        if name == b"host":
            hosts += 1
        elif name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encoding = encoding + b"," + value if encoding else value
        elif name == b"if-none-match":
            known = known + b"," + value if known else value
        elif name == b"origin":
            is_plain = is_plain and not origin
            origin = value
        elif name == b"x-request-id":
            wished = value
        elif name in (b"content-length", b"transfer-encoding"):
            is_plain = False
    is_plain = is_plain and hosts == 1 and size <= MAX_HEADER_BYTES and len(headers) <= MAX_HEADERS
    key = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"], accept, origin, base)
    return _Asked(key, known, encoding, wished, is_plain)


class _Keeping:
    """The answer of the routes, held back until it is whole; what cannot be kept goes on as it comes."""

    def __init__(self, cache: AnswerCache, asked: _Asked, send: Send, *, keeps: bool) -> None:
        self._keeps = keeps
        self._cache = cache
        self._asked = asked
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._packer: Any = None

    async def take(self, message: Message) -> None:
        """Take the next part of the answer."""
        if message["type"] == "http.response.start" and can_be_kept(message) and self._keeps:
            self._start = message
        elif self._packer is not None:
            await self._send(await self._zipped(message))
        elif self._start is None:
            await self._send(self._in_its_form(message))
        else:
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            if self._size > LARGEST:
                await self._pass_on(more=message.get("more_body", False))
            elif not message.get("more_body", False):
                body, headers = b"".join(self._parts), self._start["headers"]
                await self._cache.keep(headers, body, self._asked, self._send)

    async def _pass_on(self, *, more: bool) -> None:
        """Send what was held back; what follows is not held back."""
        assert self._start is not None  # noqa: S101  # something is held back
        start, self._start = self._start, None
        if takes_gzip(self._asked.encoding.decode("latin-1")):
            start, self._packer = start_of_zipped(start), zlib.compressobj(wbits=GZIP_WINDOW)
        await self._send(start)
        await self.take({"type": "http.response.body", "body": b"".join(self._parts), "more_body": more})
        self._parts.clear()

    async def _zipped(self, message: Message) -> Message:
        """A part of the answer, zipped off the loop; the last one with what the packer still holds."""
        body = await run_in_threadpool(self._packer.compress, message.get("body", b""))
        if not message.get("more_body", False):
            body += self._packer.flush()
        return {**message, "body": body}

    def _in_its_form(self, message: Message) -> Message:
        """A 304 names the zipped form where that is what the client has."""
        if message.get("status") != 304:
            return message
        tag = dict(message["headers"]).get(b"etag", b"")
        if tag_of_zipped(tag) not in self._asked.known:
            return message
        others = [(name, value) for name, value in message["headers"] if name != b"etag"]
        return {**message, "headers": [*others, (b"etag", tag_of_zipped(tag))]}


def _bodiless(send: Send) -> Send:
    """An answer to HEAD: that to GET, without its body."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head
