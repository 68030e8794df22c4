"""Quoting: the passage of a text that words select (W3C Web Annotation's text quote), also where signs differ."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from rapidfuzz import fuzz

from app.errors import Conflict, Invalid
from app.rules.texts import digest_of
from schemas import LONGEST_PASSAGE, Fault, PassageQuote, Selector

MOST_SHOWN = 20
"""How many places of words that occur more often a refusal names."""
MOST_TRIED = 1_000
"""How many places of words that occur more often are looked at."""
SHOWN_AROUND = 40
"""How many characters around a place are shown."""
PIECES = 12
"""By how many pieces of the words, and by as many that overlap them, the nearest place is looked for."""
SHORTEST_PIECE = 4
LEAST_LIKE_A_PASSAGE = 50
"""How like the words a place must be, of 100, to be named as the nearest."""

_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ALIKE = str.maketrans(
    dict.fromkeys('"‘’‚‛“”„‟«»‹›′″`´ʼ＂＇', "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－\u00ad", "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u200b\u2060\ufeff", "\u200b")
)
"""Signs that stand for each other: quotation marks, hyphens and dashes, white space, and what has no width."""
_RUN = re.compile("[-' \u200b]{2,}|\u200b")
_JOINED = re.compile("[-' \u200b]{2,}|\u200b|(?<=[^\\W\\d_])-(?=[^\\W\\d_])")


@dataclass(frozen=True)
class Loose:
    """A text in which all that is alike is the same, and the place in the text itself of each of its characters.

    Runs of white space are one space, quotation marks and hyphens have none around them and are not doubled. Where
    words are `joined`, hyphens right behind a letter and before one are left out, as the ends of lines put them there.
    """

    text: str
    origin: Sequence[int]

    @classmethod
    def of(cls, text: str, *, joined: bool) -> "Loose":
        """The loose form of a text, in time that grows with its length alone."""
        plain = text.translate(_ALIKE)
        parts: list[str] = []
        origin, done = array("I"), 0
        known: dict[str, dict[int, str]] = {}
        for match in (_JOINED if joined else _RUN).finditer(plain):
            start, end = match.span()
            run = match[0]
            if run not in known:
                known[run] = _keep(run)
            kept = known[run]
            if joined and kept == {0: "-"} and plain[start - 1].isalpha() and plain[end : end + 1].isalpha():
                kept = {}
            parts += plain[done:start], *kept.values()
            origin.extend(range(done, start))
            origin.extend([start + at for at in kept])
            done = end
        origin.extend(range(done, len(plain)))
        return cls("".join([*parts, plain[done:]]), origin)


class Quotable:
    """A text of which passages are selected by their words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def select(self, quote: PassageQuote, *, pointer: str) -> Selector:
        """The selector of the one passage that a quote means.

        Words that stand exactly so go before those in which quotation marks, white space, the ends of lines or hyphens
        differ. Raises `Invalid`, naming the nearest place, where there is none, `Conflict` where there are several.
        """
        places = self.list_places(quote)
        if not places:
            message, suggestions = "do not occur so in the text", None
            if (near := self._nearest(quote.exact)) is not None:
                message += f"; the nearest is at {self._seen(near)}"
                suggestions = (self.text[near.start : near.stop],)
            raise Invalid("the words are not in the text", faults=[_fault(pointer, message, suggestions)])
        if len(places) > 1:
            faults = [_fault(pointer, self._seen(place)) for place in places[:MOST_SHOWN]]
            many = str(len(places)) if len(places) <= MOST_SHOWN else f"over {MOST_SHOWN}"
            raise Conflict(f"the words occur in {many} places: add prefix or suffix", faults=faults)
        (place,) = places
        if len(place) > LONGEST_PASSAGE:
            message = f"have over {LONGEST_PASSAGE} characters as they stand at {self._seen(place)}"
            raise Invalid("the passage is too long", faults=[_fault(pointer, message)])
        return Selector(start=place.start, end=place.stop, sha256=digest_of(self.text[place.start : place.stop]))

    def list_places(self, quote: PassageQuote) -> list[range]:
        """Where the words of a quote stand, in order, overlapping places too; only where exactly so, if they do.

        At most 1,000 places are looked at.
        """
        if quote.prefix is None is quote.suffix and (places := self._exact(quote.exact)):
            return places
        found = self._alike(quote, joined=False) or self._alike(quote, joined=True)
        exact = [place for place in found if self.text[place.start : place.stop] == quote.exact]
        return exact or found

    @cached_property
    def _loose(self) -> Loose:
        return Loose.of(self.text, joined=False)

    @cached_property
    def _joined(self) -> Loose:
        return Loose.of(self.text, joined=True)

    def _exact(self, words: str) -> list[range]:
        return [range(at, at + len(words)) for at in islice(_occurrences(self.text, words), MOST_TRIED)]

    def _alike(self, quote: PassageQuote, *, joined: bool) -> list[range]:
        """Where the words stand in the loose form of the text, between what stands around them, white space aside."""
        loose = self._joined if joined else self._loose
        found = set()
        befores = {f"{quote.prefix}{gap}" for gap in ("", " ")} if quote.prefix is not None else {""}
        afters = {f"{gap}{quote.suffix}" for gap in ("", " ")} if quote.suffix is not None else {""}
        for before, after in product(befores, afters):
            words = Loose.of(f"{before}{quote.exact}{after}", joined=joined)
            first = bisect_left(words.origin, len(before))
            beyond = bisect_left(words.origin, len(before) + len(quote.exact))
            for at in islice(_occurrences(loose.text, words.text), MOST_TRIED):
                if first < beyond:
                    found.add(self._place(loose, at + first, at + beyond, quote.exact))
        return sorted(found, key=lambda place: (place.start, place.stop))

    def _place(self, loose: Loose, first: int, beyond: int, exact: str) -> range:
        """The place in the text of a place in its loose form; of the words that stand exactly so within it."""
        start, end = loose.origin[first], loose.origin[beyond - 1] + 1
        while self.text[end - 1].translate(_ALIKE) in "-'" and self.text[end : end + 1] == self.text[end - 1]:
            end += 1
        inner = self.text.find(exact, start, end)
        return range(start, end) if inner < 0 else range(inner, inner + len(exact))

    def _nearest(self, words: str) -> range | None:
        """The place most like some words, near where most pieces of them stand."""
        text, sought = self._loose.text, Loose.of(words, joined=False).text
        size = max(SHORTEST_PIECE, len(sought) // PIECES)
        starts = sorted(
            max(at - offset, 0)
            for offset in range(0, len(sought) - size + 1, size // 2)
            for at in islice(_occurrences(text, sought[offset : offset + size]), MOST_TRIED // PIECES)
        )
        if not starts:
            return None
        reach = len(sought) // 4 + 1
        best = max(starts, key=lambda start: bisect_right(starts, start + reach) - bisect_left(starts, start - reach))
        begin = max(best - reach, 0)
        found = fuzz.partial_ratio_alignment(sought, text[begin : best + len(sought) + reach])
        if found is None or found.score < LEAST_LIKE_A_PASSAGE or found.dest_end <= found.dest_start:
            return None
        place = self._place(self._loose, begin + found.dest_start, begin + found.dest_end, words)
        # The alignment is as long as what is sought: it may end within a word, or behind one.
        before = re.search(r"\w*\Z", self.text[max(place.start - SHOWN_AROUND, 0) : place.start])
        after = re.match(r"\w*", self.text[place.stop : place.stop + SHOWN_AROUND])
        start, end = place.start - len(before[0] if before else ""), place.stop + len(after[0] if after else "")
        within = re.search(r"\w(.*\w)?", self.text[start:end], re.DOTALL)
        return range(start + within.start(), start + within.end()) if within else place

    def _seen(self, place: range) -> str:
        """A place with what stands around it."""
        before = self.text[max(place.start - SHOWN_AROUND, 0) : place.start]
        there, after = self.text[place.start : place.stop], self.text[place.stop : place.stop + SHOWN_AROUND]
        return f"start {place.start}, end {place.stop}: …{before}[{there[:SHOWN_AROUND]}]{after}…"


def _keep(run: str) -> dict[int, str]:
    """What is kept of a run of signs and spaces, by its place there: each sign once, else one space."""
    kept, last = {}, ""
    for match in re.finditer("[-']", run):
        if match[0] != last:
            kept[match.start()] = last = match[0]
    return kept or ({0: " "} if " " in run else {})


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Where words stand in a text, overlapping ones too."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _fault(pointer: str, message: str, suggestions: tuple[str, ...] | None = None) -> Fault:
    return Fault(in_="body", pointer=pointer, message=message, suggestions=suggestions)
