"""Numbered: which numbers are parts of names, of times, of addresses or of ages, and so measure nothing."""

import re

from app.proposing.numbers.units import LENGTHS

_TITLES = "|".join(
    """
    Article Articles No Nos Resolution Chapter Phase Type Leopard Point Section Level Group Patriot Mach Mark Mk Unit
    Flight Line Stream Block Protocol Page Channel Route Room Gate Annex Table Figure Fig Chart Box Appendix Schedule
    Clause War Part Stage Step Option Track Category Class Version Item Paragraph Rule Title Area Zone Sector Boeing
    Airbus Directive Regulation Decision Law Order Task\\sForce Day Abrams Challenger Leclerc Ariane Horizon Storm
    Team Pier Berth Terminal Reactor Tu Su MiG Mi page pages paragraph number no chapter article item aged age\\sof
    reactor unit phase stage Artikel artykuł стаття numéro
    """.split()
)
_TITLE_BEFORE = re.compile(
    rf"(?:\b(?:{_TITLES})(?:\.?\s|s\s(?:[0-9]+(?:,\s|\s(?:and|or|to)\s|[-–]))+)|[^\W\d_]-|[0-9][-–])\Z"
)
"""Before a number, what says that it is one of a row: `Article 5`, `units 3 and 4`."""
_OLD = re.compile(r"[- ](?:years?|months?|days?)[- ]old|\sage\b")
_AGE_BEFORE = re.compile(
    r"\b(?:youngest|oldest|eldest)\b(?!\sof)[^.;,]{0,25}\s\Z|"
    r"\b(?:man|woman|boy|girl|youth|teenager|pensioner|resident|civilian|soldier|driver|worker)\sof\s\Z"
)
_ADDRESS = re.compile(
    r"(?:\s[A-Z][\w'’-]+){1,2}\s(?:Street|Road|Lane|Avenue|Drive|Square|Boulevard|Terrace|Crescent|Row|Gardens|Way)\b"
)
"""Behind a number, what says that it is one of a house: `10 Downing Street`."""
_PLACE = re.compile(r"\.?[0-9]*(?:\s?°)?[0-9.'’′\"″]*\s?[NSEW]\b(?!-)|\s[A-Z][a-z]{1,3}\.\s[0-9]")
"""Behind a number, what says that it is one of a coordinate or of a file: `48.01 N`, `22 Cr. 673`."""
_CLOCK = re.compile(r"\s?(?:GMT|UTC|BST|CET|CEST|EET|EEST|MSK|EST|EDT|[ap]\.?m)\b|Z\b|\so['’]clock")
_BEFORE_YEAR = re.compile(
    r"(?:(?:\b(?:the|an?|his|her|its|their|our|this|that|early|late|mid)|['’]s|s['’])|"
    r"(?P<loose>\b(?:to|of|with|from|above|below|than|in|by|for|since|until|before|after|and)))\s\Z",
    re.IGNORECASE,
)
_NAMED_FOR = re.compile(r"\b(?:Group\sof|Big|Bucharest|Visegrad|Baltic|Nordic)\s\Z")
_MEASURED = re.compile(rf"-|\s(?:{'|'.join(sorted(LENGTHS))})s?\b")


def is_no_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a part of a name, an age or a time: `Article 5`, `the Group of Seven`, `0914 GMT`."""
    before, figures, behind = text[: match.start()], match["high"], match.end()
    if _TITLE_BEFORE.search(before[-40:]) or _AGE_BEFORE.search(before[-40:]) or _OLD.match(text, behind):
        return True
    is_bare = text[behind - 1].isdigit()
    if is_bare and (_CLOCK.match(text, behind) or _PLACE.match(text, behind) or _ADDRESS.match(text, behind)):
        return True
    if re.match("0[0-9]", figures) or _tells_year(text, match):
        return True
    if figures.lower() == "zero" and text.startswith((" in on", "-"), behind):
        return True
    is_within = before.rstrip(" “‘\"'(")[-1:] not in ("", ".", "!", "?", ":", "\n")
    is_name = is_within and figures[:1].isalpha() and figures[0].isupper()
    is_known = _NAMED_FOR.search(before) is not None or text.startswith((" Eyes", " Seas"), behind)
    return is_name and (is_known or not _is_in_capitals(text))


def _is_in_capitals(text: str) -> bool:
    """Whether all longer words of a heading begin with capitals, so that these tell no names."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 2 and text.rstrip()[-1] not in ".!?”" and all(word[0].isupper() for word in words)


def _tells_year(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year that tells which: `the 2014 line`, `below 2021 levels`."""
    if not re.fullmatch("(?:19|20)[0-9]{2}", match[0]) or _MEASURED.match(text, match.end()):
        return False
    before = _BEFORE_YEAR.search(text, max(match.start() - 12, 0), match.start())
    return before is not None and (before["loose"] is None or not match[0].endswith(("00", "50")))
