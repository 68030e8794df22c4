"""Told before: what a number counts that has no noun of its own, by the words around it."""

import re

from app.language.vocabulary import ORDINARY
from app.proposing.numbers.counted import find_unit
from app.proposing.numbers.units import OF_PEOPLE

_OF_THEM = re.compile(r"\s+(?:of|out of)\s+(?:them|these|those|which|whom)\b")
_COMPARED = re.compile(
    r"\b(?:from|to|down|up|than|against|with|another|only|just|then|nears|tops|hits|passes|exceeds|other|remaining|including|maybe|perhaps|possibly|of|was|were|some|about|around|almost|nearly|over|or|and)\s+\Z",
    re.IGNORECASE,
)
_ENDS_THERE = re.compile(
    r"\s*(?:[,.;:)—–]|$)|\s+(?:in|at|on|a|the|last|this|earlier|now|were|was|is|are|had|have|per|by|to|for|before|and|under|who|"
    r"which|that|more|from|as|when|while|because|but|since|with|after|\w+\s(?:days|weeks|months|years)\s(?:ago|earlier|before))\b"
)
_ONE_MORE = re.compile(r"(?:\band|\bor|,)\s+\Z")
_ELSEWHERE = re.compile(r"\s+(?:in|from|to|at|near|off|under|over|by|on)\b")
"""Around `one`, what says that it is one more of them: `two battalions in Poland and one in Romania`."""
_OF_ANOTHER = re.compile(r"\b[A-Z][a-z]+\s+\Z")
"""Behind the name of another, a number without a noun counts the same: `Germany lists 45 ships, Britain 30.`"""
_ROUGHLY = (
    r"(?:(?:at least|some|about|another|more than|up to|(?:just |well )?(?:over|under)|nearly|almost|around|roughly|"
    r"close to|as many as|no more than|no fewer than|approximately)\s+)?"
)
_DID_BEFORE = re.compile(
    r"\b[A-Z][a-z]+\s(?:received|got|has|had|sent|lost|gave|took|returned|pledged|bought|ordered|listed|claimed|holds?)\s\Z"
)
"""Behind what another did, a number without a noun counts the same too: `Russia received 27.`"""
_MORE_THAN = re.compile(r"\s(?:more|fewer|less)(?:\sthan\b|\s*[,.;)])")
_AGE = re.compile(r"[^\W\d_],\s+\Z")
_PEOPLE_BEHIND = re.compile(
    rf"(?:\s+(?:others|more|were|was|are|is|have|had|has|been|reported|feared|also|still|confirmed|as)\b)*\s+(?:{OF_PEOPLE})\b"
)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|arrest(?:ed|ing|s)|detain(?:ed|ing|s)|displac(?:ed|ing)|"
    r"evacuat(?:ed|ing)|expel(?:led|ling|s)|leaving|hurting|rescu(?:ed|ing)|"
    r"employ(?:ed|ing|s)?|recruit(?:ed|ing|s)?|mobili[sz](?:ed|ing|es)|jail(?:ed|ing|s)|abduct(?:ed|ing|s)|deport(?:ed|ing|s)|"
    r"trapp(?:ed|ing))\s+"
    rf"{_ROUGHLY}\Z",
    re.IGNORECASE,
)
_VOTES = re.compile(
    r"\b(?:vot\w+|ballot|majority|carried|passed|approved|rejected|adopted|split|cleared|defeated)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_PRO = re.compile(r"\s(?:in favou?r|against|opposed|abstaining|for)(?=\s*[,;.)]|\s+and\b|\s*\Z)")
