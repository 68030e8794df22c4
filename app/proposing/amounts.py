"""Amounts: the shares, sums of money and counts that a sentence names, each as a measure with its unit."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.language.vocabulary import ORDINARY
from app.proposing.counted import (
    counts_people,
    find_unit,
    is_no_measure,
    is_same_again,
    name_counted,
    unit_as_written,
    unit_from_before,
)
from app.proposing.number_words import (
    CARDINAL,
    FRACTION,
    IN_SO_MANY,
    TIMES_IN_WORDS,
    share_of_fraction,
    share_of_many,
    times_in,
    value_written,
)
from app.proposing.parts import WrittenMeasure, say_where
from app.proposing.units import ATTACHED, CURRENCY_OF, CURRENCY_WORDS, SIGNS_BEFORE

_SPACE = "[ \u00a0\u2009\u202f]"
_FIGURES = {
    "en": rf"[0-9]{{1,3}}(?:(?:,|{_SPACE})[0-9]{{3}}(?![0-9]))+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
    "": rf"[0-9]{{1,3}}(?:(?:\.|{_SPACE})[0-9]{{3}})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?",
}
_PERCENT = r"%|per\s?cent|pct?\b|percentage\s+points?|pp\b|prozent|procent\w*|proc\.|pour\s?cent|відсот\w+|процент\w*"
_OF_GDP = (
    r"(?:\s+(?:of\s+(?:its\s+|the\s+|their\s+|national\s+)?(?:GDP|gross\s+domestic\s+product|economic\s+output)|"
    r"des\s+BIP|PKB|du\s+PIB|ВВП))?"
)
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
_PART_OF = (
    r"(?=\s+(?:of(?!\s+an?\s+(?:hour|century|mile|day|year|dozen))|more|less|lower|higher|larger|smaller|cheaper|above|below|"
    r"majority|fewer))"
)
_HALF_OF = (
    r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )half(?=\s+(?:of|the|its|their|his|her|all|our)\b)"
)
_BEHIND_PART = "on|in|since|by|from|to|over|within|compared|this|last|between|after|and|or|at|during|for|while|when"
_BY_PART = r"(?:(?<=by )|(?<=to )|(?<=than )|(?<=about )|(?<=nearly )|(?<=almost ))"

_PARTS_OF_A_WHOLE = (
    (rf"(?<!\w)(?P<high>(?i:{FRACTION}))\s+(?:of\s+)?(?:an?|one|1)\s+(?P<percent>per\s?cent(?:age\s+point)?)(?!\w)",
     "fraction"),
    (rf"(?<!\w)(?P<high>(?i:{IN_SO_MANY}))(?!\w)", "fraction"),
    (rf"(?<![\w-])(?P<high>(?i:{FRACTION}{_PART_OF}|{_HALF_OF}|{_BY_PART}(?:{FRACTION})(?=[.,;:]|\s*$|\s+(?:{_BEHIND_PART})\b)))(?!\w)",
     "fraction"),
    (rf"(?<!\w)(?P<high>[0-9]+|(?i:{CARDINAL}))[ -]?(?i:fold)(?!\w)", "times"),
)  # fmt: skip


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
    for pattern, kind in _patterns_of("en" if language == "en" else ""):
        for match in pattern.finditer(text):
            if any(used[match.start() : match.end()]) or is_no_measure(text, match):
                continue
            measures = list(_measures(match, kind, text=text, at=at, is_english=language == "en"))
            last = max((each for each in found if each.end <= match.start() + at), default=None)
            if not measures and kind == "count":
                measures = _of_last(match, last, text=text, at=at)
            if measures:
                used[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found += measures
    return sorted(found)


def _of_last(match: re.Match[str], last: WrittenMeasure | None, *, text: str, at: int) -> list[WrittenMeasure]:
    """The measure of a number without a noun: it counts what the one before it did, or what its own words say.

    `four of them`, `up from 120 in May`; `four a day`.
    """
    value = value_written(match["high"], is_english=True)
    if value is None:
        return []
    start, end = match.start() + at, match.end() + at
    words = match[0]
    if last is not None and (is_same_again(text, match.start(), match.end()) or times_in(match["high"]) > 1):
        reason = f"read {say_where(words, start, end)} as {value:f} {last.unit}, as the number before it counts them"
        return [WrittenMeasure(start, end, words, last.name, value, last.unit, reason)]
    unit = unit_as_written(text, match.start(), match.end())
    if unit is None:
        return []
    reason = f"read {say_where(words, start, end)} as {value:f}, whose unit is told as it is written"
    return [WrittenMeasure(start, end, words, unit.capitalize(), value, unit, reason)]


@lru_cache(maxsize=2)
def _patterns_of(language: str) -> list[tuple[re.Pattern[str], str]]:
    words = rf"(?i:{CARDINAL})|(?i:(?:half )?a (?=dozen|hundred|thousand|million|billion))" if language else "(?!)"
    stop = "" if language else r"\.?"
    times = "|".join(sorted((each for each in TIMES_IN_WORDS if len(each) > 1), key=len, reverse=True))
    half = "(?:[ -]and[ -]a[ -]half)?"
    one = (
        rf"(?:(?:{_FIGURES[language]})|{words}){half}"
        rf"(?:(?:{_SPACE}?-?(?i:{times})(?!\w){stop})|(?<=[0-9])(?i:[mk])(?!\w))*{half}"
    )
    dash = r"(?<=[0-9])\s*[-–—]\s*(?=[0-9€$£])"
    found = [*_PARTS_OF_A_WHOLE] if language else []
    for begun, joint, often in (
        (r"(?:(?<=between )|(?<=Between ))", r"\s+and\s+", ""),
        (r"(?<![\w.,:/])", rf"(?:{dash}|\s+(?:to|or|bis|do|до|à)\s+)", "?"),
    ):
        many = rf"{begun}(?:(?P<low>{one})(?:\s?%)?{joint}){often}(?P<high>{one})"
        sums = rf"(?:(?P<low>{one}){joint}(?:{SIGNS_BEFORE})?){often}(?P<high>{one}(?:{_SPACE}m(?!\w))?)"
        found += [
            (rf"{many}[\s-]*(?P<percent>(?i:{_PERCENT})){_OF_GDP}(?!\w)", "share"),
            (rf"{begun if not often else '(?<![^ (])'}(?P<sign>{SIGNS_BEFORE}){_SPACE}?{sums}(?!\w)", "money"),
            (rf"{many}(?:{_SPACE}|-)?(?:d['’]|de{_SPACE})?(?P<sign>(?i:{CURRENCY_WORDS}))(?!\w)(?<!-pound)", "money"),
            (rf"{many}(?:{_SPACE}|-)?(?P<unit>{ATTACHED})(?!\w)", "attached"),
            (rf"{many}(?!\w|[.,:/][0-9])", "count"),
        ]
    order = ("fraction", "times", "share", "money", "attached", "count")
    return [(re.compile(pattern), kind) for pattern, kind in sorted(found, key=lambda each: order.index(each[1]))]


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
    elif kind == "attached":
        unit, name = match["unit"], name_counted(text, end) or "Extent"
    else:
        share = text[match.start("percent") : end]
        points = "points" if re.search(r"point|pp\b", share) else ""
        gdp = " of GDP" if re.search("GDP|domestic|output|BIP|PKB|PIB|ВВП", share) else ""
        unit, name = f"%{points and ' points'}{gdp}", _name_of(text[:start], "Share")
    words = text[start:end]
    rough = _ROUGHLY.search(text[max(start - 20, 0) : start])
    said = f", said to be {rough[0].strip()} that" if rough else ""
    sign = -1 if re.search(r"(?:\bminus\s+|(?:^|\s)[-−])\Z", text[max(start - 8, 0) : start]) else 1
    times_of_range = times_in(match["high"]) if match["low"] is not None else 1
    for which in ("low", "high"):
        value = value_written(match[which], is_english=is_english) if match[which] is not None else None
        if value is None or abs(value) > 10**15:
            continue
        if which == "low" and times_in(match["low"]) == 1:
            value *= times_of_range
        value *= sign
        reason = f"read {say_where(words, at + start, at + end)} as {value:f} {unit}{said}"
        yield WrittenMeasure(at + start, at + end, words, name, value, unit, reason)


def _shares(match: re.Match[str], kind: str, *, text: str, at: int) -> Iterator[WrittenMeasure]:
    """The share that a fraction is, or how many times as much something is."""
    start, end, said = match.start() + at, match.end() + at, match["high"]
    if kind == "times":
        value = value_written(said, is_english=True)
        unit, name = "times", "Multiple"
    else:
        value = share_of_many(said) if re.search(r"\sin\s", said) else share_of_fraction(said)
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
