"""Holdings: what the records that a statement cites say: their texts, numbers, days and actors."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.editions.terms import TIMES, Day, Term, day_of, terms_of
from app.store.folding import fold
from schemas import Actor, Record

TOLD = frozenset(
    "title subtitle summary demand description notes rationale name aliases text heading unit note publisher authors "
    "locator".split()
)
"""The fields whose words are a record's own."""
COMPUTED = frozenset({"date", "pins"})
"""Fields that only repeat what others say, `date` as if it were known to the day."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = re.compile(r"\w+")


@dataclass
class Holdings:
    """What some records say.

    `written` are their texts, `texts` the same as folded words between spaces, so that names can be looked up whole.
    """

    numbers: set[Decimal] = field(default_factory=set)
    percentages: set[Decimal] = field(default_factory=set)
    days: set[Day] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def holds(self, term: Term) -> bool:
        """Whether a date, a percentage or a number of a statement is said by the records.

        A date is where each part that is named is the same; a year may also be a number.
        """
        if isinstance(term.value, Day):
            year = term.value.year
            as_number = year is not None and term.value == Day(year) and Decimal(year) in self.numbers
            return as_number or any(term.value.covers(day) for day in self.days)
        return term.value in (self.percentages if term.kind == "percentage" else self.numbers)

    def holds_actor(self, actor: Actor) -> bool:
        """Whether the records are about an actor, or name it."""
        if actor.id in self.actors:
            return True
        names = {words_of(name) for name in names_of(actor) if not is_short(name)} - {"  "}
        if any(name in text for text in self.texts for name in names):
            return True
        short = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in names_of(actor) if is_short(name)]
        return any(name.search(text) for text in self.written for name in short)


def holdings_of(records: Iterable[Record]) -> Holdings:
    """What the records say."""
    holdings = Holdings()
    for record in records:
        if isinstance(record, Actor):
            holdings.actors.add(record.id)
        _take(json.loads(record.model_dump_json()), holdings)
    return holdings


def names_of(actor: Actor) -> tuple[str, ...]:
    """What prose calls an actor: its name, its aliases, and a state's code."""
    return (actor.name, *actor.aliases, *([actor.country] if actor.kind == "state" and actor.country else []))


def is_short(name: str) -> bool:
    """Whether a name is so short, or in capitals, that it only means the actor as it is written: `us` is not the US."""
    return len(name) <= 3 or (name.isupper() and len(name) < 6)


def words_of(text: str) -> str:
    """A text as folded words, each between spaces."""
    return f" {' '.join(_WORDS.findall(fold_whole(text)))} "


def fold_whole(text: str) -> str:
    """A text folded word by word, of whatever length."""
    return " ".join(fold(word) for word in text.split())


def _take(value: dict[str, Any], holdings: Holdings) -> None:
    """Take in what an object says, and everything within it."""
    precision = value.get("precision", "day")
    if isinstance(value.get("value"), int | float) and "unit" in value:
        _take_measure(value, holdings)
    for name in ("actors", "demanded_by", "addressed_to"):
        holdings.actors.update(each["id"] if isinstance(each, dict) else each for each in value.get(name, ()))
    if isinstance(value.get("subject"), str):
        holdings.actors.add(value["subject"])
    for name, each in value.items():
        if name in COMPUTED:
            continue
        for part in _parts(each):
            if isinstance(part, dict):
                _take(part, holdings)
            elif isinstance(part, str) and name in TOLD:
                _take_text(part, holdings)
            elif isinstance(part, str) and _ISO.fullmatch(part):
                holdings.days.add(day_of(dt.date.fromisoformat(part), precision))


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _parts(each)
    else:
        yield value


def _take_text(text: str, holdings: Holdings) -> None:
    holdings.written.append(text)
    holdings.texts.append(words_of(text))
    for term in terms_of(text):
        if isinstance(term.value, Day):
            holdings.days.add(term.value)
        elif term.kind == "percentage":
            holdings.percentages.add(term.value)
        else:
            holdings.numbers.add(term.value)


def _take_measure(measure: dict[str, Any], holdings: Holdings) -> None:
    """A measure's value; as it is multiplied, where its unit begins with such a word (`million euros`)."""
    number, unit = Decimal(str(measure["value"])), measure["unit"].lower()
    if re.search(r"%|per\s?cent|percentage", unit):
        holdings.percentages.add(number)
        return
    holdings.numbers.add(number)
    for word in _WORDS.findall(unit)[:1]:
        if word in TIMES and len(word) > 2:
            holdings.numbers.add(number * TIMES[word])
