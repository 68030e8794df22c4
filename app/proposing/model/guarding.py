"""Guarding: whether what a model drafted of a sentence names nothing that the words it quotes lack."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from app.language.folding import HYPHENS
from app.language.lexicon import is_common, is_listed
from app.language.tokens import stem_of
from app.language.vocabulary import ORDINARY
from app.proposing.model.guarded_words import (
    BEARING,
    BODIES,
    CALENDAR_WORDS,
    CHANGING,
    COUNTING,
    DATING,
    DENYING,
    FAITHS,
    MEASURING,
    NO_NEGATION,
    SMALL_NAMES,
    UNDOING,
)
from app.proposing.model.joining import find_unjoined
from app.proposing.model.quoting import CHUNK, QUOTE_ENDS, QuotedWords, is_denying, is_doubting, is_prose
from app.rules.holdings import nations_of
from app.rules.mentions import Word, words_of
from app.rules.naming import MOST_WORDS_OF_A_NAME
from app.rules.seeking import Lookup, missing_in
from schemas import Actor

LONGEST_TOLD = 60
"""How many characters of what a model wrote a reason repeats."""
_MARKS = frozenset(".,;:'‘’()-–—…")
_GUARDED = COUNTING | MEASURING | DATING | DENYING | CALENDAR_WORDS | BEARING | BODIES | CHANGING | FAITHS
_DENYING_STEMS = frozenset(map(stem_of, DENYING))
_UNDOING_STEMS = frozenset(map(stem_of, UNDOING))
_NEGATED = re.compile("(?:un|dis|non|mis|counter)(?P<word>.{4,})|(?P<root>.{3,})less")
LEAST_ROOT = 4
"""How many letters of a word that is on no list, and ends as such words do, must be a word that is."""


def find_invented(text: str, quoted: QuotedWords, names: Mapping[str, list[Actor]]) -> Iterator[str]:
    """What a text says that the words it quotes do not, each in a sentence; nothing where all of it stands there.

    A name, a number, a day, a word that says how much, when or who, and a negation must stand in the quoted words, and
    beside the words that it belongs to; any other word that does not must be a common English one in small letters.
    `names` are the actors by folded name.
    """
    if not is_prose(text):
        yield "it is no prose"
        return
    yield from map(_shorten, _find_marks(text, quoted))
    words = words_of(text)
    for word in words:
        if not _stands(word, quoted) and not _may_be_added(word, quoted):
            yield f"“{_shorten(word.written)}” does not stand in the words that it quotes"
    yield from _find_small_names(words, quoted, names)
    yield from map(_shorten, find_unjoined(words, text, quoted))
    for name, tell in (("negation", is_denying), ("doubt", is_doubting)):
        mine, theirs = any(map(tell, words)), any(map(tell, quoted.words))
        if mine != theirs:
            yield f"it {'adds' if mine else 'leaves out'} a {name}"
    lookup = Lookup(names, quoted.holdings, days=(), ordinary=frozenset)
    for missing in missing_in(text, lookup):
        if missing.kind != "office":  # whose office it is, the quoted words say; the record need not know
            yield f"“{_shorten(text[missing.start : missing.end])}” is a {missing.kind} that they lack"


def _find_marks(text: str, quoted: QuotedWords) -> Iterator[str]:
    """Signs of other kinds than prose has (money, shares, markup, what is not seen), and numbers written otherwise."""
    for sign in sorted(set(text) - set(quoted.text)):
        if not (sign.isalnum() or sign == " " or sign in _MARKS):
            yield f"the sign U+{ord(sign):04X} does not stand in the words that it quotes"
    for chunk in CHUNK.finditer(text):
        inner = chunk[0].strip(QUOTE_ENDS)
        if inner in quoted.chunks:
            continue
        if re.search(r"\w[.,:;!?()]+\w", inner) or (len(inner) == 1 and inner not in "aA-–—"):
            yield f"“{_shorten(inner)}” does not stand in the words that it quotes"
        is_cut = re.search(rf"(?<!\w){re.escape(inner)}[{HYPHENS}][0-9]", quoted.text) and not inner.islower()
        if is_cut or any(unicodedata.category(each).startswith("N") for each in inner):
            yield f"“{_shorten(inner)}” is a number or a designation that they lack"


def _stands(word: Word, quoted: QuotedWords) -> bool:
    if word.written in quoted.written:
        return True
    if not word.is_plain or word.has_digit or not word.written.isascii():
        return False
    if word.is_capital and (word.place == "within" or word.folded in CALENDAR_WORDS or nations_of(word)):
        return word.folded in quoted.capital
    # What is a name there is none in small letters.
    is_only_name = word.folded in quoted.capital
    return word.folded in quoted.plain and (
        word.is_capital or not is_only_name or word.folded in ORDINARY or is_listed(word.folded)
    )


def _may_be_added(word: Word, quoted: QuotedWords) -> bool:
    """Whether a word names nothing: common English in small letters, or a small word that begins a sentence."""
    if not (word.written.isascii() and word.written.isalpha() and word.is_plain):
        return False
    stem = stem_of(word.folded)
    if stem in _DENYING_STEMS | _UNDOING_STEMS or _is_negated(word.folded):
        return not word.is_capital and stem in quoted.stems
    if word.folded in _GUARDED or word.folded.removesuffix("s") in CALENDAR_WORDS:
        return False
    if word.folded in ORDINARY:
        return word.place == "begins" or not word.is_capital
    return not word.is_capital and not nations_of(word) and _is_known(word.folded)


def _is_known(folded: str) -> bool:
    """Whether a word is on the list of common ones, or is made of one: `annexation`, and not `putinism`."""
    if is_listed(folded):
        return True
    return is_common(folded) and any(is_listed(folded[:end]) for end in range(LEAST_ROOT, len(folded) - 1))


def _is_negated(folded: str) -> bool:
    """Whether a word is another turned round: `unwilling`, `fruitless`."""
    match = _NEGATED.fullmatch(folded)
    if match is None or folded in ORDINARY or stem_of(folded) in map(stem_of, NO_NEGATION):
        return False
    return _is_known(match["word"] or match["root"])


def _find_small_names(words: Sequence[Word], quoted: QuotedWords, names: Mapping[str, list[Actor]]) -> Iterator[str]:
    """Actors, and others that are known, that are named in small letters, of common words too."""
    folded = [word.folded for word in words]
    for first in range(len(folded)):
        for last in range(first + 1, min(first + MOST_WORDS_OF_A_NAME, len(folded)) + 1):
            run = folded[first:last]
            name = " ".join(run)
            is_name = name in SMALL_NAMES or (name in names and ORDINARY.isdisjoint(run))
            if is_name and not quoted.has_run(run):
                yield f"“{_shorten(name)}” is a name that they lack"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD * 2 else f"{text[: LONGEST_TOLD * 2]}…"
