"""Amounts: the shares, sums of money and counts that a sentence names, each as a measure with its unit."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.language.figures import PARTS
from app.language.vocabulary import ORDINARY
from app.proposing.numbers.amount_patterns import AND_MORE, load_patterns
from app.proposing.numbers.counted import find_unit, name_counted, unit_as_written
from app.proposing.numbers.number_words import share_of_fraction, share_of_many, times_in, value_written
from app.proposing.numbers.numbered import is_no_measure
from app.proposing.numbers.told_before import counts_people, is_same_again, unit_from_before
from app.proposing.numbers.units import CURRENCY_OF
from app.proposing.parts import WrittenMeasure, say_where

_ROUGHLY = re.compile(
    r"(?:up to|at least|more than|over|about|around|nearly|almost|some|fewer than|less than|under|roughly|close to|"
    r"as many as|no more than|no fewer than|approximately|well over|at most|"
    r"bis zu|mindestens|mehr als|rund|etwa|ponad|około|do|понад|близько|до|jusqu'à|plus de|environ|près de)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)  # fmt: skip
_RAISES = frozenset("raise raised raising increase increased cut cutting boost boosting of for on in total".split())
_WHAT = (
    "spending expenditure budget budgets aid loan loans package support production exports imports deficit share debt "
    "tariff tariffs fund fine fines losses casualties investment contribution funding output ceiling price threshold "
    "outlay guarantee grant grants capacity assets turnout inflation growth revenue revenues "
    "duty duties target majority"
).split()
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[1-9][0-9]{0,2}\.[0-9]{2}0")
"""Thousands with a full stop, as an English text has them by mistake: `1.500 drones`."""
_EACH = re.compile(r"\s(?:an?|per)\b")
_WARMTH = re.compile(
    r"(?:[-−]|\b(?:to|at|of|below|above|around|about|over|under|hit|was|is|nearly|by|from|minus|and)\s)\Z"
)
"""Before figures with a C, what says that they are degrees: `fell to 5C`, not `seat 12C`."""
_MINUS = re.compile(
    r"(?:(?:\A|[(:,;–—]\s*|\b(?:to|at|of|from|was|is|were|near|around|about|below|between|and|by|than|with|hit|in|(?<!plus\s)or)\s+)"
    r"(?P<word>minus\s+)|(?P<sign>(?<![^\s(])[-−]))\Z",
    re.IGNORECASE,
)
"""Before a number below zero; not `plus or minus 10`, nor `28 minus 9`."""
_NAMED_BEFORE = re.compile(
    r"\b(?:[A-Z][\w-]*|day|week|year|hour|age|level|line|point|channel|brigade|battalion|regiment|hill|house|flat|floor|bus|"
    r"train|flight)\s\Z"
)
"""Before a number, what may have it as its name, so that the next one's noun is not its own."""


