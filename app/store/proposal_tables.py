"""The tables of proposals: which texts were read, what their sentences could become, and what is not proposed again."""

import datetime as dt

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from app.store.metadata import SEQ, TEXT, Table


class TextReadRow(Table, table=True):
    """A source whose text was read for proposals: as it stood after the change `seq`, by the digest of the text."""

    source: str = Field(primary_key=True, sa_type=TEXT)
    seq: int = Field(sa_type=BigInteger)
    sha256: str = Field(sa_type=TEXT)


class ProposalRow(Table, table=True):
    """A proposal. `words` is the digest of its folded words; `actors` and `themes` stand between spaces.

    `parts` and `draft` are JSON. `accepted_as` is what its acceptance wrote: a `record`, `evidence` of one, or
    `nothing`. `model` is what came of a model's draft, which is asked for from `model_due_at` on, where that is not
    null. As private as the text that it quotes.
    """

    __table_args__ = (
        Index("ix_proposal_state", "state", "id"),
        Index("ix_proposal_source", "source", "id"),
        Index("ix_proposal_words", "words"),
        Index("ix_proposal_model", "model", "state"),
        Index("ix_proposal_model_due", "model_due_at"),
    )

    id: int = Field(primary_key=True, sa_type=SEQ)
    state: str = Field(sa_type=TEXT)
    source: str = Field(sa_type=TEXT)
    start: int
    end: int
    sha256: str = Field(sa_type=TEXT)
    words: str = Field(sa_type=TEXT)
    exact: str = Field(sa_type=TEXT)
    heading: str | None = Field(default=None, sa_type=TEXT)
    reason: str = Field(sa_type=TEXT)
    verdict: str = Field(sa_type=TEXT)
    near: str | None = Field(default=None, sa_type=TEXT)
    nearness: float
    near_reason: str = Field(sa_type=TEXT)
    actors: str = Field(sa_type=TEXT)
    themes: str = Field(sa_type=TEXT)
    parts: str = Field(sa_type=TEXT)
    draft: str = Field(sa_type=TEXT)
    drafted_by: str | None = Field(default=None, sa_type=TEXT)
    decided_by: str | None = Field(default=None, sa_type=TEXT)
    decided_at: dt.datetime | None = None
    decision: str | None = Field(default=None, sa_type=TEXT)
    outcome: str | None = Field(default=None, sa_type=TEXT)
    accepted_as: str | None = Field(default=None, sa_type=TEXT)
    model: str | None = Field(default=None, sa_type=TEXT)
    model_reason: str | None = Field(default=None, sa_type=TEXT)
    model_due_at: dt.datetime | None = None
    model_tries: int | None = None
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime
