"""Correcting: a source that was placed by hand stays, whatever comes after."""

import pytest

from app.collecting.stories import catch_up, correct
from app.errors import Invalid
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests.collecting.telling import add, apart, attach, groups, place, stories, words_of

WIRE = words_of("wire", 200)
FIRST, SECOND = (" ".join(WIRE.split()[part]) for part in (slice(0, 90), slice(100, 190)))


@pytest.fixture
def two(database: Database) -> Database:
    """A database with two stories of two sources."""
    for name, text in (("a", "a"), ("b", "a"), ("x", "x"), ("y", "x")):
        add(database, name, words_of(text))
    assert groups(database) == apart("a b", "x y")
    return database


def test_a_source_is_moved_to_another_story_and_stays(two: Database) -> None:
    place(two, "b", "x")
    assert groups(two, caught_up=False) == apart("a", "b x y")
    add(two, "c", words_of("a"))
    attach(two, "b", words_of("b"))
    attach(two, "a", words_of("a", 110))
    assert groups(two) == apart("a c", "b x y")


def test_a_source_that_was_put_apart_is_never_joined_again(two: Database) -> None:
    place(two, "b", None)
    assert groups(two) == apart("a", "b", "x y")
    add(two, "c", words_of("a"))
    assert groups(two) == apart("a c", "b", "x y")
    attach(two, "a", words_of("a", 110))
    attach(two, "c", None)
    assert groups(two) == apart("a", "b", "x y")


def test_a_story_with_a_source_that_was_put_apart_takes_in_what_is_new_and_is_joined_with_none(
    database: Database,
) -> None:
    add(database, "first", FIRST)
    groups(database)
    place(database, "first", None)
    add(database, "again", FIRST)
    add(database, "second", SECOND)
    assert groups(database) == apart("first again", "second")
    add(database, "whole", WIRE)
    assert groups(database) == apart("first again", "second whole")
    attach(database, "again", words_of("other"))
    assert groups(database) == apart("first", "again", "second whole")


def test_a_source_that_was_moved_takes_what_is_new_and_like_it_along(two: Database) -> None:
    add(two, "lone", words_of("lone"))
    groups(two)
    place(two, "lone", "x")
    add(two, "copy", words_of("lone"))
    assert groups(two) == apart("a b", "x y lone copy")


def test_to_confirm_a_source_where_it_is_scatters_nobody(database: Database) -> None:
    for name, text in (("first", FIRST), ("second", SECOND), ("whole", WIRE)):
        add(database, name, text)
    groups(database)
    before = stories(database)
    assert place(database, "whole", "first") == before["first"]
    assert groups(database) == apart("first second whole")
    add(database, "third", FIRST)
    assert groups(database) == apart("first second whole third")
    attach(database, "third", None)
    assert groups(database) == apart("first second whole")


def test_a_source_put_apart_twice_stays_in_one_story(two: Database) -> None:
    once = place(two, "b", None)
    assert place(two, "b", None) == once
    assert place(two, "b", "a") == stories(two)["a"]
    assert groups(two) == apart("a b", "x y")


def test_a_source_without_a_text_is_placed_by_hand_alone(two: Database) -> None:
    add(two, "bare", None)
    assert groups(two) == apart("a b", "x y")
    place(two, "bare", "a")
    attach(two, "bare", words_of("x"))
    assert groups(two) == apart("a b bare", "x y")
    attach(two, "bare", None)
    assert groups(two) == apart("a b bare", "x y")


def test_what_was_said_of_a_merged_source_is_said_of_its_survivor(two: Database) -> None:
    place(two, "b", "x")
    with writing(two, COLLECTIONS, by="her") as writer:
        writer.merge("sources", "b", "a")
    assert groups(two) == apart("x y a")
    assert catch_up(two) == (0, 0)


def test_what_was_said_of_a_survivor_goes_before_what_was_said_of_the_merged_source(two: Database) -> None:
    place(two, "b", "x")
    place(two, "a", None)
    with writing(two, COLLECTIONS, by="her") as writer:
        writer.merge("sources", "b", "a")
    assert groups(two) == apart("x y", "a")


def test_what_was_said_of_a_deleted_source_holds_when_it_is_restored(two: Database) -> None:
    place(two, "b", "x")
    with writing(two, COLLECTIONS, by="her") as writer:
        last = writer.current.existing("sources", "b")
        writer.delete("sources", "b")
    assert groups(two) == apart("a", "b x y")  # which is not shown
    with writing(two, COLLECTIONS, by="her") as writer:
        writer.restore("sources", last)
        writer.attach("b", words_of("a"))
    assert groups(two) == apart("a", "b x y")


def test_a_story_that_is_not_there_is_refused(two: Database) -> None:
    with two.write() as connection, pytest.raises(Invalid):
        correct(connection, "a", 99)
