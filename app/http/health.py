"""Health: whether the process lives, whether it can answer, and what it has answered."""

import datetime as dt
import hmac
import time
from hashlib import sha256

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.collecting.lag import measure_collecting
from app.errors import Unauthorized, Unavailable
from app.http.parts import Service
from app.http.sent import token_of
from app.migrations import can_serve
from app.proposing.lag import measure_proposing
from app.store import clock, readiness
from app.webhooks.lag import lag_of


async def get_health(_: Service, __: Request) -> Response:
    """Whether the process lives."""
    return JSONResponse({"status": "ok"})


def get_readiness(service: Service, _: Request) -> Response:
    """Whether the service can answer.

    Whether the database answers, is sound, and has this version's schema; `warning` is for operators.
    """
    service.database.check_sound()
    with service.database.read() as connection:
        if not can_serve(connection):
            raise Unavailable("the database is not migrated: run `tracker migrate`", headers={"Retry-After": "60"})
        now = clock.newest(connection)
        newest = clock.instant_of(connection, seq=now.seq) if now.seq else dt.datetime.now(dt.UTC)
    service.database.check_goes_on(seq=now.seq, instance=now.instance)
    readiness.check_writable(service.database)
    doubt = readiness.check_clock(newest, dt.datetime.now(dt.UTC), jumped=service.start.jumped())
    state = {"status": "ready", "snapshot": now.seq, "warning": service.database.warning() or doubt}
    return JSONResponse(state, headers={"Cache-Control": "no-store"})


def get_metrics(service: Service, request: Request) -> Response:
    """What this process has answered, for Prometheus."""
    _check_metrics_key(service.metrics_key, token_of(request.headers.get("authorization")))
    begun = time.perf_counter()
    with service.database.read_primary() as connection:
        snapshot = clock.newest(connection).seq
        seconds = time.perf_counter() - begun
        lag = lag_of(connection)
        state = {**measure_collecting(connection), **measure_proposing(connection)}
    told = service.metrics.told(
        snapshot=snapshot,
        database_seconds=seconds,
        webhook_lag_seconds=lag,
        **state,
        wal_bytes=service.database.file.measure_wal() if service.database.file is not None else 0,
    )
    return Response(told, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _check_metrics_key(key: str | None, token: str | None) -> None:
    """Raises `Unauthorized` where there is a key, and another one or none was sent."""
    if key is not None and not hmac.compare_digest(
        sha256(key.encode()).digest(), sha256((token or "").encode()).digest()
    ):
        raise Unauthorized("the metrics need their key", headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
