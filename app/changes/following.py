"""`/v1/changes`, its stream, and a record's revisions: everything that happened, in its order."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.errors import Invalid, NotFound
from app.http import answering, negotiation, openapi
from app.http.front.protocol import STOPPING
from app.reading.answer.listing import with_query
from app.reading.answer.moment import ahead
from app.reading.formats import JSON, JSON_TYPE
from app.reading.question import parameters
from app.reading.resource import Resource
from app.resources import COLLECTIONS, RESOURCES
from app.store import clock
from app.store.clock import Snapshot
from app.store.database import Database
from app.store.history import Wanted, changes, every, number_of, stretch
from schemas import ChangePage, ChangesQuery, Fault, FollowQuery, StreamQuery

PATH = "/v1/changes"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"
FORMS = ((JSON, JSON_TYPE), ("ndjson", NDJSON))
LINES = {NDJSON: {"schema": {"type": "string"}}}
POLL_SECONDS = 0.3
"""How soon a stream sees a change, whichever process made it."""
HEARTBEAT_SECONDS = 15.0
"""How long a stream is silent at most."""


@dataclass(frozen=True)
class Page:
    """Changes as they are answered: their JSON, and where the sequence goes on."""

    shown: Sequence[str]
    following: str | None


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service its change feed, and each collection its records' revisions."""
    _add_changes(router, database)
    _add_stream(router, database)
    for resource in sorted(RESOURCES, key=lambda resource: resource.name):
        _add_revisions(router, resource, database)


def _add_changes(router: APIRouter, database: Database) -> None:
    def read(request: Request) -> Response:
        parsed = parameters.read(ChangesQuery, request.scope["query_string"])
        query = parsed.query
        form = negotiation.chosen(query.format, negotiation.accept_of(request.scope["headers"]), FORMS)
        with database.read(at_least=query.after) as connection:
            snapshot = clock.newest(connection)
            tag = answering.entity_tag(snapshot, f"{form} {with_query(PATH, parsed.canonical)}")
            if answering.matches(answering.known(request.headers), tag):
                return answering.not_modified(tag=tag, snapshot=snapshot)
            wanted = Wanted(query.after, snapshot.seq, query.collection, query.id)
            is_whole = form != JSON and "limit" not in parsed.given
            _check_begin(wanted)
            page = Page((), None) if is_whole else _page(connection, PATH, parsed, wanted)
        if form == JSON:
            return _answer(page, PATH, parsed, tag=tag, snapshot=snapshot)
        headers = {"X-Snapshot": str(snapshot.seq)}
        if page.following is not None:
            headers["Link"] = f'<{page.following}>; rel="next"'
        shown: Iterable[str] = every(database, COLLECTIONS, wanted) if is_whole else page.shown
        lines = (f"{change}\n".encode() for change in shown)
        body = lines if request.scope.get("asked_method") != "HEAD" else ()
        return answering.streamed(body, media_type=NDJSON, tag=tag, snapshot=snapshot, headers=headers)

    router.add_api_route(
        PATH,
        read,
        methods=["GET"],
        tags=["changes"],
        response_class=Response,
        operation_id="list_changes",
        summary="Everything that happened, in its order",
        description=(ChangePage.__doc__ or "").strip(),
        responses=openapi.kept(
            {"model": ChangePage, "content": {NDJSON: {"schema": {"type": "string"}}}}, 406, 422, 503
        ),
        openapi_extra={"parameters": openapi.query_parameters(ChangesQuery)},
    )


def _add_revisions(router: APIRouter, resource: Resource, database: Database) -> None:
    def read(request: Request) -> Response:
        record_id = request.path_params["id"]
        path = f"/v1/{resource.name}/{record_id}/revisions"
        parsed = parameters.read(FollowQuery, request.scope["query_string"])
        negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (JSON_TYPE,))
        with database.read(at_least=parsed.query.after) as connection:
            snapshot = clock.newest(connection)
            wanted = Wanted(0, snapshot.seq, [resource.name], [record_id])
            if not _is_text(record_id) or not changes(connection, COLLECTIONS, wanted, limit=1):
                raise NotFound(f"{resource.name} never had a record {record_id[:96]!r}")
            tag = answering.entity_tag(snapshot, with_query(path, parsed.canonical))
            if answering.matches(answering.known(request.headers), tag):
                return answering.not_modified(tag=tag, snapshot=snapshot)
            wanted = replace(wanted, after=parsed.query.after)
            _check_begin(wanted)
            page = _page(connection, path, parsed, wanted)
        return _answer(page, path, parsed, tag=tag, snapshot=snapshot)

    singular = resource.collection.record.__name__
    router.add_api_route(
        f"/v1/{resource.name}/{{id}}/revisions",
        read,
        methods=["GET"],
        tags=[resource.name],
        response_class=Response,
        operation_id=f"{singular.lower()}_revisions",
        summary=f"The revisions of one of the {resource.name}",
        description="Every change of the record, oldest first, also after its end.",
        responses=openapi.kept({"model": ChangePage}, 404, 406, 414, 422, 503),
        openapi_extra={
            "parameters": [openapi.id_parameter(resource.name), *openapi.query_parameters(FollowQuery)],
        },
    )


