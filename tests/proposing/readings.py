"""Readings: sentences read beside the seed's actors."""

import datetime as dt
from functools import cache

from app.proposing.actors import ActorRegister
from app.proposing.lemmas import Lemmatise
from app.proposing.parts import SentenceReading
from app.proposing.proposing import read_sentences
from bench.expecting import load_actors

DAY = dt.date(2026, 2, 26)
"""The day of every article here, a Thursday."""


@cache
def seed_register() -> ActorRegister:
    """The seed's actors."""
    return ActorRegister(load_actors().values())


def read_all(
    text: str, *, language: str = "en", day: dt.date = DAY, lemmas: Lemmatise | None = None
) -> list[SentenceReading]:
    """The readings of every sentence of a text."""
    return list(read_sentences(text, day=day, language=language, register=seed_register(), lemmas=lemmas))


def read_one(text: str, *, language: str = "en") -> SentenceReading:
    """The reading of a text that is one sentence."""
    (reading,) = read_all(text, language=language)
    return reading


def rows_of(table: str) -> list[tuple[str, str]]:
    """The lines of a table of two columns: a sentence, and what is expected of it."""
    lines = (line.partition("|") for line in table.strip().splitlines())
    return [(text.strip(), expected.strip()) for text, _, expected in lines]
