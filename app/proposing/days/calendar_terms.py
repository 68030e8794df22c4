"""Calendar terms: how days, months and years are written in a language, as patterns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.language.figures import VERBS
from app.proposing.days.month_names import DAYS_AWAY, MONTHS_BY_LANGUAGE, PERIODS_AWAY, WEEKDAYS_BY_LANGUAGE, Months
from app.proposing.days.tenses import TO_COME

DASH = r"\s*[-–—]\s*"
"""What stands between the ends of a range without a word."""
YEAR = r"(?:1[89][0-9]{2}|20[0-9]{2}|21[0-9]{2})"
"""A year that is told from other numbers by its size alone."""
YEAR_OF_DAY = rf"(?:{YEAR}|1[0-7][0-9]{{2}}(?!\s+[a-z-]+s\b|\s+(?:people|men|women|troops)\b))"
"""A year behind the day of a month, where an older one is told too."""
_VERBS = frozenset(verb.lower() for verb in VERBS)
_ORDINAL = {"en": r"(?:st|nd|rd|th)?", "de": r"\.?", "fr": r"(?:er)?"}
_TO = {
    "en": "to|and|until|till|through", "pl": "do|i", "uk": "до|по|і|та", "ru": "до|по|и", "de": "bis|und",
    "fr": "au|et|à",
}  # fmt: skip
_OF = {"en": r"(?:of\s+)?"}
_SINCE = {
    "en": (
        r"since|from|after|start(?:ing|s)?(?:\s+(?:in|on|from|with))?|beginning(?:\s+(?:in|on|with))?|effective|"
        r"(?:no|not)\s+(?:earlier|sooner)\s+than"
    ),
    "pl": "od|po", "uk": "від|з|із|після", "ru": "с|от|после", "de": "seit|ab|nach",
    "fr": "depuis|dès|après",
}  # fmt: skip
_UNTIL = {
    "en": (
        r"until|till|by|before|through(?!\s+the\s+(?!end\b|close\b|last\b|first\b|[0-9]))|up\s+to|"
        r"(?:no|not)\s+later\s+than|ahead\s+of|between\s+now\s+and|to(?=\s+the\s+(?:end|close)\b)|"
        r"(?:(?<=run )|(?<=runs )|(?<=extended )|(?<=prolonged )|(?<=valid ))to|"
        r"(?:(?<=year )|(?<=months )|(?<=weeks )|(?<=days )|(?<=hours )|(?<=quarter ))(?:to|ending|ended)(?:\s+on)?"
    ),
    "pl": "do|przed", "uk": "до", "ru": "до|к", "de": "bis|vor",
    "fr": "jusqu'en|jusqu’en|jusqu'à|avant|d'ici|d’ici",
}  # fmt: skip
_IN = {
    "en": "in|during|late|early|mid|of|throughout|this|every|between|and|to|for|on|around|about|"
    "as early as|as soon as|as late as", "pl": "w|we|na początku|pod koniec",
    "uk": "в|у|на початку|наприкінці", "ru": "в|во|в начале|в конце", "de": "im|in|anfang|ende|mitte|seit ende",
    "fr": "en|de|à|fin|début|mi-|courant",
}  # fmt: skip
_LAST = {"en": "last|past", "fr": "dernier|passé", "de": "letzten|vergangenen", "pl": "zeszły|ubiegły", "uk": "минулої"}
_NEXT = {"en": "next|coming", "fr": "prochain", "de": "nächsten|kommenden", "pl": "przyszły", "uk": "наступної"}
_AHEAD = {
    "en": TO_COME,
    "de": "wird|werden|soll|sollen|geplant",
    "fr": r"sera|seront|doit|doivent|prévu\w*|d['’]ici|\w+ront|\w+era",
    "pl": "będzie|będą|ma|mają|planuje", "uk": "буде|будуть|має|мають|планує", "ru": "будет|будут|должен",
}  # fmt: skip
BEHIND_DAY = (
    "and|at|in|when|after|with|for|but|as|the|to|by|because|while|before|about|near|between|until|or|it|he|she|they|we|a|"
    "an|during|there|this|that|his|her|its|their|some|most|all|no|nobody|another"
)
"""What may stand behind `on the 24th`: with a noun it would be no day, as `on the 24th anniversary`."""
_EVENT = (
    "summit|meeting|vote|election|elections|deadline|agreement|deal|talks|report|ruling|visit|strike|attack|offensive|"
    "conference|session|truce|ceasefire|summits|declaration|referendum|figures|data|numbers|polls?|results|totals?|"
    "record|average|raids?|attacks|strikes|statement|plenary|decision|budget|plan|protests|fighting"
)
"""What a month is named before, where its name is another word too: `the March summit`."""
_YEAR_AWAY = r"(?:of\s+)?(?:this|last|next)\s+year"
"""A year beside a month, counted from the article's."""
_UNITS = {
    "en": "day=days? ago|week=weeks? ago|month=months? ago|year=years? ago",
    "de": "day=tagen|week=wochen|month=monaten|year=jahren",
    "fr": "day=jours|week=semaines|month=mois|year=ans",
    "pl": "day=dni temu|week=tygodnie temu|month=miesiące temu|year=lata temu",
    "uk": "day=дні тому|week=тижні тому|month=місяці тому|year=роки тому",
    "ru": "day=дня назад|week=недели назад|month=месяца назад|year=года назад",
}
_AGO = {"de": r"(?:vor)\s+", "fr": r"(?:il y a)\s+"}
_COUNTS = {
    "en": "one two three four five six seven eight nine ten", "de": "einem zwei drei vier fünf sechs",
    "fr": "un deux trois quatre cinq six", "pl": "jeden dwa trzy cztery pięć", "uk": "один два три чотири п'ять",
    "ru": "один два три четыре пять",
}  # fmt: skip


class CalendarTerms(NamedTuple):
    """The patterns of a language, in the order in which they are tried; a place belongs to the first that takes it.

    Their groups: `day`, `month`, `year`, and `other`, `other_month`, `other_year` of a second end; `weekday`, `away`,
    `period`, `count` and `unit`; `ambiguous` of two numbers that may be day and month.
    """

    patterns: Sequence[re.Pattern[str]]
    since: re.Pattern[str]
    until: re.Pattern[str]
    last: re.Pattern[str]
    coming: re.Pattern[str]
    ahead: re.Pattern[str]
    counts: Mapping[str, int]


@lru_cache(maxsize=16)
def calendar_terms_of(language: str) -> CalendarTerms:
    """How a language writes days; what has no table of its own is read as English."""
    own = language if language in MONTHS_BY_LANGUAGE else "en"
    flags = 0 if own in ("en", "de") else re.IGNORECASE
    joint = (
        rf"(?:-to-|{DASH}|\s+(?:{_TO[own]})\s+(?:at\s+least\s+)?(?:the\s+)?"
        r"(?:(?:early|mid|late|Anfang|Mitte|Ende)[\s-]+)?)"
    )
    written = [*_with_months(own, joint), *_without_months(own, joint)]
    return CalendarTerms(
        patterns=tuple(re.compile(each if _is_of_words(each) else f"(?i:{each})", flags) for each in written),
        since=_before(_SINCE[own]),
        until=_before(_UNTIL[own]),
        last=_before(_LAST.get(own, "(?!)")),
        coming=_before(_NEXT.get(own, "(?!)")),
        ahead=re.compile(rf"(?<!\w)(?:{_AHEAD[own]})(?!\w)", re.IGNORECASE),
        counts={word: number for number, word in enumerate(_COUNTS[own].split(), 1)},
    )


