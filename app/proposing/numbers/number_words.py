"""Number words: what English cardinals and fractions come to, written out or in figures and words."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from app.language.figures import SMALL, TENS, TIMES

_UNITS = "|".join(sorted(SMALL[1:], key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(SMALL[1:10])}))?|{_UNITS})"
_BELOW_THOUSAND = rf"(?:(?:an?|{_BELOW_HUNDRED})[ -]hundred(?:(?: and)? {_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
CARDINAL = (
    rf"(?:(?:(?:{_BELOW_THOUSAND}|an?)[ -](?:thousand|million|billion))(?:,? (?:and )?{_BELOW_THOUSAND}"
    rf"(?: (?:thousand|hundred))?(?: and {_BELOW_HUNDRED})?)?|{_BELOW_THOUSAND})"
)
"""A cardinal in English words, as a pattern: `two hundred and fifty thousand`, `a hundred`, `twenty-four`."""
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
PART_SIGN = "[½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
"""A fraction in one character, as a pattern."""
_SOME = "|".join(SMALL[2:10])
_NTH = "third|fifth|sixth|seventh|eighth|ninth|tenth|twentieth"
FRACTION = rf"(?:(?:an?|one|{_SOME})[ -](?:{_NTH}|quarter)s?|half|{PART_SIGN}|[1-9]/[2-9](?![0-9/]))"
"""A part of a whole in English words or as a sign, as a pattern: `two-thirds`, `a quarter`, `half`, `¾`, `1/3`."""
SHARE_ALONE = (
    rf"(?:(?:{_SOME})[ -](?:{'|'.join(f'{each}s' for each in _NTH.split('|'))})|one[ -](?:{_NTH})|"
    r"(?<!in )(?<!for )(?<!within )one[ -]quarter|three-quarters|"
    r"(?:(?<=of which )|(?<=of whom ))(?:half|a quarter|three quarters))(?!-|\s+(?:of\s+)?an?\b)"
)
"""A share that needs no whole behind it to be one, as a pattern: `two-thirds voted`, `of whom half left`."""
_TO_TEN = "|".join(SMALL[2:11])
_NO_TIME = r"(?!\w|\s+(?:days?|weeks?|hours?|months?|years?|nights?|minutes?)\b)"
_NO_PLACE = r"(?!\s+(?:attacks?|raids?|strikes|places|cities|regions|villages|separate)\b)"
IN_SO_MANY = (
    rf"(?:(?-i:One)\s+in\s+(?:{_TO_TEN}){_NO_TIME}|"
    rf"(?:(?:one|{_SOME}|[0-9])\s+(?:in(?:\s+every)?|(?:times\s+)?out\s+of\s+every|times\s+out\s+of)\s+"
    rf"(?:{_TO_TEN}|{'|'.join(TENS)}|10|20|100|a hundred)|(?:one|1)\s+in\s+[2-9]|[1-9]\s+in\s+every\s+[2-9])"
    rf"{_NO_TIME}{_NO_PLACE})"
)
"""A share as `one in five`, as a pattern; at the head of a sentence it is one of attacks and places too."""


def count_words(written: str) -> Decimal | None:
    """What a cardinal in English words comes to: `two hundred and fifty` → 250; None where it is none."""
    whole, part = Decimal(0), Decimal(0)
    known = False
    for word in re.findall(r"[a-z]+", written.lower()):
        if word in SMALL:
            part, known = part + SMALL.index(word), True
        elif word in TENS:
            part, known = part + 10 * (TENS.index(word) + 2), True
        elif word == "hundred":
            part, known = (part or Decimal(1)) * 100, True
        elif word in TIMES:
            whole, part, known = whole + (part or Decimal(1)) * TIMES[word], Decimal(0), True
        elif word not in ("and", "a", "an"):
            return None
    return whole + part if known else None


def share_of_fraction(written: str) -> Decimal | None:
    """How many in a hundred a fraction is, to a tenth: `two-thirds` → 66.7; None where it is none, or is no part."""
    if re.fullmatch(PART_SIGN, written):
        return Decimal(100 * unicodedata.numeric(written)).quantize(Decimal("0.1")).normalize() + Decimal(0)
    if "/" in written:
        return _in_hundred(*map(int, written.split("/")))
    words = re.findall(r"[a-z]+", written.lower())
    many = 1 if len(words) == 1 or words[0] in ("a", "an") else SMALL.index(words[0])
    parts = _PARTS.get(words[-1]) or _PARTS.get(words[-1].removesuffix("s"))
    return _in_hundred(many, parts) if parts else None


def share_of_many(written: str) -> Decimal | None:
    """How many in a hundred `one in five` is; None where it is more than all."""
    numbers = [
        int(word) if word.isdecimal() else 100 if word == "hundred" else int(count_words(word) or 0)
        for word in re.findall(r"[0-9]+|[a-z]+", written.lower())
        if word not in ("in", "every", "a", "times", "out", "of")
    ]
    return _in_hundred(numbers[0], numbers[1]) if len(numbers) == 2 else None


def _in_hundred(many: int, parts: int) -> Decimal | None:
    if not 0 < many < parts:
        return None
    return (Decimal(100 * many) / parts).quantize(Decimal("0.1")).normalize() + Decimal(0)


TIMES_IN_WORDS = {**{word: len(str(times)) - 1 for word, times in TIMES.items() if times != 12},
    "dozen": 0, "trn": 12, "bln": 9, "mln": 6, "mio": 6, "millionen": 6, "millions": 6, "milion": 6, "miliony": 6,
    "milionów": 6, "млн": 6, "мільйон": 6, "мільйони": 6, "мільйонів": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
    "mld": 9, "mrd": 9, "md": 9, "milliarde": 9, "milliarden": 9, "milliard": 9, "milliards": 9, "miliard": 9,
    "miliardy": 9, "miliardów": 9, "млрд": 9, "мільярд": 9, "мільярди": 9, "мільярдів": 9, "миллиард": 9,
    "миллиарда": 9, "миллиардов": 9, "tys": 3, "tysiąc": 3, "tysiące": 3, "tysięcy": 3, "тис": 3, "тисяч": 3,
    "тисячі": 3, "тыс": 3, "тысяч": 3, "тысячи": 3, "tausend": 3, "mille": 3
}  # fmt: skip
"""The words that multiply a number, by the power of ten; a dozen is counted apart."""
SPACE = "[ \u00a0\u2009\u202f]"
"""A space within a number, or behind it, as a pattern."""
PARTS_BEHIND = r"(?:[ -]and[ -](?:a[ -](?:half|quarter)|three[ -]quarters?)(?!\w))"
"""What words add to a whole number: `two and a half`, as a pattern."""
SIGNS_BEHIND = rf"(?:{SPACE}?{PART_SIGN}|{SPACE}[1-9]/[2-9](?![0-9/]))"
"""What signs add to a whole number: `2½`, `2 1/2`, as a pattern."""
_WITH_PART = re.compile(rf"(.*?)({PARTS_BEHIND}|{SIGNS_BEHIND})(.*)", re.IGNORECASE)


def times_in(written: str) -> Decimal:
    """What the words behind figures multiply them by."""
    value = Decimal(1)
    for word in re.findall(r"[^\W\d_]+", written.lower()):
        if word in TIMES_IN_WORDS:
            value *= TIMES["dozen"] if word == "dozen" else Decimal(10) ** TIMES_IN_WORDS[word]
    return value


def value_written(written: str, *, is_english: bool) -> Decimal | None:
    """`1,200` → 1200 in English; elsewhere `1.200` → 1200 and `4,8` → 4.8; `two and a half million` → 2500000."""
    parted = _WITH_PART.fullmatch(written)
    if parted is not None and parted[1]:
        whole, part = value_written(parted[1], is_english=is_english), _part_of_one(parted[2])
        return None if whole is None else (whole + times_in(parted[1]) * part) * times_in(parted[3])
    if written.lower().startswith("half "):
        return times_in(written) / 2
    figures = re.match(rf"[0-9](?:[0-9.,]|{SPACE}(?=[0-9]))*", written)
    if figures is None:
        return count_words(written)
    groups = "," if is_english else r"\."
    plain = re.sub(rf"(?<=[0-9])(?:{groups}|{SPACE})(?=[0-9]{{3}}(?![0-9]))", "", figures[0].strip(".,"))
    try:
        return Decimal(plain.replace(",", ".")) * times_in(written)
    except InvalidOperation:
        return None


def _part_of_one(written: str) -> Decimal:
    """What `and a half`, `½` and `1/2` come to."""
    if "/" in written:
        above, below = map(Decimal, written.split("/"))
        return above / below
    sign = written.strip()
    if re.fullmatch(PART_SIGN, sign):
        return Decimal(unicodedata.numeric(sign)).quantize(Decimal("0.001")).normalize()
    return Decimal("0.5") if "half" in sign.lower() else Decimal("0.75" if "three" in sign.lower() else "0.25")
