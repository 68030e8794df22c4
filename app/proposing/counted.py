"""Counted: what the numbers of a sentence count, and which numbers count nothing."""

import re

from app.language.vocabulary import ORDINARY
from app.proposing.number_words import CARDINAL
from app.proposing.units import LENGTHS, MEMBERED, NO_THINGS, OF_PEOPLE

_SPACE = "[ \u00a0\u2009\u202f]"
_UNIT = re.compile(rf"(?:(?P<hyphen>-)|{_SPACE})(?:of\s+)?(?P<words>(?:[^\W\d_]+(?:[-'’][^\W_]+)*{_SPACE}?){{1,3}})")
_NUMBER = rf"(?:[0-9][0-9,.]*|{CARDINAL})"
_OF_MORE = re.compile(
    rf"\s+(?:(?:out\s+)?of(?:\s+(?:the|its|their|our|his|all)(?:\s+{_NUMBER})?|\s+{_NUMBER})"
    r"|more|other|further|additional|new|extra|fewer|such|different|separate)(?=\s)"
)
"""What may stand between a number and what it counts: `34 of 41 drones`, `two of its ships`, `45 more ships`."""
_NO_COUNT = re.compile(
    r"\b(?:in|at|on|with|as|of|no|any|every|each|this|that|the|by|from|for|than|which|another|not)\s+\Z",
    re.IGNORECASE,
)
"""Before `one`, what says that it counts nothing."""
_OF_THEM = re.compile(r"\s+(?:of|out of)\s+(?:them|these|those|which|whom)\b")
_COMPARED = re.compile(
    r"\b(?:from|to|down|up|than|against|with|another|only|just|of|was|were|some|about|around|almost|nearly|over|or|and)\s+\Z",
    re.IGNORECASE,
)
_ENDS_THERE = re.compile(
    r"\s*(?:[,.;:)—–]|$)|\s+(?:in|at|on|a|the|last|this|earlier|now|were|was|had|have|per|by|to|for|before|and|under|who|"
    r"which|that|more|from|as|when|while|because|but|since|with|after)\b"
)
_ONE_MORE = re.compile(r"(?:\band|\bor|,)\s+\Z")
_ELSEWHERE = re.compile(r"\s+(?:in|from|to|at|near|off|under|over|by|on)\b")
"""Around `one`, what says that it is one more of them: `two battalions in Poland and one in Romania`."""
_AS_WRITTEN = re.compile(r"\s+(of (?:them|these|those|us)|(?:a|per) (?:day|night|week|month|year|hour|minute|head))\b")
"""A unit that names no thing, and is told as it is written: `four a day`, `84,000 of them`."""
_ODD = re.compile(r"-(?:odd|plus|some)\b|\+")
_OF_ANOTHER = re.compile(r"\b[A-Z][a-z]+\s+\Z")
"""Behind the name of another, a number without a noun counts the same: `Germany lists 45 ships, Britain 30.`"""
_ROUGHLY = r"(?:(?:at least|some|about|another|more than|up to|over|nearly|almost|around)\s+)?"
_AGE = re.compile(r"[^\W\d_],\s+\Z")
_PEOPLE_BEHIND = re.compile(
    rf"(?:\s+(?:others|more|were|was|are|is|have|had|has|been|reported|feared|also|still|confirmed|as)\b)*\s+(?:{OF_PEOPLE})\b"
)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|arrest(?:ed|ing|s)|detain(?:ed|ing|s)|displac(?:ed|ing)|"
    r"evacuat(?:ed|ing)|expel(?:led|ling|s)|leaving|hurting|rescu(?:ed|ing))\s+"
    rf"{_ROUGHLY}\Z",
    re.IGNORECASE,
)
_VOTES = re.compile(
    r"\b(?:vot\w+|ballot|majority|carried|passed|approved|rejected|adopted)\b[^.;]{0,40}\Z", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\b(?:number|total|count|tally|figure|toll)(?:\s+of\s+(?:the\s+)?(?P<what>(?:[A-Za-z-]+\s+)?[a-z-]+s))?"
    r"\s+(?:[^\W\d_]+\s+){0,5}?(?:to|at|is|was|reached|by|from|of|hit|passed|exceeds?|exceeded)\s+"
    rf"{_ROUGHLY}\Z"
)
_FORCE = re.compile(
    r"\b(?:force|forces|army|garrison|contingent|crowd|staff|population|corps|strength|manpower|ranks)\b[^.;]{0,30}?\s"
    rf"(?:of|to|at|from|between|and)\s+(?:between\s+)?{_ROUGHLY}\Z"
)
"""Behind what is a body of people, a number counts these: `an army of 600,000`."""
_VERB_BEHIND = re.compile(
    r"\s+(?:were|are|have|had|got|joined|abstained|remain(?:ed)?|did|say|voted|agreed|refused|signed|came|went|hit|landed|"
    r"reached|survived|fell|crashed|still|do|will|would|never|made|opposed|backed|sank|left|arrived|did)\b"
)
_TITLE_BEFORE = re.compile(
    r"(?:\b(?:Article|Articles|No|Nos|Resolution|Chapter|Phase|Type|Leopard|Point|Section|Level|Group|Patriot|Mark|Mk|"
    r"Unit|Flight|Stream|Block|Protocol|Page|Channel|Route|Room|Gate|Annex|Part|Stage|Step|Option|Track|Category|Class|"
    r"Version|Item|Paragraph|Rule|Title|Area|Zone|Sector|Boeing|Airbus|Directive|Regulation|Decision|Law|Order|"
    r"Task Force|Day|Abrams|Challenger|Leclerc|Ariane|Horizon|Storm|Team|Pier|Berth|Terminal|Reactor|Tu|Su|MiG|Mi|"
    r"page|pages|paragraph|number|no|chapter|article|item|aged|age of|reactor|unit|phase|stage|"
    r"Artikel|artykuł|стаття|numéro)\.?\s|[^\W\d_]-)\Z"
)
_NOT_UNITS = frozenset(
    """
    killed wounded injured dead took take takes met meet held were was are is had have has did said say says joined
    signed sent agreed began attacked went came remain remained others per cent percent years-old hours-old am pm
    million billion thousand hundred voted abstained left died got
    joined refused survived crashed landed sank opposed backed reached made fled rose fell still ever
    voted arrived need want stood
    und oder der die das den im in auf aus i w z na oraz та і в у з на des les la le
    du de et en au aux dans sur à pour par été zum zur von mit nach
    """.split()
)
_TIMES_AS = re.compile(
    r"\s+times\s+(?:as|the|more|higher|larger|bigger|that|its|what|greater|faster|over|their|longer)\b"
)