def _with_months(language: str, joint: str) -> list[str]:
    """The patterns of what is written with a month, in figures or by its name."""
    month = _names(MONTHS_BY_LANGUAGE[language], language)
    sure, doubtful = _bare_months(MONTHS_BY_LANGUAGE[language], language)
    before = "|".join(table[language] for table in (_SINCE, _UNTIL, _IN, _LAST, _NEXT) if language in table)
    ordinal, of, year = _ORDINAL.get(language, ""), _OF.get(language, ""), rf"(?P<year>{YEAR})"
    said = year.replace(YEAR, f"{YEAR}|{_YEAR_AWAY}") if language == "en" else year
    day, other = rf"(?<![\w.,])(?P<day>[0-3]?[0-9]){ordinal}", rf"(?P<other>[0-3]?[0-9]){ordinal}"
    behind = rf"(?:,?\s+{said.replace(YEAR, YEAR_OF_DAY)})?(?![\w%])"
    return [
        rf"(?<![\w.-]){year}-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])",
        rf"(?<![\w.])(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.{year}(?!\w|\.[0-9])",
        rf"(?<![\w./-]){year}[/.](?P<month>[01][0-9])[/.](?P<day>[0-3][0-9])(?![\w/])",
        rf"(?<![\w./])(?P<ambiguous>[0-3]?[0-9]/[0-3]?[0-9])/{year}(?![\w/])",
        *_ranges_of_months(month, joint, language),
        *(
            rf"{begun}{day}\s+{of}(?P<month>{month})(?:,?\s+{year})?{to}{other}\s+(?P<other_month>{month})"
            rf"(?:,?\s+(?P<other_year>{YEAR}))?(?!\w)"
            for begun, to in (("(?<=[Bb]etween )", joint), ("", joint.replace("|and|", "|")))
        ),
        rf"{day}{joint}{other}\s+{of}(?P<month>{month}){behind}",
        rf"{day}\s+{of}(?P<month>{month}){behind}",
        rf"(?<!\w)(?P<month>{month})\s+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
        rf"(?:{joint}(?P<other>[0-3]?[0-9])(?:st|nd|rd|th)?)?(?![0-9]){behind}",
        rf"(?<!\w)(?P<month>{month})(?:\s+{year})?{joint}(?P<other_month>{month}),?\s+(?P<other_year>{YEAR})(?!\w)",
        rf"(?<!\w)(?P<month>{month}),?\s+(?:de\s+)?{said}(?!\w)",
        rf"(?<!\w)(?P<month>{sure})(?!\w)",
        rf"(?<!\w)(?i:{before})[\s-]+(?P<month>{doubtful})(?!\w)",
    ]


def _ranges_of_months(month: str, joint: str, language: str) -> list[str]:
    """Months or days from one month to another without a year behind the name of the first, as English has them."""
    if language != "en":
        return []
    days = (
        rf"(?P<month>{month})\s+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,\s+(?P<year>{YEAR}))?JOINT"
        rf"(?P<other_month>{month})\s+(?P<other>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,?\s+(?P<other_year>{YEAR}))?(?![\w%])"
    )
    either = rf"(?:{joint}|\s+or\s+)"
    alone = rf"(?<![0-9]\s)(?<!(?:th|st|nd|rd)\s)(?P<month>{month}){either}(?P<other_month>{month})(?![\w-]|\s+[0-9])"
    return [
        rf"(?<=[Bb]etween ){days.replace('JOINT', joint)}",
        rf"(?<!\w){days.replace('JOINT', joint.replace('|and', ''))}",
        rf"(?<!\w){alone}",
        rf"\b[Tt]he\s+(?P<month>March|May|August)(?=\s+(?:{_EVENT})\b)",
        r"(?<!\w)(?P<month>March|May|August)(?=\s+(?:is|was|has\s+been)\s+(?:[a-z’'-]+\s+){1,4}month\b)",
    ]


