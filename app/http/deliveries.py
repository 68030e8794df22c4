"""`/v1/webhooks/{id}/deliveries`: what was delivered to a webhook, and delivering it again."""

from fastapi import Request, Response

from app.errors import NotFound
from app.http.parts import Service
from app.http.private import reading_key, respond_page
from app.http.sent import Sent
from app.http.webhooks import SCOPE, WEBHOOKS_PATH, find_own_as_read
from app.http.writing import Write, answer_json
from app.reading.question import parameters
from app.store import clock
from app.webhooks import subscriptions
from app.webhooks.subscriptions import Redelivery
from app.writing.outcome import Outcome
from app.writing.retries import KeptAnswer
from schemas import DeliveriesQuery, DeliveryDetail, DeliveryPage, Links, Meta

ACCEPTED = 202


def redeliver(write: Write) -> Redelivery:
    """Deliver a change to a webhook once more.

    It is sent soon, once, out of turn. To deliver everything again, set the webhook's `after` back.
    """
    row, number = find_own_as_read(write), write.place["delivery"]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound("a delivery is named by its number", about="delivery")
    return subscriptions.ask_redelivery(write.writer.connection, row, int(number))


def answer_redelivery(outcome: Outcome[Redelivery], _: Sent) -> KeptAnswer:
    """The answer with the attempt that was asked for."""
    asked, meta = outcome.done, Meta(snapshot=outcome.snapshot.seq)
    links = Links(self=f"{WEBHOOKS_PATH}/{asked.webhook_id}/deliveries")
    return answer_json(DeliveryDetail(data=asked.delivery, meta=meta, links=links), status=ACCEPTED)


def list_deliveries(service: Service, request: Request) -> Response:
    """What was delivered to a webhook."""
    parsed = parameters.read_query(DeliveriesQuery, request.scope["query_string"])
    webhook_id = request.path_params["id"]
    path = f"{WEBHOOKS_PATH}/{webhook_id}/deliveries"
    with service.database.read_primary() as connection:
        key = reading_key(service, connection, request=request, scopes=[SCOPE])
        subscriptions.find_owned(connection, webhook_id, key)
        newest = clock.newest(connection).seq
        found = subscriptions.read_log(connection, webhook_id, parsed.query)
    return respond_page(DeliveryPage, found, path, parsed, newest=newest, behind=lambda last: {"before": str(last.id)})
