"""The outbox: what is to be delivered to whom, read from the change log; who delivers it; and what came of it."""

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, and_, delete, insert, or_, select, update

from app.resources import COLLECTIONS
from app.store import clock
from app.store.history import Wanted, changes, number_of, survivors
from app.store.metadata import columns_of
from app.store.service_tables import WebhookDeliveryRow, WebhookRow

LEASE = dt.timedelta(seconds=20)
"""How long one process alone delivers to a webhook after it last said so; longer than an attempt may take."""
PAUSES = tuple(dt.timedelta(seconds=each) for each in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""How long to wait after each failure (Standard Webhooks, "Retry schedule"); after one more a webhook is disabled."""
LONGEST_PAUSE = dt.timedelta(days=1)
"""How long an endpoint may ask to be left alone."""
DELIVERIES_KEPT = dt.timedelta(days=30)
"""How long the log is kept."""
SCANNED = 5_000
"""How many changes are looked through at a time for what a webhook wants."""
READ = 50
"""How many of them are read at a time."""

_webhooks = columns_of(WebhookRow)
_deliveries = columns_of(WebhookDeliveryRow)


@dataclass(frozen=True)
class Due:
    """A webhook to which something may be delivered now, whose it is, and how often in a row it has failed."""

    id: str
    owner: str
    failures: int


@dataclass(frozen=True)
class Subscription:
    """A webhook that one process delivers to, for as long as it holds the lease.

    `secrets`, as they are kept, all sign; everything wanted up to `after` was delivered; while it is `resting` after a
    failure, only what was asked for again is delivered.
    """

    id: str
    lease: str
    url: str
    secrets: tuple[str, ...]
    collections: Sequence[str] | None
    actors: Sequence[str] | None
    after: int
    failures: int
    resting: bool


@dataclass(frozen=True)
class Task:
    """A change to be delivered, as JSON; `asked` is the row of the redelivery that was asked for, if one was."""

    number: int
    change: str
    asked: int | None = None


@dataclass(frozen=True)
class Attempt:
    """What came of an attempt: the status of the answer, why it does not count, and how long it asks to be left."""

    status: int | None
    error: str | None
    milliseconds: int
    retry_after: dt.timedelta | None = None


def find_due(connection: Connection) -> list[Due]:
    """The webhooks to which something may be delivered now."""
    now = dt.datetime.now(dt.UTC)
    waiting = select(_deliveries.webhook).where(_deliveries.state == "waiting")
    rested = or_(_webhooks.next_attempt_at.is_(None), _webhooks.next_attempt_at <= now)
    behind = and_(_webhooks.after < clock.newest(connection).seq, rested)
    columns = select(_webhooks.id, _webhooks.by, _webhooks.failures)
    query = columns.where(_webhooks.enabled, _is_free(now), or_(behind, _webhooks.id.in_(waiting)))
    return [Due(*row) for row in connection.execute(query)]


def claim(connection: Connection, webhook_id: str) -> Subscription | None:
    """Take a webhook for this process alone; None where another has it."""
    now, lease = dt.datetime.now(dt.UTC), secrets.token_hex(8)
    taking = update(WebhookRow).where(_webhooks.id == webhook_id, _webhooks.enabled, _is_free(now))
    taken = taking.values(lease=lease, leased_until=now + LEASE).returning(*_webhooks)
    row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    connection.execute(
        delete(WebhookDeliveryRow).where(_deliveries.webhook == webhook_id, _deliveries.at < now - DELIVERIES_KEPT)
    )
    rotating = row.previous_secret_until is not None and row.previous_secret_until > now
    return Subscription(
        id=row.id,
        lease=lease,
        url=row.url,
        secrets=(row.secret, row.previous_secret) if rotating else (row.secret,),
        collections=row.collections.split() if row.collections is not None else None,
        actors=row.actors.split() if row.actors is not None else None,
        after=row.after,
        failures=row.failures,
        resting=row.next_attempt_at is not None and row.next_attempt_at > now,
    )


def read_asked(connection: Connection, subscription: Subscription) -> list[Task]:
    """What is to be delivered once more because somebody asked."""
    asked = select(_deliveries.id, _deliveries.change).where(
        _deliveries.state == "waiting", _deliveries.webhook == subscription.id
    )
    rows = connection.execute(asked.order_by(_deliveries.id).limit(READ)).all()
    wanted = [(row, Wanted(row.change - 1, row.change)) for row in rows]
    return [Task(row.change, changes(connection, COLLECTIONS, one, limit=1)[0], asked=row.id) for row, one in wanted]


def read_following(connection: Connection, subscription: Subscription) -> tuple[list[Task], int]:
    """What is to be delivered next, in order, and the number up to which there is nothing else."""
    upto = min(clock.newest(connection).seq, subscription.after + SCANNED)
    about = None
    if subscription.actors is not None:
        about = survivors(connection, "actors", subscription.actors)
    wanted = Wanted(subscription.after, upto, collections=subscription.collections, about=about)
    found = changes(connection, COLLECTIONS, wanted, limit=READ)
    tasks = [Task(number_of(change), change) for change in found]
    return tasks, tasks[-1].number if len(tasks) == READ else upto


def note_asked(connection: Connection, subscription: Subscription, task: Task, attempt: Attempt) -> Subscription | None:
    """Write down what came of a redelivery; None where another process has taken over."""
    if not _renew(connection, subscription):
        return None
    connection.execute(update(WebhookDeliveryRow).where(_deliveries.id == task.asked).values(**_row_of(attempt)))
    return subscription


def note(connection: Connection, subscription: Subscription, task: Task, attempt: Attempt) -> Subscription | None:
    """Write down what came of an attempt; None where the webhook is to be left alone now, or another has taken over."""
    if not _renew(connection, subscription):
        return None
    row = {"webhook": subscription.id, "change": task.number, **_row_of(attempt)}
    connection.execute(insert(WebhookDeliveryRow), row)
    if attempt.error is None:
        return move(connection, subscription, task.number)
    connection.execute(_mine(subscription).values(**_rest(subscription, attempt), lease=None, leased_until=None))
    return None


def move(connection: Connection, subscription: Subscription, number: int) -> Subscription | None:
    """Remember that everything up to a change was delivered; None where another process has taken over."""
    done = _mine(subscription).values(after=number, failures=0, next_attempt_at=None)
    if connection.execute(done).rowcount == 0:
        return None
    return replace(subscription, after=number, failures=0)


def release(connection: Connection, subscription: Subscription) -> None:
    """Let another process have the webhook at once."""
    connection.execute(_mine(subscription).values(lease=None, leased_until=None))


def _rest(subscription: Subscription, attempt: Attempt) -> dict[str, Any]:
    """How long a webhook that failed is left alone: for good where it is gone, or has failed for days."""
    failures = subscription.failures + 1
    if attempt.status == 410 or failures > len(PAUSES):  # gone
        reason = "the endpoint is gone (410)" if attempt.status == 410 else f"failed {failures} times over days"  # gone
        return {"enabled": False, "disabled_because": reason, "failures": failures, "next_attempt_at": None}
    pause = PAUSES[failures - 1] * random.uniform(1, 1.1)  # noqa: S311  # so that endpoints are not met all at once
    if attempt.retry_after is not None:
        pause = min(max(attempt.retry_after, dt.timedelta(0)), LONGEST_PAUSE)
    return {"failures": failures, "next_attempt_at": dt.datetime.now(dt.UTC) + pause}


def _row_of(attempt: Attempt) -> dict[str, Any]:
    return {
        "state": "delivered" if attempt.error is None else "failed",
        "at": dt.datetime.now(dt.UTC),
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
    }


def _renew(connection: Connection, subscription: Subscription) -> bool:
    until = dt.datetime.now(dt.UTC) + LEASE
    return connection.execute(_mine(subscription).values(leased_until=until)).rowcount == 1


def _mine(subscription: Subscription) -> Update:
    return update(WebhookRow).where(_webhooks.id == subscription.id, _webhooks.lease == subscription.lease)


def _is_free(now: dt.datetime) -> ColumnElement[bool]:
    return or_(_webhooks.leased_until.is_(None), _webhooks.leased_until < now)
