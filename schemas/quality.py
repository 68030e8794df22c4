"""Quality: how much of the record rests on passages that hold, at a glance."""

from typing import Annotated

from pydantic import Field

from schemas.page import Links, Meta
from schemas.records import EvidenceCarrier
from schemas.types import CaveatKind, Contract

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Grounded(Contract):
    """How many records of a collection have evidence in a state, and which share that is."""

    count: Count
    """How many."""
    share: Share
    """Of 1; 0 where the collection is empty."""


class CollectionQuality(Contract):
    """A collection's evidence. A record counts in each state that any evidence of it has."""

    records: Count
    """How many records there are."""
    verified: Grounded
    """With a passage that stands in the attached text."""
    unverified: Grounded
    """With evidence whose passage cannot be looked up."""
    orphaned: Grounded
    """With a passage that no longer stands there."""
    missing: Grounded
    """Without any evidence."""


class OriginsCount(Contract):
    """How many developments so many independent origins assert."""

    independent_origins: Count
    """How many origins."""
    developments: Count
    """How many developments."""


class CaveatCount(Contract):
    """How many records have a caveat of a kind."""

    kind: CaveatKind
    """The kind."""
    records: Count
    """How many records, of all collections."""


class Quality(Contract):
    """What the record rests on."""

    collections: dict[EvidenceCarrier, CollectionQuality]
    """The collections whose records carry evidence."""
    origins: tuple[OriginsCount, ...]
    """Developments by the number of their independent origins, the fewest first."""
    caveats: tuple[CaveatCount, ...]
    """Open caveats, the most frequent first."""


class QualityDetail(Contract):
    """What the record rests on, at one moment."""

    data: Quality
    """The figures."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """This answer."""
