"""Health: whether the process lives, and whether it can answer."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.errors import Unavailable
from app.http import openapi
from app.migrations import is_current
from app.store import clock
from app.store.database import Database


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service `/healthz` and `/readyz`."""

    @router.get("/healthz", tags=["service"], operation_id="get_health", summary="Whether the process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/readyz",
        tags=["service"],
        operation_id="get_readiness",
        summary="Whether the service can answer",
        responses=openapi.problems(503),
    )
    def readyz() -> Response:
        """Whether the database answers and has this version's schema; `warning` is for its operator."""
        with database.read() as connection:
            if not is_current(connection):
                raise Unavailable("the database is not migrated: run `tracker migrate`", headers={"Retry-After": "60"})
            state = {"status": "ready", "snapshot": clock.newest(connection).seq, "warning": database.warning()}
        return JSONResponse(state, headers={"Cache-Control": "no-store"})
