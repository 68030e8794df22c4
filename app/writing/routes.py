"""Routes: creating, changing, deleting and merging, written once for every resource."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.pipeline import openapi
from app.pipeline.resource import Resource
from app.store.write import Writer
from app.writing import records
from app.writing.requests import PATCH_TYPES, Sent, sent
from app.writing.transaction import Done, Transactions
from schemas import Merge, WriteQuery

SENDING = (409, 410, 413, 415, 422)
"""How a write with a body is refused."""
MATCHING = (404, 412, 428)
"""How a write to a record as it was read is refused."""
OnOne = Callable[[Writer, Resource, str, Sent], Done]
"""A change of one record."""


async def sent_write(request: Request) -> Sent:
    """A write of one record, read whole."""
    return await sent(request, WriteQuery)


def add_routes(router: APIRouter, resource: Resource, transactions: Transactions) -> None:
    """Give a resource its writes."""
    scope, draft = f"{resource.name}:write", resource.collection.draft
    place = openapi.id_parameter(resource.name)

    def create(sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        return transactions.run(sent, scope=scope, change=lambda writer: records.create(writer, resource, sent))

    def on_one(change: OnOne) -> Callable[..., Response]:
        def write(request: Request, sent: Annotated[Sent, Depends(sent_write)]) -> Response:
            record_id = request.path_params["id"]
            return transactions.run(sent, scope=scope, change=lambda writer: change(writer, resource, record_id, sent))

        return write

    body = openapi.write(draft, [openapi.IDEMPOTENCY_KEY])
    _add(router, resource, "POST", "create", create, extra=body, refusals=SENDING, created=True)
    body = openapi.write(draft, [place, openapi.IF_MATCH], types=PATCH_TYPES, partial=True)
    _add(router, resource, "PATCH", "change", on_one(records.change), extra=body, refusals=(*SENDING, *MATCHING))
    body = openapi.write(None, [place, openapi.IF_MATCH])
    _add(router, resource, "DELETE", "delete", on_one(records.delete), extra=body, refusals=(409, 410, 422, *MATCHING))
    body = openapi.write(Merge, [place, openapi.IDEMPOTENCY_KEY])
    _add(router, resource, "POST", "merge", on_one(records.merge), extra=body, refusals=(404, *SENDING), after="/merge")


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
