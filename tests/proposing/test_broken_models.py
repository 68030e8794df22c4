"""Broken models: whatever an endpoint does, proposals are as they would be without it."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from sqlalchemy import delete

from app.proposing.model_endpoint import ModelEndpoint
from app.store.database import Database
from app.store.proposal_tables import ProposalRow, TextReadRow
from tests.proposing.asking import as_read, collect, honestly, make_due, proposals
from tests.proposing.lying import HONEST, TEXT
from tests.proposing.models import FakeModel, Handler, flood, trickle
from tests.proposing.test_proposals import attach, read_all
from tests.servers import free_port


def give(answer: Any, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        assert isinstance(handler, Handler)
        handler.give(answer, status, **headers)

    return broken


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (trickle, "no whole answer within 0.4 seconds"),
        (flood, "the answer has more than 2,000,000 bytes"),
        (lambda handler: handler.wfile.write(b"hello\r\n"), "no answer: RemoteProtocolError"),
        (give(b"<html>"), "the answer is no JSON"),
        (give(b"[" * 100_000), "the answer is no JSON"),
        (give({"error": {"message": "no"}}), "the answer is no chat completion"),
        (give([]), "the answer is no chat completion"),
        (give({"choices": [{"message": {"content": None}}]}), "the answer is no draft"),
        (give({"choices": [{"message": {"content": "{}"}}]}), "the answer is no draft: quote Field required"),
        (give({}, 500), "the endpoint answers 500"),
        (give({}, 302, Location="http://127.0.0.1:1/"), "the endpoint answers 302"),
    ],
)
def test_an_endpoint_that_is_broken_changes_nothing_else(
    seeded: Database, model: FakeModel, broken: Callable[[BaseHTTPRequestHandler], None], reason: str
) -> None:
    attach(seeded, "One", HONEST[0].sentence)
    read_all(seeded)
    (before,) = proposals(seeded)
    model.broken = broken
    for _ in range(3):
        (asked,) = proposals(seeded)
        assert asked == before
        collect(seeded, model.endpoint(seconds=0.4))
        make_due(seeded)
    (after,) = proposals(seeded)
    assert after.model == "failed"
    assert str(after.model_reason).startswith(reason)
    assert as_read(after) == as_read(before)
    asked_before = len(model.asked)
    collect(seeded, model.endpoint(seconds=0.4))
    assert len(model.asked) == asked_before


def test_an_endpoint_where_nobody_answers_is_asked_when_somebody_does(seeded: Database, model: FakeModel) -> None:
    attach(seeded, "One", TEXT)
    gone = ModelEndpoint(f"http://127.0.0.1:{free_port()}", None, chat="c", embeddings="e")
    for _ in range(4):
        collect(seeded, gone)
        make_due(seeded)
    assert {each.model for each in proposals(seeded)} == {None}
    model.tell = honestly
    collect(seeded, model.endpoint())
    assert {each.model for each in proposals(seeded)} == {"drafted"}


def test_a_model_that_makes_no_vectors_drafts_all_the_same(seeded: Database, model: FakeModel) -> None:
    attach(seeded, "One", TEXT)
    model.tell = honestly
    for vectors in (lambda _: [], lambda _: ["x"], lambda text: [1.0] * len(text), lambda _: [float("nan")]):
        with seeded.write() as connection:
            connection.execute(delete(ProposalRow))
            connection.execute(delete(TextReadRow))
        model.embed = vectors
        collect(seeded, model.endpoint())
        found = proposals(seeded)
        assert {each.model for each in found} == {"drafted"}
        assert not any(part.kind == "near" for each in found for part in each.parts)
