"""Day bounds: whether a day is to come, and whether something is told of it, or from it or up to it."""

import re

from app.proposing.days.calendar_terms import CalendarTerms
from app.proposing.days.english_terms import ENGLISH_MONTH, ENGLISH_WEEKDAY
from app.proposing.days.tenses import (
    DONE_THEN,
    EXTENDED,
    PASSED,
    PAST_BEHIND,
    PAST_VERB,
    RESOLVED,
    STAYS_SO,
    TO_BE_DONE,
)
from app.proposing.parts import DayBound
from app.proposing.roles import SPEECH

_HAD = re.compile(r"\b(?:had|was|were)(?:[.,;]|\s+(?!to\b|due\b|expected\b|planned\b|scheduled\b))")
_AHEAD_OF = re.compile(r"\b[Aa]head\s+of(?:\s+[\w'’-]+){1,8}?\s+on\s+\Z")
_WEEKDAY = re.compile(ENGLISH_WEEKDAY)
_WAS = re.compile(r"\s+(?:was|were|had|[a-z]+ed)\b")
_FIGURES = re.compile(r"\b(?:[Ff]igures|[Dd]ata|[Rr]esults|[Nn]umbers|[Ss]tatistics)\s+for\s+\Z")
_OTHER_CLAUSE = re.compile(
    rf"\b(?:but|that|while|whereas|who)\b|\band\s+(?!(?:the\s+)?[0-9]|(?:{ENGLISH_MONTH}|{ENGLISH_WEEKDAY})\b)"
)
"""Behind a day, where something else begins: `they met on Tuesday and will meet again`."""
SHIFTED = re.compile(
    r"\b(?:moved?|moving|postponed?|shifted|delayed|changed|brought|pushed|rescheduled|put|deferred)\b[^;:()]{0,60}\Z",
    re.IGNORECASE,
)
"""Behind which `to` stands before another day, and not before the end of a stretch."""
_DATED = re.compile(
    r"\b(?:dat(?:ed|es|ing)(?:\s+back)?|(?:an?|the|this|that|its|his|her|their)\s+(?:[\w-]+\s+){0,2}"
    r"(?:phrase|photo|photograph|footage|video|image|figures?|data|report|study|letter|document|memo|estimate|poll|"
    r"survey|map|message|recording|statistics|case|law|order|ruling|agreement|article|speech|statement|plan|list|record)),?\s+"
    r"from\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""What has a day without going on from it: `a phrase from 2010`."""
_BETWEEN = re.compile(r"\bbetween\s+[^,;.()]{1,40}\s+and\s+the\s+end\s+of\s+\Z", re.IGNORECASE)
"""What goes on up to a day from one that is not told: `between next spring and the end of 2028`."""
_ONWARDS = re.compile(r"\s+(?:onwards?|or\s+later)\b|\s+on(?=[,.;]|$)", re.IGNORECASE)
_AFTER = re.compile(r"before|after", re.IGNORECASE)
_APART = re.compile(r"\b(?:minute|hour|day|night|week|month|year)s?\s+\Z", re.IGNORECASE)
"""What tells how far something lies from a day: `two days after Monday's vote`."""
_GENERAL = re.compile(r"\bthe\s+\w+\s+\Z", re.IGNORECASE)
"""What tells only that it lies behind or before a day: `the years before 1997`."""
_NOT = re.compile(r"(?:\b(?:not|never)|n['’]t)\b[^,;:]{0,50}\Z", re.IGNORECASE)
_REFUSED = re.compile(r"before|until|till", re.IGNORECASE)
"""Behind `not`, what makes a day the first that may be: `not before July`."""


def looks_ahead(text: str, start: int, end: int, *, terms: CalendarTerms) -> bool:
    """Whether a day is one to come: `until` stands before it, or a word of the future with nobody saying it between.

    `By Monday rescuers had found 23` is past, as what had happened by then is told.
    """
    lead = text[max(start - 100, 0) : start]
    until = terms.until.search(lead)
    if until is not None:
        return not _is_cause(until[0], text[end:]) and not _had_passed(
            lead[: until.start()], text[end : end + 60], terms
        )
    is_weekday_ahead = _AHEAD_OF.search(text, 0, start) and _WEEKDAY.match(text, start)
    if is_weekday_ahead or STAYS_SO.search(text, 0, start) or EXTENDED.search(text, 0, start):
        return True
    return _is_governed(text, start, end, terms) or _is_followed(text, start, end, terms)


def _had_passed(before: str, behind: str, terms: CalendarTerms) -> bool:
    """Whether what lasted until a day, or had been done by it, is past."""
    is_past = PASSED.search(before) is not None and terms.ahead.search(before) is None
    return is_past or _HAD.search(behind) is not None


def _is_governed(text: str, start: int, end: int, terms: CalendarTerms) -> bool:
    """Whether words of what is to come stand before a day, and nobody says or did something between."""
    before = list(terms.ahead.finditer(text, 0, start))
    if not before or (_WAS.match(text, end) and before[-1].end() == start):
        return False
    done = DONE_THEN.search(text, 0, start)
    is_past = done is not None and TO_BE_DONE.search(text, 0, done.start()) is None
    if is_past or PAST_BEHIND.search(text, max(before[-1].end(), start - 200), start):
        return False
    return not _is_said(text, before[-1].end(), start)


def _is_followed(text: str, start: int, end: int, terms: CalendarTerms) -> bool:
    """Whether words of what is to come stand behind a day, and are of its own clause."""
    behind = terms.ahead.search(text, end, end + 60)
    if behind is None or SPEECH.search(text, max(start - 30, 0), start) or SPEECH.search(text, end, behind.start()):
        return False
    if RESOLVED.match(behind[0]):
        return False
    if text[:start].endswith("for "):
        return _FIGURES.search(text, 0, start) is None
    another = _OTHER_CLAUSE.search(text, end, behind.start())
    is_apart = "," in text[end : behind.start()] or (another is not None and another[0].startswith("and"))
    is_another = _tells_of_past(text[:start]) if is_apart else another is not None
    return not is_another and DONE_THEN.search(text, 0, start) is None


def _tells_of_past(before: str) -> bool:
    """Whether the clause before a day has a verb of the past; one of two words is looked at with what is before it."""
    clause = re.split(r"[,;:]", before)[-1]
    return PAST_VERB.search(clause if len(clause.split()) > 2 else before) is not None


def _is_cause(word: str, behind: str) -> bool:
    """Whether `by` tells by what something was done: `hit by Sunday's storm`."""
    return word.lower().startswith("by ") and re.match(r"['’]s\s", behind) is not None


def _is_said(text: str, start: int, end: int) -> bool:
    """Whether somebody says something there, and it is not only what is to be said."""
    return any(TO_BE_DONE.search(text, 0, each.start()) is None for each in SPEECH.finditer(text, start, end))


def find_bound(before: str, behind: str, terms: CalendarTerms) -> DayBound:
    """What is told of a day, by the words before it and behind it."""
    since, until = terms.since.search(before), terms.until.search(before)
    for found in (since, until):
        apart = _APART.search(before, 0, found.start()) if found and _AFTER.match(found[0]) else None
        if apart is not None and not _GENERAL.search(before, 0, apart.end()):
            return "in"
    if since is not None and since[0].lower().startswith("from") and (SHIFTED.search(before) or _DATED.search(before)):
        return "in"
    if since or _ONWARDS.match(behind):
        return "since"
    if _BETWEEN.search(before):
        return "until"
    if until is None or _is_cause(until[0], behind):
        return "in"
    return "since" if _NOT.search(before[: until.start()]) and _REFUSED.match(until[0]) else "until"
