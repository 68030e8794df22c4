"""Outgoing: the one place that answers pass: what every answer has is added, and what can be given again is kept."""

import zlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Send

from app.http.front.answers import GZIP_WINDOW, Headers, can_be_kept, start_of_zipped, tag_of_zipped
from app.http.front.cache import LARGEST, AnswerCache
from app.http.front.head import Head
from app.http.negotiation import takes_gzip
from app.http.quotas import Caller
from app.reading.formats.lines import on_one_line

GUARDS = [(b"x-content-type-options", b"nosniff")]
"""What guards every answer in a browser."""
NO_REFERRER = (b"referrer-policy", b"no-referrer")
"""The referrer policy of answers that set none of their own."""
FRAMED = b"frame-ancestors *"
"""In the policy of what other sites may show in a frame."""
STRICT = b"default-src 'none'; frame-ancestors 'none'"
"""The content security policy of answers that set none of their own: data loads nothing."""
Complete = Callable[[Message], Awaitable[None]]
"""Adds to the start of an answer what depends on the site that asks for it."""


class Outgoing:
    """The answer to one request, on its way to the client.

    `further` are headers of its own. Where there is a `cache` for it, an answer that can be kept is held back until it
    is whole; what turns out too large goes on as it comes, zipped where the client takes it. Every JSON is on one line,
    or on as many as it was made of: in answers, problems, NDJSON, feeds and streams alike.
    """

    def __init__(
        self,
        send: Send,
        head: Head,
        request_id: bytes,
        *,
        caller: Caller,
        further: Sequence[tuple[bytes, bytes]],
        complete: Complete,
        cache: AnswerCache | None,
    ) -> None:
        self.status = 0
        self._client = send
        self._caller = caller
        self._head = head
        self._request_id = (b"x-request-id", request_id)
        self._further = further
        self._complete = complete
        self._cache = cache
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._is_json = False
        self._packer: Any = None

    async def take(self, message: Message) -> None:
        """Take the next part of the answer."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(await self._on_the_way(message))
        else:
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._parts))
            elif self._cache is not None and self._size > LARGEST:
                await self._pass_on(self._start, b"".join(self._parts), more=True)

    def take_back(self) -> bool:
        """Forget an answer of which nothing has gone out, for another in its place; whether that is so."""
        if self.status and self._start is None:
            return False
        self._start, self._cache, self._is_json = None, None, False
        self._parts.clear()
        self._size = 0
        return True

    async def pass_by(self, message: Message) -> None:
        """Send a part of an answer that has nothing of what others have but the request's id."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], self._request_id]}
        await self._client(message)

    async def _send(self, message: Message) -> None:
        """Send a part, and before the first what is left to its client: what is kept of an answer does not say that."""
        if message["type"] == "http.response.start":
            told = await self._caller.tell(message["status"])
            message["headers"].extend((name.lower().encode(), value.encode()) for name, value in told.items())
        await self._client(message)

    async def _begin(self, message: Message) -> None:
        """Add what every answer has; send the start of what is not held back."""
        self.status = message["status"]
        start = {**message, "headers": self._completed(message.get("headers", ()))}
        await self._complete(start)
        start["headers"].append(self._request_id)
        if self._cache is not None and not can_be_kept(start):
            self._cache = None
        is_measured = self._is_json and any(name == b"content-length" for name, _ in start["headers"])
        if self._cache is not None or is_measured:
            self._start = start
        else:
            await self._send(self._in_its_form(start))

    def _completed(self, given: Sequence[tuple[bytes, bytes]]) -> Headers:
        policy, media_type, is_packed, refers = b"", b"", False, False
        for name, value in given:
            if name == b"content-security-policy":
                policy = value
            elif name == b"content-type":
                media_type = value
            elif name == b"content-encoding":
                is_packed = True
            elif name == b"referrer-policy":
                refers = True
        self._is_json = not is_packed and (b"json" in media_type or media_type.startswith(b"text/event-stream"))
        headers = [*given, *GUARDS, *self._further]
        if not refers:
            headers.append(NO_REFERRER)
        if not policy:
            headers.append((b"content-security-policy", STRICT))
        if FRAMED not in policy:
            headers.append((b"x-frame-options", b"DENY"))
        return headers

    async def _finish(self, start: Message, body: bytes) -> None:
        """Send an answer that is whole, and keep it where it can be given again."""
        if self._is_json and (lines := on_one_line(body)) is not body:
            body, length = lines, (b"content-length", str(len(lines)).encode())
            start["headers"] = [length if name == length[0] else (name, value) for name, value in start["headers"]]
        if self._cache is None:
            await self._send(self._in_its_form(start))
            await self._send({"type": "http.response.body", "body": body})
        elif len(body) <= LARGEST:
            await self._cache.keep(start["headers"], body, self._head, self._send)
        else:
            await self._pass_on(start, body, more=False)

    async def _pass_on(self, start: Message, body: bytes, *, more: bool) -> None:
        """Send what was held back and is too large to be kept; what follows is not held back."""
        self._start = None
        self._parts.clear()
        if more:
            start["headers"] = [each for each in start["headers"] if each[0] != b"content-length"]
        if takes_gzip(self._head.encoding.decode("latin-1")):
            start, self._packer = start_of_zipped(start), zlib.compressobj(wbits=GZIP_WINDOW)
        await self._send(start)
        await self._send(await self._on_the_way({"type": "http.response.body", "body": body, "more_body": more}))

    async def _on_the_way(self, message: Message) -> Message:
        """A part that is sent as it comes; zipped off the loop, the last one with what the packer still holds."""
        body = message.get("body", b"")
        if self._is_json:
            body = on_one_line(body)
        if self._packer is not None:
            body = await run_in_threadpool(self._packer.compress, body)
            if not message.get("more_body", False):
                body += self._packer.flush()
        return {**message, "body": body}

    def _in_its_form(self, start: Message) -> Message:
        """A 304 names the zipped form where that is what the client has."""
        if start["status"] != 304:
            return start
        tag = dict(start["headers"]).get(b"etag", b"")
        if tag_of_zipped(tag) not in self._head.known:
            return start
        others = [(name, value) for name, value in start["headers"] if name != b"etag"]
        return {**start, "headers": [*others, (b"etag", tag_of_zipped(tag))]}
