"""The application: the framework around the endpoints, what stands before them, and what the document says of all."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache, partial
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http import problems
from app.http.addresses import Addresses
from app.http.endpoint import Endpoint
from app.http.front.cache import AnswerCache
from app.http.front.failures import Failures
from app.http.front.front import Front
from app.http.parts import Pages, Service
from app.settings import Settings

EXPOSED = (
    "Allow",
    "Content-Disposition",
    "Content-Location",
    "Dry-Run",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Preference-Applied",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
    "X-Snapshot",
    "X-Total-Count",
)
"""The headers that scripts of other sites may read."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Application(FastAPI):
    """FastAPI behind the front, which hands on to it what no endpoint is for."""

    front: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        await self.front(scope, receive, send)


def make_application(
    service: Service,
    endpoints: Sequence[Endpoint],
    *,
    settings: Settings,
    pages: Pages,
    document: Callable[[FastAPI], dict[str, Any]],
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
    **said: Any,
) -> Application:
    """The application of a service; `said` is what its document says of it as a whole."""
    addresses = Addresses(endpoints)
    application = Application(
        **said,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[Middleware(Failures, pages=pages, soundness=service.database.soundness)],
    )
    problems.add_handlers(application)
    for endpoint in endpoints:
        application.add_api_route(**endpoint.route(service))
    # FastAPI's own way to change it.
    application.openapi = cache(lambda: document(_describe(service, endpoints, said)))  # type: ignore[method-assign]
    application.front = Front(
        partial(FastAPI.__call__, application),
        service=service,
        addresses=addresses,
        pages=pages,
        cors=_cors(application, settings),
        cache=AnswerCache(watch=service.watch, metrics=service.metrics, most_bytes=settings.cache_bytes),
    )
    return application


def _describe(service: Service, endpoints: Sequence[Endpoint], said: dict[str, Any]) -> FastAPI:
    """What the document is made of: the same routes with all that is said of them."""
    described = FastAPI(**said, openapi_url=None)
    for endpoint in endpoints:
        if endpoint.documented:
            described.add_api_route(**endpoint.described_route(service))
    return described


def _cors(application: FastAPI, settings: Settings) -> CORSMiddleware:
    return CORSMiddleware(
        application,
        allow_origins=[origin.strip() for origin in settings.cors_origins.split(",")],
        allow_methods=METHODS,
        allow_headers=["*"],
        expose_headers=EXPOSED,
    )
