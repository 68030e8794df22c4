"""Day bounds: whether a day is to come, and whether something is told of it, or from it or up to it."""

import re

from app.proposing.calendar_terms import CalendarTerms
from app.proposing.english_terms import ENGLISH_MONTH, ENGLISH_WEEKDAY
from app.proposing.parts import DayBound
from app.proposing.roles import SPEECH

_HAD = re.compile(r"\b(?:had|was|were)(?:[.,;]|\s+(?!to\b|due\b|expected\b|planned\b|scheduled\b))")
_PAST_THEN = re.compile(
    r"\b(?:(?!(?:plann|schedul|expect|postpon|adjourn|delay|need|wait|aim|tipp)ed\b)[a-z]{2,}ed|held|made|sent|begun|struck|"
    r"taken|given|shot|seen)\s+(?:on|in|at|last)\s+\Z"
)
"""What was done on a day, whatever is to come of it: `a paper published on Friday will be debated`."""
_TO_BE_DONE = re.compile(r"\b(?:be|get)\s+(?:[\w-]+\s+){0,2}\Z")
"""What is to be done, and is told by a participle too: `will be outlined on Monday`."""
_AHEAD_OF = re.compile(r"\b[Aa]head\s+of(?:\s+[\w'’-]+){1,8}?\s+on\s+\Z")
_WEEKDAY = re.compile(ENGLISH_WEEKDAY)
_OTHER_CLAUSE = re.compile(
    rf"\b(?:but|that|while|whereas|who)\b|\band\s+(?!(?:the\s+)?[0-9]|(?:{ENGLISH_MONTH}|{ENGLISH_WEEKDAY})\b)"
)
"""Behind a day, where something else begins: `they met on Tuesday and will meet again`."""
_PASSED = re.compile(
    r"\b(?:(?:last|continu|remain|stay|wait|burn|rag|work|persist|linger)ed|(?:ran|fought|stood|sat|slept|held(?:\s+out)?|"
    r"went\s+on|dragged\s+on)|kept\s+\w+ing|had\s+(?:not\s+|already\s+|all\s+)?(?:been\s+\w+|\w+ed|left|gone|fallen|risen)|"
    r"(?:did|was|were|had|could)(?:\s+not|n['’]t)\s+\w+|(?:was|were)\s+(?:up|down|over|gone|back|out|at|in|under)\b)"
    r"(?:\s+[\w%.]+){0,3}\s+\Z",
    re.IGNORECASE,
)
"""Behind which `until` or `by` tells of the past: `it lasted until Monday`, `had not been repaired by Monday`."""
_STANDS = re.compile(
    r"\b(?:is|are|remains?|stays?)\s+(?:closed|open|shut|suspended)\s+(?:on\s+|from\s+)?\Z"
    r"|\bmoved\s+from\s+(?:the\s+)?\Z"
)
"""What is so on a day to come: `schools are closed Monday through Wednesday`, `it was moved from Monday to Friday`."""
MOVED = re.compile(
    r"\b(?:moved?|moving|postponed?|shifted|delayed|changed|brought|pushed|rescheduled|put|deferred)\b[^;:()]{0,60}\Z",
    re.IGNORECASE,
)
"""Behind which `to` stands before another day, and not before the end of a stretch."""
_DATED = re.compile(
    r"\b(?:dat(?:ed|es|ing)(?:\s+back)?|(?:an?|the|this|that|its|his|her|their)\s+(?:[\w-]+\s+){0,2}"
    r"(?:phrase|photo|photograph|footage|video|image|figures?|data|report|study|letter|document|memo|estimate|poll|"
    r"survey|map|message|recording|statistics|case|law|order|ruling|agreement|article|speech|statement|plan|list))\s+"
    r"from\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""What has a day without going on from it: `a phrase from 2010`."""
_RESOLVED = re.compile(r"(?:wanted|intended|hoped|aimed|promised|pledged|vowed|agreed|decided) to", re.IGNORECASE)
"""What was resolved on a day before it: `on Sunday they vowed to fight on`."""
_ONWARDS = re.compile(r"\s+(?:onwards?|or\s+later)\b|\s+on(?=[,.;]|$)", re.IGNORECASE)
_AFTER = re.compile(r"before|after", re.IGNORECASE)
_APART = re.compile(r"\b(?:minute|hour|day|night|week|month|year)s?\s+\Z", re.IGNORECASE)
_GENERAL = re.compile(r"\bthe\s+\w+\s+\Z", re.IGNORECASE)
"""What tells how far something lies from a day: `two days after Monday's vote`."""
_NOT = re.compile(r"(?:\b(?:not|never)|n['’]t)\b[^,;:]{0,50}\Z", re.IGNORECASE)
_REFUSED = re.compile(r"before|until|till", re.IGNORECASE)
"""Behind `not`, what makes a day the first that may be: `not before July`."""


def looks_ahead(text: str, start: int, end: int, *, terms: CalendarTerms) -> bool:
    """Whether a day is one to come: `until` stands before it, or a word of the future with nobody saying it between.

    `By Monday rescuers had found 23` is past, as what had happened by then is told.
    """
    until = terms.until.search(text[max(start - 100, 0) : start])
    if until is not None and _is_cause(until[0], text[end:]):
        return False
    if until is not None:
        lead = text[max(start - 100, 0) : start][: until.start()]
        is_past = _PASSED.search(lead) is not None and terms.ahead.search(lead) is None
        return not is_past and _HAD.search(text, end, end + 60) is None
    if _STANDS.search(text, 0, start) or (_AHEAD_OF.search(text, 0, start) and _WEEKDAY.match(text, start)):
        return True
    before, behind = list(terms.ahead.finditer(text, 0, start)), terms.ahead.search(text, end, end + 60)
    past = _PAST_THEN.search(text, 0, start)
    is_past = past is not None and _TO_BE_DONE.search(text, 0, past.start()) is None
    if before and not is_past and not _is_said(text, before[-1].end(), start):
        return True
    if behind is None or SPEECH.search(text, max(start - 30, 0), start) or SPEECH.search(text, end, behind.start()):
        return False
    if _RESOLVED.match(behind[0]):
        return False
    if text[:start].endswith("for "):
        return True
    is_another = _OTHER_CLAUSE.search(text, end, behind.start()) is not None
    return not is_another and past is None


def _is_cause(word: str, behind: str) -> bool:
    """Whether `by` tells by what something was done: `hit by Sunday's storm`."""
    return word.lower().startswith("by ") and re.match(r"['’]s\s", behind) is not None


def _is_said(text: str, start: int, end: int) -> bool:
    """Whether somebody says something there, and it is not only what is to be said."""
    return any(_TO_BE_DONE.search(text, 0, each.start()) is None for each in SPEECH.finditer(text, start, end))


def find_bound(before: str, behind: str, terms: CalendarTerms) -> DayBound:
    """What is told of a day, by the words before it and behind it."""
    since, until = terms.since.search(before), terms.until.search(before)
    for found in (since, until):
        apart = _APART.search(before, 0, found.start()) if found and _AFTER.match(found[0]) else None
        if apart is not None and not _GENERAL.search(before, 0, apart.end()):
            return "in"
    if since is not None and since[0].lower().startswith("from") and (MOVED.search(before) or _DATED.search(before)):
        return "in"
    if since or _ONWARDS.match(behind):
        return "since"
    if until is None or _is_cause(until[0], behind):
        return "in"
    return "since" if _NOT.search(before[: until.start()]) and _REFUSED.match(until[0]) else "until"
