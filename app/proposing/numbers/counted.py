"""Counted: what the numbers of a sentence count, and which numbers count nothing."""

import re

from app.language.figures import SMALL, TENS
from app.language.vocabulary import ORDINARY
from app.proposing.numbers.number_words import CARDINAL, SPACE
from app.proposing.numbers.units import COLLECTIVE, LENGTHS, MEMBERED, NO_THINGS

_UNIT = re.compile(
    rf"(?:(?P<hyphen>-)|{SPACE})(?:of\s+)?(?P<words>(?:[“‘\"]?[^\W\d_]+(?:[-'’][^\W_]+)*[”\"]?{SPACE}?){{1,4}})"
)
_NUMBER = rf"(?:[0-9][0-9,.]*(?:{SPACE}?(?:thousand|million|billion|bn|[mk]))?|{CARDINAL})"
_OF_MORE = re.compile(
    rf"\s+(?:(?:out\s+)?of(?:\s+(?:the|its|their|our|his|all|[A-Z]\w*['’]s)(?:\s+(?:[a-z]+\s+)?{_NUMBER})?|\s+{_NUMBER})"
    r"|more|other|further|additional|new|extra|fewer|such|different|separate)(?=\s)"
)
"""What may stand between a number and what it counts: `34 of 41 drones`, `two of its ships`, `45 more ships`."""
_NO_COUNT = re.compile(
    r"\b(?:in|at|on|with|as|of|no|any|every|each|this|that|the|by|from|for|than|which|another|not)\s+\Z",
    re.IGNORECASE,
)
"""Before `one`, what says that it counts nothing."""
_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the|its|their|our|his|her)\s")
_AS_WRITTEN = re.compile(
    r"\s+(of (?:them|these|those|us)|(?:a|per) (?:day|night|week|month|year|hour|minute|head)|"
    r"without (?:power|electricity|heat|heating|water|gas|light)|"
    r"(?:against|to|per) the (?:dollar|euro|pound|rouble|ruble|hryvnia))\b"
)
"""A unit that names no thing, and is told as it is written: `four a day`, `84,000 of them`."""
_OF_SO_MANY = re.compile(rf"\s+((?:out\s+)?of\s+(?:(?:the|all|its|their)\s+)?{_NUMBER})(?!\w|[-.,]?[0-9])")
"""What a number is of, where neither has a noun: `14 of the 32`."""
_ODD = re.compile(r"(?:-(?:odd|plus|some)\b|\+|\s\([0-9,]+\)|\s?[x×](?=\s[0-9]))")
_OF_SIZE = re.compile(
    rf"\s[0-9][0-9.,]*(?:-|{SPACE})?(?:mm|cm|kg|lb|km|m|t|MW|GW|kV|tonne|ton|metre|meter|mile)(?=[- ])-?(?=.)"
)
"""The size of what is counted, between a number and it: `two 500kg bombs`."""
_BEHIND_NOUN = re.compile(r"(?<=\w)\s(?:[a-z-]+ed|daily|weekly|monthly|yearly)\Z")
"""What is said of things behind their name, and no part of it: `men aged`, `rounds daily`."""
_OBJECT = re.compile(r"\s(?:the|its|their|how|why|whether|together|up|out|off)\b|\s[0-9]")
"""Behind a verb that ends like a plural: `Dart 27 brings together`."""
_NUMBER_WORDS = frozenset(("one", *SMALL[2:13], *TENS))
_NO_PLURALS = frozenset("quarter third half thanks".split())
_MADE_NAME = re.compile(r"(?<=[a-z])\s[0-9]{1,4}[A-Z]?s\b")
"""What a name of things made ends with: `three Leopard 2s`."""
_NOT_UNITS = frozenset(
    """
    killed wounded injured dead took take takes met meet held were was are is had have has did said say says joined
    signed sent agreed began attacked went came remain remained others per cent percent years-old hours-old am pm
    million billion thousand hundred voted abstained left died got
    refused survived crashed landed sank opposed backed reached made fled rose fell still ever
    arrived need want stood
    und oder der die das den im in auf aus i w z na oraz та і в у з на des les la le
    du de et en au aux dans sur à pour par été zum zur von mit nach
    """.split()
)
_TIMES_AS = re.compile(
    r"\s+times\s+(?:as|the|more|higher|larger|bigger|that|its|what|greater|faster|over|their|longer|too|(?:next|last|this)\s\w+['’]s)\b"
)


