"""Places: where a sentence says that something is: cities, regions, seas and parts of states."""

import re
from collections.abc import Iterator, Sequence

from app.language.folding import fold
from app.language.nations import NATIONS, STATES
from app.proposing.gazetteer import CITIES, REGIONS, WATERS, stands_in
from app.proposing.parts import WrittenPlace, say_where
from app.rules.mentions import Word, words_of

_NAME = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+)"
_SIDE = (
    r"[Nn]orth[- ]?[Ee]astern|[Ss]outh[- ]?[Ee]astern|[Nn]orth[- ]?[Ww]estern|[Ss]outh[- ]?[Ww]estern|"
    r"[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Cc]entral"
)
_PART_OF_STATE = re.compile(rf"\b(?P<side>{_SIDE})\s+(?P<state>{_NAME})\b")
_WATER = re.compile(
    rf"\b(?:{_NAME}\s+){{1,2}}(?:{WATERS})\b|\b(?:North|South) (?:Atlantic|Pacific)\b|\bStrait of {_NAME}\b"
    rf"|\bGulf of {_NAME}\b|\bthe (?P<bare>Arctic|Baltic|Atlantic|Balkans|Sahel)\b(?!\s+[A-Z])"
)
_WHERE = re.compile(
    r"\b(?:in|near|at|outside|around|towards?|over|off|from|to|port of|city of|town of)\s+(?:the\s+)?\Z"
)
_SURELY = re.compile(r"\b(?:in|near|outside|port of|city of|town of|village of)\s+(?:the\s+)?\Z")
_IN_STATE = re.compile(rf",?\s+(?:in\s+)?(?:(?:{_SIDE})\s+)?(?P<state>{_NAME})\b")
_MOST_WORDS = 3


def find_places(text: str, *, taken: Sequence[tuple[int, int]] = (), at: int = 0) -> list[WrittenPlace]:
    """The places that a sentence names, in order; `taken` are the characters of its days. `at` is where it begins.

    What stands behind `in` or `near` with a capital is a place where it is known as one, or nothing says what else.
    """
    used = bytearray(len(text))
    for start, end in taken:
        used[start - at : end - at] = b"\1" * (end - start)
    found: list[WrittenPlace] = []
    words = words_of(text)
    for reader in (_waters, _parts_of_states, _find_listed, _behind_in):
        for place in reader(text, words):
            if not any(used[place.start : place.end]):
                used[place.start : place.end] = b"\1" * (place.end - place.start)
                reason = f"{say_where(place.words, place.start + at, place.end + at)} {place.reason}"
                found.append(place._replace(start=place.start + at, end=place.end + at, reason=reason))
    return sorted(found)


def _waters(text: str, _: Sequence[Word]) -> Iterator[WrittenPlace]:
    for match in _WATER.finditer(text):
        start, end = match.span("bare") if match["bare"] else match.span()
        if text[start:end].startswith("The "):
            start += 4
        name = text[start:end]
        yield WrittenPlace(start, end, name, name, None, "is called as seas and coasts are")


def _parts_of_states(text: str, _: Sequence[Word]) -> Iterator[WrittenPlace]:
    for match in _PART_OF_STATE.finditer(text):
        code = _code_of_state(match["state"])
        if code is not None:
            name = match[0][:1].upper() + match[0][1:]
            yield WrittenPlace(*match.span(), match[0], name, code, f"is a part of {match['state']}")


def _find_listed(text: str, words: Sequence[Word]) -> Iterator[WrittenPlace]:
    """Cities and regions of the gazetteer: a city where something is said to be in it, or no government is meant."""
    for first, word in enumerate(words):
        if not word.is_capital:
            continue
        for last in range(min(first + _MOST_WORDS, len(words)) - 1, first - 1, -1):
            start, end = word.start, words[last].end
            name = text[start:end]
            folded = fold(name)
            code = REGIONS.get(folded) or CITIES.get(folded)
            if code is None:
                continue
            before = text[max(start - 40, 0) : start]
            is_said_where = _WHERE.search(before) is not None or stands_in(before, is_city=True)
            is_sure = folded in REGIONS or folded not in _CAPITALS or is_said_where
            if is_sure and not _goes_on(text, words[last:]):
                yield WrittenPlace(start, end, name, name, code, "is a city or region known here")
                break


def _behind_in(text: str, words: Sequence[Word]) -> Iterator[WrittenPlace]:
    """Names of states, and other names, behind words that say where."""
    for place, word in enumerate(words):
        before = text[max(word.start - 30, 0) : word.start]
        if not word.is_capital or word.place == "begins" or not _SURELY.search(before):
            continue
        code = _code_of_state(word.written)
        if code is not None:
            yield WrittenPlace(word.start, word.end, word.written, word.written, code, "is a state, behind “in”")
            continue
        last = place
        while (
            last + 1 < len(words)
            and words[last + 1].is_capital
            and text[words[last].end : words[last + 1].start] == " "
        ):
            last += 1
        name = text[word.start : words[last].end]
        behind = _IN_STATE.match(text, words[last].end)
        code = _code_of_state(behind["state"]) if behind is not None else None
        if code is not None and not word.is_acronym and not word.has_digit:
            yield WrittenPlace(word.start, words[last].end, name, name, code, "stands between “in” and its state")


def _code_of_state(word: str) -> str | None:
    folded = fold(word)
    codes = NATIONS.get(folded, frozenset()) if folded in STATES else frozenset()
    return next(iter(codes)) if len(codes) == 1 else None


def _goes_on(text: str, words: Sequence[Word]) -> bool:
    """Whether a name goes on behind its first word here, which is then part of a longer one: `Kiel Institute`."""
    behind = words[1:2]
    return any(each.is_capital and text[words[0].end : each.start] == " " for each in behind)


_CAPITALS = frozenset(
    fold(name)
    for name in (
        "Moscow Kyiv Kiev Berlin Paris London Warsaw Rome Tallinn Dublin Washington Brussels Beijing Minsk Budapest "
        "Ankara Helsinki Stockholm Oslo Copenhagen Vilnius Riga Prague Madrid Vienna Tehran Moskva Москва Київ Warszawa"
    ).split()
)
