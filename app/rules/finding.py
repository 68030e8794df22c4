"""Finding again: where the passages of one text stand in the next, without a guess where nothing tells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.grounds import holds, standing_at
from app.rules.texts import digest_of
from schemas import Selector

LEAST_AROUND, MOST_AROUND = 20, 80
"""How many characters on either side of words tell them apart, at least and at most."""
BLOCK = 16
"""How many characters of a text are looked up at a time, at most."""
MOST_LOOKED = 20_000_000
"""How many places where words might stand are looked at, before a text is taken to repeat itself beyond measure."""
MOST_ALIKE = 1_000
"""How many places with the same words, and the same characters next to them, are compared."""
MOST_DIGESTS = 1_000_000
"""How many digests are made to find passages whose words are not known: half a second's worth."""
_BEGINNINGS = re.compile(r"(?<!\w)\w|(?<!\S)\S")
"""Where a passage may begin: with a word, or behind a space."""


@dataclass(frozen=True)
class Quote:
    """The words of a passage, and what stood on either side of them (W3C Web Annotation's text quote).

    That is 80 characters, less only where the text began or ended.
    """

    exact: str
    prefix: str
    suffix: str

    def within(self, width: int) -> str:
        """The words with so many characters on either side."""
        return self.prefix[len(self.prefix) - min(width, len(self.prefix)) :] + self.exact + self.suffix[:width]


def quote_at(text: str, selector: Selector) -> Quote | None:
    """The quote of a passage; None where it does not stand at its place."""
    if not holds(text, selector):
        return None
    before = text[max(selector.start - MOST_AROUND, 0) : selector.start]
    return Quote(standing_at(text, selector), before, text[selector.end : selector.end + MOST_AROUND])


def find_again(text: str, passages: Mapping[Selector, Quote | None]) -> dict[Selector, int]:
    """Where each passage begins in a text, without those that are nowhere, or where nothing tells which of several.

    A passage stays where it stands with the surroundings that it had. Else it is where its words stand exactly once,
    or exactly once with 20 to 80 of the characters that they had on either side, all of them where there were fewer.
    Else it stays where the words still stand. The words of a passage without a quote are sought by their digest.
    """
    places = {
        selector: selector.start for selector, quote in passages.items() if quote is None and holds(text, selector)
    }
    unknown = [selector for selector, quote in passages.items() if quote is None and selector not in places]
    quotes = {selector: quote for selector, quote in passages.items() if quote is not None} | _recall(text, unknown)
    sought = {}
    for selector, quote in quotes.items():
        if holds(text, selector) and _alike(text, selector.start, quote) == MOST_AROUND:
            places[selector] = selector.start
        else:
            sought[selector] = quote
    for selector, place in _tell(text, sought).items():
        if place is not None:
            places[selector] = place
        elif holds(text, selector):
            places[selector] = selector.start
    return places


def _tell(text: str, sought: Mapping[Selector, Quote]) -> dict[Selector, int | None]:
    """Where the words of each passage stand once, or once with their surroundings; None where nothing tells."""
    alone = occurrences(text, {quote.exact for quote in sought.values()}, most=2)
    several = {selector: quote for selector, quote in sought.items() if len(alone.get(quote.exact, ())) > 1}
    within = occurrences(text, {quote.within(LEAST_AROUND) for quote in several.values()}, most=MOST_ALIKE)
    told: dict[Selector, int | None] = {}
    for selector, quote in sought.items():
        places = alone.get(quote.exact, [])
        if selector in several:
            width = min(len(quote.prefix), LEAST_AROUND)
            around = [place + width for place in within.get(quote.within(LEAST_AROUND), ())]
            alike = {place: _alike(text, place, quote) for place in around[: MOST_ALIKE - 1]}
            most = max(alike.values(), default=0)
            places = [place for place in around if alike.get(place, most) == most]
        told[selector] = places[0] if len(places) == 1 else None
    return told


def occurrences(text: str, wanted: Iterable[str], *, most: int) -> dict[str, list[int]]:
    """Where words stand in a text, overlapping places too, at most so many of each; nothing in one that repeats itself.

    The text is looked up block by block. However words stand in it, one of the blocks begins within the first of their
    own, and ends within them, as they are twice as long: so each place is met once, and the text is read once for all.
    """
    found: dict[str, list[int]] = {each: [] for each in wanted}
    looked = 0
    for size in {_block(each) for each in found}:
        blocks: dict[str, set[tuple[int, int]]] = {}
        for each in found:
            if _block(each) == size:
                for offset in range(size):
                    blocks.setdefault(each[offset : offset + size], set()).add((offset, len(each)))
        for start in range(0, len(text) - size + 1, size):
            for offset, length in blocks.get(text[start : start + size], ()):
                place = start - offset
                looked += 1
                if place >= 0 and place + length <= len(text):
                    places = found.get(text[place : place + length])
                    if places is not None and len(places) < most:
                        places.append(place)
            if looked > MOST_LOOKED:
                return {}
    return found


def _block(words: str) -> int:
    """How long blocks must be, so that words of this length always hold a whole one: a power of two."""
    return int(min(BLOCK, 1 << ((len(words) + 1) // 2).bit_length() - 1))


def _alike(text: str, place: int, quote: Quote) -> int:
    """How many characters on either side of a place are those that the words had, up to 80."""
    end = place + len(quote.exact)
    before, after = text[max(place - MOST_AROUND, 0) : place], text[end : end + MOST_AROUND]
    return min(_common(quote.prefix[::-1], before[::-1]), _common(quote.suffix, after))


def _common(was: str, now: str) -> int:
    """How many characters of what was are there now, in order; all that can be where nothing more was."""
    differing = (place for place, (one, other) in enumerate(zip(was, now, strict=False)) if one != other)
    same = next(differing, min(len(was), len(now)))
    return MOST_AROUND if same == len(was) else same


def _recall(text: str, unknown: Iterable[Selector]) -> dict[Selector, Quote]:
    """The words of passages of which only the digest is known, where a text is short enough to look for all of them."""
    by_length: dict[int, dict[str, list[Selector]]] = {}
    for selector in unknown:
        by_length.setdefault(selector.end - selector.start, {}).setdefault(selector.sha256, []).append(selector)
    beginnings = [match.start() for match in _BEGINNINGS.finditer(text)] if by_length else []
    if len(beginnings) * len(by_length) > MOST_DIGESTS:
        return {}
    recalled = {}
    for length, by_digest in by_length.items():
        for start in beginnings:
            words = text[start : start + length]
            for selector in by_digest.get(digest_of(words), ()) if len(words) == length else ():
                recalled[selector] = Quote(words, "", "")
    return recalled
