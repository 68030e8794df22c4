"""Sentences: where each sentence of a text begins and ends."""

import re
from collections.abc import Iterator

from app.language.folding import fold
from app.language.vocabulary import ABBREVIATED, ORDINARY
from app.proposing.days.month_names import MONTHS_BY_LANGUAGE
from app.proposing.parts import SentenceForm, TextSentence

MOST_WORDS_OF_A_HEADING = 16
"""How many words a line without a full stop may have to be a heading."""
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:[•●▪◦‣·*–—-]|\(?[0-9]{1,2}[.)]|\(?[a-z]\))\s+")
_NARROW = re.compile(r"(?<![.!?…؟۔।])[.!?…؟۔।]++[\"'”’»)\]]*+(?=\s)")
_WIDE = re.compile(r"(?<![。！？｡])[。！？｡]++[”’」』）]*+")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+\Z")
_NEXT = re.compile(r"\s+[\"'“‘„«»(\[¿¡]*([^\W_]+|[0-9])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_OTHER_ABBREVIATED = frozenset(
    """
    al apr aug bzw ca chr co corp dec dept dipl dr dt feb fr gen inc ing inż jan jr jul jun ltd m mar mgr min mio
    mld mlle mln mme mrd nov np nr oct oraz płk prof proc r sept sog st str tel tys tzw ul usw wg zb zł гр ім м млн
    млрд напр о р рр см ст стор т тис тов
    """.split()
)
_MONTHS = frozenset(name for names in MONTHS_BY_LANGUAGE.values() for name in names)


def sentences_of(text: str) -> list[TextSentence]:
    """The sentences of a text, in order: `text[start:end]` is what each says, without spaces and signs of lists.

    Every line ends a sentence. An abbreviation, an initial, an ordinal before a month and a number are not cut.
    """
    return [sentence for line in _LINE.finditer(text) for sentence in _of_line(text, line.start(), line.end())]


def _of_line(text: str, start: int, end: int) -> Iterator[TextSentence]:
    begin, end = _strip(text, start, end)
    bullet = _BULLET.match(text, begin, end)
    if bullet is not None:
        begin = bullet.end()
    if begin >= end:
        return
    form: SentenceForm = "item" if bullet is not None else "prose"
    if bullet is None and _is_heading(text[begin:end]):
        form = "heading"
    for stop in (*_stops(text, begin, end), end):
        first, last = _strip(text, begin, stop)
        begin = stop
        if first < last:
            yield TextSentence(first, last, text[first:last], form)


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences of a line end, but for the last."""
    places = [*_NARROW.finditer(text, start, end), *_WIDE.finditer(text, start, end)]
    for place in sorted(places, key=lambda each: each.start()):
        if place.end() < end and (place.re is _WIDE or _ends_sentence(text, place)):
            yield place.end()


def _ends_sentence(text: str, place: re.Match[str]) -> bool:
    """Whether a sign ends a sentence, to tell by the word before it and the one behind."""
    behind = _NEXT.match(text, place.end(), place.end() + 60)
    before = _LAST_WORD.search(text, max(place.start() - 40, 0), place.start())
    is_single_stop = place[0].startswith(".") and not place[0].startswith("..")
    if behind is None or behind[1][0].islower():
        return behind is None
    return before is None or not is_single_stop or _is_whole(before[0], behind[1])


def _is_whole(word: str, following: str) -> bool:
    """Whether the full stop behind a word ends a sentence, and is none of an abbreviation, an initial or an ordinal."""
    is_opener = fold(following) in ORDINARY
    if word.isdecimal() and len(word) <= 2:
        return following.lower() not in _MONTHS
    if _INITIALS.fullmatch(word):
        # `U.S. The` begins a sentence, `U.S. Army` and `J. Smith` do not.
        return is_opener and "." in word
    return not (fold(word) in ABBREVIATED or word.lower() in _OTHER_ABBREVIATED) or (is_opener and len(word) > 3)


def _is_heading(line: str) -> bool:
    if line[-1] in '.!?…:;,。！？"”»؟।' or len(line) > 20 * MOST_WORDS_OF_A_HEADING:
        return False
    return len(line.split()) <= MOST_WORDS_OF_A_HEADING and not _NARROW.search(line)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return start, end
