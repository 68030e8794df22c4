"""`/v1/webhooks`: who is told of changes."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.http import openapi
from app.http.sent import JSON_TYPES, PATCH_TYPES, Sent
from app.http.writing import sent_write
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.store import clock
from app.store.database import Database
from app.store.write import Writer
from app.webhooks import subscriptions
from app.writing import keys
from app.writing.bodies import read_json, read_object
from app.writing.keys import Key
from app.writing.transaction import Transactions
from schemas import (
    Contract,
    Links,
    ListLinks,
    Meta,
    NewWebhookDetail,
    Webhook,
    WebhookDetail,
    WebhookDraft,
    WebhookPage,
)

PATH = "/v1/webhooks"
ONE = f"{PATH}/{{id}}"
SCOPE = "webhooks:write"
HEADERS = {"Cache-Control": "no-store"}
PLACE = openapi.id_parameter("webhooks")
SECURED: dict[str, Any] = {"security": [{"key": []}]}

Answer = Callable[[int], Response]
"""The answer to a write, of the newest change number."""
OnWebhooks = Callable[[Writer, Key, Request, Sent], Answer]


def add_routes(router: APIRouter, database: Database, transactions: Transactions, *, allow_private: bool) -> None:
    """Give the service its webhooks."""
    _add_reads(router, database)

    def create(writer: Writer, key: Key, _: Request, sent: Sent) -> Answer:
        sent.check_match(None)
        draft = read_json(WebhookDraft, sent.text(JSON_TYPES))
        made = subscriptions.add(writer.connection, draft, by=key.name, allow_private=allow_private)
        return lambda newest: shown(made, newest, status=201)

    def change(writer: Writer, key: Key, request: Request, sent: Sent) -> Answer:
        row = subscriptions.owned(writer.connection, request.path_params["id"], key)
        patch = read_object(sent.text(PATCH_TYPES))
        sent.check_match(subscriptions.shown(row))
        changed = subscriptions.change(writer.connection, row, patch, allow_private=allow_private)
        return lambda newest: shown(changed, newest)

    def remove(writer: Writer, key: Key, request: Request, sent: Sent) -> Answer:
        row = subscriptions.owned(writer.connection, request.path_params["id"], key)
        sent.check_match(subscriptions.shown(row))
        subscriptions.remove(writer.connection, row)
        return lambda _: Response(status_code=204, headers=HEADERS)

    def rotate(writer: Writer, key: Key, request: Request, sent: Sent) -> Answer:
        row = subscriptions.owned(writer.connection, request.path_params["id"], key)
        sent.check_match(subscriptions.shown(row))
        rotated = subscriptions.rotate(writer.connection, row)
        return lambda newest: shown(rotated, newest)

    body = openapi.write(WebhookDraft, [openapi.IDEMPOTENCY_KEY])
    add = _Adding(router, transactions)
    add("POST", PATH, create, verb="create", extra=body, answers={201: NewWebhookDetail}, refusals=(409, 412, 413, 415))
    body = openapi.write(WebhookDraft, [PLACE, openapi.MATCH], types=PATCH_TYPES, partial=True)
    add("PATCH", ONE, change, verb="change", extra=body, answers={200: WebhookDetail}, refusals=(404, 412, 413, 415))
    body = openapi.write(None, [PLACE, openapi.MATCH])
    add("DELETE", ONE, remove, verb="delete", extra=body, answers={204: None}, refusals=(404, 412))
    body = openapi.write(None, [PLACE, openapi.MATCH, openapi.IDEMPOTENCY_KEY])
    made: dict[int, type[Contract] | None] = {200: NewWebhookDetail}
    add("POST", f"{ONE}/rotate", rotate, verb="rotate", extra=body, answers=made, refusals=(404, 412))


def writer_of(transactions: Transactions, act: OnWebhooks) -> Callable[..., Response]:
    """A route that carries out a write with the key that it was asked with."""

    def write(request: Request, sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        def change(writer: Writer) -> Answer:
            return act(writer, keys.key_of(writer.connection, sent.authorization), request, sent)

        return transactions.run(sent, scope=SCOPE, change=change)

    return write


def reading_key(connection: Any, request: Request) -> Key:
    """The key of a read. Raises `Unauthorized`, `Forbidden`."""
    key = keys.key_of(connection, request.headers.get("authorization"))
    key.require(SCOPE)
    return key


DOCUMENT: dict[str, Any] = {
    "change": {
        "post": {
            "tags": ["webhook-receiver"],
            "operationId": "receive_change",
            "summary": "A change, posted to a webhook as it is made",
            "description": "Signed. 200 to 299 takes it, 410 ends the webhook, anything else is tried again.",
            "parameters": [
                {"name": name, "in": "header", "required": True, "description": meaning, "schema": {"type": "string"}}
                for name, meaning in (
                    ("webhook-id", "One for all attempts with a change."),
                    ("webhook-timestamp", "When it was sent, in seconds since 1970."),
                    ("webhook-signature", "`v1,` and a signature in Base64, for each secret in force."),
                )
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WebhookMessage"}}},
            },
            "responses": {"2XX": {"description": "Taken"}, "410": {"description": "Gone: disable the webhook"}},
        }
    }
}
"""What is posted to webhooks, as the OpenAPI document says it."""


def shown(webhook: Webhook, newest: int, *, status: int = 200) -> Response:
    """The answer with one webhook; its ETag begins with the revision that If-Match is held against."""
    links = Links(self=f"{PATH}/{webhook.id}")
    body = json.dumps(
        {"data": webhook.model_dump(mode="json"), "meta": {"snapshot": newest}, "links": links.model_dump()},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    headers = {**HEADERS, "ETag": f'"r{webhook.revision}-{sha256(body).hexdigest()[:12]}"'}
    if status == 201:  # created
        headers["Location"] = links.self
    return Response(body, status_code=status, media_type="application/json", headers=headers)


class _Adding:
    """Adds the routes of writes."""

    def __init__(self, router: APIRouter, transactions: Transactions) -> None:
        self._router = router
        self._transactions = transactions

    def __call__(
        self,
        method: str,
        path: str,
        act: OnWebhooks,
        *,
        verb: str,
        extra: dict[str, Any],
        answers: dict[int, type[Contract] | None],
        refusals: tuple[int, ...],
    ) -> None:
        """Add one."""
        self._router.add_api_route(
            path,
            writer_of(self._transactions, act),
            methods=[method],
            tags=["webhooks"],
            response_class=Response,
            operation_id=f"{verb}_webhook",
            summary=f"{verb.capitalize()} a webhook",
            openapi_extra=extra,
            responses={
                **{status: {"description": "Done", "model": model} for status, model in answers.items()},
                **openapi.problems(401, 403, *refusals, 422, 503),
            },
        )


def _add_reads(router: APIRouter, database: Database) -> None:
    def listed(request: Request) -> Response:
        parameters.read(Nothing, request.scope["query_string"])
        with database.read_primary() as connection:
            key = reading_key(connection, request)
            newest = clock.newest(connection).seq
            found = subscriptions.listed(connection, key)
        page = WebhookPage(data=found, meta=Meta(snapshot=newest), links=ListLinks(self=PATH, next=None))
        return Response(page.model_dump_json(), media_type="application/json", headers=HEADERS)

    def one(request: Request) -> Response:
        parameters.read(Nothing, request.scope["query_string"])
        with database.read_primary() as connection:
            key = reading_key(connection, request)
            newest = clock.newest(connection).seq
            webhook = subscriptions.shown(subscriptions.owned(connection, request.path_params["id"], key))
        return shown(webhook, newest)

    for path, read, model, name, extra in (
        (PATH, listed, WebhookPage, "list_webhooks", SECURED),
        (ONE, one, WebhookDetail, "get_webhook", {**SECURED, "parameters": [PLACE]}),
    ):
        router.add_api_route(
            path,
            read,
            methods=["GET"],
            tags=["webhooks"],
            response_class=Response,
            operation_id=name,
            summary=(model.__doc__ or "").splitlines()[0].rstrip("."),
            openapi_extra=extra,
            responses={200: {"model": model}, **openapi.problems(401, 403, 404, 422, 503)},
        )
