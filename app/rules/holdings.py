"""Holdings: what the records that a statement cites say, and whether a word, a number or a day is among it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property

from app.language.figures import DateParts, Figure
from app.language.inflection import SHARED, inflect
from app.language.nations import NATIONS, STATES
from app.language.spans import LENGTHS_OF_TIME, WrittenRange
from app.language.tokens import stem_of
from app.language.vocabulary import KINDRED, WEEKDAYS
from app.rules.mentions import Word, compact_form, words_of
from schemas import Actor

Ends = tuple[DateParts | Decimal, DateParts | Decimal]


@dataclass
class Holdings:
    """What some records say.

    `texts` are their texts as folded words between spaces, so that names can be looked up whole; `words` are these
    words, `small` those that stand there without a capital, `spelt` all as they are written, `compacts` letters with
    figures. `named` are the words of the names of `actors`, who take part. `nations` are the codes of the states that
    are named or in which it happened, `peoples` those that the actors belong to. `dated` are the days of which a
    weekday may be, `lengths` how many days something lasted.
    """

    numbers: set[Decimal] = field(default_factory=set)
    percentages: set[Decimal] = field(default_factory=set)
    days: set[DateParts] = field(default_factory=set)
    dated: set[dt.date] = field(default_factory=set)
    ranges: set[Ends] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)
    spelt: set[str] = field(default_factory=set)
    compacts: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    peoples: set[str] = field(default_factory=set)

    def holds(self, term: Figure) -> bool:
        """Whether a date, a percentage or a number of a statement is said by the records.

        A date is where each part that is named is the same; a year may also be a number.
        """
        if isinstance(term.value, DateParts):
            year = term.value.year
            as_number = year is not None and term.value == DateParts(year) and Decimal(year) in self.numbers
            return as_number or any(term.value.covers(day) for day in self.days)
        return term.value in (self.percentages if term.kind == "percentage" else self.numbers)

    def holds_length(self, count: int, unit: str) -> bool:
        """Whether something lasted so many days, weeks, months or years."""
        days, give = LENGTHS_OF_TIME[unit]
        return any(abs(length - count * days) <= give for length in self.lengths)

    def holds_span(self, span: WrittenRange) -> bool:
        """Whether a range is one, given that its ends are held.

        It is where the records have it; or where it goes from less to more, and neither end belongs to another range.
        """
        first, last = span.first.value, span.last.value
        if any(_is_part(first, each) and _is_part(last, other) for each, other in self.ranges):
            return True
        if not span.dashed and not isinstance(first, DateParts):
            return first != last
        ends = [end for each in self.ranges for end in each]
        return span.ascends and not any(_is_part(mine, end) for end in ends for mine in (first, last))

    def holds_weekday(self, name: str, beside: Iterable[DateParts]) -> bool:
        """Whether a weekday is named, or is that of a day of theirs: of those that stand `beside` it, if any do."""
        if name in self.words:
            return True
        beside = list(beside)
        return any(
            day.weekday() == WEEKDAYS.index(name)
            for day in self.dated
            if not beside or any(each.covers(DateParts(day.year, day.month, day.day)) for each in beside)
        )

    def holds_actor(self, actor: Actor) -> bool:
        """Whether the records are about an actor, or name it."""
        if actor.id in self.actors:
            return True
        names = {fold_words(name) for name in names_of(actor) if not is_short(name)} - {"  "}
        if any(name in text for text in self.texts for name in names):
            return True
        short = [words_of(name) for name in names_of(actor) if is_short(name)]
        return any(words and all(self._spells(word.written) for word in words) for words in short)

    def holds_word(self, word: Word) -> bool:
        """Whether a word, or a form of it, stands in the records or in the names of who takes part."""
        if word.has_digit:
            return compact_form([word]) in self.compacts
        if word.is_acronym:
            return self._spells(word.written) or bool(nations_of(word) & self.nations)
        return word.folded in self.words or self._has_other_form(word)

    def _has_other_form(self, word: Word) -> bool:
        if codes := nations_of(word):
            # What is called after a state may belong to any of its people; the state itself must be meant.
            return bool(codes & (self.nations if word.folded in STATES else self.nations | self.peoples))
        if word.is_caseless:
            return any(word.folded in text for text in self.texts)
        if len(word.folded) == 1:
            return any(each.startswith(word.folded) for each in self._every - self.small)
        if KINDRED.get(word.folded, {word.folded}) & self._every or stem_of(word.folded) in self._stems:
            return True
        alike = self._alike.get(word.folded[:SHARED], ())
        return any(inflect(word.folded, each, loosely=each in self.small) for each in alike)

    def _spells(self, written: str) -> bool:
        """Whether a short name stands as it is written; one of four letters or more, as Nato, also as any name is."""
        return written in self.spelt or (len(written) > 3 and written.capitalize() in self.spelt)

    @cached_property
    def _every(self) -> set[str]:
        return self.words | self.named

    @cached_property
    def _stems(self) -> set[str]:
        return {stem_of(each) for each in self._every}

    @cached_property
    def _alike(self) -> Mapping[str, list[str]]:
        """Words by their beginnings."""
        alike: dict[str, list[str]] = {}
        for each in self._every:
            alike.setdefault(each[:SHARED], []).append(each)
        return alike


def together(parts: Iterable[Holdings]) -> Holdings:
    """What all say."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    whole = Holdings()
    for part in parts:
        for each in fields(part):
            getattr(whole, each.name).update(getattr(part, each.name))
    return whole


def names_of(actor: Actor) -> tuple[str, ...]:
    """What prose calls an actor: its name, its aliases, and a state's code."""
    return (actor.name, *actor.aliases, *([actor.country] if actor.kind == "state" and actor.country else []))


def is_short(name: str) -> bool:
    """Whether a name is so short, or in capitals, that it only means the actor as it is written: `us` is not the US."""
    return len(name) <= 3 or (name.isupper() and len(name) < 6)


def fold_words(text: str) -> str:
    """A text as folded words, each between spaces."""
    return f" {' '.join(word.folded for word in words_of(text))} "


def nations_of(word: Word) -> frozenset[str]:
    """The states that a word names, or that something is called after."""
    if word.folded == "us":
        return NATIONS["usa"] if word.written == "US" else frozenset()
    return NATIONS.get(word.folded, frozenset())


def _is_part(mine: DateParts | Decimal, theirs: DateParts | Decimal) -> bool:
    """Whether an end is theirs, as far as it is told."""
    if isinstance(mine, DateParts) and isinstance(theirs, DateParts):
        return mine.covers(theirs)
    return mine == theirs
