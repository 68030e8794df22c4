"""Texts: keeping a source's text, and finding a passage in it."""

from dataclasses import dataclass

from app.errors import Conflict, NotFound
from app.resources import SOURCES
from app.rules.grounds import standing_at
from app.rules.texts import normalize_text
from app.store.write import Writer
from app.writing import records
from app.writing.outcome import Done
from app.writing.precondition import Precondition
from app.writing.quoting import Quotable
from schemas import Passage, PassageQuote

MOST_TEXT_BYTES = 5 * 1024 * 1024
"""How long a text may be, in bytes of UTF-8."""


@dataclass(frozen=True)
class FoundPassage:
    """A passage that was found in the text of a source."""

    source_id: str
    passage: Passage


def attach_to_source(writer: Writer, source_id: str, text: bytes, *, precondition: Precondition) -> Done:
    """Keep a source's text, given in UTF-8, in the place of any before; the source.

    Raises `NotFound`, `Gone` or `MovedTo` where there is no such source, `Stale`, and `Invalid` for what is no text.
    """
    _check_source(writer, source_id, precondition)
    return Done(SOURCES.name, writer.attach(source_id, normalize_text(text)).record)


def detach_from_source(writer: Writer, source_id: str, *, precondition: Precondition) -> Done:
    """Keep a source's text no longer; the source.

    Raises as `attach_to_source` does, and `NotFound` where none is attached.
    """
    _check_source(writer, source_id, precondition)
    if writer.current.text(source_id) is None:
        raise NotFound(f"no text is attached to sources/{source_id}")
    return Done(SOURCES.name, writer.attach(source_id, None).record)


def find_quoted_passage(
    writer: Writer, source_id: str, quote: PassageQuote, *, precondition: Precondition
) -> FoundPassage:
    """The passage of a source's text that a quote means.

    Raises as `attach_to_source` does for the source, `Conflict` where it has no text, and what `Quotable.select` does.
    """
    precondition.check(records.find_standing(writer, SOURCES, source_id, behind="/passages"))
    text = writer.current.text(source_id)
    if text is None:
        raise Conflict(f"no text is attached to sources/{source_id}: nothing can be found in it")
    selector = Quotable(text).select(quote, pointer="/exact")
    return FoundPassage(source_id, Passage(selector=selector, exact=standing_at(text, selector)))


def _check_source(writer: Writer, source_id: str, precondition: Precondition) -> None:
    precondition.check(records.find_standing(writer, SOURCES, source_id, behind="/text"))
