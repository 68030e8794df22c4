"""Asking a model in tests: what is due, at once, and the proposals that come of it."""

import asyncio
import datetime as dt
from typing import Any

from sqlalchemy import select, update

from app.collecting.collector import Collector
from app.proposing.deciding import show_proposal
from app.proposing.model_endpoint import ModelEndpoint
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from schemas import Proposal
from tests.proposing.lying import HONEST, tell_honestly


def collect(database: Database, endpoint: ModelEndpoint | None) -> None:
    """Read and draft whatever is due, until nothing is."""
    collector = Collector(database, allow_private=True, model=endpoint, once=True)
    asyncio.run(asyncio.wait_for(collector.run(), 120))


def proposals(database: Database) -> list[Proposal]:
    """Every proposal, in the order of the sentences."""
    columns = columns_of(ProposalRow)
    with database.read() as connection:
        return [show_proposal(row) for row in connection.execute(select(*columns).order_by(columns.id))]


def make_due(database: Database) -> None:
    """Have a model be asked again, as if the time for it had come."""
    with database.write() as connection:
        due = update(ProposalRow).where(ProposalRow.model_due_at.is_not(None))  # type: ignore[union-attr]
        connection.execute(due.values(model_due_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))


def honestly(sentence: str) -> dict[str, Any]:
    (honest,) = (each for each in HONEST if each.sentence == sentence)
    return tell_honestly(honest)


def as_read(proposal: Proposal) -> dict[str, Any]:
    """What was read of a sentence, without what a model can change and what each reading has of its own."""
    return proposal.model_dump(
        exclude={"id", "source", "model", "model_reason", "revision", "created_at", "updated_at"}
    )
