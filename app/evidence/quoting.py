"""Quoting: the places of words in a text (W3C Web Annotation's text quote)."""

import re
from itertools import islice

from schemas import PassageQuote

MOST_FOUND = 21
"""How many places are looked for."""
AROUND = 40
"""How many characters around a place are shown."""


def places_of(text: str, quote: PassageQuote) -> list[range]:
    """Where the words stand in a text, in order, overlapping ones too; at most `MOST_FOUND`."""
    before = rf"{re.escape(quote.prefix)}\s*" if quote.prefix is not None else ""
    after = rf"\s*{re.escape(quote.suffix)}" if quote.suffix is not None else ""
    pattern = re.compile(rf"(?={before}({re.escape(quote.exact)}){after})")
    return [range(*match.span(1)) for match in islice(pattern.finditer(text), MOST_FOUND)]


def seen(text: str, place: range) -> str:
    """A place with what stands around it."""
    before, after = text[max(place.start - AROUND, 0) : place.start], text[place.stop : place.stop + AROUND]
    return f"start {place.start}, end {place.stop}: …{before}[{text[place.start : place.stop][:AROUND]}]{after}…"
