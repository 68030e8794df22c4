"""The short cut: lists and details go to their reading without the framework's router, which asks every route in turn.

It answers as the routes of `routes.py` would, which stand for the document and for everything else.
"""

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.reading import Reading


class ShortCut:
    """Reads lists and details; hands everything else on."""

    def __init__(self, app: ASGIApp, *, reading: Reading) -> None:
        self._app = app
        self._reading = reading
        self._resources = {f"/v1/{resource.name}": resource for resource in reading.resources}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        read = self._read(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if read is None:
            await self._app(scope, receive, send)
            return
        response = await run_in_threadpool(read, Request(scope))
        await response(scope, receive, send)

    def _read(self, path: str) -> Callable[[Request], Response] | None:
        if path in self._resources:
            return partial(self._reading.list, self._resources[path])
        collection, _, record_id = path.rpartition("/")
        resource = self._resources.get(collection)
        if resource is None or not record_id or record_id in resource.collection.reserved:
            return None
        return partial(self._reading.detail, resource, record_id)
