"""The cache: answers are kept as bytes, in front of the routes, and given again while they are true."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.pipeline.negotiation import takes_gzip
from app.pipeline.respond import FIXED, ZIPPED, matches, seq_of
from app.store.watch import Watch

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes]
"""Path, query and Accept, as they were sent."""

LARGEST = 1 << 20
"""How many bytes an answer may have to be kept."""
LONGEST_ACCEPT = 200
"""How many bytes of an Accept are told apart; with a longer one nothing is kept."""
SMALLEST_ZIPPED = 1_000
"""How many bytes an answer must have for zipping to be worth it."""
LARGE = 1 << 16
"""From how many bytes on zipping would hold up other requests."""
OVERHEAD = 1_000
"""About how many bytes an entry needs beside its answers."""

UNCHANGED = (b"cache-control", b"content-security-policy", b"vary")
"""The headers of an answer that a 304 has too."""


@dataclass(frozen=True)
class Answer:
    """An answer in one of its forms, with the headers of a 200 and of a 304."""

    tag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass
class Entry:
    """An answer that was given: the change number that it shows, None where no change can alter it."""

    seq: int | None
    plain: Answer
    zipped: Answer | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes, with room for its zipped form."""
        return OVERHEAD + len(self.plain.body) * 3 // 2


class AnswerCache:
    """Keeps whole answers that say which state they show, and zips them for clients that take it.

    An answer of the newest state is given again only while its number is the newest: the database is asked each time.
    `most_bytes` bounds what is kept; what was not asked for the longest goes first. What is given from here is, byte
    for byte, what the routes would give.
    """

    def __init__(self, app: ASGIApp, *, watch: Watch, most_bytes: int) -> None:
        self._app = app
        self._watch = watch
        self._most_bytes = most_bytes
        self._bytes = 0
        self._newest: tuple[int, str] | None = None
        self._entries: OrderedDict[Key, Entry] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        accept = encoding = known = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = accept + b"," + value if accept else value
            elif name == b"accept-encoding":
                encoding = encoding + b"," + value if encoding else value
            elif name == b"if-none-match":
                known = known + b"," + value if known else value
        asked = _Asked(known.decode("latin-1"), zipped=takes_gzip(encoding.decode("latin-1")))
        key = (scope["path"], scope["query_string"], accept)
        entry = self._entries.get(key)
        if entry is not None and await self._is_true(entry):
            self._entries.move_to_end(key)
            await self._give(entry, asked, send)
        else:
            await self._app(scope, receive, _Keeping(self, key, asked, send).take)

    async def _is_true(self, entry: Entry) -> bool:
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
            for key in [key for key, each in self._entries.items() if each.seq not in (None, newest.seq)]:
                self._bytes -= self._entries.pop(key).size
        return entry.seq == newest.seq

    async def _give(self, entry: Entry, asked: "_Asked", send: Send) -> None:
        """Send an entry in the form that was asked for, or that it is still what the client has."""
        if asked.zipped and entry.zipped is None and len(entry.plain.body) >= SMALLEST_ZIPPED:
            entry.zipped = await _zipped(entry.plain)
        answer = entry.zipped if asked.zipped and entry.zipped is not None else entry.plain
        if asked.known:
            for each in filter(None, (answer, entry.plain, entry.zipped)):
                if matches(asked.known, each.tag):
                    await send({"type": "http.response.start", "status": 304, "headers": list(each.unchanged)})
                    await send({"type": "http.response.body", "body": b""})
                    return
        await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": answer.body})

    async def keep(self, key: Key, headers: Headers, body: bytes, asked: "_Asked", send: Send) -> None:
        """Keep an answer that the routes gave, and send it."""
        entry = _entry(headers, body)
        if len(key[2]) <= LONGEST_ACCEPT:
            if (old := self._entries.pop(key, None)) is not None:
                self._bytes -= old.size
            self._entries[key] = entry
            self._bytes += entry.size
            while self._bytes > self._most_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= oldest.size
        await self._give(entry, asked, send)


@dataclass(frozen=True)
class _Asked:
    """What a request says of forms: the tags that it has, and whether it takes gzip."""

    known: str
    zipped: bool


class _Keeping:
    """The answer of the routes, held back until it is whole; what cannot be kept is passed on as it comes."""

    def __init__(self, cache: AnswerCache, key: Key, asked: _Asked, send: Send) -> None:
        self._cache = cache
        self._key = key
        self._asked = asked
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._size = 0

    async def take(self, message: Message) -> None:
        """Take the next part of the answer."""
        if message["type"] == "http.response.start" and _can_be_kept(message):
            self._start = message
        elif self._start is None:
            await self._send(self._in_its_form(message))
        else:
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            if self._size > LARGEST:
                await self._pass_on(more=message.get("more_body", False))
            elif not message.get("more_body", False):
                body, headers = b"".join(self._parts), self._start["headers"]
                await self._cache.keep(self._key, headers, body, self._asked, self._send)

    async def _pass_on(self, *, more: bool) -> None:
        """Send what was held back; what follows is not held back."""
        assert self._start is not None  # noqa: S101  # something is held back
        start, self._start = self._start, None
        await self._send(start)
        await self._send({"type": "http.response.body", "body": b"".join(self._parts), "more_body": more})
        self._parts.clear()

    def _in_its_form(self, message: Message) -> Message:
        """A 304 names the zipped form where that is what the client has."""
        if message.get("status") != 304:
            return message
        tag = dict(message["headers"]).get(b"etag", b"")
        if _zipped_tag(tag).decode() not in self._asked.known:
            return message
        others = [(name, value) for name, value in message["headers"] if name != b"etag"]
        return {**message, "headers": [*others, (b"etag", _zipped_tag(tag))]}


def _can_be_kept(start: Message) -> bool:
    headers = dict(start.get("headers", ()))
    whole = b"content-encoding" not in headers and headers.get(b"cache-control", b"").startswith(b"public")
    return start["status"] == 200 and b"etag" in headers and whole


def _entry(headers: Headers, body: bytes) -> Entry:
    values = dict(headers)
    tag = values[b"etag"].decode()
    settled = values[b"cache-control"] == FIXED.encode()
    return Entry(None if settled else seq_of(tag), _answer(headers, body, tag))


def _answer(headers: Headers, body: bytes, tag: str, *further: tuple[bytes, bytes]) -> Answer:
    kept = [(name, value) for name, value in headers if name not in (b"content-length", b"etag")]
    unchanged = [(name, value) for name, value in kept if name in UNCHANGED]
    kept += [(b"etag", tag.encode()), (b"content-length", str(len(body)).encode()), *further]
    return Answer(tag, body, kept, [*unchanged, (b"etag", tag.encode())])


async def _zipped(plain: Answer) -> Answer:
    """The zipped form of an answer, with a strong tag of its own."""
    if len(plain.body) >= LARGE:
        body = await run_in_threadpool(gzip.compress, plain.body, 6, mtime=0)
    else:
        body = gzip.compress(plain.body, 6, mtime=0)
    tag = _zipped_tag(plain.tag.encode()).decode()
    return _answer(plain.headers, body, tag, (b"content-encoding", b"gzip"))


def _zipped_tag(tag: bytes) -> bytes:
    return tag.removesuffix(b'"') + ZIPPED.encode()
