"""Verifying: whether the passages that records select from a source's text are the ones that stand there."""

from sqlalchemy import Connection

from app.evidence.citations import all_of
from app.rules.grounds import holds, passage_of
from schemas import Citation


def passages_in(connection: Connection, source_id: str, *, seq: int) -> list[Citation]:
    """Every piece of evidence that selected a passage from a source's text after a change."""
    found = ((each, passage_of(each.evidence)) for each in all_of(connection, source_id, seq=seq))
    return [each for each, passage in found if passage is not None and passage[0] == source_id]


def check(passages: list[Citation], text: str) -> list[tuple[Citation, bool]]:
    """Each piece of evidence, and whether its passage stands in the text."""
    return [(each, each.evidence.selector is not None and holds(text, each.evidence.selector)) for each in passages]
