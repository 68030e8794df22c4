"""The front: the one way of every request, from its head to the answer that goes out.

A request goes straight to the endpoint that answers it, past the framework, whose router asks every route in turn.
What no endpoint is for goes to the framework, which says so. Whoever gives the answer, what every answer has is added
in one place (`outgoing`).
"""

import time
from functools import partial

import structlog
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.addresses import Addresses
from app.http.clients import network_of
from app.http.front.bodies import bound_body, pass_over_body
from app.http.front.cache import AnswerCache
from app.http.front.failures import Failures
from app.http.front.head import Head, over_limit, read_head
from app.http.front.outgoing import Outgoing
from app.http.front.request_log import log_request, request_id_of, trace_of
from app.http.limits import MAX_BODY
from app.http.parts import Pages, Service
from app.http.quotas import REQUESTS, Caller

CLIENT_GONE = 499
"""The status, as nginx has it, under which is counted what had no answer: its client is gone, or was dropped."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods whose body means nothing."""


class Front:
    """Answers requests: from what is kept, or by the endpoint at their address.

    The unversioned addresses of collections answer as the versioned ones do, with a `Link` to them, unless a page is
    wanted there. `cors` tells what browsers may do for other sites.
    """

    def __init__(
        self,
        framework: ASGIApp,
        *,
        service: Service,
        addresses: Addresses,
        pages: Pages,
        cors: CORSMiddleware,
        cache: AnswerCache,
    ) -> None:
        self._framework = framework
        self._service = service
        self._addresses = addresses
        self._pages = pages
        self._cors = cors
        self._cache = cache
        self._collections = frozenset(resource.name for resource in service.archive.resources)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self._framework(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET", "asked_method": "HEAD"}, _bodiless(send)
        head = read_head(scope, self._service.whereabouts.base(scope))
        can_be_given = scope["method"] == "GET" and head.is_plain
        if can_be_given and await self._cache.give(head, send):
            return
        keeps = can_be_given and "asked_method" not in scope
        await self._answer(scope, receive, send, head, cache=self._cache if keeps else None)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, head: Head, *, cache: AnswerCache | None
    ) -> None:
        """Answer what nothing is kept for, count it and log it."""
        started, request_id = time.perf_counter(), request_id_of(head.request_id)
        # Bound here, so that events of the handlers carry the id; each request runs in a context of its own.
        structlog.contextvars.bind_contextvars(request_id=request_id.decode(), **trace_of(head.trace))
        further = list[tuple[bytes, bytes]]()
        canonical = scope
        if not self._collections.isdisjoint(scope["path"].split("/", 2)[1:2]):
            canonical = scope if self._pages.are_wanted(scope) else _add_version(scope)
            further.append((b"link", _canonical_link(canonical)))
        headers = Headers(scope=scope)
        complete = partial(self._cors.send, send=_nowhere, request_headers=headers)
        caller = Caller(network_of(scope), self._service.quotas)
        out = Outgoing(send, head, request_id, caller=caller, further=further, complete=complete, cache=cache)
        try:
            if scope["method"] == "OPTIONS" and _is_preflight(headers):
                await self._cors.preflight_response(headers)(scope, receive, out.pass_by)
            else:
                route, soundness = partial(self._route, head, caller), self._service.database.soundness
                failures = Failures(route, pages=self._pages, soundness=soundness, take_back=out.take_back)
                await failures(canonical, receive, out.take)
        finally:
            seconds, status = time.perf_counter() - started, out.status or CLIENT_GONE
            self._service.metrics.answered(scope.get("asked_method", scope["method"]), status, seconds=seconds)
            log_request(scope, status, seconds=seconds)

    async def _route(self, head: Head, caller: Caller, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to what answers it. Raises a `Refusal` for one that breaks a limit."""
        method, most = scope["method"], MAX_BODY
        if method not in READS or head.has_body:
            most = self._addresses.most_bytes_at(scope) or MAX_BODY
        refusal = over_limit(scope, head, body=most)
        if refusal is not None:
            raise refusal
        receive = bound_body(receive, most)
        if head.has_body and method in READS:
            receive = await pass_over_body(receive)
        answer: ASGIApp = self._framework
        for endpoint, place in self._addresses.at(scope["path"]):
            if endpoint.method == method:
                request = Request({**scope, "path_params": place}, receive)
                answer = await endpoint.serve(self._service, request, caller)
                break
        else:
            await caller.count(REQUESTS)
            self._addresses.check_method(scope["path"])
        await answer(scope, receive, send)


def _is_preflight(headers: Headers) -> bool:
    """Whether a browser asks what it may do for another site (Fetch, section 3.2)."""
    return "origin" in headers and "access-control-request-method" in headers


def _add_version(scope: Scope) -> Scope:
    raw = scope.get("raw_path")
    return {**scope, "path": "/v1" + scope["path"], "raw_path": b"/v1" + raw if raw is not None else None}


def _canonical_link(scope: Scope) -> bytes:
    raw = scope.get("raw_path") or scope["path"].encode("ascii", "replace")
    query = scope["query_string"]
    target: bytes = raw + b"?" + query if query else raw
    safe = bytes(byte for byte in target if 0x21 <= byte <= 0x7E and byte not in b'<>"')
    return b"<" + safe + b'>; rel="canonical"'


def _bodiless(send: Send) -> Send:
    """An answer to HEAD: that to GET, without its body."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


async def _nowhere(_: Message) -> None:
    """In the place of a `send`, where a message is only to be completed."""
