"""Grounds: what the tracker itself says of evidence: whether its passage stands, and what corroborates the claim."""

from collections.abc import Iterable

from app.store.collection import Facts
from schemas import Corroboration, Evidence, EvidenceDraft, Source


def judged(evidence: Iterable[EvidenceDraft]) -> tuple[Evidence, ...]:
    """Evidence with the state of each passage: `unverified`, since no source has its text attached."""
    return tuple(
        Evidence(
            source=ground.source,
            via=ground.via,
            locator=ground.locator,
            selector=ground.selector,
            stance=ground.stance,
            state="unverified",
            exact=None,
        )
        for ground in evidence
    )


def corroboration(evidence: Iterable[EvidenceDraft], *, facts: Facts) -> Corroboration:
    """How many sources assert a claim, and how many of them on their own.

    The rule: count the distinct origins of the sources that assert the claim. A reprint has its original's origin. An
    aggregator has an origin of its own only for what it does not relay: where the claim reaches the tracker through it
    from a named source (`via`), it adds nothing.
    """
    asserting = [ground for ground in evidence if ground.stance == "asserts"]
    relays = {ground.via for ground in asserting}
    named = {ground.source: facts.find(Source, ground.source) for ground in asserting}
    origins = {
        source.origin
        for source_id, source in named.items()
        if source is not None and not (source.aggregator and source_id in relays)
    }
    return Corroboration(sources=len(named), independent_origins=len(origins))


def sources_of(evidence: Iterable[EvidenceDraft]) -> set[tuple[str, str]]:
    """The (source, role) pairs of evidence; role `via` for the aggregators through which a source is known."""
    pairs = set()
    for ground in evidence:
        pairs.add((ground.source, "source"))
        if ground.via is not None:
            pairs.add((ground.via, "via"))
    return pairs
