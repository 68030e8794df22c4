"""Sentences: they end where they end, and nowhere else."""

import pytest

from app.proposing.sentences import sentences_of


def words(text: str) -> list[str]:
    return [sentence.words for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks failed. The war goes on.", ["Talks failed.", "The war goes on."]),
        ("He is in the U.S. Army now.", ["He is in the U.S. Army now."]),
        ("He went to the U.S. The talks failed.", ["He went to the U.S.", "The talks failed."]),
        ("J. Stoltenberg and Dr. Smith met Gen. Novak.", ["J. Stoltenberg and Dr. Smith met Gen. Novak."]),
        ("It costs 3.5 per cent. No more.", ["It costs 3.5 per cent.", "No more."]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("Really?! Yes… Perhaps.", ["Really?!", "Yes…", "Perhaps."]),
        ("Am 24. Februar kam er. Dann ging er.", ["Am 24. Februar kam er.", "Dann ging er."]),
        ("Er kostet 5 Mrd. Euro.", ["Er kostet 5 Mrd. Euro."]),
        ("Росія напала. Київ відповів.", ["Росія напала.", "Київ відповів."]),
        ("他来了。她走了。", ["他来了。", "她走了。"]),
        ("", []),
        (" \n\t\n ", []),
        ("...", ["..."]),
    ],
)
def test_a_text_is_cut_where_sentences_end(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_lines_and_signs_of_lists_are_no_part_of_a_sentence() -> None:
    text = (
        "The heading here\n\n  • First item.\n  2) Second item\n— Third one: yes\nA line without an end,\nand its rest."
    )
    found = sentences_of(text)
    assert [each.words for each in found] == [
        "The heading here", "First item.", "Second item", "Third one: yes", "A line without an end,", "and its rest.",
    ]  # fmt: skip
    assert [each.form for each in found] == ["heading", "item", "item", "item", "prose", "prose"]
    assert all(text[each.start : each.end] == each.words for each in found)
