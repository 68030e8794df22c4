"""Pieces of a source's text: a part of it, cut where sentences and the passages begin and end that records rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from app.desk.records.passages import trim
from app.evidence.citations import first_citations
from app.proposing.sentences import sentences_of
from app.store.read import ANY_NUMBER
from schemas import Citation

CHARACTERS_A_PART = 60_000
"""How many characters of a text a page shows, or a few more: to the end of a line."""
MOST_RESTING = 200
"""How many records that rest on a source its text's page shows."""


@dataclass(frozen=True)
class TextPiece:
    """Some words of a text, and the records that rest on them."""

    words: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextPart:
    """A part of a text: where it begins, its pieces, where its sentences stand in it, and which part of how many."""

    start: int
    pieces: tuple[TextPiece, ...]
    sentences: tuple[tuple[int, int], ...]
    number: int
    count: int


def cut_part(text: str, citations: Iterable[Citation], source_id: str, *, number: int) -> TextPart:
    """A part of a text, counted from 1, with what rests on it."""
    bounds = _bounds(text)
    number = min(max(number, 1), len(bounds) - 1)
    start, end = bounds[number - 1], bounds[number]
    part = text[start:end]
    placed = [
        (max(each.evidence.selector.start, start), min(each.evidence.selector.end, end), f"{each.collection}/{each.id}")
        for each in citations
        if each.evidence.selector is not None
        and (each.evidence.via or each.evidence.source) == source_id
        and each.evidence.state == "verified"
    ]
    placed = [each for each in placed if each[0] < each[1]]
    cuts = sorted({start, end, *(at for first, last, _ in placed for at in (first, last))})
    pieces = tuple(
        TextPiece(text[first:last], tuple(dict.fromkeys(key for a, b, key in placed if a <= first and last <= b)))
        for first, last in pairwise(cuts)
    )
    sentences = tuple((each.start, each.end) for each in sentences_of(part))
    return TextPart(start, pieces, sentences, number, len(bounds) - 1)


def show_places(text: str, places: Iterable[range]) -> list[tuple[int, int, str]]:
    """Places in a text, each with its first and last character, and with what stands around it."""
    shown: list[tuple[int, int, str]] = []
    for place in places:
        start, end = place.start, place.stop
        first, last = trim(text, max(0, start - 60), min(len(text), end + 60))
        shown.append((start, end, f"… {text[first:start]}[{text[start : min(end, start + 80)]}]{text[end:last]} …"))
    return shown


def read_resting(connection: Connection, source_id: str) -> list[Citation]:
    """What rests on a source."""
    return first_citations(connection, source_id, limit=MOST_RESTING, seq=ANY_NUMBER)


def _bounds(text: str) -> Sequence[int]:
    """Where the parts of a text begin, and where the last ends."""
    bounds = [0]
    while len(text) - bounds[-1] > CHARACTERS_A_PART:
        line = text.find("\n", bounds[-1] + CHARACTERS_A_PART)
        bounds.append(line + 1 if 0 <= line < bounds[-1] + 2 * CHARACTERS_A_PART else bounds[-1] + CHARACTERS_A_PART)
    return bounds if bounds[-1] == len(text) and len(bounds) > 1 else [*bounds, len(text)]