def find_measures(
    text: str, *, language: str, taken: Sequence[tuple[int, int]] = (), at: int = 0
) -> list[WrittenMeasure]:
    """The measures of a sentence, in order; `at` is where it begins in its text.

    `taken` are the characters of its days, which are no measures. What counts nothing that is named is left out, and so
    is what is only vague, as `thousands`. A range has a measure for each of its ends; a fraction is a share in 100.
    """
    used = bytearray(len(text))
    for start, end in taken:
        used[start - at : end - at] = b"\1" * (end - start)
    found: list[WrittenMeasure] = []
    for pattern, kind in load_patterns("en" if language == "en" else ""):
        for match in _matches_of(pattern, text, used=used):
            if is_no_measure(text, match):
                continue
            measures = list(_measures(match, kind, text=text, at=at, is_english=language == "en"))
            last = max((each for each in found if each.end <= match.start() + at), default=None)
            if not measures and kind == "count":
                measures = list(_measures_without_noun(match, last, text=text, at=at))
            if measures:
                used[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found += measures
    return sorted(found)


def _matches_of(pattern: re.Pattern[str], text: str, *, used: bytearray) -> Iterator[re.Match[str]]:
    """The matches of a pattern that have no `used` characters, also those within a match that has some."""
    place = 0
    while (match := pattern.search(text, place)) is not None:
        if any(used[match.start() : match.end()]):
            place = match.start() + 1
        else:
            yield match
            place = match.end()


def _measures_without_noun(
    match: re.Match[str], last: WrittenMeasure | None, *, text: str, at: int
) -> Iterator[WrittenMeasure]:
    """The measures of a number without a noun: it counts what the one before it or behind it does, or its own words.

    `four of them`, `up from 120 in May`; `55 and 31 missiles`; `four a day`.
    """
    start, end = match.span()
    times = Decimal(1)
    behind = _find_behind(match, text)
    if last is not None and last.unit.startswith(("of ", "out of ")) and last.unit.endswith(f" {match[0]}"):
        unit, name, why = "in all", "In all", f", of which the number before it is {last.value:f}"
    elif last is not None and (
        is_same_again(text, start, end, unit=last.unit)
        or (times_in(match["high"]) > 1 and "%" not in last.unit and not text.startswith(" times", end))
    ):
        unit, name, why = last.unit, last.name, ", as the number before it counts them"
    elif behind is not None:
        (unit, name, times), why = behind, ", as the number behind it counts them"
    else:
        unit = unit_as_written(text, start, end) or ""
        name, why = unit.capitalize(), ", whose unit is told as it is written"
    where = say_where(match[0], start + at, end + at)
    for value in _values_of(match, is_english=True) if unit else ():
        reason = f"read {where} as {value * times:f} {unit}{why}"
        yield WrittenMeasure(start + at, end + at, match[0], name, value * times, unit, reason)


def _find_behind(match: re.Match[str], text: str) -> tuple[str, str, Decimal] | None:
    """The unit and the name of the number that is joined to this one by `and`, and what multiplies both."""
    behind = AND_MORE.match(text, match.end())
    if (
        behind is None
        or match["low"] is not None
        or is_no_measure(text, behind)
        or _NAMED_BEFORE.search(text, 0, match.start())
    ):
        return None
    counted = find_unit(text, behind.start("high"), behind.end(), written=behind["high"], is_english=True)
    return None if counted is None else (counted[0], counted[1], _times_for_both(match["high"], behind["high"]))


def _values_of(match: re.Match[str], *, is_english: bool) -> Iterator[Decimal]:
    """The value of a number, or both of a range."""
    for which in ("low", "high"):
        value = value_written(match[which], is_english=is_english) if match[which] is not None else None
        if value is not None and which == "low":
            value *= _times_for_both(match["low"], match["high"])
        if value is not None and abs(value) <= 10**15:
            yield value


def _measures(match: re.Match[str], kind: str, *, text: str, at: int, is_english: bool) -> Iterator[WrittenMeasure]:
    """The measures of a match: one, or two of a range; none where it counts nothing that is named."""
    start, end = match.span()
    if kind in ("fraction", "times"):
        yield from _shares(match, kind, text=text, at=at)
        return
    if kind == "count":
        counted = (
            counts_people(text, start, end)
            or find_unit(text, start, end, written=match["high"], is_english=is_english)
            or unit_from_before(text, start, end)
        )
        if counted is None:
            return
        unit, name, end = counted
    elif kind == "money":
        unit, name = CURRENCY_OF[" ".join(match["sign"].lower().split())], _name_of(text[:start], "Sum of money")
    elif kind == "attached" and match["unit"] == "C" and not _WARMTH.search(text, 0, start):
        return
    elif kind == "attached":
        unit, name = match["unit"], name_counted(text, end) or "Extent"
    else:
        share = text[match.start("percent") : end]
        points = "points" if re.search(r"point|pp\b|p\.p", share) else ""
        gdp = " of GDP" if re.search("GDP|domestic|output|BIP|PKB|PIB|ВВП", share) else ""
        unit, name = f"%{points and ' points'}{gdp}", _name_of(text[:start], "Share")
    minus = _MINUS.search(text, 0, start)
    start = minus.start(minus.lastgroup or 0) if minus is not None else start
    words = text[start:end]
    rough = _ROUGHLY.search(text[max(start - 20, 0) : start])
    said = f", said to be {rough[0].strip()} that" if rough else ""
    is_dotted = kind in ("money", "count") and _DOTTED.fullmatch(match["high"]) and not _EACH.match(text, end)
    for value in _values_of(match, is_english=is_english and not is_dotted):
        signed = -value if minus else value
        reason = f"read {say_where(words, at + start, at + end)} as {signed:f} {unit}{said}"
        yield WrittenMeasure(at + start, at + end, words, name, signed, unit, reason)


def _times_for_both(low: str, high: str) -> Decimal:
    """What the words behind the upper end of a range multiply the lower by too: `6 to 8 billion`.

    Not `from 800 to 1.2 million`: an end that is many times as much without the words stands for itself.
    """
    first, times = value_written(low, is_english=True), times_in(high)
    last = value_written(high, is_english=True)
    is_alike = first is not None and last is not None and first <= 10 * last / times
    return times if times_in(low) == 1 and is_alike else Decimal(1)


def _shares(match: re.Match[str], kind: str, *, text: str, at: int) -> Iterator[WrittenMeasure]:
    """The share that a fraction is, or how many times as much something is."""
    start, end, said = match.start() + at, match.end() + at, match["high"]
    if kind == "times":
        value = PARTS.get(said.lower()) or value_written(said, is_english=True)
        unit, name = "times", "Multiple"
    else:
        value = share_of_many(said) if re.search(r"\s(?:in|out)\s", said) else share_of_fraction(said)
        unit, name = "%", _name_of(text[: match.start()], "Share")
        if value is not None and match.groupdict().get("percent"):
            value /= 100
    if value is not None:
        reason = f"read {say_where(match[0], start, end)} as {value:f} {unit}"
        yield WrittenMeasure(start, end, match[0], name, value, unit, reason)


def _name_of(before: str, otherwise: str) -> str:
    """What a share or a sum is of: the last word before it that says so, with the word before that."""
    words = re.findall(r"[^\W_]+", re.split("[,;:—]", before)[-1])[-8:]
    for place in range(len(words) - 1, -1, -1):
        if words[place].lower() in _WHAT:
            first = words[place - 1] if place else ""
            named = words[place] if not first or first.lower() in ORDINARY | _RAISES else f"{first} {words[place]}"
            return named[:1].upper() + named[1:]
    return otherwise
