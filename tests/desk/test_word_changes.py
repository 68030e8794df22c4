"""Changes of words: told word by word where that can be done in time, and else as a whole, always with every word."""

from app.desk.editions.word_changes import compare_words
from tests import draws


def test_words_that_changed_are_told_in_their_place() -> None:
    told = compare_words("They met in Geneva, on Monday.", "They met in Minsk, on Monday.")
    assert [(each.kind, each.words) for each in told] == [
        ("same", "They met in "),
        ("gone", "Geneva"),
        ("new", "Minsk"),
        ("same", ", on Monday."),
    ]
    assert compare_words("", "") == []
    assert [each.kind for each in compare_words("All.", "")] == ["gone"]


def test_long_texts_of_the_same_few_words_are_compared_as_a_whole() -> None:
    chance = draws.of("words")
    old, new = ("".join(chance.choice(("a ", "b ")) for _ in range(2_000)) for _ in range(2))
    told = compare_words(f"Same. {old}", f"Same. {new}")
    assert "".join(each.words for each in told if each.kind != "new") == f"Same. {old}"
    assert "".join(each.words for each in told if each.kind != "gone") == f"Same. {new}"
    assert len(told) == 3
