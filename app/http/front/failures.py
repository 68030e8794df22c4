"""Failures: what a request fails with becomes an answer, unless another has gone out, or nobody is there to have it."""

from collections.abc import Callable

from anyio import to_thread
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.parts import Pages
from app.http.problems import answer_to, is_unforeseen
from app.store.damage import Soundness, find_damage


class Failures:
    """Runs an application; what it fails with becomes a problem, or the page that people are shown of it.

    An answer that has begun is taken back where that can still be done: one that is held back until it is whole.
    """

    def __init__(
        self, app: ASGIApp, *, pages: Pages, soundness: Soundness, take_back: Callable[[], bool] | None = None
    ) -> None:
        self._app = app
        self._pages = pages
        self._take_back = take_back
        self._soundness = soundness

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
            if scope["type"] != "http" or (has_begun and not (self._take_back is not None and self._take_back())):
                raise
            error = await self._explain(error)
            page = self._pages.of_refusal(error) if self._pages.are_wanted(scope) else None
            await (page or answer_to(error, scope["path"]))(scope, receive, send)

    async def _explain(self, error: Exception) -> Exception:
        """What a request failed with; the damage of the database, where it comes of that."""
        if find_damage(error) is None:
            if not is_unforeseen(error):
                return error
            await to_thread.run_sync(self._soundness.examine)
            if self._soundness.damage is None:
                return error
        return self._soundness.refuse()
