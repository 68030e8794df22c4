"""Contents: what a record says, taken in as holdings."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.language.figures import DateParts, date_parts_of, figures_in
from app.language.spans import spans_in
from app.language.wording import number
from app.rules.holdings import Holdings, names_of, nations_of
from app.rules.mentions import compacts, words_of
from app.rules.references import mentions_in
from app.rules.titles import titles_held
from app.rules.tree import find_marked, find_parts
from schemas import (
    Actor,
    Caveat,
    IsTold,
    Location,
    MeasureDraft,
    Occurred,
    Period,
    Published,
    Record,
)

LONGEST_WEEK = 7
"""How many days of a range are days of which a weekday may be."""
_SHARE = re.compile(r"%|per\s?cent|percentage", re.IGNORECASE)


def contents_of(record: Record, actors: Iterable[Actor], days: Sequence[dt.date]) -> Holdings:
    """What a record says, what those are called who take part, and the offices that they held on its days."""
    holdings = Holdings()
    if isinstance(record, Actor):
        holdings.actors.add(record.id)
        _belongs(record, holdings)
    for actor in actors:
        holdings.actors.add(actor.id)
        _belongs(actor, holdings)
        for name in (*names_of(actor), *titles_held(actor, days)):
            holdings.named.update(word.folded for word in words_of(name))
            holdings.spelt.update(word.written for word in words_of(name))
    _take(record, holdings)
    return holdings


def contents_of_text(text: str) -> Holdings:
    """What a text says by itself."""
    holdings = Holdings()
    _take_text(text, holdings, aside=False)
    return holdings


def actors_in(record: Record) -> Iterator[str]:
    """The ids of the actors that a record says take part; an actor itself takes part in nothing."""
    if not isinstance(record, Actor):
        yield from (
            each.key.id for each in mentions_in(record) if each.key.collection == "actors" and not each.with_collection
        )


def _belongs(actor: Actor, holdings: Holdings) -> None:
    if actor.country is not None:
        (holdings.nations if actor.kind == "state" else holdings.peoples).add(actor.country)


def _take(record: Record, holdings: Holdings) -> None:
    """Take in what a record says: each word and day that it tells, and what its parts say as wholes."""
    for told in find_marked(record, IsTold):
        # What a caveat says is said about what the record says.
        aside = isinstance(told.part, Caveat)
        if isinstance(told.value, dt.date):
            precision = told.part.precision if isinstance(told.part, Occurred | Published) else "day"
            _take_day(date_parts_of(told.value, precision), holdings, aside=aside)
        else:
            _take_text(told.value, holdings, aside=aside)
    for _, measure in find_parts(record, MeasureDraft):
        _take_measure(measure, holdings)
    for _, period in find_parts(record, Period):
        _take_range(period, holdings)
    holdings.nations.update(place.country for _, place in find_parts(record, Location) if place.country is not None)


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
    terms = figures_in(text)
    for term in terms:
        if isinstance(term.value, DateParts):
            _take_day(term.value, holdings, aside=aside)
        elif term.kind == "percentage":
            holdings.percentages.add(term.value)
        else:
            holdings.numbers.add(term.value)
    for span in spans_in(text, terms):
        holdings.ranges.add((span.first.value, span.last.value))


def _take_day(day: DateParts, holdings: Holdings, *, aside: bool) -> None:
    holdings.days.add(day)
    if not aside and day.year is not None and day.month is not None and day.day is not None:
        try:
            holdings.dated.add(dt.date(*day))  # type: ignore[arg-type]  # no part is None
        except ValueError:
            return


def _take_range(period: Period, holdings: Holdings) -> None:
    """The days between two are days too; what is known to the month or the year lasted nobody knows how long."""
    first, last = period.from_, period.until
    if first is None or last is None:
        return
    precision = period.precision if isinstance(period, Occurred) else "day"
    holdings.ranges.add((date_parts_of(first, precision), date_parts_of(last, precision)))
    if precision == "day":
        days = (last - first).days + 1
        holdings.lengths.add(days)
        holdings.dated.update(first + dt.timedelta(days=each) for each in range(min(days, LONGEST_WEEK)))


def _take_measure(measure: MeasureDraft, holdings: Holdings) -> None:
    """A measure's value, alone and as it is written with its unit (`million euros`, `%`)."""
    is_share = _SHARE.search(measure.unit) is not None
    (holdings.percentages if is_share else holdings.numbers).add(abs(Decimal(str(measure.value))))
    written = f"{number(measure.value)} {measure.unit}"
    holdings.compacts.update(compacts(words_of(written), written))
    _take_terms(written, holdings, aside=True)
