"""Disputes: both sides of a claim, with their passages and grades."""

from schemas.development_parts import Corroboration
from schemas.developments import Development
from schemas.evidence import Evidence
from schemas.page import Links, Meta
from schemas.sources import Reliability
from schemas.types import Contract, DevelopmentStatus, Slug, SourceKind


class Ground(Contract):
    """A piece of evidence with who gives it."""

    evidence: Evidence
    """The evidence, with its passage."""
    title: str
    """The source's title."""
    publisher: str
    """Who published it."""
    kind: SourceKind
    """What sort of source it is."""
    origin: Slug
    """Whose reporting it is."""
    reliability: Reliability | None
    """The source's grade; null where nobody judged it."""


class Opposing(Contract):
    """Another development that stands against this one, or is corrected by it or corrects it."""

    id: Slug
    """The other development."""
    title: str
    """Its title."""
    status: DevelopmentStatus
    """Where its claim stands."""
    credibility: int | None
    """Its grade."""
    corroboration: Corroboration
    """What asserts it."""
    asserted: tuple[Ground, ...]
    """What carries it."""


class Dispute(Contract):
    """A claim and whatever stands against it."""

    development: Development
    """The claim."""
    asserted: tuple[Ground, ...]
    """The evidence that asserts it."""
    denied: tuple[Ground, ...]
    """The evidence that denies or disputes it."""
    contradicting: tuple[Opposing, ...]
    """The developments that contradict it, or that it contradicts."""
    corrections: tuple[Opposing, ...]
    """The developments that correct it."""
    corrected: tuple[Opposing, ...]
    """The developments that it corrects."""


class DisputeDetail(Contract):
    """Both sides of a claim."""

    data: Dispute
    """The sides; all empty where nothing stands against it."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """This answer."""
