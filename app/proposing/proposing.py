"""Proposing: a text, its day and its language become what a record could say, sentence by sentence."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from app.proposing.actors import ActorRegister, find_actors
from app.proposing.days.reading import read_days
from app.proposing.lemmas import WITHOUT_LEMMAS, Lemmatise
from app.proposing.numbers.amounts import find_measures
from app.proposing.parts import ActorMention, SentenceReading, TextSentence, ThemeGuess, UnknownName, WrittenDay
from app.proposing.places import find_places
from app.proposing.roles import is_subject, says_something
from app.proposing.sentences import sentences_of
from app.proposing.themes import find_themes, guess_kind
from app.proposing.unknown_names import find_unknown_names
from app.rules.texts import digest_of
from schemas import LONGEST_PASSAGE, Selector

MOST_SENTENCES = 4_000
"""How many sentences of a text are read."""
MOST_WORDS_OF_TITLE = 4
"""Of how many words a heading is that only says what is below it."""


def read_text(
    text: str, *, day: dt.date, language: str, register: ActorRegister, lemmas: Lemmatise | None = None
) -> list[SentenceReading]:
    """The sentences of a text that make a proposal, in order, with what each names; every place is one in the text.

    `day` is the article's, `language` its code (BCP 47, of which the first part counts). A sentence that names no day
    and nobody who says or does something makes none, and one that stood in the text before makes no other. What is
    longer than a passage may be is not read.
    """
    return [reading for reading in read_sentences(
        text, day=day, language=language, register=register, lemmas=lemmas
    ) if reading.reason]  # fmt: skip


def read_sentences(
    text: str, *, day: dt.date, language: str, register: ActorRegister, lemmas: Lemmatise | None = None
) -> Iterator[SentenceReading]:
    """Every sentence of a text, once, as it is read; `reason` is empty where it makes no proposal."""
    code = language.lower().partition("-")[0]
    heading: str | None = None
    before: tuple[ThemeGuess, ...] = ()
    seen: set[str] = set()
    for sentence in sentences_of(text)[:MOST_SENTENCES]:
        if len(sentence.words) > LONGEST_PASSAGE or sentence.words in seen:
            continue
        seen.add(sentence.words)
        reading = read_sentence(
            sentence,
            day=day,
            language=code,
            register=register,
            lemmas=lemmas,
            heading=heading,
            before={each.theme for each in before},
        )
        yield reading if reading.themes else replace(reading, themes_before=before)
        before = reading.themes or before
        if sentence.form == "heading":
            heading = sentence.words
            before = reading.themes


def read_sentence(
    sentence: TextSentence,
    *,
    day: dt.date,
    language: str,
    register: ActorRegister,
    lemmas: Lemmatise | None = None,
    heading: str | None = None,
    before: Collection[str] = (),
) -> SentenceReading:
    """What one sentence names, and whether it makes a proposal; `before` are the themes of the sentences before."""
    text, at = sentence.words, sentence.start
    days, times = read_days(text, on=day, language=language, at=at)
    of_days = [(each.start, each.end) for each in days] + [(each.start, each.end) for each in times]
    named = find_actors(text, register, language=language, lemmas=lemmas, at=at)
    of_actors = [(each.start, each.end) for each in named.actors] + [(each.start, each.end) for each in named.hints]
    places = find_places(text, taken=of_days, at=at)
    of_places = [(each.start, each.end) for each in places]
    is_heading = sentence.form == "heading"
    names = find_unknown_names(
        text, language=language, taken=[*of_days, *of_actors, *of_places], at=at, is_heading=is_heading
    )
    return SentenceReading(
        sentence=sentence,
        heading=heading,
        actors=tuple(named.actors),
        hints=tuple(sorted([*named.hints, *times])),
        days=tuple(days),
        measures=tuple(find_measures(text, language=language, taken=of_days, at=at)),
        places=tuple(places),
        names=tuple(names),
        themes=() if is_title(sentence) else tuple(find_themes(text, heading=heading, before=before)),
        kind=guess_kind(text),
        reason=_reason(sentence, named.actors, days=days, names=names, language=language),
        notes=(WITHOUT_LEMMAS,) if lemmas is None and language != "en" else (),
    )


def is_title(sentence: TextSentence) -> bool:
    """Whether a sentence is a heading of so few words that it tells nothing itself: it only says what is below."""
    return sentence.form == "heading" and len(sentence.words.split()) <= MOST_WORDS_OF_TITLE


def select_sentence(sentence: TextSentence) -> Selector:
    """The passage that a sentence is: its place in the text that was read, and the digest of its words."""
    return Selector(start=sentence.start, end=sentence.end, sha256=digest_of(sentence.words))


def _reason(
    sentence: TextSentence,
    actors: Sequence[ActorMention],
    *,
    days: Sequence[WrittenDay],
    names: Sequence[UnknownName],
    language: str,
) -> str:
    """Why a sentence makes a proposal: it has a day, or somebody who says or does something; empty where neither."""
    text, at = sentence.words, sentence.start
    dated = next((each for each in days if not each.readings), None)
    if dated is not None:
        return f"it names a day: {dated.reason}"
    acting = next((each for each in actors if each.role not in ("participant", "subject")), None)
    if acting is not None:
        return f"{acting.actor} says or does something: {acting.role_reason}"
    first = actors[0] if actors else None
    if first is not None and is_subject(text, first.words, language=language):
        return f"{first.actor} is what it is about: {first.reason}"
    other = next((each for each in names if says_something(text, each.end - at)), None)
    if other is not None:
        return f"{other.words} says or does something: {other.reason}"
    return ""
