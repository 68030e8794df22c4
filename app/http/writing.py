"""Writes: what was sent becomes a change in a transaction, and what comes of it becomes the answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Response

from app.errors import Refusal
from app.http import answering, validators
from app.http.parts import Service
from app.http.sent import Sent
from app.reading.question.refusing import place_in_body
from app.store.write import Writer
from app.writing.keys import Key
from app.writing.outcome import Beside, Done, Outcome
from app.writing.retries import KeptAnswer
from app.writing.transaction import WriteRequest
from schemas import Contract

D = TypeVar("D")

BODY_TYPE = "application/json"
NOT_KEPT = {"Cache-Control": "no-store"}
CREATED = 201
NO_CONTENT = 204


@dataclass(frozen=True)
class Write:
    """A write under way: the transaction's writer, the key it is made with, where in the address, and what was sent."""

    service: Service
    writer: Writer
    key: Key
    place: Mapping[str, str]
    sent: Sent

    @property
    def id(self) -> str:
        """The id in the address."""
        return self.place["id"]


def answer_record(outcome: Outcome[Done], sent: Sent) -> KeptAnswer:
    """The answer to a write of one record: like its detail, or nothing but headers where little is wanted."""
    done, snapshot = outcome.done, outcome.snapshot
    path, beside = f"/v1/{'drafts' if done.is_draft else done.collection}/{done.record.id}", _members_of(done.beside)
    # What stands beside the record makes other bytes than its detail's.
    address = f"{path} {json.dumps(beside)}" if beside else path
    tag = validators.entity_tag(snapshot, address, revision=done.record.revision)
    headers = {"ETag": tag, **NOT_KEPT, **({"Location": path} if done.is_new else {})}
    if sent.wants_little:
        headers["Preference-Applied"] = "return=minimal"
        return KeptAnswer(CREATED if done.is_new else NO_CONTENT, headers)
    meta = {"snapshot": snapshot.seq, **beside}
    body = answering.envelope(done.record.model_dump_json(), meta=meta, links={"self": path}, included=None)
    return KeptAnswer(CREATED if done.is_new else 200, {**headers, "Content-Type": BODY_TYPE}, body)


def answer_json(body: Contract, *, status: int = 200) -> KeptAnswer:
    """An answer with a body, which nobody keeps."""
    return KeptAnswer(status, {**NOT_KEPT, "Content-Type": BODY_TYPE}, body.model_dump_json().encode())


def carry_out(
    service: Service,
    act: Callable[[Write], D],
    place: Mapping[str, str],
    sent: Sent,
    *,
    key: Key,
    answer: Callable[[Outcome[D], Sent], KeptAnswer],
) -> Response:
    """Do what was sent with a key in a transaction of its own, and answer it.

    A refusal leads into the body as far as that goes.
    """
    is_dry_run = sent.query.dry_run
    request = WriteRequest(key, is_dry_run, shares_names=sent.shares_names, retry=sent.retry)
    try:
        came = service.transactions.run(
            request,
            lambda writer, key: act(Write(service, writer, key, place, sent)),
            keep=lambda outcome: answer(outcome, sent),
        )
    except Refusal as refusal:
        raise place_in_body(refusal, sent.body) if sent.is_json else refusal from None
    if isinstance(came, KeptAnswer):
        return respond_kept(came, {"Idempotency-Replayed": "true"})
    return respond_kept(answer(came, sent), {"Dry-Run": "true"} if is_dry_run else {})


def _members_of(beside: Beside) -> dict[str, Any]:
    """What stands beside a record, as members of `meta`."""
    members: dict[str, Any] = {"similar": list(beside.similar)} if beside.similar else {}
    if beside.moved is not None:
        members["moved"] = [each.model_dump() for each in beside.moved]
    return members


def respond_kept(answer: KeptAnswer, further: Mapping[str, str] | None = None) -> Response:
    """An answer as it is sent, with further headers."""
    return Response(answer.body, status_code=answer.status, headers={**answer.headers, **(further or {})})
