"""The short cut: reads go to what answers them without the framework's router, which asks every route in turn.

They are answered as by their routes, which stand for the document and for everything else.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.addresses import Addresses
from app.http.endpoint import ReadEndpoint
from app.http.parts import Service


class ShortCut:
    """Answers reads; hands everything else on."""

    def __init__(self, app: ASGIApp, *, addresses: Addresses, service: Service) -> None:
        self._app = app
        self._addresses = addresses
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http" and scope["method"] == "GET":
            for endpoint, place in self._addresses.at(scope["path"]):
                if isinstance(endpoint, ReadEndpoint):
                    response = await self._service.readers.run(endpoint.answer, self._service, scope, place)
                    await response(scope, receive, send)
                    return
        await self._app(scope, receive, send)
