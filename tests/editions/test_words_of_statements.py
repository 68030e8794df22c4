"""Words of statements: where sentences begin, in which forms names stand, and which words are none."""

import pytest

from app.language.inflection import inflect
from app.language.lexicon import is_common
from app.rules.mentions import words_of


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Talks. Kyiv agreed: Moscow did not, Mr. Putin.", ["Talks", "Kyiv", "Moscow"]),
        ("“Peace,” said Ivan of (Some) U.S. Army. Then “No” and St. Anne", ["Peace", "Some", "Army", "Then", "No"]),
        ("A\nB… C; D — E", ["A", "B", "C", "D"]),
    ],
)
def test_where_sentences_begin(text: str, begins: list[str]) -> None:
    assert [word.written for word in words_of(text) if word.is_capital and word.place == "begins"] == begins


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("russian", "russia", True),
        ("organization", "organisation", True),
        ("zelenskiy", "zelenskyy", True),
        ("ministry", "ministers", True),
        ("chernihiv", "chernivtsi", False),
        ("geneve", "geneva", False),
        ("interpol", "international", False),
    ],
)
def test_forms_of_a_name(one: str, other: str, alike: bool) -> None:
    assert inflect(one, other, loosely=False) == inflect(other, one, loosely=False) == alike


def test_common_words_are_told_from_names() -> None:
    names = "interpol gazprom scholz merz starmer lavrov ruritania beijing brussels athens kharkiv rheinmetall huawei"
    assert [word for word in names.split() if is_common(word)] == []
    words = (
        "rearmament shelling superficial agencies reaching overflights cyberattacks gone countermeasures minesweepers"
    )
    assert [word for word in words.split() if not is_common(word)] == []
