"""Joining: names, numbers, days and negations of a draft, each held to the words beside it in what is quoted."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.language.folding import HYPHENS
from app.language.tokens import stem_of
from app.language.vocabulary import ORDINARY
from app.proposing.model.counting import Figures
from app.proposing.model.guarded_words import (
    CALENDAR_WORDS,
    CHANGING,
    DIRECTIONS,
    NEGATING,
    OFFICE_WORDS,
    PARTING,
)
from app.proposing.model.quoting import QuotedWords, is_contracted, list_runs
from app.rules.holdings import nations_of
from app.rules.mentions import Word

_LIMITING = frozenset("only just merely simply".split())
"""Small words behind a negation by which it denies nothing."""
_BEFORE_DAYS = frozenset("on in since by until from".split())
"""Small words before a weekday or a month."""
_TOGETHER = frozenset(f" '’s/&—{HYPHENS}")
_SPACED = frozenset(" ")


def find_unjoined(words: Sequence[Word], text: str, quoted: QuotedWords) -> Iterator[str]:
    """What of a text stands in the quoted words, but beside others, each in a sentence.

    Names of several words, and parts of names; the word that a number counts, and what makes it more or less; the parts
    of a day; the word that a negation turns round.
    """
    yield from _find_other_runs(words, text, quoted)
    yield from _find_parts_of_names(words, text, quoted)
    yield from _find_changed_names(words, quoted)
    yield from Figures(words, text).find_moved(Figures(quoted.words, quoted.text))
    yield from _find_moved_negations(words, quoted)


def _find_other_runs(words: Sequence[Word], text: str, quoted: QuotedWords) -> Iterator[str]:
    """Names of several words that stand in the quoted words, but not together."""
    places = {word.start: place for place, word in enumerate(words)}
    for run in list_runs(words, text, _TOGETHER):
        named = run
        # A small word has its capital by its place alone, and behind one a day begins no name.
        if run[0].place == "begins" and run[0].folded in ORDINARY and run[0].is_plain:
            named = run[1:]
        if named and named[0].folded in CALENDAR_WORDS:
            before = words[max(places[named[0].start] - 1, 0)]
            named = named[1:] if before.folded in _BEFORE_DAYS else named
        is_between_states = len(named) == 2 and all(map(nations_of, named)) and text[named[0].end] in HYPHENS
        if not is_between_states and not quoted.has_run([each.folded for each in named]):
            yield f"“{text[run[0].start : run[-1].end]}” is no name in the words that it quotes"


def _find_parts_of_names(words: Sequence[Word], text: str, quoted: QuotedWords) -> Iterator[str]:
    """Names of the quoted words without their ends, or without a word that makes them others."""
    runs = [[each.folded for each in run] for run in list_runs(quoted.words, quoted.text, _SPACED)]
    single = quoted.plain - {each for run in runs if len(run) > 1 for each in run}
    whole = single.union(OFFICE_WORDS, ORDINARY, CALENDAR_WORDS, (run[-1] for run in runs))
    behind: dict[str, set[str]] = {}
    for one, after in (each for run in runs for each in pairwise(run)):
        behind.setdefault(one, set()).add(after)
    for run in list_runs(words, text, _SPACED):
        last = run[-1]
        if last.folded in whole or nations_of(last) or not last.is_plain:
            continue
        if OFFICE_WORDS.isdisjoint(behind.get(last.folded, OFFICE_WORDS)):
            yield f"“{text[run[0].start : last.end]}” is a part of a name of theirs"


def _find_changed_names(words: Sequence[Word], quoted: QuotedWords) -> Iterator[str]:
    """Names and offices that a word before them makes others, on one side alone."""
    before = {(one.folded, other.folded) for one, other in pairwise(words)}
    pairs = list(pairwise(quoted.words))
    theirs = {(one.folded, other.folded) for one, other in pairs}
    changed = {(one.folded, other.folded) for one, other in pairs if _is_changing(one, other)}
    plain = {each.folded for each in quoted.words[:1]}
    plain.update(other.folded for one, other in pairs if not _is_changing(one, other))
    capital = {word.folded for word in words if word.is_capital}
    for one, other in sorted(changed - before):
        if other in capital - plain:
            yield f"it leaves out “{one}” before “{other}”"
    for word, name in pairwise(words):
        is_name = name.is_capital and name.folded not in CALENDAR_WORDS
        if word.folded in PARTING and is_name and (word.folded, name.folded) not in theirs:
            yield f"“{word.written} {name.written}” is no name of theirs"


def _is_changing(one: Word, other: Word) -> bool:
    if one.folded in CHANGING:
        return True
    # An office with a capital is what it is with the word before it: Secretary General, Prime Minister.
    is_office = other.folded in OFFICE_WORDS and one.folded not in ORDINARY and one.is_plain and not nations_of(one)
    return one.is_capital and other.is_capital and (one.folded in DIRECTIONS or is_office)


def _find_moved_negations(words: Sequence[Word], quoted: QuotedWords) -> Iterator[str]:
    """Words that are turned round on one side alone."""
    if len(_negators(words)) > len(_negators(quoted.words)):
        yield "it has more negations than the words that it quotes"
    mine, plain = _turn(words)
    theirs, their_plain = _turn(quoted.words)
    for each in sorted(mine - theirs):
        yield f"it negates “{each}”, which the words that it quotes do not"
    for each in sorted((theirs - mine) & (plain - their_plain)):
        yield f"it does not negate “{each}”, which the words that it quotes do"


def _turn(words: Sequence[Word]) -> tuple[set[str], set[str]]:
    """The stems that a negation turns round, and the others."""
    turned: set[str] = set()
    plain: set[str] = set()
    is_open = False
    for word in words:
        if word.folded in NEGATING or is_contracted(word):
            is_open = True
        elif word.folded not in ORDINARY or (is_open and word.folded in _LIMITING):
            (turned if is_open else plain).add(stem_of(word.folded))
            is_open = False
    return turned, plain


def _negators(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.folded in NEGATING or is_contracted(word)]
