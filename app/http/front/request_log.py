"""The log of requests: an id for each, and a line for each that did not go as usual."""

import random
import re
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.front.metrics import Metrics

log = structlog.get_logger()

SLOW_MILLISECONDS = 1_000
"""From when on a read is not usual."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def request_id_of(wished: bytes) -> bytes:
    """The id of a request: the client's, where it sent a plain one, else a new one."""
    return wished if wished and REQUEST_ID.fullmatch(wished) else b"%016x" % random.getrandbits(64)


class RequestLog:
    """Gives each request an id (the client's, where it sent a plain one), counts and logs its outcome and its time.

    Reads that went as usual are logged at the level `debug`, everything else at `info`. The query string is not
    logged: it may hold what a client would not want kept.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(next((value for name, value in scope["headers"] if name == b"x-request-id"), b""))
        started, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id)]
            await send(message)

        # Bound here, so that events of the handlers carry the id; each request runs in a context of its own.
        structlog.contextvars.bind_contextvars(request_id=request_id.decode())
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - started
            elapsed = round(seconds * 1000, 1)
            method = scope.get("asked_method", scope["method"])
            self._metrics.answered(method, status, seconds=seconds)
            usual = method in ("GET", "HEAD") and status < 500 and elapsed < SLOW_MILLISECONDS
            tell = log.debug if usual else log.info
            tell("request", method=method, path=scope["path"][:200], status=status, milliseconds=elapsed)
