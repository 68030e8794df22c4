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


def test_a_weak_sign_is_a_theme_where_the_text_around_has_it() -> None:
    assert find_themes("The crew was tired.") == []
    (theme,) = find_themes("The crew was tired.", before={"maritime"})
    assert theme.theme == "maritime"
    assert "the theme of what stands before" in theme.reason
    assert find_themes("Nobody was tired.", before={"maritime"}) == []


def test_weak_signs_alone_are_none() -> None:
    assert find_themes("The commander crossed the river to the village in the ridge.") == []


def test_a_heading_of_few_words_has_no_theme_and_counts_for_what_is_below() -> None:
    heading, below = read_all("The nuclear arsenal\nIts doctrine and its inspections ended.")
    assert heading.themes == ()
    assert [each.theme for each in below.themes] == ["nuclear"]


def test_a_word_that_is_marked_stands_for_itself_alone() -> None:
    assert "military-operations" in {each.theme for each in find_themes("They downed two jets and a missile.")}
    assert find_themes("They lay down.") == []


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
