"""Mentions: the words of a text by which it may name something, and whether a capital there says that it does."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from app.language.folding import HYPHENS, fold
from app.language.tokens import spans_of
from app.language.vocabulary import ABBREVIATED, ALSO_NAMES, COURTESY, ORDINARY, PARTICLES

WordPlace = Literal["begins", "within"]
"""Where a word stands: it may begin a sentence (behind a colon, a quote or a bracket too), or it does not."""

_STOPS = ".!?。．！？‼⁇؟।"
_OPENERS = "“‘\"'«„‚([{‹「『《"
LONGEST_NAME = 8
"""How many words are taken for one name."""
LONGEST_CHAIN = 6
"""Of how many words that hyphens join the parts are looked at, too."""


class Word(NamedTuple):
    """A word of a text: its characters `start` to `end`, as it is written and folded, and where it stands.

    It `is_capital` where it has a capital letter anywhere.
    """

    start: int
    end: int
    written: str
    folded: str
    is_capital: bool
    place: WordPlace

    @property
    def is_plain(self) -> bool:
        """Whether it is written as any word that begins a sentence would be: one capital, then small letters."""
        return len(self.written) == 1 or self.written[1:].islower()

    @property
    def is_acronym(self) -> bool:
        """Whether it is so short, and in capitals, that it only means what is written so: `us` is not the US."""
        return 1 < len(self.written) <= 3 and self.written.isupper()

    @property
    def is_caseless(self) -> bool:
        """Whether its script has no capitals, so that nothing tells whether it is a name."""
        return any(_has_no_case(each) for each in self.written)

    @property
    def has_digit(self) -> bool:
        """Whether a figure is part of it."""
        return any(each.isdecimal() for each in self.written)

    @property
    def is_ordinary(self) -> bool:
        """Whether it is on the lists of what is never a name."""
        if self.is_acronym and self.folded in ALSO_NAMES:
            return False
        return self.folded in ORDINARY or self.folded in COURTESY or self.folded.endswith("n't")


def words_of(text: str) -> list[Word]:
    """The words of a text in order, an abbreviation with full stops (`U.S.`) as one, and so `don't`."""
    words: list[Word] = []
    for start, end in spans_of(text):
        before = words[-1] if words else None
        if before is not None and _continues(text, before, start, end):
            written = before.written + text[start:end]
            stop = end + (text[end : end + 1] == ".")
            words[-1] = before._replace(end=stop, written=written, folded=fold(written))
            continue
        if before is not None and text[before.end - 1 : end].lower() in ("n't", "n’t"):
            written = text[before.start : end]
            words[-1] = before._replace(end=end, written=written, folded=fold(written))
            continue
        written = text[start:end]
        words.append(Word(start, end, written, *_shape(written), _place(text, before, start)))
    return words


def designations(words: Sequence[Word], text: str) -> Iterator[tuple[int, int, str]]:
    """Each (start, end, spelling) of letters with figures, as `F-16`; a spelling has no hyphens and no plural.

    The letters have a capital; where they are a name as any other (`13-Country`), they are not called with the figures.
    """
    for chain in _chains(words, text):
        parts = _without_ends(chain)
        if not any(each.has_digit for each in parts) or not any(each.is_capital for each in parts):
            continue
        if any(each.is_capital and (each.has_digit or len(each.written) < 3 or not each.is_plain) for each in parts):
            yield parts[0].start, parts[-1].end, compact_form(parts)


def compact_form(parts: Sequence[Word]) -> str:
    """`F-16s` → `f16`."""
    return re.sub(r"(?<=[0-9])s$", "", "".join(each.folded for each in parts))


def compacts(words: Sequence[Word], text: str) -> Iterator[str]:
    """Every spelling of figures, with letters or not, that a text has: in one, hyphened, or apart by a space."""
    for chain in _chains(words, text):
        yield compact_form(_without_ends(chain))
        for first, last in combinations(range(len(chain) + 1), 2) if len(chain) <= LONGEST_CHAIN else ():
            if any(each.has_digit for each in chain[first:last]):
                yield compact_form(chain[first:last])
    for one, other in pairwise(words):
        if one.has_digit != other.has_digit and text[one.end : other.start].isspace():
            yield compact_form([one, other])


def runs(words: Sequence[Word], missing: set[int], text: str) -> Iterator[tuple[int, int]]:
    """Each (start, end) of missing words, given by place, that stand together as one name."""
    run: list[int] = []
    for place in sorted(missing):
        if run and (len(run) == LONGEST_NAME or not _are_joined(words[run[-1] : place + 1], text)):
            yield words[run[0]].start, words[run[-1]].end
            run = []
        run.append(place)
    if run:
        yield words[run[0]].start, words[run[-1]].end


def _are_joined(words: Sequence[Word], text: str) -> bool:
    small = words[1:-1]
    gaps = (text[one.end : other.start] for one, other in pairwise(words))
    return (
        len(small) <= 2
        and all(gap in (" ", ". ", "’", "'", *HYPHENS) for gap in gaps)
        and all(each.folded in PARTICLES and not each.is_capital for each in small)
    )


def _chains(words: Sequence[Word], text: str) -> Iterator[Sequence[Word]]:
    """Words that hyphens join, and single words."""
    begin = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or text[words[place - 1].end : words[place].start] not in tuple(HYPHENS):
            yield words[begin:place]
            begin = place


def _without_ends(chain: Sequence[Word]) -> Sequence[Word]:
    """A chain without the small words at its ends: `G7` of `G7-led`."""
    parts = list(chain)
    while parts and not parts[-1].is_capital and not parts[-1].has_digit:
        parts.pop()
    while parts and not parts[0].is_capital and not parts[0].has_digit:
        parts.pop(0)
    return parts


@lru_cache(maxsize=1 << 15)
def _shape(written: str) -> tuple[str, bool]:
    """A word folded, and whether it has a capital letter."""
    return fold(written), any(each.isupper() or each.istitle() for each in written)


def _continues(text: str, before: Word, start: int, end: int) -> bool:
    """Whether a letter goes on an abbreviation: the S of `U.S.`."""
    return (
        end - start == 1
        and text[start].isupper()
        and before.written.isupper()
        and before.end - before.start in (1, 2 * len(before.written))
        and text[before.end - 1 : start] in (f"{before.written[-1]}.", ".")
    )


def _place(text: str, before: Word | None, start: int) -> WordPlace:
    gap = re.sub("^['’ʼ]s\\b", "", text[before.end if before is not None else 0 : start])
    if before is None or "\n" in gap or "•" in gap:
        return "begins"
    if any(each in _STOPS for each in gap) or text[before.end - 1] == ".":
        return "within" if gap in (". ", ".") and _is_abbreviated(before) else "begins"
    is_opened = gap[-1:] in _OPENERS and gap != "'"
    return "begins" if is_opened or any(each in ":;…" for each in gap) else "within"


def _is_abbreviated(word: Word) -> bool:
    """Whether a full stop behind a word surely ends no sentence; behind initials, as of the U.S., it may."""
    return word.folded in ABBREVIATED and (len(word.written) > 1 or not word.is_capital)


def _has_no_case(letter: str) -> bool:
    if letter.isascii():
        return False
    return (unicodedata.category(letter) == "Lo" and letter not in "ªº") or "\u10d0" <= letter <= "\u10ff"
