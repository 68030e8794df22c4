"""Parts: what is read off a sentence, each with its characters in the text and its reason in words."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from schemas import ActorKind, DevelopmentKind, Precision, Role, Theme

SentenceForm = Literal["prose", "item", "heading"]
"""Whether a sentence stands in a paragraph, is an item of a list, or is a heading."""
DayBound = Literal["in", "since", "until"]
"""Whether something happened in some days, from then on, or up to then."""


class TextSentence(NamedTuple):
    """A sentence: its characters `start` to `end` of the text, these words, and where they stand."""

    start: int
    end: int
    words: str
    form: SentenceForm = "prose"


class ActorMention(NamedTuple):
    """An actor that a sentence names, the part that it is taken to have, and why for both."""

    start: int
    end: int
    words: str
    actor: str
    role: Role
    reason: str
    role_reason: str


class ContextHint(NamedTuple):
    """Words that mean somebody only by what stands around them: never filled in."""

    start: int
    end: int
    words: str
    reason: str


class WrittenDay(NamedTuple):
    """Days as a sentence names them: from `first` to `last`, so precisely as they are written.

    `first` is None where only an end is named, `last` where only a beginning is. It `is_relative` where it was counted
    from the day of the article, its year too. Where it may be read in two ways, both are None, the two days are its
    `readings`, and it is a suggestion and no day.
    """

    start: int
    end: int
    words: str
    first: dt.date | None
    last: dt.date | None
    precision: Precision
    bound: DayBound
    is_relative: bool
    readings: tuple[dt.date, ...]
    reason: str


class WrittenMeasure(NamedTuple):
    """A number with what it counts: `value` in `unit`s, as the contract's measures have them."""

    start: int
    end: int
    words: str
    name: str
    value: Decimal
    unit: str
    reason: str


class WrittenPlace(NamedTuple):
    """A place that a sentence names, and its state's code where that is known."""

    start: int
    end: int
    words: str
    name: str
    country: str | None
    reason: str


class UnknownName(NamedTuple):
    """A name that no actor bears, and what sort of actor it may be; None where nothing tells."""

    start: int
    end: int
    words: str
    kind: ActorKind | None
    reason: str


class ThemeGuess(NamedTuple):
    """A theme, the sum of the weights of the words that speak for it, and which these are."""

    theme: Theme
    weight: float
    reason: str


class KindGuess(NamedTuple):
    """What kind of development a sentence tells, and by which words."""

    kind: DevelopmentKind
    reason: str


@dataclass(frozen=True)
class SentenceReading:
    """What a record could say of one sentence.

    `heading` is the heading above it, `reason` why it makes a proposal, `notes` how it was read. `themes_before` are
    those of the sentence before, where it has none of its own: a suggestion apart.
    """

    sentence: TextSentence
    heading: str | None
    actors: tuple[ActorMention, ...]
    hints: tuple[ContextHint, ...]
    days: tuple[WrittenDay, ...]
    measures: tuple[WrittenMeasure, ...]
    places: tuple[WrittenPlace, ...]
    names: tuple[UnknownName, ...]
    themes: tuple[ThemeGuess, ...]
    kind: KindGuess
    reason: str
    notes: tuple[str, ...] = ()
    themes_before: tuple[ThemeGuess, ...] = ()

    @property
    def actor_ids(self) -> tuple[str, ...]:
        """The actors that it names, each once, in the order of the sentence."""
        return tuple(dict.fromkeys(each.actor for each in self.actors))


def say_where(words: str, start: int, end: int) -> str:
    """Words and their characters, as reasons name them: `Moscow at 1908–1914`."""
    return f"{words} at {start}–{end}"
