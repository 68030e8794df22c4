"""How far reading texts is behind, and what came of proposals: what `/metrics` tells of it."""

from typing import get_args

from sqlalchemy import Connection, func, select

from app.proposing.catching_up import find_unread
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from schemas import ModelOutcome, ProposalState

_proposals = columns_of(ProposalRow)


def measure_proposing(connection: Connection) -> dict[str, float]:
    """How many texts are unread, proposals in each state, and what came of asking a model of them."""
    counts = dict.fromkeys(get_args(ProposalState), 0)
    models = dict.fromkeys(get_args(ModelOutcome), 0)
    query = select(_proposals.state, _proposals.model, func.count()).group_by(_proposals.model, _proposals.state)
    for state, model, count in connection.execute(query):
        counts[state] += count
        if model is not None:
            models[model] += count
    unread = connection.execute(select(func.count()).select_from(find_unread().subquery())).scalar_one()
    return {
        "texts_unread": unread,
        **{f"proposals_{state}": count for state, count in counts.items()},
        **{f"model_drafts_{outcome}": count for outcome, count in models.items()},
    }