def _add_stream(router: APIRouter, database: Database) -> None:
    newest = _Newest(database)

    async def stream(request: Request) -> Response:
        query = parameters.read(StreamQuery, request.scope["query_string"]).query
        negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (EVENTS,))
        now = await newest.number()
        after = _resumed(request.headers.get("last-event-id"), query.after)
        if after is not None and after > now:
            # The number that is known is as old as the poll, and may be a replica's.
            now = max(now, await run_in_threadpool(_newest_of, database, after))
            if after > now:
                raise ahead("after")
        wanted = Wanted(now if after is None else after, now, query.collection, query.id)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        if request.scope.get("asked_method") == "HEAD":
            return Response(media_type=EVENTS, headers=headers)
        state: Mapping[str, Any] = request.scope.get("state", {})
        return StreamingResponse(_events(database, newest, wanted, state), media_type=EVENTS, headers=headers)

    router.add_api_route(
        f"{PATH}/stream",
        stream,
        methods=["GET"],
        tags=["changes"],
        response_class=StreamingResponse,
        operation_id="stream_changes",
        summary="What happens, as it happens",
        description="Server-sent events: each `data` is a change, each `id` its number.",
        responses={
            200: {"description": "Events", "content": {EVENTS: {"schema": {"type": "string"}}}},
            **openapi.problems(406, 422, 503),
        },
        openapi_extra={"parameters": openapi.query_parameters(StreamQuery)},
    )


def _newest_of(database: Database, at_least: int) -> int:
    """The newest number now, of a database that has come to this one where any has."""
    with database.read(at_least=at_least) as connection:
        return clock.newest(connection).seq


class _Newest:
    """The number of the newest change, asked of the database at most once in a while for all streams together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._number = 0
        self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def number(self) -> int:
        """The newest number, as new as the poll."""
        async with self._asking:
            if time.monotonic() - self._asked >= POLL_SECONDS:
                self._number = await run_in_threadpool(self._ask)
                self._asked = time.monotonic()
        return self._number

    def _ask(self) -> int:
        with self._database.read() as connection:
            return clock.newest(connection).seq


async def _events(
    database: Database, newest: _Newest, wanted: Wanted, state: Mapping[str, Any]
) -> AsyncIterator[bytes]:
    """The wanted changes as events, until the server stops; a comment where nothing happens for long."""
    yield b": the changes after %d\n\n" % wanted.after
    silent_since = time.monotonic()
    while not state.get(STOPPING):
        wanted = replace(wanted, upto=await newest.number())
        while wanted.after < wanted.upto:
            found, wanted = await run_in_threadpool(stretch, database, COLLECTIONS, wanted)
            for change in found:
                yield f"id: {number_of(change)}\nevent: change\ndata: {change}\n\n".encode()
            silent_since = time.monotonic() if found else silent_since
        if time.monotonic() - silent_since >= HEARTBEAT_SECONDS:
            yield b": still here\n\n"
            silent_since = time.monotonic()
        await asyncio.sleep(POLL_SECONDS)


def _check_begin(wanted: Wanted) -> None:
    """Raises `Invalid` where changes would begin after the newest."""
    if wanted.after > wanted.upto:
        raise ahead("after")


def _page(connection: Connection, path: str, parsed: parameters.Parsed[Any], wanted: Wanted) -> Page:
    """A page of changes; where it begins was checked."""
    limit = parsed.query.limit
    found = changes(connection, COLLECTIONS, wanted, limit=limit + 1)
    shown = found[:limit]
    following = None
    if len(found) > limit:
        following = with_query(path, parsed.spelled(after=str(number_of(shown[-1]))))
    return Page(shown, following)


def _answer(page: Page, path: str, parsed: parameters.Parsed[Any], *, tag: str, snapshot: Snapshot) -> Response:
    links = {"self": with_query(path, parsed.canonical), "next": page.following}
    body = answering.envelope(f"[{','.join(page.shown)}]", meta={"snapshot": snapshot.seq}, links=links, included=None)
    return answering.answer(body, tag=tag, snapshot=snapshot)


def _resumed(last_event_id: str | None, after: int | None) -> int | None:
    """Where a stream begins: behind the last event that the client has, else where it asks."""
    if last_event_id is None or not last_event_id.strip():
        return after
    if not last_event_id.isascii() or not last_event_id.isdigit() or int(last_event_id[:17]) > 2**53:
        fault = Fault(in_="header", name="Last-Event-ID", message="must be the number of a change")
        raise Invalid("the last event cannot be told", faults=[fault])
    return int(last_event_id[:17])


def _is_text(word: str) -> bool:
    return word.isascii() and word.isprintable()
