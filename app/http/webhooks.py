"""`/v1/webhooks`: who is told of changes."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy import Connection, Row

from app.http.parts import Service
from app.http.private import answer_private, find_as_read, reading_key
from app.http.sent import JSON_TYPES, PATCH_TYPES
from app.http.writing import BODY_TYPE, NOT_KEPT, Write, respond_kept
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.store import clock
from app.webhooks import subscriptions
from app.writing.bodies import read_json, read_object
from schemas import (
    ListLinks,
    Meta,
    NewWebhook,
    Webhook,
    WebhookDraft,
    WebhookPage,
)

WEBHOOKS_PATH = "/v1/webhooks"
ONE = f"{WEBHOOKS_PATH}/{{id}}"
SCOPE = "webhooks:write"


def create_webhook(write: Write) -> NewWebhook:
    """Create a webhook."""
    write.sent.precondition.check_new()
    draft = read_json(WebhookDraft, write.sent.text(JSON_TYPES))
    service = write.service
    return subscriptions.add_subscription(
        write.writer.connection, draft, by=write.key.name, vault=service.vault, allow_private=service.allow_private
    )


def change_webhook(write: Write) -> Webhook:
    """Change a webhook."""
    row = find_own_as_read(write)
    patch = read_object(write.sent.text(PATCH_TYPES))
    return subscriptions.change_subscription(
        write.writer.connection, row, patch, allow_private=write.service.allow_private
    )


def delete_webhook(write: Write) -> None:
    """Delete a webhook."""
    subscriptions.remove(write.writer.connection, find_own_as_read(write))


def rotate_webhook(write: Write) -> NewWebhook:
    """Rotate a webhook."""
    return subscriptions.rotate(write.writer.connection, find_own_as_read(write), vault=write.service.vault)


def find_own_as_read(write: Write) -> Row[Any]:
    """The key's webhook that the address names. Raises `NotFound`, and `Stale` where it is not as it was read."""

    def find_own(connection: Connection, webhook_id: str) -> Row[Any]:
        return subscriptions.find_owned(connection, webhook_id, write.key)

    return find_as_read(write, find_own, show=subscriptions.show)


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


def list_webhooks(service: Service, request: Request) -> Response:
    """The webhooks of the key that asks; all of them for a key with the scope `*`."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        key = reading_key(service, connection, request=request, scopes=[SCOPE])
        newest = clock.newest(connection).seq
        found = subscriptions.list_owned(connection, key)
    page = WebhookPage(data=found, meta=Meta(snapshot=newest), links=ListLinks(self=WEBHOOKS_PATH, next=None))
    return Response(page.model_dump_json(), media_type=BODY_TYPE, headers=NOT_KEPT)


def get_webhook(service: Service, request: Request) -> Response:
    """One webhook."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        key = reading_key(service, connection, request=request, scopes=[SCOPE])
        newest = clock.newest(connection).seq
        webhook = subscriptions.show(subscriptions.find_owned(connection, request.path_params["id"], key))
    return respond_kept(answer_private(webhook, WEBHOOKS_PATH, newest))
