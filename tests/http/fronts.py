"""A front of its own around any ASGI application, without a service behind it."""

from types import SimpleNamespace
from typing import Any

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from app.http.addresses import Addresses
from app.http.counters import Counters
from app.http.front.cache import AnswerCache
from app.http.front.front import Front
from app.http.front.metrics import Metrics
from app.http.parts import Pages
from app.http.quotas import Quotas
from app.http.whereabouts import Whereabouts
from app.store.damage import Soundness


class _BrokenWatch:
    async def newest(self) -> Any:
        raise RuntimeError


BROKEN: Any = _BrokenWatch()
"""A watch on nothing."""


def front_of(application: ASGIApp, *, watch: Any = BROKEN, most_bytes: int = 0) -> tuple[Front, AnswerCache]:
    """A front with an application behind it, and what it keeps."""
    metrics = Metrics()
    cache = AnswerCache(watch=watch, metrics=metrics, most_bytes=most_bytes)
    service: Any = SimpleNamespace(
        whereabouts=Whereabouts(),
        metrics=metrics,
        quotas=Quotas({}, Counters()),
        archive=SimpleNamespace(resources=()),
        database=SimpleNamespace(soundness=Soundness(None)),
    )
    front = Front(
        application,
        service=service,
        addresses=Addresses(()),
        pages=Pages(lambda _accept, _query: False, lambda _error: None),
        cors=CORSMiddleware(application, allow_origins=["*"]),
        cache=cache,
    )
    return front, cache
