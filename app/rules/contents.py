"""Contents: what a record says, taken in as holdings."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from app.language.figures import Day, day_of, terms_of
from app.language.spans import spans_in
from app.language.wording import number
from app.rules.holdings import Holdings, names_of, nations_of
from app.rules.mentions import compacts, words_of
from app.rules.titles import held_titles
from schemas import Actor, Condition, Development, Record

TOLD = frozenset(
    "title subtitle summary demand description notes rationale name aliases text heading unit note publisher authors "
    "exact grade".split()
)
"""The fields whose words are a record's own, with the words of passages that are verified."""
COMPUTED = frozenset({"date", "pins"})
"""Fields that only repeat what others say, `date` as if it were known to the day."""
LONGEST_WEEK = 7
"""How many days of a range are days of which a weekday may be."""
_SHARE = re.compile(r"%|per\s?cent|percentage", re.IGNORECASE)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def contents_of(record: Record, actors: Iterable[Actor], days: Sequence[dt.date]) -> Holdings:
    """What a record says, what those are called who take part, and the offices that they held on its days."""
    holdings = Holdings()
    if isinstance(record, Actor):
        holdings.actors.add(record.id)
        _belongs(record, holdings)
    for actor in actors:
        holdings.actors.add(actor.id)
        _belongs(actor, holdings)
        for name in (*names_of(actor), *held_titles(actor, days)):
            holdings.named.update(word.folded for word in words_of(name))
            holdings.spelt.update(word.written for word in words_of(name))
    _take(json.loads(record.model_dump_json()), holdings)
    return holdings


def actors_in(record: Record) -> Iterator[str]:
    """The ids of the actors that a record says take part."""
    if isinstance(record, Condition):
        yield from (*record.demanded_by, *record.addressed_to)
    if isinstance(record, Development):
        yield from (each.id for each in record.actors)
        yield from (each.subject for each in record.measures if each.subject is not None)


def _belongs(actor: Actor, holdings: Holdings) -> None:
    if actor.country is not None:
        (holdings.nations if actor.kind == "state" else holdings.peoples).add(actor.country)


def _take(value: dict[str, Any], holdings: Holdings, *, aside: bool = False) -> None:
    """Take in what an object says, and everything within it; `aside` what is said about what it says."""
    if isinstance(value.get("value"), int | float) and "unit" in value:
        _take_measure(value, holdings)
    if "from" in value and "until" in value:
        _take_range(value, holdings)
    if isinstance(value.get("country"), str) and "kind" not in value:
        holdings.nations.add(value["country"])
    for name, each in value.items():
        if name in COMPUTED:
            continue
        for part in _parts(each):
            if isinstance(part, dict):
                _take(part, holdings, aside=aside or name == "caveats")
            elif isinstance(part, str) and name in TOLD:
                _take_text(part, holdings, aside=aside)
            elif isinstance(part, str) and _ISO.fullmatch(part):
                _take_day(day_of(dt.date.fromisoformat(part), value.get("precision", "day")), holdings, aside=aside)


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _parts(each)
    else:
        yield value


def _take_text(text: str, holdings: Holdings, *, aside: bool) -> None:
    words = words_of(text)
    holdings.texts.add(f" {' '.join(word.folded for word in words)} ")
    for word in words:
        holdings.words.add(word.folded)
        holdings.spelt.add(word.written)
        holdings.nations.update(nations_of(word) if word.is_capital else ())
        if not word.is_capital:
            holdings.small.add(word.folded)
    holdings.compacts.update(compacts(words, text))
    _take_terms(text, holdings, aside=aside)


def _take_terms(text: str, holdings: Holdings, *, aside: bool) -> None:
    terms = terms_of(text)
    for term in terms:
        if isinstance(term.value, Day):
            _take_day(term.value, holdings, aside=aside)
        elif term.kind == "percentage":
            holdings.percentages.add(term.value)
        else:
            holdings.numbers.add(term.value)
    for span in spans_in(text, terms):
        holdings.ranges.add((span.first.value, span.last.value))


def _take_day(day: Day, holdings: Holdings, *, aside: bool) -> None:
    holdings.days.add(day)
    if not aside and day.year is not None and day.month is not None and day.day is not None:
        try:
            holdings.dated.add(dt.date(*day))  # type: ignore[arg-type]  # no part is None
        except ValueError:
            return


def _take_range(value: dict[str, Any], holdings: Holdings) -> None:
    """The days between two are days too; what is known to the month or the year lasted nobody knows how long."""
    if value["from"] is None or value["until"] is None:
        return
    precision = value.get("precision", "day")
    first, last = (dt.date.fromisoformat(value[name]) for name in ("from", "until"))
    holdings.ranges.add((day_of(first, precision), day_of(last, precision)))
    if precision == "day":
        days = (last - first).days + 1
        holdings.lengths.add(days)
        holdings.dated.update(first + dt.timedelta(days=each) for each in range(min(days, LONGEST_WEEK)))


def _take_measure(measure: dict[str, Any], holdings: Holdings) -> None:
    """A measure's value, alone and as it is written with its unit (`million euros`, `%`)."""
    value, unit = measure["value"], measure["unit"]
    is_share = _SHARE.search(unit) is not None
    (holdings.percentages if is_share else holdings.numbers).add(abs(Decimal(str(value))))
    written = f"{number(value)} {unit}"
    holdings.compacts.update(compacts(words_of(written), written))
    _take_terms(written, holdings, aside=True)
