"""Proposals: what a sentence of a source's text could become in the record, until an editor has decided."""

from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.changes import ChangeNumber
from schemas.evidence import Selector
from schemas.page import Links, ListLinks, Meta
from schemas.query import HasDays, Values, Whole
from schemas.types import (
    ActorId,
    Contract,
    Day,
    DevelopmentId,
    Instant,
    Prose,
    RecordRef,
    Slug,
    SourceId,
    Stance,
    Theme,
)

ProposalState = Literal["open", "accepted", "rejected", "withdrawn"]
"""`withdrawn`: the sentence no longer stands in the source's text."""
Verdict = Literal["new", "more-evidence", "perhaps-contradicts"]
"""What a sentence may be to the record: a new development, or about one that there is."""
PartKind = Literal["actor", "context", "day", "measure", "place", "unknown-name", "theme", "kind", "near", "model"]
ModelOutcome = Literal["drafted", "dropped", "failed"]
"""What came of a model's draft: it is in the draft; it named what the sentence lacks; none came, three times."""


class ProposedPart(Contract):
    """One thing that was read off the sentence; `context` and `unknown-name` are suggestions, and not in the draft.

    `model` is what a model has drafted, with the words that it quotes; `near` is a development that a model finds near.
    """

    kind: PartKind
    """What it is."""
    start: int | None
    """Its first character in the text; null for what the whole sentence says."""
    end: int | None
    """The character behind its last."""
    words: str | None
    """Its words."""
    value: str | None
    """What was read of it; null where nothing tells."""
    reason: str
    """Why, in words."""


class Proposal(Contract):
    """A sentence of a source's text, and what it could become."""

    id: Annotated[int, Field(ge=1)]
    """Its number; later ones have greater ones."""
    state: ProposalState
    """Where it stands."""
    source: SourceId
    """The source in whose text the sentence stands."""
    selector: Selector
    """The sentence, in that text."""
    exact: str
    """Its words."""
    heading: str | None
    """The heading above it."""
    reason: str
    """Why it makes a proposal."""
    verdict: Verdict
    """What it may be to the record."""
    near: DevelopmentId | None
    """The development that it is nearest to."""
    nearness: float
    """How near that is, of 1."""
    near_reason: str
    """Why."""
    parts: tuple[ProposedPart, ...]
    """What was read, each with its reason."""
    draft: dict[str, Any]
    """As much of a development as was read; what is needed besides is given when it is accepted."""
    model: ModelOutcome | None
    """What came of a model's draft; null where none was asked yet."""
    model_reason: str | None
    """Why a model's draft was dropped, or did not come."""
    drafted_by: str | None
    """The name of the key that edited the draft; null while it is as it was read, or as a model drafted it."""
    decided_by: str | None
    """The name of the key that accepted or rejected it."""
    decided_at: Instant | None
    """When."""
    decision: str | None
    """Why it was rejected."""
    outcome: RecordRef | None
    """The record that it became, or became evidence of."""
    revision: Annotated[int, Field(ge=1)]
    """How often it was written, from 1."""
    created_at: Instant
    """When it was read."""
    updated_at: Instant
    """When it was last written."""


class ProposalEdit(Contract):
    """A change of a proposal's draft."""

    draft: dict[str, Any]
    """A JSON merge patch of the draft (RFC 7396)."""


class Acceptance(Contract):
    """How a proposal is accepted."""

    draft: dict[str, Any] | None = None
    """A JSON merge patch of the draft, before it becomes a development."""
    evidence_for: DevelopmentId | None = None
    """The development that it is evidence of, in the place of becoming one."""
    stance: Stance = "asserts"
    """Whether it asserts, denies or disputes that development."""


class Rejection(Contract):
    """Why a proposal is rejected. The same words are not proposed again, in whatever source they stand."""

    reason: Prose
    """Why."""


class ProposalDetail(Contract):
    """One proposal."""

    data: Proposal
    """The proposal."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the proposal lives."""


class ProposalsQuery(HasDays):
    """The parameters of `/v1/proposals`."""

    state: Values[ProposalState] = ("open",)
    """Only proposals in these states."""
    source: Values[SourceId] | None = None
    """Only proposals from these sources."""
    verdict: Values[Verdict] | None = None
    """Only proposals that may be this."""
    actor: Values[ActorId] | None = None
    """Only proposals that name any of these actors."""
    theme: Values[Theme] | None = None
    """Only proposals of any of these themes."""
    feed: Values[Slug] | None = None
    """Only proposals from sources that came from any of these feeds."""
    from_: Day | None = Field(default=None, alias="from")
    """Only proposals from sources that were published on this day or later, as precisely as that is known."""
    to: Day | None = None
    """Only proposals from sources that were published on this day or before."""
    before: ChangeNumber | None = None
    """Only proposals with a lower number."""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many a page has at most."""


class ProposalPage(Contract):
    """Proposals, the newest first."""

    data: tuple[Proposal, ...]
    """The proposals."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the list goes on."""
