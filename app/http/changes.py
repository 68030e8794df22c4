"""`/v1/changes`, its stream, and a record's revisions."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.changes.feed import ChangesAnswer, changes_of, revisions_of
from app.changes.stream import Newest
from app.errors import Invalid
from app.http import negotiation
from app.http.answering import Get, Representation, envelope
from app.http.front.protocol import STOPPING
from app.http.parts import Service
from app.reading.answer.basis import Unchanged
from app.reading.formats import JSON, NDJSON, types_of
from app.reading.question import parameters
from app.reading.question.addresses import with_query
from app.reading.question.parameters import Parsed
from app.reading.resource import Resource
from app.store.history import Wanted, number_of
from schemas import ChangesQuery, Fault, FollowQuery, StreamQuery

EVENTS = "text/event-stream"
STREAMED: dict[str, dict[str, Any]] = {EVENTS: {"schema": {"type": "string"}}}
REVISIONS = "Every change of the record, oldest first, also after its end."
CHANGE_FORMS = types_of(ChangesQuery)


def list_changes(service: Service, get: Get) -> Representation:
    """Everything that happened, in its order."""
    parsed = get.read(ChangesQuery)
    form = negotiation.choose(parsed.query.format, get.scope["headers"], CHANGE_FORMS)
    answer = changes_of(
        service.database,
        parsed.query,
        whole=form != JSON and "limit" not in parsed.given,
        made_of=f"{form} {with_query(get.path, parsed.canonical)}",
        known=get.known(),
    )
    if form == JSON or isinstance(answer, Unchanged):
        return _in_json(get, parsed, answer)
    headers = {"X-Snapshot": str(answer.basis.snapshot.seq)}
    if (following := _following(get, parsed, answer)) is not None:
        headers["Link"] = f'<{following}>; rel="next"'
    return Representation(
        answer.basis, (f"{change}\n".encode() for change in answer.changes), NDJSON.media_type, headers
    )


def list_revisions(resource: Resource, service: Service, get: Get) -> Representation:
    """The revisions of one record."""
    parsed = get.read(FollowQuery)
    get.check_accept()
    made_of = with_query(get.path, parsed.canonical)
    answer = revisions_of(
        service.database, resource.name, get.place["id"], parsed.query, made_of=made_of, known=get.known()
    )
    return _in_json(get, parsed, answer)


async def stream_changes(service: Service, request: Request) -> Response:
    """What happens, as it happens.

    Server-sent events: each `data` is a change, each `id` its number.
    """
    query = parameters.read_query(StreamQuery, request.scope["query_string"]).query
    negotiation.prefer(negotiation.accept_of(request.scope["headers"]), (EVENTS,))
    wanted = await service.newest.begin(query, _resume(request.headers.get("last-event-id"), query.after))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.scope.get("asked_method") == "HEAD":
        return Response(media_type=EVENTS, headers=headers)
    events = _events(service.newest, wanted, request.scope.get("state", {}))
    return StreamingResponse(events, media_type=EVENTS, headers=headers)


async def _events(newest: Newest, wanted: Wanted, state: Mapping[str, Any]) -> AsyncIterator[bytes]:
    """The wanted changes as events, until the server stops; a comment where nothing happens for long."""
    yield b": the changes after %d\n\n" % wanted.after
    async for change in newest.changes(wanted, is_ending=lambda: bool(state.get(STOPPING))):
        if change is None:
            yield b": still here\n\n"
        else:
            yield f"id: {number_of(change)}\nevent: change\ndata: {change}\n\n".encode()


def _in_json(get: Get, parsed: Parsed[Any], answer: ChangesAnswer | Unchanged) -> Representation:
    if isinstance(answer, Unchanged):
        return Representation(answer.basis, None)
    links = {"self": with_query(get.path, parsed.canonical), "next": _following(get, parsed, answer)}
    meta = {"snapshot": answer.basis.snapshot.seq}
    body = envelope(f"[{','.join(answer.changes)}]", meta=meta, links=links, included=None)
    return Representation(answer.basis, body)


def _following(get: Get, parsed: Parsed[Any], answer: ChangesAnswer) -> str | None:
    """The address of the next changes."""
    return None if answer.after is None else with_query(get.path, parsed.spelled(after=str(answer.after)))


def _resume(last_event_id: str | None, after: int | None) -> int | None:
    """Where a stream begins: behind the last event that the client has, else where it asks."""
    if last_event_id is None or not last_event_id.strip():
        return after
    if not last_event_id.isascii() or not last_event_id.isdigit() or int(last_event_id[:17]) > 2**53:
        fault = Fault(in_="header", name="Last-Event-ID", message="must be the number of a change")
        raise Invalid("the last event cannot be told", faults=[fault])
    return int(last_event_id[:17])
