"""The one renderer of refusals, and of every failure that leaves a route."""

import structlog
from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.errors import REFUSALS, MovedTo, NotFound, Refusal, Unavailable
from app.store.damage import find_obstacle
from app.store.file import refuse_for_operator

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
UNDEFINED = ("42P01", "42703")
"""PostgreSQL's codes for a table and a column that there are not: without its driver, which SQLite does not need."""


def respond_refused(refusal: Refusal, path: str) -> Response:
    """A refusal as RFC 9457 problem details; never kept by a cache."""
    body = refusal.problem(path).model_dump_json()
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(body, status_code=refusal.status, media_type=MEDIA_TYPE, headers=headers)


def answer_to(error: Exception, path: str) -> Response:
    """The answer to a request that failed with an exception; nothing of it or of the program's inside is echoed."""
    if isinstance(error, MovedTo):
        return Response(status_code=308, headers={"Location": error.location, "Cache-Control": "no-cache"})
    if isinstance(error, Refusal):
        return respond_refused(error, path)
    if (obstacle := find_obstacle(error)) is not None:
        log.error("database", problem=obstacle)
        return respond_refused(refuse_for_operator(obstacle), path)
    if _does_not_answer(error):
        log.error("database", exc_info=error)
        return respond_refused(Unavailable("the database does not answer in time", headers={"Retry-After": "5"}), path)
    log.error("failed", exc_info=error)
    return respond_refused(Refusal("the fault is logged under the request's id"), path)


def is_unforeseen(error: Exception) -> bool:
    """Whether an exception is neither a refusal nor what a database says that cannot answer just now."""
    is_answered = isinstance(error, MovedTo | Refusal) or _does_not_answer(error)
    return not is_answered and find_obstacle(error) is None


def add_handlers(app: FastAPI) -> None:
    """Refuse what the router and the framework refuse as routes do: all of it is rendered where requests fail."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  # registered for nothing else
        if error.status_code == NotFound.status:
            refusal: Refusal = NotFound("no route has this path; / lists what there is", about="path")
        else:
            kind = next((each for each in REFUSALS if each.status == error.status_code), Refusal)
            refusal = kind("the request cannot be read")
        raise refusal

    app.add_exception_handler(HTTPException, http)


def _does_not_answer(error: Exception) -> bool:
    return isinstance(error, PoolTimeout | OperationalError | InterfaceError) or _is_not_migrated(error)


def _is_not_migrated(error: Exception) -> bool:
    """Whether PostgreSQL misses a table or a column; SQLite's error for that is an operational one."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in UNDEFINED
