"""Unknown names: what a sentence names that no actor bears, each a candidate for a new one."""

import re
from collections.abc import Sequence

from app.language.folding import HYPHENS
from app.language.lexicon import is_common
from app.language.nations import STATES
from app.language.vocabulary import COURTESY, OFFICES, ORDINARY, PARTICLES, QUARTERS, WEEKDAYS
from app.proposing.days.month_names import MONTHS_BY_LANGUAGE
from app.proposing.parts import UnknownName, say_where
from app.rules.holdings import nations_of
from app.rules.mentions import Word, words_of
from schemas import ActorKind

_TITLE_WORDS = (frozenset(part for title in OFFICES for part in title.split("-")) - PARTICLES) | COURTESY | frozenset(
    "general admiral colonel major captain commander lieutenant mp mep spokesman spokeswoman spokesperson envoy "
    "analyst director chief".split()
)  # fmt: skip
_WIDE = frozenset(
    "europe european europeans western west eastern east northern north southern south atlantic transatlantic baltic "
    "nordic asia asian africa african arctic balkan balkans slavic christian muslim jewish soviet gdp ai ngo ngos ceo "
    "covid pm mps meps uav uavs isr".split()
)
"""Words with a capital that name nobody by themselves."""
_KINDS: tuple[tuple[ActorKind, frozenset[str]], ...] = (
    ("think-tank", frozenset("institute centre center foundation observatory".split())),
    ("media", frozenset("times post news tv agency gazette journal herald telegraph guardian radio".split())),
    ("institution", frozenset(
        "ministry commission parliament court council office department tribunal bank university academy agency "
        "congress senate duma rada bundestag bundeswehr sejm service authority treasury".split()
    )),
    ("organisation", frozenset(
        "organisation organization union association federation league company corporation corp ltd inc party "
        "alliance association consortium shipyard industries aerospace systems".split()
    )),
    ("group", frozenset("group brigade division battalion corps fleet army regiment squadron coalition force".split())),
)  # fmt: skip
_NO_ACTORS = frozenset(
    "act plan summit treaty agreement accord conference shield day war strategy doctrine programme program initiative "
    "convention resolution article sea ocean river street square prize package".split()
)
_SAID = re.compile(r"\s+(?:said|says|told|added|warned|stated|argued|announced|noted|stressed|wrote|who)\b")
MOST_WORDS_OF_UNKNOWN = 7
"""How many words are taken for one such name."""


def find_unknown_names(
    text: str, *, language: str, taken: Sequence[tuple[int, int]] = (), at: int = 0, is_heading: bool = False
) -> list[UnknownName]:
    """The names of a sentence that nobody bears, in order. `taken` are the characters of actors, days and places.

    A heading has capitals everywhere, and German writes every noun with one, so that nothing is told of
    either, nor of scripts without.
    """
    if language == "de" or is_heading:
        return []
    used = bytearray(len(text))
    for start, end in taken:
        used[start - at : end - at] = b"\1" * (end - start)
    words = words_of(text)
    found: list[UnknownName] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.folded in STATES and word.is_capital and not any(used[word.start : word.end]):
            used[word.start : word.end] = b"\1" * (word.end - word.start)
            where = say_where(text[word.start : word.end], word.start + at, word.end + at)
            reason = f"{where} is a state that is no actor"
            found.append(UnknownName(word.start + at, word.end + at, text[word.start : word.end], "state", reason))
        last = _last_of_name(words, place, text=text, used=used, is_english=language == "en")
        if last is None:
            place += 1
            continue
        start, end = words[place].start, words[last].end
        kind, why = _kind_of(words, place, last, text=text)
        folded = [word.folded for word in words[place : last + 1]]
        if not _NO_ACTORS.intersection(folded) and not all(each in _TITLE_WORDS for each in folded):
            reason = f"{say_where(text[start:end], start + at, end + at)} is a name that no actor bears{why}"
            found.append(UnknownName(start + at, end + at, text[start:end], kind, reason))
        place = last + 1
    return found


def _last_of_name(words: Sequence[Word], first: int, *, text: str, used: bytearray, is_english: bool) -> int | None:
    """The last word of the name that begins with a word; None where none does."""
    if not _may_be_named(words[first], used, is_english=is_english) or words[first].folded in _TITLE_WORDS:
        return None
    last = first
    for place in range(first + 1, min(first + MOST_WORDS_OF_UNKNOWN, len(words))):
        gap = text[words[place - 1].end : words[place].start]
        if gap not in (" ", ". ", "’", "'", *HYPHENS) or any(used[words[place].start : words[place].end]):
            break
        if words[place].is_capital and words[place].place == "within":
            last = place
        elif words[place].folded not in PARTICLES:
            break
    is_single = last == first
    if words[first].place == "begins" and is_single and (words[first].is_plain or words[first].is_ordinary):
        return None
    if is_single and (
        words[first].folded in _WIDE or len(words[first].written) < 3 or (is_english and is_common(words[first].folded))
    ):
        return None
    return last


def _may_be_named(word: Word, used: bytearray, *, is_english: bool) -> bool:
    if not word.is_capital or word.has_digit or any(used[word.start : word.end]) or nations_of(word):
        return False
    is_first = word.place == "begins" and (word.folded in ORDINARY or (is_english and is_common(word.folded)))
    if is_first or word.is_ordinary or word.folded in QUARTERS or word.folded.removesuffix("s") in WEEKDAYS:
        return False
    return not any(word.written.lower() in months for months in MONTHS_BY_LANGUAGE.values())


def _kind_of(words: Sequence[Word], first: int, last: int, *, text: str) -> tuple[ActorKind | None, str]:
    """What sort of actor a name may be, and why; None and nothing where no rule tells."""
    folded = [word.folded for word in words[first : last + 1]]
    for kind, named in _KINDS:
        if found := named.intersection(folded):
            return kind, f"; {kind}, as it has the word “{min(found)}”"
    before = words[first - 1].folded if first else ""
    if before in _TITLE_WORDS:
        return "person", f"; person, as “{before}” stands before it"
    is_written_as_person = 2 <= len(folded) <= 3 and all(word.is_plain for word in words[first : last + 1])
    if is_written_as_person and _SAID.match(text, words[last].end):
        return "person", "; person, as it says something"
    if last == first and words[first].written.isupper() and len(folded[0]) > 1:
        return "organisation", "; organisation, as it is written in capitals"
    return None, ""
