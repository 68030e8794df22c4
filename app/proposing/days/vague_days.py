"""Vague days: what speaks of a time that its own words do not tell, and what only looks like a day."""

import re
from collections.abc import Iterator

from app.proposing.days.calendar_terms import YEAR
from app.proposing.days.english_terms import ENGLISH_MONTH, ENGLISH_WEEKDAY
from app.proposing.parts import ContextHint, say_where

_UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade)"
_COUNT = r"(?:[0-9]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ROUGH = (
    r"(?:almost|nearly|about|around|some|roughly|over|under|more\s+than|less\s+than|at\s+least|well\s+over|barely|"
    r"a\s+little\s+over)"
)
_SEASON = r"(?:spring|summer|autumn|winter)"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:{YEAR}(?:[-–/][0-9]{{2,4}})?|(?:this|last|next)\s+year))?"
_PART = r"(?:(?:early|late|mid)[\s-]+)?"
_FEASTS = (
    r"(?:Easter|Christmas(?!\s+(?:Eve|Day)\b)|Whitsun|Pentecost|Ramadan|Orthodox\s+(?:Easter|Christmas)|New\s+Year(?!['’]s\s+(?:Eve|Day)\b)|Lent|Hanukkah|Passover|"
    r"Thanksgiving|Independence\s+Day|Victory\s+Day|Labour\s+Day|All\s+Saints(?:['’]\s+Day)?|Good\s+Friday|"
    r"Easter\s+(?:Monday|Sunday))"
)
_VAGUE = {
    "is a season or a feast, whose days are not told": (
        rf"(?i:this|last|next|in|by|since|until|before|after|during|throughout|over|for)\s+(?:the\s+)?(?i:{_PART}{_SEASON})"
        rf"(?!\s+(?:offensive|campaign|session|fleet|exercise))(?i:{_OF_YEAR})",
        rf"(?i:{_PART}{_SEASON})\s+(?:of\s+)?{YEAR}(?:[-–/][0-9]{{2,4}})?",
        rf"(?:(?i:this|last|next|in)\s+(?:the\s+)?|the\s+)(?:early\s+|late\s+)?fall(?:\s+of)?\s+{YEAR}",
        r"(?i:this|last|next|in\s+the|by\s+the)\s+fall(?=[\s.,;]*(?:$|[.,;]))",
        rf"{_FEASTS}{_OF_YEAR}",
    ),
    "is counted from another day, which its own words do not name": (
        rf"(?i:the)\s+(?:previous|preceding|following|same)\s+(?:{_UNIT}|night|morning|afternoon|evening|weekend|quarter)",
        r"(?i:the)\s+(?:very\s+)?next\s+(?:day|morning|night|evening)",
        r"(?i:the)\s+(?:day|week|month|year|night)\s+(?:before|after)(?=[.,;]|$|\s+and\b)",
        rf"(?:{_ROUGH}\s+)?(?i:{_COUNT}|several|a\s+few|some)\s+{_UNIT}s?\s+(?:earlier|later|beforehand|afterwards|before(?=[.,;]|$))",
        r"(?:that|the\s+same)\s+(?:day|night|week|month|year|evening|morning)",
    ),
    "says roughly when, and not which days": (
        rf"(?i:{_ROUGH})\s+(?i:{_COUNT}|half\s+an?|several)\s+(?:and\s+a\s+half\s+)?{_UNIT}s?\s+ago",
        rf"(?i:a\s+few|several|some|many|a\s+couple\s+of|half\s+an?)\s+(?:{_UNIT}|centurie)s?\s+ago",
        rf"(?i:{_COUNT})\s+and\s+a\s+half\s+{_UNIT}s?\s+ago",
        r"(?i:overnight)(?:\s+(?:in)?to(?=\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))?",
        r"(?i:in\s+recent|in\s+the\s+coming|in\s+coming|over\s+the\s+coming|in\s+the\s+last\s+few|in\s+the\s+past\s+few)"
        rf"\s+{_UNIT}s",
        r"(?i:the\s+other\s+day|mid-?week|the\s+turn\s+of\s+the\s+year|the\s+end\s+of\s+the\s+(?:decade|century))",
        r"(?i:by|before|until|ahead\s+of)\s+the\s+weekend",
        r"(?i:next)\s+weekend",
        r"(?i:in|over|for|within|during)\s+the\s+next\s+(?:week|month|year|quarter)",
        r"(?i:the\s+past|the\s+last)\s+(?:year|month|decade)(?=[.,;]|$)",
    ),
    "is a year of accounts, which begins on other days from state to state": (
        rf"(?i:the\s+)?(?:[Ff]iscal|[Ff]inancial|[Aa]cademic|[Bb]udget)\s+(?:year\s+)?{YEAR}(?:[-–/][0-9]{{2,4}})?",
        rf"{YEAR}(?:[-–/][0-9]{{2,4}})?\s+(?:fiscal|financial|academic|budget)\s+years?",
        rf"{YEAR}[-–/][0-9]{{2,4}}\s+(?:[a-z]+\s+)?(?:estimates|accounts|season|session|tax|school)(?=\W)",
        r"(?i:the\s+)?(?i:first|second|third|fourth)[\s-](?:quarter|half)(?=\s+(?:(?:net|pre-tax|operating)\s+)?(?:profits?|earnings|"
        r"results|sales|revenues?|losses)\b)",
        r"(?i:the\s+)?(?i:fiscal\s+(?:first|second|third|fourth)[\s-](?:quarter|half))",
        r"FY\s?(?:20)?[0-9]{2}(?:[-–/][0-9]{2})?",
        r"(?i:this|last|next|the\s+current|the\s+coming)\s+(?:fiscal|financial)\s+year",
    ),
}
_VAGUE_TIMES = [
    (re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), why) for why, patterns in _VAGUE.items() for pattern in patterns
]
_NO_DAY = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?i:every|each|black|bloody|ash|palm|holy|maundy|shrove|whit|cyber|super)\s+(?:{ENGLISH_WEEKDAY})"
        rf"(?:(?:,|\s+(?:and|or))\s+(?:{ENGLISH_WEEKDAY}))*(?!\w)",
        rf"(?<!\w)(?i:every|each)\s+(?:[0-3]?[0-9](?:st|nd|rd|th)?\s+)?(?:{ENGLISH_MONTH})(?:\s+[0-3]?[0-9])?(?!\w|\s+{YEAR})",
        r"(?<!\w)(?:Sunday\s+(?:Times|Telegraph|Mirror|Express|Independent|Post)|Mail\s+on\s+Sunday|am\s+Sonntag)(?!\w)",
        rf"(?<!\w)(?:{ENGLISH_WEEKDAY}),?\s+(?=(?:the\s+)?[0-3]?[0-9](?:st|nd|rd|th)?\s+(?:of\s+)?(?:{ENGLISH_MONTH})\b"
        rf"|(?:{ENGLISH_MONTH})\s+[0-3]?[0-9]\b)",
        rf"(?<=[0-9]),?\s+an?\s+(?:{ENGLISH_WEEKDAY})(?!\w)",
        r"(?<![\w:])[0-2][0-9][0-5][0-9](?=\s*(?:GMT|UTC|CET|CEST|EET|BST|EST|MSK|[Ll]ocal|[Hh](?:ou)?rs?\b|[Zz]ulu))",
        rf"(?<!\w)(?:(?i:resolution|directive|article|clause|section|regulation|law|order|unit|flight|route|gate|room|page|column|line|channel|"
        r"highway|hill|model|paragraph|case|form|number|serial|extension|lot)|Agenda|Vision|Horizon|Windows|No\.?)"
        rf"\s+{YEAR}(?![\w-])",
        rf"(?<!\w)at\s+(?:about\s+|around\s+)?{YEAR}(?:[-–]{YEAR})?(?!\w|['’]s|\s+(?:prices|levels|rates|exchange))",
        r"(?<![\w.])(?<!\bin )(?<!\b[Ii]n )(?:June|April|May|August)\s+[A-Z][a-z]+(?=,\s+[1-9][0-9](?![0-9])"
        r"|\s+(?:said|says|told|wrote|has|had|was|who)\b|,\s+(?:an?|who|whose|his|her)\b)",
        rf"(?<![\w.,])(?<!in\s)(?<!since\s)(?<!by\s){YEAR}\s+(?=(?:people|men|women|personnel|km|kilometres|tonnes|tons|"
        r"troops|soldiers|metres|square|more|kg|kilos|kilograms|mm|hp|horsepower|[kMG]W|others)\b)",
        rf"(?:(?<=[a-z][,;]\s)|(?<=^)){YEAR}(?=\s+(?:were|are)\b)",
        rf"(?<!\w)Of\s+(?:the\s+)?{YEAR}(?=\s+[a-z]+s\b)",
        r"(?<!\w)(?:11(?:th)?\s+(?:of\s+)?September|September\s+11(?:th)?|7(?:th)?\s+(?:of\s+)?October|October\s+7(?:th)?)"
        r"(?=\s+(?:terror\w*\s+)?(?:attacks?|massacre)\b)",
        rf"(?<!\w)(?:Act|Bill|Order),?\s+{YEAR}(?!\w)",
        rf"(?<!\w)(?i:an?|any|another|one|no)\s+(?:{ENGLISH_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?"
        r"(?=\s+(?:like|in|when|that|of|as|or)\b|[.,;]|$)",
        r"(?<!\w)(?i:last|final|first)\s+(?i:week|month|year|day)(?=\s+of\s+(?!last|next|this|[A-Z0-9]))",
        r"(?<!\w)(?i:the)\s+(?i:last|final|first|second|third)\s+(?i:week|weekend|month)\s+of(?=\s+(?:[A-Z0-9]|this|last|next))",
        rf"(?<!\w)(?i:pre|post)-{YEAR}(?!\w)",
    )
]


def find_vague_days(text: str, *, at: int, taken: bytearray) -> Iterator[ContextHint]:
    """The times of an English sentence that a reader must tell from elsewhere, each with why; `at` is where it begins.

    Their characters, and those of what only looks like a day, are marked in `taken`.
    """
    for pattern, why in _VAGUE_TIMES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield ContextHint(at + start, at + end, match[0], f"{say_where(match[0], at + start, at + end)} {why}")
    for pattern in _NO_DAY:
        for match in pattern.finditer(text):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