def unit_as_written(text: str, start: int, end: int) -> str | None:
    """What stands for a unit where no thing is named, as `a day` of `four a day`, `of the 32` of `14 of the 32`."""
    match = _AS_WRITTEN.match(text, end) or _OF_SO_MANY.match(text, end)
    return match[1].rstrip(".,") if match is not None and text[start:end].lower() != "one" else None


def find_unit(text: str, start: int, end: int, *, written: str, is_english: bool) -> tuple[str, str, int] | None:
    """The unit behind a number, its name, and where it ends; None where the number counts nothing that is named."""
    place = _place_of_unit(text, end)
    is_one = written.lower() == "one"
    if place is None or (is_one and (_NO_COUNT.search(text[:start]) or re.match(r"\s+of\b", text[end:]))):
        return None
    unit, stop = text[slice(*place)], place[1]
    first, _, rest = unit.partition(" ")
    if _is_title(text[:start], unit, text[stop:]) or _counts_nothing(unit.lower(), text, end, written=written.lower()):
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


def _counts_nothing(unit: str, text: str, end: int, *, written: str) -> bool:
    """Whether the words behind a number are no things that it counts: `one reason`, `three times`, `2 of the line`."""
    words = unit.split()
    first, last = words[0], words[-1]
    is_done = " " not in unit and unit.endswith(("ed", "ly"))
    is_none = (
        is_done
        or first in _NUMBER_WORDS
        or (written == "one" and (first in NO_THINGS or last in NO_THINGS))
        or last in _NO_PLURALS
    )
    is_part = _OF_THE.match(text, end) is not None or written == "zero"
    is_often = first == "times" and not _TIMES_AS.match(text, end)
    return is_none or is_often or (is_part and not _is_plural(last) and last not in COLLECTIVE)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ous", "ss", "us", "is", "'s", "’s")) and word != "gas"


def _is_title(before: str, unit: str, behind: str) -> bool:
    """Whether a number belongs to the name before it: a name within the sentence, and no plural behind, or a verb."""
    name = re.search(r"(?:\A|(?<=[a-z,] ))(?:(?:[A-Z][a-z]+|[A-Z]{3,})\s+)+\Z", before)
    if name is None or name[0].split()[-1].lower() in ORDINARY or unit.partition(" ")[0].lower() in LENGTHS:
        return False
    last = unit.lower().rpartition(" ")[2]
    is_plural = last.endswith("s") or last in ("people", "men", "women", "civilians")
    return (name.start() > 0 and not is_plural) or (" " not in unit and _OBJECT.match(behind) is not None)


def _place_of_unit(text: str, end: int) -> tuple[int, int] | None:
    """The characters of what a number counts: up to four words behind it, to the last plural or noun among them."""
    odd = _ODD.match(text, end)
    end = odd.end() if odd is not None else end
    sized = _OF_SIZE.match(text, end)
    end = sized.end() if sized is not None else end
    share = _OF_MORE.match(text, end)
    match = _UNIT.match(text, share.end() if share is not None else end)
    if match is None:
        return None
    if match["hyphen"] is not None:
        first = re.split(r"[-\s]", match["words"].lower().removeprefix("nautical-"))[0]
        if first not in MEMBERED and first not in LENGTHS and first.removesuffix("s") not in LENGTHS:
            return None
    start, stop = match.start("words"), match.start("words")
    for word in re.finditer(r"[^\s]+", match["words"]):
        folded = word[0].lower().strip('“”‘"')
        if (folded in ORDINARY and folded != "mine") or folded in _NOT_UNITS:
            break
        stop = start + word.end()
        if _is_plural(folded):
            break
    if stop == start:
        return None
    stop = start + len(_BEHIND_NOUN.sub("", text[start:stop]))
    named = _MADE_NAME.match(text, stop) if text[start].isupper() else None
    return start, named.end() if named is not None else stop
