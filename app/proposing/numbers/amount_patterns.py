"""Amount patterns: how texts write shares, sums of money, measures and counts, as regular expressions."""

import re
from functools import lru_cache

from app.proposing.numbers.number_words import (
    CARDINAL,
    FRACTION,
    IN_SO_MANY,
    PARTS_BEHIND,
    SHARE_ALONE,
    SIGNS_BEHIND,
    SPACE,
    TIMES_IN_WORDS,
)
from app.proposing.numbers.units import ATTACHED, CURRENCY_WORDS, SIGNS_BEFORE

_SCALE_OR_SHARE = r"\s?(?:%|per\s?cent|pct|million|billion|trillion|[mb]l?n\b|tr?n\b)"
_FIGURES = {
    "en": rf"[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}|[0-9]{{1,3}},[0-9]{{1,2}}(?={_SCALE_OR_SHARE})|"
    rf"[0-9]{{1,3}}(?:(?:,|{SPACE})[0-9]{{3}}(?![0-9]))+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
    "": rf"[0-9]{{1,3}}(?:(?:\.|{SPACE})[0-9]{{3}})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?",
}
_PERCENT = (
    r"%|per\s?cent|pct?\b|percentage\s+points?|pp\b|p\.p\.?|prozent|procent\w*|proc\.|pour\s?cent|відсот\w+|процент\w*"
)
_OF_GDP = (
    r"(?:\s+(?:of\s+(?:its\s+|the\s+|their\s+|national\s+)?(?:GDP|gross\s+domestic\s+product|economic\s+output)|"
    r"des\s+BIP|PKB|du\s+PIB|ВВП))?"
)
_PART_OF = (
    r"(?=\s+(?:of(?!\s+an?\s+(?:hour|century|mile|day|year|dozen))|more|less|lower|higher|larger|smaller|cheaper|above|"
    r"below|majority|fewer|as\s+(?:many|much|large|big|high)))"
)
_HALF_OF = (
    r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )half(?=\s+(?:of|the|its|their|his|her|all|our|what)\b)"
)
_BEHIND_PART = "on|in|since|by|from|to|over|within|compared|this|last|between|after|and|or|at|during|for|while|when"
_BY_PART = r"(?:(?<=by )|(?<=to )|(?<=than )|(?<=about )|(?<=nearly )|(?<=almost ))"
_MOVED_BY_PART = rf"{_BY_PART}(?:{FRACTION})(?=[.,;:]|\s*$|\s+(?:{_BEHIND_PART})\b)"
_THAT_DAY = (
    r"\s+(?:the|that)\s+(?:same\s+|next\s+|previous\s+|following\s+)?(?:day|night|week|month|year|morning|evening)\b"
)
_ABOUT = "(?:as many as|as much as|more than|at least|about|around|some|nearly|almost|over|even|perhaps|possibly)"

_PARTS_OF_A_WHOLE = (
    (rf"(?<!\w)(?P<high>(?i:{FRACTION}))\s+(?:of\s+)?(?:an?|one|1)\s+(?P<percent>per\s?cent(?:age\s+point)?)(?!\w)",
     "fraction"),
    (rf"(?<!\w)(?P<high>(?i:{IN_SO_MANY}))(?!\w)", "fraction"),
    (rf"(?<![\w-])(?P<high>(?i:{FRACTION}{_PART_OF}|{_HALF_OF}|{_MOVED_BY_PART}|{SHARE_ALONE}))(?!\w)", "fraction"),
    (rf"(?<![\w.])(?P<high>[0-9]+(?:\.[0-9]+)?|(?i:{CARDINAL}))[ -]?(?i:fold)(?!\w)", "times"),
    (rf"(?<!\w)factor\s+of\s+(?:{_ABOUT}\s+)?(?P<high>[0-9]+(?:\.[0-9]+)?|(?i:{CARDINAL}))(?!\w|[.,]\d)", "times"),
    (rf"(?<!\w)(?P<high>(?i:twice|thrice))(?=\s+(?:as|the|its|their|what|that)\b)(?!{_THAT_DAY})", "times"),
)  # fmt: skip


def _number_of(language: str) -> str:
    """One number in figures or words with what multiplies it, as a pattern; in words in English alone."""
    words = rf"(?i:{CARDINAL}|zero)|(?i:(?:half )?a (?=dozen|hundred|thousand|million|billion))" if language else "(?!)"
    stop = "" if language else r"\.?"
    times = "|".join(sorted((each for each in TIMES_IN_WORDS if len(each) > 1), key=len, reverse=True))
    half = f"{PARTS_BEHIND}?"
    return (
        rf"(?:(?:{_FIGURES[language]})(?:{SIGNS_BEHIND})?|{words}){half}"
        rf"(?:(?:{SPACE}?-?(?i:{times})(?!\w){stop})|(?<=[0-9])(?i:[mk])(?!\w))*{half}"
    )


AND_MORE = re.compile(rf"\s+and\s+(?:{_ABOUT}\s+)?(?P<high>{_number_of('en')})(?!\w)")
"""Behind a number without a noun, the next one: `55 and 31 missiles`."""


@lru_cache(maxsize=2)
def load_patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The patterns of amounts, each with its kind, in the order in which they are looked for.

    `language` is `en`, or empty for the others. A match has `high`, of a range `low` too, and by its kind `percent`,
    `sign` or `unit`.
    """
    one = _number_of(language)
    dash = r"(?<=[0-9])\s*[-–—]\s*(?=[0-9€$£])"
    found = [*_PARTS_OF_A_WHOLE] if language else []
    for begun, joint, often in (
        (r"(?:(?<=between )|(?<=Between ))", rf"\s+and\s+(?:{_ABOUT}\s+)?", ""),
        (r"(?<![\w.,:/×])(?<!\w\+)", rf"(?:{dash}|\s+(?:(?:up )?to|or|bis|do|до|à)\s+(?:{_ABOUT}\s+)?)", "?"),
    ):
        many = rf"{begun}(?:(?P<low>{one})(?:\s?%)?{joint}){often}(?P<high>{one})"
        sums = rf"(?:(?P<low>{one}){joint}(?:{SIGNS_BEFORE})?){often}(?P<high>{one}(?:{SPACE}m(?!\w))?)"
        found += [
            (rf"{many}[\s-]*(?P<percent>(?i:{_PERCENT})){_OF_GDP}(?!\w)", "share"),
            (rf"{begun if not often else '(?<![^ (])'}(?P<sign>{SIGNS_BEFORE}){SPACE}?{sums}(?!\w)", "money"),
            (rf"{many}(?:{SPACE}|-)?(?:d['’]|de{SPACE})?(?P<sign>(?i:{CURRENCY_WORDS}))(?!\w)(?<!-pound)", "money"),
            (rf"{many}(?:{SPACE}|-)?(?P<unit>{ATTACHED})(?!\w)", "attached"),
            (rf"{many}(?!\w|[.,:/][0-9])", "count"),
        ]
    order = ("fraction", "times", "share", "money", "attached", "count")
    return [(re.compile(pattern), kind) for pattern, kind in sorted(found, key=lambda each: order.index(each[1]))]
