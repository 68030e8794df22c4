"""Statements: what a briefing says and cites, and what a reader must know about what it cites."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any, cast

from app.rules.distance import Distance
from app.rules.facts import Facts
from app.rules.grounds import evidence_in
from app.rules.sourcing import is_asserted
from app.rules.tree import find_parts
from schemas import (
    Actor,
    BriefingDraft,
    Development,
    Record,
    RecordKey,
    Section,
    Statement,
    StatementDraft,
    StatementNote,
)

DOUBTFUL: Mapping[str, str] = {
    "disputed": "The claim is disputed.",
    "corrected": "Another development corrects the claim.",
    "retracted": "The claim was retracted.",
}
ORPHANED = "A passage that it rests on no longer stands in its source's text."
UNNAMED = "No source is given that names it."
LONGEST_NOTE = 500
"""How many characters of a caveat a note gives."""


def statements_of(briefing: BriefingDraft) -> Iterator[tuple[str, StatementDraft]]:
    """Every statement in order, with its place (RFC 6901)."""
    return find_parts(briefing, StatementDraft)


def list_cited(briefing: BriefingDraft) -> tuple[str, ...]:
    """Every record that a statement cites, as `collection/id`, once each, in order."""
    return tuple(dict.fromkeys(cited for _, statement in statements_of(briefing) for cited in statement.cites))


def find_cited(reference: str, facts: Facts) -> Record | None:
    """The record that a statement cites as `collection/id`, as it stands; None where it does not."""
    return facts.record(*RecordKey.parse(reference))


def notes_on(reference: str, record: Record | None) -> Iterator[StatementNote]:
    """What a reader must know about a record that a statement cites."""
    if isinstance(record, Development) and record.status in DOUBTFUL:
        yield StatementNote(record=reference, kind=cast(Any, record.status), text=DOUBTFUL[record.status])
    grounds = [evidence for _, evidence in evidence_in(record)]
    if any(evidence.state == "orphaned" for evidence in grounds):
        yield StatementNote(record=reference, kind="orphaned", text=ORPHANED)
    caveats = getattr(record, "caveats", ())
    # Other records without a source carry a caveat of it by themselves.
    if isinstance(record, Actor) and not is_asserted(grounds) and all(each.kind != "unsourced" for each in caveats):
        yield StatementNote(record=reference, kind="unsourced", text=UNNAMED)
    for caveat in caveats:
        kind: Any = "unsourced" if caveat.kind == "unsourced" else "caveat"
        yield StatementNote(record=reference, kind=kind, text=shorten(caveat.note, LONGEST_NOTE, placeholder=" …"))


def notes_of(
    records: Mapping[str, Record | None], distance: Distance
) -> Callable[[StatementDraft], list[StatementNote]]:
    """What must be known about what a statement cites."""

    def notes(statement: StatementDraft) -> list[StatementNote]:
        doubts = (note for cited in statement.cites for note in notes_on(cited, records[cited]))
        return [*doubts, *distance.notes(statement)]

    return notes


def with_notes(draft: BriefingDraft, notes: Callable[[StatementDraft], Iterable[StatementNote]]) -> dict[str, Any]:
    """The lead and the sections, each statement with its notes."""

    def each(statements: Iterable[StatementDraft]) -> list[Statement]:
        return [
            Statement(text=statement.text, cites=statement.cites, notes=tuple(notes(statement)))
            for statement in statements
        ]

    sections = [
        Section(heading=section.heading, statements=tuple(each(section.statements))) for section in draft.sections
    ]
    return {"lead": each(draft.lead), "sections": sections}
