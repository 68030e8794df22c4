"""Guarding: whether what a model drafted of a sentence names nothing that the words it quotes lack."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language.figures import MONTHS, DateParts, figures_in
from app.language.folding import fold
from app.language.lexicon import is_common
from app.language.tokens import stem_of
from app.language.vocabulary import OFFICES, ORDINARY, WEEKDAYS
from app.rules.contents import contents_of_text
from app.rules.holdings import nations_of
from app.rules.mentions import Word, words_of
from app.rules.naming import MOST_WORDS_OF_A_NAME
from app.rules.seeking import Lookup, missing_in
from schemas import Actor

LONGEST_TOLD = 60
"""How many characters of what a model wrote a reason repeats."""
COUNTING = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    billion billions trillion trillions dozen dozens score scores half halves third thirds quarter quarters fifth tenth
    first second fourth sixth seventh eighth ninth double doubled doubling triple tripled twice thrice once couple pair
    zero percent percentage fold per cent tonne tonnes kilometre kilometres kilometer kilometers mile miles metre metres
    dollar dollars euro euros pound pounds rouble roubles hryvnia zloty
    """.split()
)
"""Words that say how much: as a number does, they must stand in the words that are quoted."""
DATING = frozenset(
    """
    yesterday today tonight tomorrow day days daily week weeks weekly weekend month months monthly year years yearly
    annual annually decade decades century centuries hour hours minute minutes morning afternoon evening night overnight
    noon midnight spring summer autumn winter christmas easter recent recently last next ago
    """.split()
)
"""Words that say when."""
DENYING = frozenset(
    """
    not no never nobody none nothing neither nor nowhere cannot without deny denies denied refuse refuses refused
    refusal reject rejects rejected rejection fail fails failed failure false untrue hardly barely scarcely unless
    """.split()
)
"""Words that turn what is said round: they stand on both sides, or on neither."""
_MONTHS = frozenset(name.lower() for month in MONTHS for name in (month, month[:3])) | {"sept"}
OFFICE_WORDS = frozenset(word for office in OFFICES for word in office.split("-")) - {"of", "for", "foreign", "general"}
"""Words that say what somebody is."""
_MARKS = frozenset(".,;:!?'\"“”‘’()-–—…")
_ENDS = ".,;:!?'\"“”‘’()…[]"
_CHUNK = re.compile(r"\S+")


class QuotedWords(NamedTuple):
    """The words that a model quotes, as they are held against: by how they are written, and folded."""

    text: str
    words: Sequence[Word]
    written: frozenset[str]
    folded: frozenset[str]
    capital: frozenset[str]
    chunks: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "QuotedWords":
        """The words of a quotation."""
        words = words_of(text)
        return cls(
            text=text,
            words=words,
            written=frozenset(word.written for word in words),
            folded=frozenset(word.folded for word in words),
            capital=frozenset(word.folded for word in words if word.is_capital),
            chunks=frozenset(chunk[0].strip(_ENDS) for chunk in _CHUNK.finditer(text)),
        )


def find_quoted(quote: str, sentence: str) -> int | None:
    """Where a quotation stands in a sentence, letter by letter, with whole words at its ends; None if nowhere."""
    start = sentence.find(quote) if quote.strip() else -1
    while start >= 0:
        end = start + len(quote)
        if not _is_cut(sentence[:start][-2:][::-1], quote[0]) and not _is_cut(sentence[end : end + 2], quote[-1]):
            return start
        start = sentence.find(quote, start + 1)
    return None


def find_invented(text: str, quoted: QuotedWords, names: Mapping[str, list[Actor]]) -> Iterator[str]:
    """What a text says that the words it quotes do not, each in a sentence; nothing where all of it stands there.

    A name, a number, a day, a word that says how much or when, and a negation must stand in the quoted words, names of
    several words together, numbers before the same word; any other word that does not must be a common English one in
    small letters. `names` are the actors by folded name.
    """
    yield from _find_marks(text, quoted)
    words = words_of(text)
    for word in words:
        if not _stands(word, quoted) and not _may_be_added(word):
            yield f"“{_shorten(word.written)}” does not stand in the words that it quotes"
    yield from _find_small_names(words, quoted, names)
    yield from _find_other_runs(words, text, quoted)
    yield from _find_other_numbers(words, text, quoted)
    if DENYING.isdisjoint(_negations(words)) and not DENYING.isdisjoint(_negations(quoted.words)):
        yield "it leaves out a negation"
    lookup = Lookup(names, contents_of_text(quoted.text), days=(), ordinary=frozenset)
    for missing in missing_in(text, lookup):
        if missing.kind != "office":  # whose office it is, the quoted words say; the record need not know
            yield f"“{_shorten(text[missing.start : missing.end])}” is a {missing.kind} that they lack"


