"""Places and names: where something is, and whom nobody knows yet."""

import pytest

from tests.proposing.readings import read_one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks took place in Geneva.", [("Geneva", "CH")]),
        ("Fighting goes on in eastern Ukraine near Pokrovsk.", [("Eastern Ukraine", "UA"), ("Pokrovsk", "UA")]),
        ("Ships entered the Baltic Sea and the North Atlantic.", [("Baltic Sea", None), ("North Atlantic", None)]),
        ("A fire broke out in Eemshaven, Netherlands.", [("Eemshaven", "NL")]),
        ("Berlin refused.", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(each.name, each.country) for each in read_one(text).places] == expected


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Yesterday Foreign Minister Elina Valtonen spoke.", "Elina Valtonen", "person"),
        ("Yesterday Marta Quillfeather said no.", "Marta Quillfeather", "person"),
        ("It was found by the Kiel Institute.", "Kiel Institute", "think-tank"),
        ("It was signed by the Norwegian Ministry of Defence.", "Ministry of Defence", "institution"),
        ("The report by OSCE was late.", "OSCE", "organisation"),
        ("It sailed with Ostwall Consult.", "Ostwall Consult", None),
    ],
)
def test_names_that_nobody_bears_are_candidates(text: str, words: str, kind: str | None) -> None:
    (name,) = read_one(text).names
    assert (name.words, name.kind) == (words, kind)
    assert text[name.start : name.end] == words
    assert f"{words} at {name.start}–{name.end}" in name.reason


@pytest.mark.parametrize("text", ["European Deterrence and Strategy", "The talks on Monday failed.", "NATO said so."])
def test_headings_and_ordinary_words_have_none(text: str) -> None:
    assert read_one(text).names == ()
