"""Quoting: words select the passage that stands in a text, though signs and white space differ."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, Invalid
from app.rules.grounds import holds, standing_at
from app.writing.quoting import Quotable
from schemas import PassageQuote
from tests import draws

TEXT = (
    "The minister said: “The plan — which nobody\n  had read — is ‘an offen-\nsive’ of the long-\nterm sort.”\u00a0"
    "It cost 10–15 bn, not −5. The d’Estaing memo, « tout court », is ''closed''; "
    "re\u00adopened\u200b again.\fIt cost 12 bn."
)


def select(text: str, exact: str, prefix: str | None = None, suffix: str | None = None) -> str:
    selector = Quotable(text).select(PassageQuote(exact=exact, prefix=prefix, suffix=suffix), pointer="/exact")
    assert holds(text, selector)
    return standing_at(text, selector)


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ('said: "The plan - which nobody had read', "said: “The plan — which nobody\n  had read"),
        ("is 'an offensive' of the long-term sort.", "is ‘an offen-\nsive’ of the long-\nterm sort."),
        ("an offen-sive", "an offen-\nsive"),
        ("sort.” It cost", "sort.”\u00a0It cost"),
        ("It\r\ncost 10-15 bn", "It cost 10–15 bn"),
        ("not -5", "not −5"),
        ("The d'Estaing memo", "The d’Estaing memo"),
        ('"tout court", is "closed"; reopened again', "« tout court », is ''closed''; re\u00adopened\u200b again"),
        ('"closed"', "''closed''"),
        ("again. It cost 12 bn", "again.\fIt cost 12 bn"),
        ("-\nsive", "-\nsive"),
        ("The plan —", "The plan —"),
        ("  The   plan ", "The plan"),
    ],
)  # fmt: skip
def test_words_select_what_stands_there(quoted: str, stands: str) -> None:
    assert select(TEXT, quoted) == stands


@pytest.mark.parametrize(
    "other", ["the plan", "1015 bn", "not 5", "12 bm", "The planwhich", "an off ensive", "thelong"]
)
def test_letters_case_and_figures_must_agree(other: str) -> None:
    with pytest.raises(Invalid):
        select(TEXT, other)


def test_what_stands_around_tells_places_apart_though_its_signs_differ() -> None:
    assert select(TEXT, "It cost", prefix='sort."') == "It cost"
    assert select(TEXT, "It cost", suffix="10-15") == "It cost"
    assert select(TEXT, "It cost", prefix="again.", suffix="12 bn") == "It cost"
    with pytest.raises(Conflict) as several:
        select(TEXT, "It  cost")
    assert [fault.message.split(":")[0] for fault in several.value.faults] == [
        "start 102, end 109",
        "start 197, end 204",
    ]


def test_words_that_stand_exactly_so_go_first() -> None:
    text = 'He said "yes". She said “yes”.'
    assert select(text, "“yes”") == "“yes”"
    with pytest.raises(Conflict):
        select(text, "«yes»")


@pytest.mark.parametrize(
    ("quoted", "near"),
    [
        ("The plan that nobody has read", "The plan — which nobody\n  had read"),
        ("It cost 1015 bn, not 5", "It cost 10–15 bn, not"),
        ("the d'Estaing mémo", "The d’Estaing memo"),
        ("Tout court", "tout court"),
    ],
)
def test_the_nearest_place_is_named(quoted: str, near: str) -> None:
    with pytest.raises(Invalid) as refused:
        select(TEXT, quoted)
    (fault,) = refused.value.faults
    start = TEXT.index(near)
    assert f"the nearest is at start {start}, end {start + len(near)}" in fault.message
    assert fault.suggestions == (near,)


@pytest.mark.parametrize("text", ["Something else entirely.", "a" * 3000, "- " * 3000, "'" * 3000, " a" * 3000])
@pytest.mark.parametrize("quoted", ["zzzz qqqq", "-", "'", "\u200b", "a" * 1999 + "b", "- " * 900 + "b"])
def test_no_words_are_too_odd(text: str, quoted: str) -> None:
    with pytest.raises((Invalid, Conflict)):
        select(text, quoted)


def test_a_passage_that_is_too_long_as_it_stands_is_refused() -> None:
    with pytest.raises(Invalid, match="too long"):
        select(f"Here{' ' * 3000}there.", "Here there")


SIGNS = {"-": "‐–—", "'": "‘’", '"': "“”«", " ": "\u00a0\n\u2009"}


@draws.tries(150)
@given(st.text("ab1 -'\"", min_size=1, max_size=40).map(str.strip).filter(bool), st.randoms(use_true_random=False))
def test_a_change_of_signs_never_loses_words(quoted: str, chance: random.Random) -> None:
    changed = "".join(chance.choice(SIGNS.get(each, "") + each) for each in quoted)
    assert select(f"Before, {changed} ! After", quoted).strip("-‐–—'‘’\"“”«") in changed
