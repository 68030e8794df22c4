"""Failures: what a request fails with becomes an answer, unless its answer has begun, or nobody is there to have it."""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.parts import Pages
from app.http.problems import answer_to


class Failures:
    """Runs an application; what it fails with becomes a problem, or the page that people are shown of it."""

    def __init__(self, app: ASGIApp, *, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except ClientDisconnect:
            return
        except Exception as error:
            if has_begun or scope["type"] != "http":
                raise
            page = self._pages.of_refusal(error) if self._pages.are_wanted(scope) else None
            await (page or answer_to(error, scope["path"]))(scope, receive, send)
