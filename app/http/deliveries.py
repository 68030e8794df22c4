"""`/v1/webhooks/{id}/deliveries`: what was delivered to a webhook, and delivering it again."""

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.http import openapi
from app.http.sent import Sent
from app.http.webhooks import HEADERS, PATH, PLACE, SECURED, Answer, reading_key, writer_of
from app.reading.answer.listing import with_query
from app.reading.question import parameters
from app.store import clock
from app.store.database import Database
from app.store.write import Writer
from app.webhooks import subscriptions
from app.writing.keys import Key
from app.writing.transaction import Transactions
from schemas import DeliveriesQuery, DeliveryDetail, DeliveryPage, Links, ListLinks, Meta

NUMBER = {
    "name": "delivery",
    "in": "path",
    "required": True,
    "description": "The delivery's id.",
    "schema": {"type": "integer", "minimum": 1},
}


def add_routes(router: APIRouter, database: Database, transactions: Transactions) -> None:
    """Give webhooks their logs."""
    _add_log(router, database)
    router.add_api_route(
        f"{PATH}/{{id}}/deliveries/{{delivery}}/redeliver",
        writer_of(transactions, _redeliver),
        methods=["POST"],
        tags=["webhooks"],
        response_class=Response,
        operation_id="redeliver",
        summary="Deliver a change to a webhook once more",
        description="It is sent soon, once, out of turn. To deliver everything again, set the webhook's `after` back.",
        status_code=202,
        openapi_extra=openapi.write(None, [PLACE, NUMBER, openapi.MATCH, openapi.IDEMPOTENCY_KEY]),
        responses={202: {"model": DeliveryDetail}, **openapi.problems(401, 403, 404, 409, 412, 422, 503)},
    )


def _add_log(router: APIRouter, database: Database) -> None:

    def log(request: Request) -> Response:
        parsed = parameters.read(DeliveriesQuery, request.scope["query_string"])
        webhook_id = request.path_params["id"]
        path = f"{PATH}/{webhook_id}/deliveries"
        with database.read_primary() as connection:
            key = reading_key(connection, request)
            subscriptions.owned(connection, webhook_id, key)
            newest = clock.newest(connection).seq
            found = subscriptions.log(connection, webhook_id, parsed.query)
        shown, following = found[: parsed.query.limit], None
        if len(found) > len(shown):
            following = with_query(path, parsed.spelled(before=str(shown[-1].id)))
        links = ListLinks(self=with_query(path, parsed.canonical), next=following)
        page = DeliveryPage(data=tuple(shown), meta=Meta(snapshot=newest), links=links)
        return Response(page.model_dump_json(), media_type="application/json", headers=HEADERS)

    router.add_api_route(
        f"{PATH}/{{id}}/deliveries",
        log,
        methods=["GET"],
        tags=["webhooks"],
        response_class=Response,
        operation_id="list_deliveries",
        summary="What was delivered to a webhook",
        openapi_extra={**SECURED, "parameters": [PLACE, *openapi.query_parameters(DeliveriesQuery)]},
        responses={200: {"model": DeliveryPage}, **openapi.problems(401, 403, 404, 422, 503)},
    )


def _redeliver(writer: Writer, key: Key, request: Request, sent: Sent) -> Answer:
    webhook_id, number = request.path_params["id"], request.path_params["delivery"]
    row = subscriptions.owned(writer.connection, webhook_id, key)
    sent.check_match(subscriptions.shown(row))
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound("a delivery is named by its number", about="delivery")
    asked = subscriptions.redeliver(writer.connection, row, int(number))

    def answer(newest: int) -> Response:
        links = Links(self=f"{PATH}/{webhook_id}/deliveries")
        detail = DeliveryDetail(data=asked, meta=Meta(snapshot=newest), links=links)
        return Response(detail.model_dump_json(), status_code=202, media_type="application/json", headers=HEADERS)

    return answer
