"""The edge: what is decided of a request before any route sees it, as pure ASGI.

The limits of the contract's section 9, the two spellings of an address, and of every answer its headers and its lines.
"""

from collections.abc import Callable, Iterable, Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import LONGEST_TARGET, BodyTooLarge, HeadersTooLarge, Malformed, Refusal, TargetTooLong
from app.http.limits import MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS
from app.http.problems import answer_to, respond_refused
from app.reading.formats.lines import on_one_line
from schemas import Fault

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
READS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods whose body means nothing."""
FRAMED = b"frame-ancestors *"
"""In the policy of what other sites may show in a frame."""
STRICT = b"default-src 'none'; frame-ancestors 'none'"
"""The content security policy of answers that set none of their own: data loads nothing."""


class Edge:
    """Refuses what is over a limit, and hands the rest on under its canonical path.

    `collections` are the names whose unversioned paths answer as the versioned ones do, with a `Link` to them. `bodies`
    tells how many bytes the body of a request may have, where that is not what others may. `is_for_people` tells which
    requests for an unversioned path would rather have a page: they keep their path. `page_of` is what they are shown of
    an exception instead of a problem, if anything.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        collections: Iterable[str],
        bodies: Callable[[Scope], int | None] = lambda _: None,
        is_for_people: Callable[[Scope], bool] = lambda _: False,
        page_of: Callable[[Exception], Response | None] = lambda _: None,
    ) -> None:
        self._app = app
        self._page_of = page_of
        self._is_for_people = is_for_people
        self._collections = frozenset(collections)
        self._bodies = bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        target = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        target += 1 if scope["query_string"] else 0
        extra = list(HEADERS)
        if scope["path"].split("/", 2)[1:2] and scope["path"].split("/", 2)[1] in self._collections:
            if not self._is_for_people(scope):
                scope = _add_version(scope)
            extra.append((b"link", _canonical_link(scope)))
        send = _in_lines(_decorate(send, extra))
        most = self._bodies(scope) or MAX_BODY
        refusal = over_limit(scope, target=target, body=most)
        if refusal is not None:
            await respond_refused(refusal, scope["path"])(scope, receive, send)
            return
        await self._guarded(scope, _limit(receive, most), send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; what it fails with becomes a problem, unless its answer has begun."""
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if scope["method"] in READS and _has_body(scope):
                receive = await _pass_over(receive)
            await self._app(scope, receive, send_noting)
        except Exception as error:
            if begun:
                raise
            page = self._page_of(error) if self._is_for_people(scope) else None
            await (page or answer_to(error, scope["path"]))(scope, receive, send)


def over_limit(scope: Scope, *, target: int, body: int) -> Refusal | None:
    """The limit that a request's head breaks; None where it breaks none. Its target and its body count in bytes."""
    if target > LONGEST_TARGET:
        message = f"path and query are {target} bytes; at most {LONGEST_TARGET} are taken"
        return TargetTooLong(message, faults=[_longest(scope, message)])
    headers = scope["headers"]
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if len(headers) > MAX_HEADERS or size > MAX_HEADER_BYTES:
        message = f"at most {MAX_HEADERS} header fields of {MAX_HEADER_BYTES} bytes together are taken"
        largest, _ = max(headers, key=lambda header: len(header[0]) + len(header[1]))
        return HeadersTooLarge(message, about=largest.decode("latin-1")[:80])
    if scope.get("http_version") == "1.1" and sum(name == b"host" for name, _ in headers) != 1:
        return Malformed("HTTP/1.1 needs exactly one Host header (RFC 9112, section 3.2)")
    lengths = [value for name, value in headers if name == b"content-length"]
    if any(not value.isdigit() or int(value[:15]) > body for value in lengths):
        return BodyTooLarge(f"a body may have {body} bytes here")
    return None


def _longest(scope: Scope, message: str) -> Fault:
    """What of a target is too long: its path, or the longest parameter of its query."""
    longest = max(scope["query_string"].split(b"&"), key=len)
    if len(scope["path"]) > len(longest):
        return Fault(in_="path", name="path", message=message)
    return Fault(in_="query", name=longest.partition(b"=")[0].decode("latin-1")[:80], message=message)


def _limit(receive: Receive, most: int) -> Receive:
    """The request's body, refused while it streams once it is over the limit."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge(f"a body may have {most} bytes here")
        return message

    return receive_some


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _pass_over(receive: Receive) -> Receive:
    """Take in the body of a read, which nobody needs: an answer before its end would reset the connection."""
    is_more = True
    while is_more:
        message = await receive()
        is_more = message["type"] == "http.request" and message.get("more_body", False)
    told = False

    async def receive_rest() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return await receive()

    return receive_rest


def _add_version(scope: Scope) -> Scope:
    raw = scope.get("raw_path")
    return {**scope, "path": "/v1" + scope["path"], "raw_path": b"/v1" + raw if raw is not None else None}


def _canonical_link(scope: Scope) -> bytes:
    raw = scope.get("raw_path") or scope["path"].encode("ascii", "replace")
    query = scope["query_string"]
    target: bytes = raw + b"?" + query if query else raw
    safe = bytes(byte for byte in target if 0x21 <= byte <= 0x7E and byte not in b'<>"')
    return b"<" + safe + b'>; rel="canonical"'


def _decorate(send: Send, extra: list[tuple[bytes, bytes]]) -> Send:
    async def send_decorated(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), *extra]
            policy = next((value for name, value in headers if name == b"content-security-policy"), None)
            if policy is None:
                headers.append((b"content-security-policy", STRICT))
            if policy is None or FRAMED not in policy:
                headers.append((b"x-frame-options", b"DENY"))
            message = {**message, "headers": headers}
        await send(message)

    return send_decorated


def _in_lines(send: Send) -> Send:
    """Every JSON on one line, or as many as it was made of: in answers, problems, NDJSON, feeds and streams alike."""
    is_json = False
    start: Message | None = None

    async def send_in_lines(message: Message) -> None:
        nonlocal is_json, start
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            is_json = _is_json(headers)
            if is_json and b"content-length" in headers:
                start = message  # held back until the body tells its length
                return
        elif is_json:
            body = message.get("body", b"")
            message = {**message, "body": on_one_line(body)}
            if start is not None:
                await send(_measure(start, len(message["body"]) - len(body), more=message.get("more_body", False)))
                start = None
        await send(message)

    return send_in_lines


def _is_json(headers: Mapping[bytes, bytes]) -> bool:
    media_type = headers.get(b"content-type", b"")
    return (b"json" in media_type or media_type.startswith(b"text/event-stream")) and b"content-encoding" not in headers


def _measure(start: Message, longer: int, *, more: bool) -> Message:
    """The start of an answer whose body is so many bytes longer; without a length where more of it is to come."""
    headers = [
        (name, str(int(value) + longer).encode() if name == b"content-length" else value)
        for name, value in start["headers"]
        if not more or name != b"content-length"
    ]
    return {**start, "headers": headers}