"""Behind a number of votes without a noun: `212 for, 198 against`."""
_TOTAL = re.compile(
    r"\b(?:number|total|count|tally|figure|toll)(?:\s+of\s+(?:the\s+)?(?P<what>(?:[A-Za-z-]+\s+)?[a-z-]+s))?"
    r"\s+(?:[^\W\d_]+\s+){0,5}?(?:to|at|is|was|reached|by|from|of|hit|passed|exceeds?|exceeded)\s+"
    rf"{_ROUGHLY}\Z"
)
_LABELLED = re.compile(rf"\A\W*(?P<what>(?:[\w-]+\s){{0,3}}[A-Za-z-]*[a-rt-z]s):\s+{_ROUGHLY}\Z")
_IN_LIST = re.compile(r",\s+\Z")
_WHERE_BEHIND = re.compile(r"\s(?:in|on|at|from|near|off)\s")
"""Around a number of a list that counts one thing: `12 on Monday, nine on Tuesday`."""
_FORCE = re.compile(
    r"\b(?:force|forces|army|garrison|contingent|crowd|staff|population|corps|reserves?|strength|manpower|ranks)\b[^.;]{0,30}?\s"
    rf"(?:of|to|at|from|between|and)\s+(?:between\s+)?{_ROUGHLY}\Z"
)
"""Behind what is a body of people, a number counts these: `an army of 600,000`."""
_MOVED = re.compile(
    r"(?:^|[,.;:]\s|\b(?:and|that|as|while|but|said|[Tt]he|its|their)\s)(?P<what>(?:[A-Za-z'’-]+\s){0,2}?[A-Za-z-]*[a-rt-z]s)"
    r"(?:\s(?:on|of|in|against|from|by|at|for|to|with|since|during|after|among)\s(?:[\w-]+\s){0,3}?[\w-]+)?(?:,?\s(?:now|already|currently))?\s(?:(?:have|has|had|were|was|are|will)\s+(?:be(?:en)?\s+)?)?"
    r"(?:[a-z]+ly\s+)?(?:rose|rise|risen|rising|fell|fall|fallen|went|gone|grew|grow|grown|climb(?:ed)?|drop(?:ped)?|jump(?:ed)?|"
    r"increased?|decreased?|decline[ds]?|doubled|tripled|halved|shrank|shrunk|surged|slid|soared|cut|raised|reduced|averaged?|"
    r"number(?:ed|ing)|total(?:led|ed)|reached|exceeded|passed|topped|stood|stand|peaked)(?:\s+[a-z]+ly)?"
    rf"(?:\s+(?:to|from|by|above|below|past|at))?\s+{_ROUGHLY}\Z"
)
"""Behind what rose or fell, a number counts it: `Attacks rose to 120`."""
_VERB_BEHIND = re.compile(
    r"\s+(?:were|are|have|had|got|joined|abstained|remain(?:ed)?|did|say|voted|agreed|refused|signed|came|went|hit|landed|"
    r"reached|survived|fell|crashed|still|do|will|would|never|made|opposed|backed|sank|left|arrived)\b"
)
_DONE_BEHIND = re.compile(r"\s[a-z]+(?:ed|ly)\b")
_CLAUSE_BEFORE = re.compile(
    r"(?:\A|[,;:–—]\s|\b(?:and|but|while|which|whom|remaining|other|only|just|all|out of|at least|some|about|"
    r"nearly)\s)\Z"
)
"""Around a number without a noun that begins a clause: `four agreed, three rejected it`."""


def is_same_again(text: str, start: int, end: int, *, unit: str) -> bool:
    """Whether a number without a noun counts the `unit` of one before it: `four of them`, `up from 120 in May`."""
    is_one = text[start:end].lower() == "one"
    if _OF_THEM.match(text, end):
        return not is_one
    if is_one:
        return _ONE_MORE.search(text, 0, start) is not None and _ELSEWHERE.match(text, end) is not None
    if _VERB_BEHIND.match(text, end) or (_DONE_BEHIND.match(text, end) and _CLAUSE_BEFORE.search(text, 0, start)):
        return True
    if not (unit.isupper() or "%" in unit) and (
        (_IN_LIST.search(text, 0, start) and (_WHERE_BEHIND.match(text, end) or _MORE_THAN.match(text, end)))
        or (_DID_BEFORE.search(text, 0, start) and _ENDS_THERE.match(text, end))
    ):
        return True
    is_compared = _COMPARED.search(text, 0, start) is not None or _OF_ANOTHER.search(text, 0, start) is not None
    return is_compared and _ENDS_THERE.match(text, end) is not None and _AGE.search(text, 0, start) is None


def counts_people(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """The unit, the name and the end of a number of people of whom alone it is told what befell them."""
    behind = _PEOPLE_BEHIND.match(text, end)
    is_named = find_unit(text, start, end, written="2", is_english=True) is not None
    if behind is not None:
        return "people", text[end : behind.end()].rsplit(maxsplit=1)[-1].capitalize(), end
    before = _PEOPLE_BEFORE.search(text, max(start - 40, 0), start)
    if before is not None and not is_named:
        return "people", before[0].split()[0].capitalize(), end
    return None


def unit_from_before(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """What is counted by a number behind it: `the number of attacks rose to 120`, `voted 412 to 130`."""
    if not (_ENDS_THERE.match(text, end) or _PRO.match(text, end)) or text[start:end].lower() == "one":
        return None
    total = _TOTAL.search(text, max(start - 80, 0), start)
    if total is not None:
        what = total["what"] or ("deaths" if "toll" in total[0] else None)
        return (what, what.capitalize(), end) if what is not None else None
    moved = _LABELLED.search(text, 0, start) or _MOVED.search(text, max(start - 80, 0), start)
    if moved is not None and moved["what"].split()[-1] not in ORDINARY:
        what = re.sub(r"\A(?:the|its|their)\s", "", moved["what"], flags=re.IGNORECASE)
        return what, what[:1].upper() + what[1:], end
    if _FORCE.search(text, max(start - 80, 0), start) and not re.fullmatch(r"[0-9]+\.[0-9]+", text[start:end]):
        return "people", "Strength", end
    is_for_or_against = _PRO.match(text, end) is not None and len(_PRO.findall(text)) > 1
    is_vote = re.search(r"\bto\b|[-–]", text[start:end]) and _VOTES.search(text, max(start - 60, 0), start)
    is_majority = re.search(rf"\bmajority of {_ROUGHLY}\Z", text[:start]) is not None
    return ("votes", "Votes", end) if is_for_or_against or is_vote or is_majority else None
