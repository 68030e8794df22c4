"""Any text: whatever it is, every part stands where it says, and reading it takes bounded time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proposing.parts import SentenceReading
from app.proposing.proposing import select_sentence
from app.proposing.sentences import sentences_of
from app.rules.grounds import holds
from tests import draws
from tests.proposing.readings import read_all

LANGUAGES = ("en", "pl", "uk", "de", "fr", "ru", "ar", "zh-Hant", "")
PIECES = (
    "Russia", "Moscow", "the U.S.", "EU", "Kaja Kallas", "said", "on 17–18 February", "since May", "03/04/2026",
    "Tuesday", "€90 billion", "4.8% of GDP", "13 countries", "in Geneva", "Ukrainian", "\n", "\n\n  • ", ". ", "? ",
    "“", "”", "…", "\u2028", "\u200b", "🇺🇦", "👩‍🚀", "שלום", "مرحبا بالعالم.", "他来了。", "\x00", "\x1b", "ß", "İ",
    "ﬁ", "e\u0301", "１２", "Київ", "rosyjskich", "100 000", "F-16s", "twenty-four", "hundred", "%", "$", "-", "–", "/",
    ",", "'", "’s",
)  # fmt: skip
MOST_SECONDS = 10.0
"""How long the longest text here may have the processor; it takes less than two seconds alone."""


def hold_places(text: str, readings: list[SentenceReading]) -> None:
    for reading in readings:
        sentence = reading.sentence
        assert text[sentence.start : sentence.end] == sentence.words
        assert sentence.words.strip() == sentence.words != ""
        assert holds(text, select_sentence(sentence))
        parts = (reading.actors, reading.hints, reading.days, reading.measures, reading.places, reading.names)
        for part in (each for kind in parts for each in kind):
            assert text[part.start : part.end] == part.words != ""
            assert sentence.start <= part.start < part.end <= sentence.end
            assert part.reason


def hold_time(text: str) -> None:
    begun = time.process_time()
    hold_places(text, read_all(text))
    assert time.process_time() - begun < MOST_SECONDS


@draws.tries(80)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30), st.sampled_from(LANGUAGES), st.booleans())
def test_every_part_stands_where_it_says(pieces: list[str], language: str, is_spaced: bool) -> None:
    text = (" " if is_spaced else "").join(pieces)
    hold_places(text, read_all(text, language=language))
    found = sentences_of(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("piece", ["a", "word ", "Moscow ", ".", "1", "1,", "Ā", "\u202e", "他", "\n"])
def test_a_million_characters_take_bounded_time(piece: str) -> None:
    hold_time(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize(
    "piece", ["said. ", "Mr. ", "A.", "U.S. ", "“", "e\u0301", "3 May ", "-", "€1 ", "(", "•", "NATO said. "]
)
def test_a_hundred_thousand_characters_take_bounded_time(piece: str) -> None:
    hold_time(piece * (100_000 // len(piece)))


@pytest.mark.parametrize("piece", ["a", ". ", "1", "A ", "(", "1,", " ,", "Russia ", "May ", "five million "])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_longest_sentence_takes_bounded_time(piece: str, language: str) -> None:
    text = piece * (2_000 // len(piece))
    begun = time.process_time()
    hold_places(text, read_all(text, language=language))
    assert time.process_time() - begun < 2


def test_a_sentence_that_stood_before_is_read_once() -> None:
    assert len(read_all("Russia attacked.\nRussia attacked.")) == 1
