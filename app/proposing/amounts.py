"""Amounts: the shares, sums of money and counts that a sentence names, each as a measure with its unit."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from app.language.figures import SMALL, TENS, TIMES, value_of
from app.language.vocabulary import ORDINARY
from app.proposing.parts import WrittenMeasure, say_where

_SPACE = "[ \u00a0\u2009\u202f]"
_FIGURES = {
    "en": r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
    "": rf"[0-9]{{1,3}}(?:(?:\.|{_SPACE})[0-9]{{3}})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?",
}
_WORDS = (
    rf"(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(SMALL[1:10])}))?|{'|'.join(sorted(SMALL[1:], key=len, reverse=True))}"
)
_TIMES = {
    "mln": 6, "mio": 6, "million": 6, "millionen": 6, "millions": 6, "milion": 6, "miliony": 6, "milionów": 6,
    "млн": 6, "мільйон": 6, "мільйони": 6, "мільйонів": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
    "mld": 9, "mrd": 9, "md": 9, "milliarde": 9, "milliarden": 9, "milliard": 9, "milliards": 9, "miliard": 9,
    "miliardy": 9, "miliardów": 9, "млрд": 9, "мільярд": 9, "мільярди": 9, "мільярдів": 9, "миллиард": 9,
    "миллиарда": 9, "миллиардов": 9, "tys": 3, "tysiąc": 3, "tysiące": 3, "tysięcy": 3, "тис": 3, "тисяч": 3,
    "тисячі": 3, "тыс": 3, "тысяч": 3, "тысячи": 3, "tausend": 3, "mille": 3,
}  # fmt: skip
_CURRENCIES = {
    "EUR": "€ eur euro euros євро евро", "USD": "$ us$ usd dollar dollars dolarów dolary доларів доллара долларов",
    "GBP": "£ gbp pound pounds funtów", "PLN": "zł pln zloty zlotys złotych zlote złote",
    "UAH": "₴ uah hryvnia hryvnias гривень гривні", "RUB": "₽ rub rouble roubles ruble rubles рублей rubli",
    "CHF": "chf francs", "NOK": "nok", "SEK": "sek", "DKK": "dkk", "JPY": "¥ yen",
}  # fmt: skip
_CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_SIGNS = "|".join(re.escape(word) for word in sorted(_CURRENCY_OF, key=len, reverse=True))
_BEFORE_SIGNS = r"US\$|[€$£₴₽¥]|(?:EUR|USD|GBP|PLN|UAH|CHF|NOK|SEK|DKK)(?=[\s\d])"
_PERCENT = r"%|per\s?cent|percentage points?|prozent|procent\w*|proc\.|pour\s?cent|відсот\w+|процент\w*"
_OF_GDP = r"(?:\s+(?:of\s+(?:its\s+|the\s+)?GDP|des\s+BIP|PKB|du\s+PIB|ВВП))?"
_ROUGHLY = re.compile(
    r"(?:up to|at least|more than|over|about|around|nearly|almost|some|fewer than|less than|under|roughly|"
    r"bis zu|mindestens|mehr als|rund|etwa|ponad|około|do|понад|близько|до|jusqu'à|plus de|environ|près de)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)  # fmt: skip
_UNIT = re.compile(rf"(?:-|{_SPACE})(?:of\s+)?((?:[^\W\d_]+(?:[-'’][^\W_]+)*{_SPACE}?){{1,3}})")
_LENGTHS = frozenset(
    "day week month year hour minute kilometre kilometer km mile metre meter mm tonne ton barrel megawatt gigawatt "
    "mw gw jour semaine mois année heure kilomètre dni tygodni miesięcy lat godzin tag tage tagen woche wochen "
    "monate monaten jahre jahren stunden днів дні днів тижнів місяців років годин км".split()
)
"""Units that measure what stands behind them: `a 30-day truce` is a truce of 30 days."""
_OF_MORE = re.compile(
    rf"\s+(?:(?:out\s+)?of(?:\s+(?:the|its|their|our)(?:\s+(?:[0-9][0-9,.]*|{_WORDS}))?|\s+(?:[0-9][0-9,.]*|{_WORDS}))"
    r"|more|other|further|additional|new)(?=\s)"
)
"""What may stand between a number and what it counts: `34 of 41 drones`, `two of its ships`, `45 more ships`."""
_NO_COUNT = re.compile(r"\b(?:in|at|on|with|as|of|no|any|every|each|this|that|the|by|from|for|than|only)\s+\Z")
"""Before `one`, what says that it counts nothing."""
_OF_THEM = re.compile(r"\s+(?:of|out of)\s+(?:them|these|those)\b")
_TITLE_BEFORE = re.compile(
    r"(?:\b(?:Article|Articles|No|Resolution|Chapter|Phase|Type|Leopard|Point|Section|Level|Group|Patriot|Mark|"
    r"Artikel|artykuł|стаття|numéro)\.?\s|[^\W\d_]-)\Z"
)
_NOT_UNITS = frozenset(
    """
    killed wounded injured dead took take takes met meet held were was are is had have has did said say says joined
    signed sent agreed began attacked went came remain remained others per cent percent years-old hours-old am pm
    million billion thousand hundred und oder der die das den im in auf aus i w z na oraz та і в у з на des les la le
    du de et en au aux dans sur à pour par été zum zur von mit nach
    """.split()
)
_RAISES = frozenset("raise raised raising increase increased cut cutting boost boosting of for on in total".split())
_WHAT = (
    "spending expenditure budget budgets aid loan loans package support production exports imports deficit share debt "
    "tariff tariffs fund fine fines losses casualties investment contribution funding output ceiling price threshold "
    "outlay guarantee grant grants capacity assets"
).split()


def find_measures(
    text: str, *, language: str, taken: Sequence[tuple[int, int]] = (), at: int = 0
) -> list[WrittenMeasure]:
    """The measures of a sentence, in order; `at` is where it begins in its text.

    `taken` are the characters of its days, which are no measures. What counts nothing that is named is left out, and so
    is what is only vague, as `thousands`. A range has a measure for each of its ends.
    """
    used = bytearray(len(text))
    for start, end in taken:
        used[start - at : end - at] = b"\1" * (end - start)
    found: list[WrittenMeasure] = []
    for pattern, kind in _patterns_of("en" if language == "en" else ""):
        for match in pattern.finditer(text):
            if any(used[match.start() : match.end()]) or _TITLE_BEFORE.search(text[: match.start()][-20:]):
                continue
            last = max((each for each in found if each.end <= match.start() + at), default=None)
            measures = list(_measures(match, kind, text=text, at=at, is_english=language == "en"))
            if not measures and last is not None and kind == "count":
                measures = _of_last(match, last, text=text, at=at)
            if measures:
                used[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found += measures
    return sorted(found)


def _of_last(match: re.Match[str], last: WrittenMeasure, *, text: str, at: int) -> list[WrittenMeasure]:
    """The measure of a number that counts what the one before it did: `four of them`, `in 2025 it was 50 billion`."""
    value = _value(match["high"], is_english=True)
    if value is None or not (_OF_THEM.match(text, match.end()) or _times_in(match["high"]) > 1):
        return []
    start, end = match.start() + at, match.end() + at
    reason = f"read {say_where(match[0], start, end)} as {value:f} {last.unit}, as the number before it counts them"
    return [WrittenMeasure(start, end, match[0], last.name, value, last.unit, reason)]


@lru_cache(maxsize=2)
def _patterns_of(language: str) -> list[tuple[re.Pattern[str], str]]:
    figures = _FIGURES[language]
    words, stop = (_WORDS, "") if language == "en" else ("(?!)", r"\.?")
    round_number = r"(?i:(?:half )?a (?=dozen|hundred|thousand|million|billion))" if language == "en" else "(?!)"
    times = "|".join(sorted({**TIMES, **_TIMES}, key=len, reverse=True))
    one = rf"(?:(?:{figures})|(?i:{words})|{round_number})(?:{_SPACE}?-?(?i:{times})(?!\w){stop})*(?: and a half)?"
    many = rf"(?<![\w.,/])(?:(?P<low>{one})(?:(?<=[0-9])\s*[-–—]\s*(?=[0-9])|\s+(?:to|bis|do|до|à)\s+))?(?P<high>{one})"
    return [
        (re.compile(rf"{many}[\s-]*(?P<percent>(?i:{_PERCENT})){_OF_GDP}(?!\w)"), "share"),
        (re.compile(rf"(?<!\w)(?P<sign>{_BEFORE_SIGNS}){_SPACE}?(?:(?P<low>{one})\s*[-–—]\s*)?(?P<high>{one})(?!\w)"),
         "money"),
        (re.compile(rf"{many}(?:{_SPACE}|-)?(?:d['’]|de{_SPACE})?(?P<sign>(?i:{_SIGNS}))(?!\w)"), "money"),
        (re.compile(rf"{many}(?!\w|[.,:/][0-9])"), "count"),
    ]  # fmt: skip


def _measures(match: re.Match[str], kind: str, *, text: str, at: int, is_english: bool) -> Iterator[WrittenMeasure]:
    """The measures of a match: one, or two of a range; none where it counts nothing that is named."""
    start, end = match.span()
    if kind == "count":
        unit_at = _unit_at(text, end)
        is_pronoun = match["high"].lower() == "one" and _NO_COUNT.search(text[:start]) is not None
        if unit_at is None or is_pronoun:
            return
        unit, end = text[slice(*unit_at)], unit_at[1]
        name = unit[:1].upper() + unit[1:]
        first, _, rest = unit.partition(" ")
        if first.lower().removesuffix("s") in _LENGTHS or first.lower() in _LENGTHS:
            end, name = unit_at[0] + len(first), rest[:1].upper() + rest[1:] or "Extent"
            unit = f"{first}s" if first.isascii() and len(first) > 2 and first[-1] != "s" and is_english else first
    elif kind == "money":
        unit, name = _CURRENCY_OF[match["sign"].lower()], _name_of(text[:start], "Sum of money")
    else:
        share = text[match.start("percent") : end]
        points = "points" if "point" in share else ""
        gdp = " of GDP" if re.search("GDP|BIP|PKB|PIB|ВВП", share) else ""
        unit, name = f"%{points and ' points'}{gdp}", _name_of(text[:start], "Share")
    words = text[start:end]
    rough = _ROUGHLY.search(text[max(start - 20, 0) : start])
    said = f", said to be {rough[0].strip()} that" if rough else ""
    times_of_range = _times_in(match["high"]) if match["low"] is not None else 1
    for which in ("low", "high"):
        value = _value(match[which], is_english=is_english) if match[which] is not None else None
        if value is None or abs(value) > 10**15:
            continue
        if which == "low" and _times_in(match["low"]) == 1:
            value *= times_of_range
        reason = f"read {say_where(words, at + start, at + end)} as {value:f} {unit}{said}"
        yield WrittenMeasure(at + start, at + end, words, name, value, unit, reason)


def _unit_at(text: str, end: int) -> tuple[int, int] | None:
    """The characters of what a number counts: up to three words behind it, to the last plural or noun among them."""
    share = _OF_MORE.match(text, end)
    match = _UNIT.match(text, share.end() if share is not None else end)
    if match is None:
        return None
    start, stop = match.start(1), match.start(1)
    for word in re.finditer(r"[^\s]+", match[1]):
        folded = word[0].lower()
        if (folded in ORDINARY and folded != "mine") or folded in _NOT_UNITS:
            break
        stop = start + word.end()
        if folded.endswith("s") and not folded.endswith(("ous", "ss", "us", "'s", "’s")):
            break
    return (start, stop) if stop > start else None


def _name_of(before: str, otherwise: str) -> str:
    """What a share or a sum is of: the last word before it that says so, with the word before that."""
    words = re.findall(r"[^\W_]+", re.split("[,;:—]", before)[-1])[-8:]
    for place in range(len(words) - 1, -1, -1):
        if words[place].lower() in _WHAT:
            first = words[place - 1] if place else ""
            named = words[place] if not first or first.lower() in ORDINARY | _RAISES else f"{first} {words[place]}"
            return named[:1].upper() + named[1:]
    return otherwise


def _times_in(written: str) -> Decimal:
    """What the words behind figures multiply them by."""
    value = Decimal(1)
    for word in re.findall(r"[^\W\d_]+", written.lower()):
        value *= Decimal(10) ** _TIMES[word] if word in _TIMES else Decimal(TIMES.get(word, 1))
    return value


def _value(written: str, *, is_english: bool) -> Decimal | None:
    """`1,200` → 1200 in English; elsewhere `1.200` → 1200 and `4,8` → 4.8; `90 Mrd` → 90000000000."""
    figures = re.match(rf"[0-9](?:[0-9.,]|{_SPACE}(?=[0-9]))*", written)
    if figures is None:
        return value_of(written)
    groups = "," if is_english else r"\."
    plain = re.sub(rf"(?<=[0-9])(?:{groups}|{_SPACE})(?=[0-9]{{3}}(?![0-9]))", "", figures[0].strip(".,"))
    try:
        return Decimal(plain.replace(",", ".")) * _times_in(written)
    except InvalidOperation:
        return None