def is_no_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a part of a name or of an age: `Article 5`, `the Group of Seven`, `a 12-year-old`."""
    before = text[: match.start()]
    if _TITLE_BEFORE.search(before[-20:]) or re.match(r"[- ](?:years?|months?|days?)[- ]old\b", text[match.end() :]):
        return True
    is_within = before.rstrip(" “‘\"'(")[-1:] not in ("", ".", "!", "?", ":", "\n")
    return is_within and match["high"][:1].isalpha() and match["high"][0].isupper()


def is_same_again(text: str, start: int, end: int) -> bool:
    """Whether a number without a noun counts what one before it did: `four of them`, `up from 120 in May`."""
    if _OF_THEM.match(text, end):
        return True
    if text[start:end].lower() == "one":
        return _ONE_MORE.search(text, 0, start) is not None and _ELSEWHERE.match(text, end) is not None
    if _VERB_BEHIND.match(text, end):
        return True
    is_compared = _COMPARED.search(text, 0, start) is not None or _OF_ANOTHER.search(text, 0, start) is not None
    return is_compared and _ENDS_THERE.match(text, end) is not None and _AGE.search(text, 0, start) is None


def counts_people(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """The unit, the name and the end of a number of people of whom alone it is told what befell them."""
    behind = _PEOPLE_BEHIND.match(text, end)
    is_named = (
        _UNIT.match(text, end) is not None and find_unit(text, start, end, written="2", is_english=True) is not None
    )
    if behind is not None:
        return "people", text[end : behind.end()].rsplit(maxsplit=1)[-1].capitalize(), end
    before = _PEOPLE_BEFORE.search(text, max(start - 40, 0), start)
    if before is not None and not is_named:
        return "people", before[0].split()[0].capitalize(), end
    return None


def unit_from_before(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """What is counted by a number behind it: `the number of attacks rose to 120`, `voted 412 to 130`."""
    if not _ENDS_THERE.match(text, end) or text[start:end].lower() == "one":
        return None
    total = _TOTAL.search(text, max(start - 80, 0), start)
    if total is not None:
        what = total["what"] or ("deaths" if "toll" in total[0] else None)
        return (what, what.capitalize(), end) if what is not None else None
    if _FORCE.search(text, max(start - 80, 0), start):
        return "people", "Strength", end
    if re.search(r"\bto\b|[-–]", text[start:end]) and _VOTES.search(text, max(start - 60, 0), start):
        return "votes", "Votes", end
    return None


def unit_as_written(text: str, start: int, end: int) -> str | None:
    """What stands for a unit where no thing is named, as `a day` of `four a day`; None where nothing does."""
    match = _AS_WRITTEN.match(text, end)
    return match[1] if match is not None and text[start:end].lower() != "one" else None


def find_unit(text: str, start: int, end: int, *, written: str, is_english: bool) -> tuple[str, str, int] | None:
    """The unit behind a number, its name, and where it ends; None where the number counts nothing that is named."""
    place = _place_of_unit(text, end)
    is_one = written.lower() == "one"
    if place is None or (is_one and (_NO_COUNT.search(text[:start]) or re.match(r"\s+of\b", text[end:]))):
        return None
    unit, stop = text[slice(*place)], place[1]
    first, _, rest = unit.partition(" ")
    last = unit.split()[-1].lower()
    if (is_one and (last in NO_THINGS or first.lower() in NO_THINGS)) or first.lower() == "downing":
        return None
    if first.lower() == "times" and not _TIMES_AS.match(text, end):
        return None
    if _is_title(text[:start], last):
        return None
    measured = first.lower().removesuffix("s")
    if (
        measured in LENGTHS
        or first.lower() in LENGTHS
        or (text[end] == "-" and first.lower().split("-")[0] in MEMBERED)
    ):
        stop, name = place[0] + len(first), rest[:1].upper() + rest[1:] or "Extent"
        return _plural(first, is_english=is_english), name, stop
    return unit, unit[:1].upper() + unit[1:], stop


def name_counted(text: str, end: int) -> str | None:
    """The words behind a unit as a name: what a `155mm` is of."""
    place = _place_of_unit(text, end)
    return None if place is None else text[place[0] : place[1]].capitalize()


def _plural(word: str, *, is_english: bool) -> str:
    is_word = (
        is_english and word.isascii() and len(word) > 2 and word[-1] != "s" and word != "feet" and not word.isupper()
    )
    return f"{word}s" if is_word and word.lower() != "strong" else word


def _is_title(before: str, unit: str) -> bool:
    """Whether a number belongs to the name before it: a name within the sentence, and no plural behind."""
    name = re.search(r"(?<=[a-z,] )([A-Z][a-z]+)\s+\Z", before)
    return name is not None and not unit.endswith("s") and unit not in ("people", "men", "women", "civilians")


def _place_of_unit(text: str, end: int) -> tuple[int, int] | None:
    """The characters of what a number counts: up to three words behind it, to the last plural or noun among them."""
    odd = _ODD.match(text, end)
    end = odd.end() if odd is not None else end
    share = _OF_MORE.match(text, end)
    match = _UNIT.match(text, share.end() if share is not None else end)
    if match is None:
        return None
    if match["hyphen"] is not None:
        first = re.split(r"[-\s]", match["words"])[0].lower()
        if first not in MEMBERED and first not in LENGTHS and first.removesuffix("s") not in LENGTHS:
            return None
    start, stop = match.start("words"), match.start("words")
    for word in re.finditer(r"[^\s]+", match["words"]):
        folded = word[0].lower()
        if (folded in ORDINARY and folded != "mine") or folded in _NOT_UNITS:
            break
        stop = start + word.end()
        if folded.endswith("s") and not folded.endswith(("ous", "ss", "us", "is", "'s", "’s")):
            break
    return (start, stop) if stop > start else None