def _is_cut(beside: str, last: str) -> bool:
    """Whether what stands beside the end of a quotation, outwards, goes on the word or the number at that end."""
    if not beside or beside[0].isspace():
        return False
    if beside[0] in _ENDS and last not in "-–—":
        return len(beside) > 1 and beside[1].isalnum() and last.isalnum()
    return True


def _find_marks(text: str, quoted: QuotedWords) -> Iterator[str]:
    """Signs of other kinds than prose has: money, shares, markup, what is not seen."""
    for sign in sorted(set(text) - set(quoted.text)):
        if not (sign.isalnum() or sign == " " or sign in _MARKS):
            yield f"the sign U+{ord(sign):04X} does not stand in the words that it quotes"
    for chunk in _CHUNK.finditer(text):
        inner = chunk[0].strip(_ENDS)
        if re.search(r"\w[.,:;!?()]+\w", inner) and inner not in quoted.chunks:
            yield f"“{_shorten(inner)}” does not stand in the words that it quotes"


def _stands(word: Word, quoted: QuotedWords) -> bool:
    if word.written in quoted.written:
        return True
    if not word.is_plain or word.has_digit or not _is_latin(word.written):
        return False
    if word.is_capital and (word.place == "within" or word.folded in _MONTHS or word.folded in WEEKDAYS):
        return word.folded in quoted.capital
    return word.folded in quoted.folded


def _may_be_added(word: Word) -> bool:
    """Whether a word names nothing: common English in small letters, or a small word that begins a sentence."""
    if not (word.written.isascii() and word.written.isalpha() and word.is_plain):
        return False
    if word.folded in COUNTING | DATING | DENYING | _MONTHS | OFFICE_WORDS or word.folded.removesuffix("s") in WEEKDAYS:
        return False
    if word.folded in ORDINARY:
        return word.place == "begins" or not word.is_capital
    return not word.is_capital and not nations_of(word) and is_common(word.folded)


def _find_small_names(words: Sequence[Word], quoted: QuotedWords, names: Mapping[str, list[Actor]]) -> Iterator[str]:
    """Actors that are named in small letters, of common words too."""
    folded, theirs = [word.folded for word in words], [word.folded for word in quoted.words]
    for first in range(len(folded)):
        for last in range(first + 1, min(first + MOST_WORDS_OF_A_NAME, len(folded)) + 1):
            run = folded[first:last]
            if " ".join(run) in names and ORDINARY.isdisjoint(run) and not _is_within(run, theirs):
                yield f"“{_shorten(' '.join(run))}” is an actor whom they do not name"


def _find_other_runs(words: Sequence[Word], text: str, quoted: QuotedWords) -> Iterator[str]:
    """Names of several words that stand in the quoted words, but not together."""
    theirs = [word.folded for word in quoted.words]
    run: list[Word] = []
    for word in [*words, None]:
        joins = run and word is not None and word.is_capital and len(text[run[-1].end : word.start].strip("-’'s ")) == 0
        if joins and word is not None:
            run.append(word)
            continue
        if len(run) > 1 and not _is_within([each.folded for each in run], theirs):
            # A small word has its capital by its place alone.
            is_first = run[0].place == "begins" and run[0].folded in ORDINARY
            if not is_first or not _is_within([each.folded for each in run[1:]], theirs):
                yield f"“{_shorten(text[run[0].start : run[-1].end])}” is no name in the words that it quotes"
        run = [word] if word is not None and word.is_capital else []


def _find_other_numbers(words: Sequence[Word], text: str, quoted: QuotedWords) -> Iterator[str]:
    """Numbers that are written otherwise than in the quoted words, or stand before another word."""
    for chunk in _CHUNK.finditer(text):
        inner = chunk[0].strip(_ENDS)
        if any(unicodedata.category(each).startswith("N") for each in inner) and inner not in quoted.chunks:
            yield f"“{_shorten(inner)}” is a number that they lack"
    theirs = {(one.folded, stem_of(other.folded)) for one, other in pairwise(quoted.words)}
    dates = [(each.start, each.end) for each in figures_in(text) if isinstance(each.value, DateParts)]
    for one, other in pairwise(words):
        is_number = one.has_digit or one.folded in COUNTING
        if not is_number or other.folded in ORDINARY or any(start <= one.start < end for start, end in dates):
            continue
        if (one.folded, stem_of(other.folded)) not in theirs:
            yield f"“{_shorten(text[one.start : other.end])}” counts something else than the words that it quotes"


def _negations(words: Sequence[Word]) -> set[str]:
    return {"not" if word.folded.endswith(("n't", "n’t")) else word.folded for word in words}


def _is_within(run: Sequence[str], words: Sequence[str]) -> bool:
    return any(words[place : place + len(run)] == run for place in range(len(words) - len(run) + 1))


def _is_latin(written: str) -> bool:
    return fold(written).isascii()


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
