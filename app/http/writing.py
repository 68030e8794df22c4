"""Routes: creating, changing, deleting, merging and restoring, written once for every resource."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.http import openapi
from app.http.sent import PATCH_TYPES, Sent, sent
from app.reading.resource import Resource
from app.store.write import Writer
from app.writing import records
from app.writing.transaction import Done, Transactions
from schemas import Merge, NamingQuery, WriteQuery

SENDING = (409, 412, 413, 415, 422)
"""How a write with a body is refused."""
ENDED = (404, 410)
"""How a write to a record that does not stand is refused."""
OnOne = Callable[[Writer, Resource, str, Sent], Done]
"""A change of one record."""


async def sent_write(request: Request) -> Sent:
    """A write of one record, read whole."""
    return await sent(request, WriteQuery)


async def sent_naming(request: Request) -> Sent:
    """A write that gives a record names, read whole."""
    return await sent(request, NamingQuery)


def add_routes(router: APIRouter, resource: Resource, transactions: Transactions) -> None:
    """Give a resource its writes."""
    scope, draft = f"{resource.name}:write", resource.collection.draft
    place = openapi.id_parameter(resource.name)
    is_named = resource.collection.naming is not None
    naming, query = (sent_naming, NamingQuery) if is_named else (sent_write, WriteQuery)

    def create(sent: Annotated[Sent, Depends(naming)]) -> Response:
        return transactions.run(sent, scope=scope, change=lambda writer: records.create(writer, resource, sent))

    def on_one(change: OnOne, read: Callable[[Request], Awaitable[Sent]] = sent_write) -> Callable[..., Response]:
        def write(request: Request, sent: Annotated[Sent, Depends(read)]) -> Response:
            record_id = request.path_params["id"]
            return transactions.run(sent, scope=scope, change=lambda writer: change(writer, resource, record_id, sent))

        return write

    add = partial(_add, router, resource)
    body = openapi.write(draft, [openapi.IDEMPOTENCY_KEY], query=query)
    add("POST", "create", create, extra=body, refusals=SENDING, created=True)
    body = openapi.write(draft, [place, openapi.IF_MATCH], types=PATCH_TYPES, partial=True, query=query)
    add("PATCH", "change", on_one(records.change, naming), extra=body, refusals=(*ENDED, *SENDING, 428))
    body = openapi.write(None, [place, openapi.IF_MATCH])
    add("DELETE", "delete", on_one(records.delete), extra=body, refusals=(*ENDED, 409, 412, 422, 428))
    body = openapi.write(Merge, [place, openapi.MATCH, openapi.IDEMPOTENCY_KEY])
    add("POST", "merge", on_one(records.merge), extra=body, refusals=(*ENDED, *SENDING), after="/merge")
    body = openapi.write(None, [place, openapi.MATCH, openapi.IDEMPOTENCY_KEY], query=query)
    body["description"] = (records.restore.__doc__ or "").strip()
    add("POST", "restore", on_one(records.restore, naming), extra=body, refusals=(404, *SENDING), after="/restore")


def _add(
    router: APIRouter,
    resource: Resource,
    method: str,
    verb: str,
    handle: Callable[..., Response],
    *,
    extra: dict[str, Any],
    refusals: tuple[int, ...],
    created: bool = False,
    after: str = "",
) -> None:
    """Add one route; `created` where it makes a record, else it is about one, with `after` behind its address."""
    singular = resource.collection.record.__name__
    answered = openapi.written(singular)
    router.add_api_route(
        f"/v1/{resource.name}" if created else f"/v1/{resource.name}/{{id}}{after}",
        handle,
        methods=[method],
        tags=[resource.name],
        response_class=Response,
        operation_id=f"{verb}_{singular.lower()}",
        summary=f"{verb.capitalize()} one of the {resource.name}",
        openapi_extra=extra,
        responses={
            **({201: answered[200]} if created else {}),
            **answered,
            **openapi.problems(401, 403, *refusals, 503),
        },
    )
