"""The limits of the settings, put together."""

from collections.abc import Callable
from typing import Any

from limits import parse
from limits.aio.storage import RedisStorage

from app.http.counters import Counters
from app.http.quotas import COSTLY, MILLISECONDS, REQUESTS, WRITES, Quota, Quotas
from app.settings import Settings

COUNTER_SECONDS = 0.25
"""How long shared counters may take to answer."""


def make_quotas(settings: Settings, on_refusal: Callable[[str], None]) -> Quotas:
    """What each client may ask for, counted in this process or where several count together."""
    said = {REQUESTS: settings.limit_requests, COSTLY: settings.limit_costly, WRITES: settings.limit_writes}
    quotas = {
        name: Quota(name, parse(limit), MILLISECONDS if name == COSTLY else None)
        for name, limit in said.items()
        if limit
    }
    if settings.limits_url is None:
        return Quotas(quotas, Counters(), on_refusal=on_refusal)
    counters = _make_redis_counters(settings.limits_url)
    client: Any = counters.bridge
    return Quotas(quotas, counters, on_refusal=on_refusal, leave=client.storage.aclose)


def _make_redis_counters(url: str) -> RedisStorage:
    """Counters in Redis. Raises `limits.errors.ConfigurationError` where its client is not installed."""
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        socket_timeout=COUNTER_SECONDS,
        socket_connect_timeout=COUNTER_SECONDS,
    )