def _without_months(language: str, joint: str) -> list[str]:
    """The patterns of weekdays, of what is counted from today, and of years alone."""
    count = rf"[0-9]{{1,3}}|{'|'.join(_COUNTS[language].split())}"
    no_part = r"|\s+of\s+(?:the|talks|war|fighting)\b" if language == "en" else ""
    return [
        rf"(?<!\w)(?P<weekday>{_names(WEEKDAYS_BY_LANGUAGE[language], language)})(?!\w)",
        rf"(?<!\w)(?P<away>{_either(DAYS_AWAY[language])})(?!\w)",
        rf"(?<!\w)(?P<period>{_either(PERIODS_AWAY[language])})(?!\w{no_part})",
        rf"(?<![\w.,]){_AGO.get(language, '')}(?P<count>{count})\s+(?:{_units(language)})(?!\w)",
        r"(?:(?<=on )|(?<=by )|(?<=since )|(?<=until )|(?<=from )|(?<=before )|(?<=after ))the "
        r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)"
        rf"(?=[.,;:!?)]|\s+(?:{BEHIND_DAY})\b|\s*$)",
        rf"(?:(?<![\w.,/€$£-])|(?<=mid-)|(?<=[a-z]{{4}}-))(?P<year>{YEAR})(?:{joint}(?P<other_year>{YEAR}))?"
        r"(?![\w%/]|-[0-9]{2}-|[.,][0-9]|\s*(?:%|million|billion))",
        rf"(?<![\w.,/€$£-])(?P<year>{YEAR})(?![\w%/]|-[0-9]{{2}}-|[.,][0-9]|\s*(?:%|million|billion))",
    ]


def _is_of_words(pattern: str) -> bool:
    """Whether capitals tell a pattern from other words: the names of months and weekdays in English and German."""
    return "<month>" in pattern or "<weekday>" in pattern


def _names(months: Months, language: str) -> str:
    every = sorted(months, key=len, reverse=True)
    return "|".join(_spell(name, language) + (r"\.?" if _is_short(name, months) else "") for name in every)


def _bare_months(months: Months, language: str) -> tuple[str, str]:
    """The months that are surely meant where they stand alone, and those whose names are other words too."""
    whole = [name for name in months if not _is_short(name, months)]
    doubtful = {"en": set(_VERBS), "de": set[str]()}.get(language, set(whole))
    parts = [each for each in whole if each not in doubtful], [each for each in whole if each in doubtful]
    sure, other = ("|".join(_spell(each, language) for each in part) or "(?!)" for part in parts)
    return sure, other


def _is_short(name: str, months: Months) -> bool:
    """Whether a name is the beginning of another of the same number: `feb` of `february`."""
    return any(name != other and other.startswith(name) and months[other] == months[name] for other in months)


def _spell(name: str, language: str) -> str:
    if language == "en":
        return name.capitalize() if name in _VERBS else f"(?:{name.capitalize()}|{name.upper()})"
    return name.capitalize() if language == "de" else name


def _units(language: str) -> str:
    return "|".join(f"(?P<{name}>{words})" for name, words in (each.split("=") for each in _UNITS[language].split("|")))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in sorted(words, key=len, reverse=True))


def _before(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{words})\s+(?:at\s+(?:least|the\s+latest)\s+|about\s+|around\s+|well\s+into\s+|some\s?time\s+|in\s+)?"
        r"(?:(?:[0-2]?[0-9][:.][0-5][0-9](?:\s?[ap]\.?m\.?)?|[01]?[0-9]\s?[ap]\.?m\.?|noon|midnight)\s+(?:[A-Z]{3,4}\s+)?(?:on\s+)?)?"
        r"(?:the\s+)?(?:(?:(?:end|start|beginning|middle|close|night|(?:early|small)\s+hours)\s+of|(?:last|final|first)\s+(?:week|days)\s+of)\s+"
        r"(?:the\s+)?|(?:early|late|mid)[\s-]+|(?:last|next|this)\s+)?\Z",
        re.IGNORECASE,
    )
