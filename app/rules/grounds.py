"""Grounds: what the tracker itself says of evidence: whether its passage stands, and what corroborates the claim."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from app.errors import Invalid
from app.rules.facts import Facts, TermValues
from app.rules.texts import digest_of
from app.rules.tree import change_parts, find_parts
from schemas import Contract, Corroboration, Evidence, EvidenceDraft, Fault, Record, Selector, Source

CHARACTERS_SHOWN = 200
"""How many characters of what stands at a wrong passage's place a refusal shows."""

V = TypeVar("V", bound=Contract)


class PassagePlace(NamedTuple):
    """A passage: the source whose text it is of, and where it stands there."""

    source: str
    selector: Selector


def judge_all(evidence: Iterable[EvidenceDraft], *, facts: Facts) -> tuple[Evidence, ...]:
    """Evidence with the state of each passage, and its words where they stand in the attached text."""
    return tuple(_judge(ground, facts) for ground in evidence)


def passage_of(evidence: EvidenceDraft) -> PassagePlace | None:
    """The passage that evidence selects: of the text through which the source is known, else of its own."""
    return PassagePlace(evidence.via or evidence.source, evidence.selector) if evidence.selector is not None else None


def standing_at(text: str, selector: Selector) -> str:
    """What stands at a selector's place in a text; less, or nothing, where the text ends before."""
    return text[selector.start : selector.end]


def holds(text: str, selector: Selector) -> bool:
    """Whether the passage that a selector names stands at its place."""
    return selector.end <= len(text) and digest_of(standing_at(text, selector)) == selector.sha256


def evidence_in(record: Contract | None) -> Iterator[tuple[str, Evidence]]:
    """Every piece of evidence within a record, with its place (RFC 6901); none without a record."""
    if record is None:
        return iter(())
    return ((pointer, ground) for pointer, ground in grounds_in(record) if isinstance(ground, Evidence))


def grounds_in(value: Contract) -> Iterator[tuple[str, EvidenceDraft]]:
    """Every piece of evidence within a record or a draft, or a part of one, with its place (RFC 6901)."""
    return find_parts(value, EvidenceDraft)


def with_evidence(value: V, change: Callable[[Any], EvidenceDraft]) -> V:
    """A record or a draft, or a part of one, with every piece of evidence within it changed; itself where none is."""
    return change_parts(value, EvidenceDraft, lambda _, ground: change(ground))


def move_passages(value: V, other: Callable[[PassagePlace], Selector | None]) -> V:
    """A record or a draft with other selectors in the place of some; itself where there is none."""

    def move(ground: EvidenceDraft) -> EvidenceDraft:
        place = passage_of(ground)
        selector = other(place) if place is not None else None
        return ground.model_copy(update={"selector": selector}) if selector is not None else ground

    return with_evidence(value, move)


def orphans_in(record: Record | None) -> set[PassagePlace]:
    """The passages of a record that its sources' texts have no more; none without a record."""
    grounds = (ground for _, ground in evidence_in(record) if ground.state == "orphaned")
    return {place for place in map(passage_of, grounds) if place is not None}


def strip_findings(record: V) -> V:
    """What a record says, without what is found of its passages and texts: two that say the same are equal in it."""
    if isinstance(record, Source):
        return record.model_copy(update={"text": None})
    return with_evidence(record, _strip)


def _strip(evidence: Evidence) -> Evidence:
    selector = evidence.selector
    if selector is not None:
        selector = selector.model_copy(update={"start": 0, "end": selector.end - selector.start})
    return evidence.model_copy(update={"selector": selector, "state": "unverified", "exact": None})


def corroboration(evidence: Iterable[EvidenceDraft], *, facts: Facts) -> Corroboration:
    """How many sources assert a claim, and how many of them on their own.

    The rule: count the distinct origins of the sources that assert the claim.

    - A reprint has its original's origin, so both count once.
    - An aggregator has an origin of its own only for what it does not relay: where the claim reaches the tracker
      through it from a named source (`via`), it adds nothing.
    - Outlets of one owner count once. The owner of an origin is the one that any of the claim's sources records; an
      owner is itself the origin of what it publishes under its own name.
    - What denies or disputes the claim corroborates nothing.
    """
    asserting = [ground for ground in evidence if ground.stance == "asserts"]
    relays = {ground.via for ground in asserting}
    named = {ground.source: facts.find(Source, ground.source) for ground in asserting}
    sources = [source for source in named.values() if source is not None]
    owners = {source.origin: source.owner for source in sources if source.owner is not None}
    origins = {
        owners.get(source.origin, source.origin)
        for source in sources
        if not (source.aggregator and source.id in relays)
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


def terms_of(evidence: Iterable[Evidence]) -> Iterator[TermValues]:
    """What a record can be found by for its evidence: the sources, and the states of the passages."""
    evidence = list(evidence)
    for source, role in sorted(sources_of(evidence)):
        yield "source", source, role
    for ground in evidence:
        yield "evidence", ground.state, ""
    if not evidence:
        yield "evidence", "missing", ""


def check_passages(record: Record, old: Record | None, *, facts: Facts) -> None:
    """Raises `Invalid`, saying what stands there, for a passage that was not selected before and does not hold."""
    known = {passage_of(ground) for _, ground in evidence_in(old)} if old is not None else set()
    faults = [
        _fault(pointer, ground, facts)
        for pointer, ground in evidence_in(record)
        if ground.state == "orphaned" and passage_of(ground) not in known
    ]
    if faults:
        raise Invalid("a passage is not what stands in its source's text", faults=faults)


def _fault(pointer: str, ground: Evidence, facts: Facts) -> Fault:
    passage = passage_of(ground)
    assert passage is not None  # noqa: S101  # it is orphaned
    source_id, selector = passage
    text = facts.text(source_id) or ""
    there = standing_at(text, selector)
    shown = f"{there[:CHARACTERS_SHOWN]}…" if len(there) > CHARACTERS_SHOWN else there
    message = f"has another digest than what stands there in the text of sources/{source_id}: {shown!r}"
    if selector.end > len(text):
        message = f"lies beyond the text of sources/{source_id}, which has {len(text)} characters"
    return Fault(in_="body", pointer=f"{pointer}/selector", message=message)


def judge_in_text(text: str | None, ground: EvidenceDraft) -> Evidence:
    """Evidence with the state of its passage in a text, and its words where they stand there; None for no text."""
    fields = {name: getattr(ground, name) for name in EvidenceDraft.model_fields if name != "exact"}
    if ground.selector is None or text is None:
        return Evidence(**fields, state="unverified", exact=None)
    if not holds(text, ground.selector):
        return Evidence(**fields, state="orphaned", exact=None)
    return Evidence(**fields, state="verified", exact=standing_at(text, ground.selector))


def _judge(ground: EvidenceDraft, facts: Facts) -> Evidence:
    passage = passage_of(ground)
    return judge_in_text(facts.text(passage[0]) if passage is not None else None, ground)
