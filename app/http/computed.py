"""Computed: a read of what is computed at a moment; a 304 where the client has it."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.http import answering, negotiation
from app.reading.answer.listing import with_query
from app.reading.answer.moment import needed, snapshot_of
from app.reading.formats import JSON_TYPE
from app.reading.question import parameters
from app.reading.question.parameters import Parsed
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import AtMoment, Contract

Q = TypeVar("Q", bound=AtMoment)


def answered(
    database: Database,
    request: Request,
    model: type[Q],
    *,
    path: str,
    make: Callable[[Connection, Parsed[Q], Snapshot], Contract],
) -> Response:
    """A read of what `make` computes at the moment asked for; a 304 where the client has it."""
    parsed = parameters.read(model, request.scope["query_string"])
    negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (JSON_TYPE,))
    with database.read(at_least=needed(parsed.query)) as connection:
        snapshot = snapshot_of(connection, parsed.query, None)
        tag = answering.entity_tag(snapshot, with_query(path, parsed.canonical))
        if answering.matches(answering.known(request.headers), tag):
            return answering.not_modified(tag=tag, snapshot=snapshot)
        made = make(connection, parsed, snapshot)
    return answering.answer(made.model_dump_json(by_alias=True).encode(), tag=tag, snapshot=snapshot)
