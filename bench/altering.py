"""Alterations: how a statement is made to say what its records do not, kind by kind.

Where a statement has nothing of a kind, something of it is put in. The names come from lists that the check does not
have: invented ones, real ones that the seed does not track, and ones that it tracks but the statement does not cite.
"""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from app.language.figures import MONTHS
from schemas import Actor, Record

PEOPLE = (
    "Olaf Scholz", "Friedrich Merz", "Giorgia Meloni", "Volodymyr Zelenskyy", "Sergei Lavrov", "Keir Starmer",
    "Marta Quillfeather", "Anselm Brandvold", "Ihor Petrashenko", "Ursula von der Leyen", "Mark Rutte",
    "Kaja Kallas", "Jens Stoltenberg", "Radosław Sikorski", "Emmanuel Macron",
)  # fmt: skip
BODIES = (
    "OSCE", "the United Nations", "Interpol", "the Kiel Institute", "the Wagner Group", "Gazprom", "IAEA",
    "the Baltic Defence Council", "the Meridian Forum", "Ostwall Consult", "the European Commission", "Bloomberg",
    "NATO", "Reuters", "ISW", "the African Union",
)  # fmt: skip
PLACES = (
    "Odesa", "Istanbul", "Kharkiv", "Vilnius", "Abu Dhabi", "Riyadh", "Tromsø", "the Black Sea", "Port Calder",
    "Novomir", "Geneva", "Kraków", "Pokrovsk", "the North Atlantic",
)  # fmt: skip
STATES = (
    "Norway", "Turkey", "Belarus", "China", "India", "South Korea", "Ruritania", "Vespugia", "Hungary", "Moldova",
    "Italy", "Estonia", "the United Kingdom", "Germany", "Poland", "France",
)  # fmt: skip
PEOPLES = {
    "Norwegian": "norway", "Turkish": "turkey", "Belarusian": "belarus", "Chinese": "china", "Dutch": "netherlands",
    "Ruritanian": "ruritania", "Swiss": '"ch"', "Italian": "italy", "Polish": "poland", "French": "france",
    "Irish": "ireland",
}  # fmt: skip
THINGS = ("F-35", "Su-57", "Leopard 2A8", "S-400", "MQ-9", "Type 26", "E6", "G7", "9M729", "T-90M", "KC-135")
OFFICES = (
    "President",
    "Prime Minister",
    "Chancellor",
    "Foreign Minister",
    "Defence Minister",
    "Secretary General",
    "King",
)
NUMBERS = (
    "seven",
    "eleven",
    "seventeen",
    "twenty-three",
    "forty",
    "ninety",
    "two hundred",
    "a dozen",
    "three thousand",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EACH = 3
"""How many times a statement is altered in one way."""

T = TypeVar("T")
Alter = Callable[[str, "Cited", random.Random], Iterator[str]]


@dataclass(frozen=True)
class Cited:
    """What a statement cites: its words and days as plainly as can be, so that an alteration is none of it."""

    text: str
    days: frozenset[dt.date]
    people: tuple[str, ...]

    @classmethod
    def of(cls, records: Iterable[Record], actors: Sequence[Actor]) -> "Cited":
        """What records, and the actors who take part in them, say."""
        text = "\n".join(each.model_dump_json() for each in (*records, *actors)).lower()
        found = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        people = [name for actor in actors if actor.kind == "person" for name in (actor.name, *actor.aliases)]
        return cls(text, frozenset(map(dt.date.fromisoformat, found)), tuple(sorted(people, key=len, reverse=True)))

    def has(self, words: str) -> bool:
        """Whether any of the words stands there."""
        if PEOPLES.get(words, words) in self.text:
            return True
        return any(word in self.text for word in re.findall(r"\w+", words.lower()) if word not in ("the", "von", "der"))

    def says(self, words: str) -> bool:
        """Whether just these words stand there, or the day that they are."""
        day = re.fullmatch(r"([0-9]+) (\w+) ([0-9]{4})", words)
        if day is not None:
            return dt.date(int(day[3]), MONTHS.index(day[2]) + 1, int(day[1])) in self.days
        if words in MONTHS:
            return words.lower() in self.text or MONTHS.index(words) + 1 in {day.month for day in self.days}
        return re.search(rf"\b{re.escape(words.lower())}\b", self.text) is not None


def _some(every: Iterable[T], chance: random.Random) -> list[T]:
    """A few of them."""
    every = list(every)
    return chance.sample(every, min(EACH, len(every)))


def _put_in(text: str, words: str) -> str:
    """A statement with more words before its end."""
    return f"{text.rstrip('.')}, {words}."


def _instead(present: Sequence[str], others: Sequence[str], put: str) -> Alter:
    """Put a name in the place of one of the same kind, or where there is none, put it in."""

    def alter(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
        for name in _some((each for each in others if not cited.has(each)), chance):
            there = [each for each in present if re.search(rf"\b{re.escape(each)}\b", text)]
            if not there:
                yield _put_in(text, put.format(name))
                continue
            old = chance.choice(there)
            bare = name.removeprefix("the ") if f"the {old}" in text else name
            new = bare.split()[-1] if " " not in old and others is PEOPLE else bare
            yield re.sub(rf"\b{re.escape(old)}\b", new, text, count=1)

    return alter


def _figures(pattern: str, others: Callable[[random.Random], str], put: str) -> Alter:
    """Put other figures in the place of figures that a pattern finds, or where there are none, put them in."""

    def alter(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
        drawn = (others(chance) for _ in range(50))
        for new in islice((each for each in drawn if not cited.says(each)), EACH):
            found = list(re.finditer(pattern, text))
            if not found:
                yield _put_in(text, put.format(new))
            else:
                match = chance.choice(found)
                yield f"{text[: match.start()]}{new}{text[match.end() :]}"

    return alter


def _ranges(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
    """`17–18` → `18–18`, `17–19`, `16–17`; else a range of days put in."""
    match = re.search(r"\b([0-9]{1,2})–([0-9]{1,2}) (?=[A-Z])", text)
    if match is None:
        first = chance.randint(1, 12)
        yield _put_in(text, f"on {first}–{first + 2} {chance.choice(MONTHS[3:])}")
        return
    first, last = int(match[1]), int(match[2])
    for one, other in ((last, last), (first, first), (first, last + 1), (first - 1, last), (last, first)):
        yield f"{text[: match.start()]}{one}–{other} {text[match.end() :]}"


def _weekdays(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
    """A weekday that none of the cited records' days was."""
    free = [name for number, name in enumerate(WEEKDAYS) if number not in {day.weekday() for day in cited.days}]
    for name in _some(free, chance):
        yield _put_in(text, f"on {name}")


def _wrong_weekdays(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
    """A weekday beside a day that it was not."""
    for match in re.finditer(rf"\b([0-9]{{1,2}}) ({'|'.join(MONTHS)}) ([0-9]{{4}})\b", text):
        day = dt.date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
        name = WEEKDAYS[(day.weekday() + chance.randint(1, 6)) % 7]
        yield f"{text[: match.start()]}{name}, {text[match.start() :]}"


def _offices(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
    """An office before the name of a person whom the statement names, or before another one's."""
    named = next((each for each in cited.people if re.search(rf"\b{re.escape(each)}\b", text)), None)
    for office in _some((each for each in OFFICES if not cited.has(each)), chance):
        if named is None:
            yield _put_in(text, f"said {office.lower()} {chance.choice(PEOPLE[:10])}")
        else:
            called = chance.choice((office, office.lower()))
            yield re.sub(rf"\b{re.escape(named)}\b", f"{called} {named}", text, count=1)


def _small_acronyms(text: str, cited: Cited, _: random.Random) -> Iterator[str]:
    """A body in capitals, written as a word."""
    for name in ("Nato", "Unesco", "Osce"):
        if not cited.has(name):
            yield _put_in(text, f"as {name} says")


def _beginnings(names: Sequence[str], said: str) -> Alter:
    """A sentence more, which begins with a name."""

    def alter(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
        for name in _some((each for each in names if not cited.has(each)), chance):
            yield f"{text} {name[0].upper()}{name[1:]} {said}."

    return alter


def _letters(text: str, cited: Cited, chance: random.Random) -> Iterator[str]:
    """A name with another letter."""
    for match in _some(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{4,}", text), chance):
        place = chance.randrange(match.start() + 1, match.end())
        letter = chance.choice([each for each in "aeilmnorst" if each != text[place]])
        name = f"{text[match.start() : place]}{letter}{text[place + 1 : match.end()]}"
        if not cited.has(name):
            yield f"{text[: match.start()]}{name}{text[match.end() :]}"


def _number(chance: random.Random) -> str:
    return f"{chance.choice((chance.randint(30, 999), chance.randint(1_000, 90_000))):,}"


def _percentage(chance: random.Random) -> str:
    return f"{chance.randint(11, 97)}{chance.choice(('%', ' per cent'))}"


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.choice((2019, 2023, 2025))}"


KINDS: dict[str, Alter] = {
    "persons": _instead(
        ("Emmanuel Macron", "Macron", "Radosław Sikorski", "Sikorski", "Kaja Kallas", "Kallas", "Jens Stoltenberg"),
        PEOPLE,
        "according to {}",
    ),
    "organisations": _instead(("NATO", "EU", "ISW", "Reuters", "Bloomberg", "MEROPS"), BODIES, "according to {}"),
    "places": _instead(("Geneva", "Kraków", "Pokrovsk", "Crimea", "Baltic Sea", "Europe"), PLACES, "it is said in {}"),
    "states": _instead(("Russia", "Ukraine", "Poland", "Ireland", "France", "US"), STATES, "it is said in {}"),
    "peoples": _instead(("Russian", "Ukrainian", "French", "European", "German"), tuple(PEOPLES), "{} officials say"),
    "numbers": _figures(r"\b[0-9]{2}\b(?! [A-Z%])(?![–.,%])", _number, "in {} cases"),
    "numbers in words": _figures(r"\b[Bb]oth\b", lambda chance: chance.choice(NUMBERS), "in {} cases"),
    "percentages": _figures(r"[0-9.]+ ?%", _percentage, "by {}"),
    "days": _figures(rf"\b[0-9]{{1,2}} (?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?", _day, "it is said on {}"),
    "months": _figures(rf"\b(?:{'|'.join(MONTHS)})\b", lambda chance: chance.choice(MONTHS), "in {}"),
    "years": _figures(r"\b20[0-9]{2}\b", lambda chance: str(chance.choice((2014, 2019, 2021, 2025, 2027))), "in {}"),
    "ranges": _ranges,
    "designations": _instead(("E5",), THINGS, "with {}"),
    "weekdays": _weekdays,
    "weekdays beside a day": _wrong_weekdays,
    "offices": _offices,
    "acronyms as words": _small_acronyms,
    "states that begin a sentence": _beginnings(STATES, "is not named"),
    "bodies that begin a sentence": _beginnings(BODIES, "is not named"),
    "persons that begin a sentence": _beginnings(PEOPLE, "is not named"),
    "surnames that begin a sentence": _beginnings([each.split()[-1] for each in PEOPLE], "is not named"),
    "a letter of a name": _letters,
}
