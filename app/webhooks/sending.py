"""Sending: one change, signed, to one endpoint, and what came of it."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import Iterable

import httpx

from app.internet.answers import AGENT, read_retry_after
from app.internet.transport import NotPublic, PublicTransport
from app.reading.formats.lines import on_one_line
from app.store.vault import Locked, Vault
from app.webhooks.outbox import Attempt, Subscription, Task
from app.webhooks.sealing import unseal_all
from app.webhooks.subscriptions import message_id

ATTEMPT_SECONDS = 15
"""How long an attempt may take in all."""


def new_client(*, allow_private: bool) -> httpx.AsyncClient:
    """A client that follows no redirect, uses no proxy, and leads nowhere private."""
    return httpx.AsyncClient(
        transport=PublicTransport(allow_private=allow_private),
        headers={"User-Agent": AGENT, "Content-Type": "application/json", "Accept": "*/*"},
        timeout=ATTEMPT_SECONDS,
        follow_redirects=False,
        trust_env=False,
    )


async def send(client: httpx.AsyncClient, subscription: Subscription, task: Task, *, vault: Vault) -> Attempt:
    """Post a change to a webhook; what comes of it, whatever that is. Of the answer nothing but its head is read."""
    began = time.monotonic()
    status, error, wait = None, None, None
    message, body = message_id(subscription.id, task.number), message_body(task.change)
    sent_at = int(time.time())
    try:
        known = unseal_all(subscription.secrets, vault, about=subscription.id)
    except Locked:
        return Attempt(None, "the tracker cannot sign: the webhook's secret is sealed", 0)
    headers = {
        "webhook-id": message,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": " ".join(signatures(known, message, sent_at, body)),
    }
    try:
        async with (
            asyncio.timeout(ATTEMPT_SECONDS),
            client.stream("POST", subscription.url, content=body, headers=headers) as answer,
        ):
            status = answer.status_code
            if not answer.is_success:
                error = "redirects are not followed" if answer.is_redirect else "the answer is no success"
                wait = read_retry_after(answer.headers.get("retry-after"))
    except NotPublic as refused:
        error = str(refused)
    except (TimeoutError, httpx.TimeoutException):
        error = f"no answer within {ATTEMPT_SECONDS} seconds"
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as failure:
        error = f"no answer: {type(failure).__name__}"
    return Attempt(status, error, round((time.monotonic() - began) * 1000), wait)


def message_body(change: str) -> bytes:
    """The message of a change, given as the JSON of the change feed."""
    about = json.loads(change)
    kind = json.dumps(f"{about['collection']}.{about['action']}")
    return on_one_line(f'{{"type":{kind},"timestamp":{json.dumps(about["at"])},"data":{change}}}'.encode())


def signatures(secrets: Iterable[str], message: str, sent_at: int, body: bytes) -> list[str]:
    """A signature by each secret (Standard Webhooks, "Signature scheme": HMAC-SHA256 over id, timestamp and body)."""
    signed = f"{message}.{sent_at}.".encode() + body
    keys = (base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets)
    return [f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}" for key in keys]
