"""Themes: weighted words, and which they are."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest

import app.proposing.themes
from app.language.tokens import stem_of
from app.proposing.themes import find_themes, guess_kind, load_words
from schemas import DevelopmentKind, Theme
from tests.proposing.readings import read_all


def test_a_theme_says_by_which_words() -> None:
    (theme,) = find_themes("The nuclear arsenal will be renewed.")
    assert theme == ("nuclear", 5.0, "nuclear by “nuclear” 3, “arsenal” 2")


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


@pytest.mark.parametrize(("sentence", "themes"), [
    ("A Dutch court convicted a commander over the execution of captured soldiers.", ["accountability"]),
    ("Attackers wiped the servers of a shipyard through a flaw in its software.", ["cyber"]),
])  # fmt: skip
def test_weak_signs_beside_a_strong_one_belong_to_what_that_tells(sentence: str, themes: list[str]) -> None:
    assert [each.theme for each in find_themes(sentence)] == themes


def test_a_strong_sign_stands_beside_whatever_weighs_more() -> None:
    sentence = "Missile strikes, glide bombs, artillery and ground assaults left Kharkiv without electricity."
    themes = [each.theme for each in find_themes(sentence)]
    assert themes[0] == "military-operations"
    assert "energy" in themes


def test_what_is_often_named_in_passing_is_a_theme_only_where_nothing_else_is() -> None:
    (theme,) = find_themes("Four ships were named.")
    assert theme == ("maritime", 2.5, "maritime by “ships” 2.5")
    assert [each.theme for each in find_themes("The nuclear doctrine was read out on ships.")] == ["nuclear"]


def test_two_words_that_say_little_alone_tell_a_theme_together() -> None:
    (theme,) = find_themes("Warsaw orders more tanks.")
    assert theme == ("defence-spending", 3.0, "defence-spending by “orders … tanks” 3")
    assert find_themes("Warsaw orders more.") == find_themes("More tanks came.") == []


@pytest.mark.parametrize(
    "sentence",
    ["Liberal parties won.", "The account was paid.", "Babiš spoke.", "The transition took a fleeting moment."],
)
def test_a_word_that_only_shares_a_stem_with_a_sign_is_none(sentence: str) -> None:
    assert find_themes(sentence) == []


def test_every_strong_sign_of_the_data_is_found() -> None:
    for theme, groups in _read_data()["themes"].items():
        for weight, words in groups.items():
            for word in words.split() if float(weight) >= 3 else ():
                read = word.removeprefix("=").replace("-", " ")
                assert theme in {each.theme for each in find_themes(read)}, f"{theme}: {word}"


def test_no_sign_stands_twice_in_a_theme() -> None:
    for theme, groups in _read_data()["themes"].items():
        words = [word for group in groups.values() for word in group.split()]
        keys = [word if word.startswith("=") else tuple(map(stem_of, word.split("-"))) for word in words]
        assert len(keys) == len(set(keys)), (
            f"{theme}: {[word for word, key in zip(words, keys, strict=True) if keys.count(key) > 1]}"
        )


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


def _read_data() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(app.proposing.themes.__file__).with_name("words.toml")
    return tomllib.loads(path.read_text("utf-8"))
