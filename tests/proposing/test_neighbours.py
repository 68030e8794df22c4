"""Neighbours: what a sentence is near to, and whether it is new, more evidence or against it."""

import datetime as dt
from decimal import Decimal

import pytest

from app.proposing.neighbours import KnownDevelopment, Neighbourhood
from tests.proposing.readings import read_one

GENEVA = KnownDevelopment(
    "geneva-talks", "Talks mediated by the United States in Geneva", "Russia and Ukraine met in Geneva for talks.",
    dt.date(2026, 2, 17), dt.date(2026, 2, 18), frozenset(("united-states", "russia", "ukraine")), {},
)  # fmt: skip
DRILLS = KnownDevelopment(
    "drills", "Multinational drills off northern Germany", "Drills of NATO involve 13 countries.",
    None, None, frozenset(("nato",)), {"countries": frozenset((Decimal(13),))},
)  # fmt: skip
PORT = KnownDevelopment(
    "port", "Port of Gdynia reopened", "Poland reopened the port of Gdynia for naval ships.",
    dt.date(2026, 2, 20), None, frozenset(("poland",)), {},
)  # fmt: skip
NEIGHBOURHOOD = Neighbourhood([GENEVA, DRILLS, PORT])


@pytest.mark.parametrize(
    ("text", "verdict", "development"),
    [
        ("Russia and Ukraine met for talks in Geneva on February 17.", "more-evidence", "geneva-talks"),
        ("Russia and Ukraine never met for talks in Geneva.", "perhaps-contradicts", "geneva-talks"),
        ("NATO drills off northern Germany involve 15 countries.", "perhaps-contradicts", "drills"),
        ("NATO drills off northern Germany involve 13 countries.", "more-evidence", "drills"),
        ("Poland closed the port of Gdynia for naval ships on 20 February.", "perhaps-contradicts", "port"),
        ("Ireland bought two radars.", "new", None),
    ],
)  # fmt: skip
def test_a_sentence_is_new_or_more_evidence_or_against(text: str, verdict: str, development: str | None) -> None:
    judged = NEIGHBOURHOOD.judge(read_one(text))
    assert judged.verdict == verdict
    assert verdict == "new" or judged.development == development


def test_the_reason_names_actors_their_places_and_days() -> None:
    text = "The United States mediated talks of Russia and Ukraine in Geneva on February 17."
    reason = NEIGHBOURHOOD.judge(read_one(text)).reason
    assert "matched the alias United States at 4–17" in reason
    assert "same day and 3 actors as geneva-talks" in reason


def test_what_was_retracted_is_perhaps_contradicted_by_who_says_it_again() -> None:
    judged = Neighbourhood([DRILLS._replace(status="retracted"), GENEVA]).judge(read_one("NATO drills off Germany."))
    assert judged.verdict == "perhaps-contradicts"
    assert judged.reason.startswith("drills has been retracted, and the sentence says it again; ")


def test_nothing_is_near_where_nothing_is_known() -> None:
    judged = Neighbourhood([]).judge(read_one("Russia attacked."))
    assert (judged.verdict, judged.reason) == ("new", "no development shares an actor and a word with it")
