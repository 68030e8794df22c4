"""Themes: weighted words, and which they are."""

from typing import get_args

from app.proposing.themes import find_themes, guess_kind, load_words
from schemas import DevelopmentKind, Theme
from tests.proposing.readings import read_all


def test_a_theme_says_by_which_words() -> None:
    (theme,) = find_themes("The nuclear arsenal will be renewed.")
    assert theme == ("nuclear", 6.0, "nuclear by “nuclear” 3, “arsenal” 3")


def test_a_heading_counts_half_and_never_alone() -> None:
    assert find_themes("It will grow.", heading="Defence spending") == []
    themes = find_themes("The budget will grow.", heading="Defence spending rises")
    assert [each.theme for each in themes] == ["defence-spending"]
    assert "of the heading" in themes[0].reason


def test_a_sentence_without_a_theme_has_that_of_the_one_before_as_a_suggestion() -> None:
    first, second = read_all("Talks on a ceasefire failed. They will not go on.")
    assert [each.theme for each in first.themes] == ["diplomacy"]
    assert second.themes == ()
    assert second.themes_before == first.themes


def test_a_kind_is_the_heaviest() -> None:
    assert guess_kind("The ministers met for talks.").kind == "meeting"
    assert guess_kind("NATO deployed two ships.").kind == "deployment"
    assert guess_kind("Nothing.") == ("event", "event, as no word speaks for another kind")


def test_every_theme_and_kind_of_the_contract_has_words() -> None:
    words = load_words()
    assert {name for each in words.themes.values() for name in each} == set(get_args(Theme))
    assert {name for each in words.kinds.values() for name in each} == set(get_args(DevelopmentKind))
