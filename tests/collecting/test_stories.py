"""Stories: sources of which one reprints another are together whatever comes when, and part when it no longer does."""

from sqlalchemy import delete, func, select

from app.collecting import stories
from app.collecting.shown import find_stories, read_story
from app.collecting.sketches import group_alike, make_sketch
from app.collecting.stories import catch_up
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.story_tables import StoryHashRow, StoryMemberRow, StorySketchRow
from app.store.write import writing
from bench.wires import print_all
from schemas import StoriesQuery
from tests import draws, examples
from tests.collecting.telling import add, apart, arrive, attach, groups, words_of
from tests.collecting.telling import stories as numbers_of
from tests.databases import Server

WIRE = words_of("wire", 200)
FIRST, SECOND = (" ".join(WIRE.split()[part]) for part in (slice(0, 90), slice(100, 190)))
"""Two cut reprints that have nothing in common."""


def count(database: Database, table: type) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_forty_outlets_with_one_wire_are_one_story_and_one_proposed_origin(database: Database) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        for number in range(40):
            outlet, day = f"outlet-{number}", {"on": f"2026-02-{number % 20 + 3:02}", "precision": "day"}
            writer.create("sources", examples.source(id=outlet, origin=outlet, published=day))
            writer.attach(outlet, f"{words_of(outlet, 40)} {WIRE}")
    on = {"on": "2026-02-02", "precision": "day"}
    add(database, "the-wire", WIRE, publisher="Reuters", origin="reuters", published=on)
    add(database, "older", words_of("other"), publisher="TASS", origin="tass")
    assert catch_up(database) == (42, 0)
    with database.read() as connection:
        (story,) = find_stories(connection, StoriesQuery())
    assert (story.size, story.sources[0].id) == (41, "the-wire")
    assert story.proposed is not None
    proposed = (story.proposed.origin, story.proposed.source, story.proposed.others)
    assert proposed == ("reuters", "the-wire", 40)
    assert story.proposed.reason == (
        "Reuters is a news agency, and the-wire, of 2026-02-02, is the earliest source of one in this story; 40 of the "
        "41 sources in it have another origin."
    )


def test_any_order_of_arrival_gives_the_same_groups(servers: dict[str, Server], engine: str) -> None:
    printed = [(each.id, each.text) for each in print_all(4, 2, 4)]
    expected = {frozenset(each) for each in group_alike({name: make_sketch(text) for name, text in printed})}
    chance = draws.of("order")
    found = []
    for at_once in (1, 3, 50):
        chance.shuffle(printed)
        database = Database(servers[engine].url("empty"))
        arrive(database, printed, at_once=at_once)
        found.append(groups(database))
        database.close()
    assert sorted(map(len, found[0]), reverse=True)[:3] == [5, 5, 1]
    assert found == [expected] * 3


def test_two_stories_that_a_source_joins_become_one(database: Database) -> None:
    for name, text in (("first", FIRST), ("second", SECOND)):
        add(database, name, text)
    assert groups(database) == apart("first", "second")
    before = numbers_of(database)
    add(database, "whole", WIRE)
    assert groups(database) == apart("first second whole")
    with database.read() as connection:
        # What was known by either is found by either.
        told = {read_story(connection, f"st-{number}").id for number in before.values()}
    assert told == {f"st-{min(before.values())}"}


def test_stories_part_when_what_joined_them_is_gone(database: Database) -> None:
    for name, text in (("first", FIRST), ("second", SECOND), ("whole", WIRE), ("other", WIRE)):
        add(database, name, text)
    assert groups(database) == apart("first second whole other")
    attach(database, "whole", None)
    assert groups(database) == apart("first second other")
    attach(database, "other", words_of("new"))
    assert groups(database) == apart("first", "second", "other")
    attach(database, "whole", WIRE)
    assert groups(database) == apart("first second whole", "other")
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.delete("sources", "whole")
    assert groups(database) == apart("first", "second", "other")
    assert (count(database, StorySketchRow), count(database, StoryMemberRow)) == (3, 3)


def test_what_is_merged_leaves_its_story_and_the_survivor_keeps_its_own(database: Database) -> None:
    for name, text in (("one", FIRST), ("two", FIRST), ("three", SECOND), ("four", SECOND)):
        add(database, name, text)
    assert groups(database) == apart("one two", "three four")
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.merge("sources", "one", "three")
    assert groups(database) == apart("two", "three four")


def test_a_second_run_finds_nothing_to_do(database: Database) -> None:
    arrive(database, [(each.id, each.text) for each in print_all(5, 2, 3)], at_once=50)
    rows = count(database, StoryHashRow)
    assert catch_up(database) == (0, 0)
    with writing(database, COLLECTIONS, by="her") as writer:
        source = writer.current.existing("sources", "wire-0")
        writer.replace("sources", "wire-0", source.model_copy(update={"title": "Other"}))
    assert catch_up(database) == (0, 0)
    assert count(database, StoryHashRow) == rows


def test_sketches_that_are_lost_are_made_again_and_groups_stay(database: Database) -> None:
    printed = [(each.id, each.text) for each in print_all(3, 2, 3)]
    arrive(database, printed, at_once=50)
    before = numbers_of(database)
    with database.write() as connection:
        for table in (StoryHashRow, StorySketchRow):
            connection.execute(delete(table))
    assert catch_up(database) == (len(printed), 0)
    assert numbers_of(database) == before


def test_more_than_one_portion_is_taken_up(database: Database) -> None:
    texts = [(f"s-{number}", words_of(f"n{number}x", 12)) for number in range(2 * stories.SOURCES_AT_ONCE + 1)]
    arrive(database, texts, at_once=len(texts))
    assert len(groups(database, caught_up=False)) == len(texts)


def test_a_text_of_no_four_words_is_a_story_of_its_own(database: Database) -> None:
    for name in ("one", "two"):
        add(database, name, "Too short.")
    assert groups(database) == apart("one", "two")
    member = columns_of(StoryMemberRow)
    with database.read() as connection:
        assert set(connection.execute(select(member.placed)).scalars()) == {"compared"}
