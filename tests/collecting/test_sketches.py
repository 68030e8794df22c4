"""Sketches: what tells a reprint, whole or cut, framed or edited, and what is no reprint."""

import pytest

from app.collecting import sketches
from app.collecting.sketches import MOST_HASHES, compare, group_alike, make_sketch
from bench.wires import REPRINTS, Writer, print_all
from tests import draws
from tests.collecting.telling import words_of


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert make_sketch("Four words, no more.").values == (FOUR_WORDS,)
    assert make_sketch("four WORDS – no  more").values == (FOUR_WORDS,)


FOUR_WORDS = 3175791851420460956
"""The hash of `four words no more`."""


@pytest.mark.parametrize(("text", "shingles"), [("", 0), ("Only three words", 0), ("Now there are four", 1)])
def test_a_short_text_has_as_many_values_as_shingles(text: str, shingles: int) -> None:
    sketch = make_sketch(text)
    assert (sketch.shingles, len(sketch.values)) == (shingles, shingles)
    assert compare(sketch, sketch).is_same_story is False


def test_a_long_text_has_the_lowest_values_of_63_bits_in_order() -> None:
    sketch = make_sketch(words_of("w", 1_000))
    assert (sketch.shingles, len(sketch.values)) == (997, MOST_HASHES)
    assert list(sketch.values) == sorted(set(sketch.values))
    assert all(0 <= value < 1 << 63 for value in sketch.values)
    assert sketch.bound == sketch.values[-1] < 1 << 61


def test_what_folds_alike_is_alike() -> None:
    one = make_sketch("The U.S. envoy’s visit to Kraków cost 1,000 złoty.")
    assert one == make_sketch("the US envoy's VISIT to Krakow cost 1000 zloty")


def test_a_script_without_spaces_has_shingles_of_characters() -> None:
    assert make_sketch("会談は東京で行われた").shingles == 7


def test_a_word_told_again_and_again_is_one_shingle() -> None:
    assert make_sketch("no " * 100).shingles == 1


@pytest.mark.parametrize("how", REPRINTS)
def test_a_reprint_is_told(how: str) -> None:
    writer = Writer(draws.of(how))
    for _ in range(draws.many(20)):
        wire = writer.paragraphs(6, 12)
        reprint = REPRINTS[how](wire, writer)
        one, other = (make_sketch("\n".join(each)) for each in (wire, reprint))
        overlap = compare(one, other)
        assert overlap.is_same_story
        assert overlap == compare(other, one)
        assert how == "edited" or overlap.containment == 1


def test_what_shares_background_and_an_outlets_lines_is_no_reprint() -> None:
    writer = Writer(draws.of("background"))
    background, lines = writer.paragraphs(2, 2), writer.words(30)
    for _ in range(draws.many(20)):
        one, other = (make_sketch(" ".join([*writer.paragraphs(8, 12), *background, *lines])) for _ in range(2))
        assert 0 < compare(one, other).containment < sketches.LEAST_CONTAINED
        assert not compare(one, other).is_same_story


def test_a_digest_of_many_wires_reprints_none_of_them() -> None:
    wires = [words_of(f"wire{number}x", 300) for number in range(6)]
    digest = make_sketch(" ".join(wires))
    overlap = compare(make_sketch(wires[0]), digest)
    assert overlap.containment == 1
    assert not overlap.is_same_story


def test_short_lines_that_an_outlet_prints_everywhere_join_nothing() -> None:
    stub = "Subscribe now to read the whole of this article"
    assert not compare(make_sketch(stub), make_sketch(stub)).is_same_story


def test_a_chain_of_likenesses_joins_whatever_the_order() -> None:
    printed = list(print_all(20, 4, 9))
    chance = draws.of("chain")
    made = {each.id: make_sketch(each.text) for each in printed}
    expected = group_alike(made)
    assert [len(each) for each in expected[:5]] == [10, 10, 10, 10, 1]
    for _ in range(3):
        chance.shuffle(printed)
        assert group_alike({each.id: made[each.id] for each in printed}) == expected
