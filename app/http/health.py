"""Health: whether the process lives, whether it can answer, and what it has answered."""

import datetime as dt

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import Unavailable
from app.http.parts import Service
from app.migrations import is_current
from app.store import clock, readiness


async def get_health(_: Service, __: Request) -> Response:
    """Whether the process lives."""
    return JSONResponse({"status": "ok"})


def get_readiness(service: Service, _: Request) -> Response:
    """Whether the service can answer.

    Whether the database answers, is sound, and has this version's schema; `warning` is for operators.
    """
    service.database.check_sound()
    with service.database.read() as connection:
        if not is_current(connection):
            raise Unavailable("the database is not migrated: run `tracker migrate`", headers={"Retry-After": "60"})
        now = clock.newest(connection)
        newest = clock.instant_of(connection, seq=now.seq) if now.seq else dt.datetime.now(dt.UTC)
    service.database.check_goes_on(seq=now.seq, instance=now.instance)
    readiness.check_writable(service.database)
    doubt = readiness.check_clock(newest, dt.datetime.now(dt.UTC), jumped=service.start.jumped())
    state = {"status": "ready", "snapshot": now.seq, "warning": service.database.warning() or doubt}
    return JSONResponse(state, headers={"Cache-Control": "no-store"})


def get_metrics(service: Service, _: Request) -> Response:
    """What this process has answered, for Prometheus."""
    with service.database.read() as connection:
        snapshot = clock.newest(connection).seq
    headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    return Response(service.metrics.told(snapshot=snapshot), headers=headers)
