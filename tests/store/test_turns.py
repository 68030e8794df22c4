"""Turns: writers that share a hold of the clock find what those before them did, and nothing that was taken back."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from app.errors import Conflict, Invalid
from app.reading.resource import Resource
from app.resources import COLLECTIONS, SOURCES
from app.store.database import Database
from app.store.turn import Turn
from app.store.write import Writer, writing
from app.writing import records
from app.writing.group import GroupCommit
from app.writing.precondition import ANY_REVISION
from tests import examples
from tests.store.queueing import let_queue
from tests.writing.records import changes


@pytest.fixture
def turn(database: Database) -> Iterator[Turn]:
    with database.write() as connection:
        yield Turn(connection, COLLECTIONS, is_shared=True)


def add(turn: Turn, resource: Resource = SOURCES, **fields: Any) -> tuple[str, ...]:
    """Add a source in a write of its own; what it may be the same as."""
    writer = Writer(turn, by="test")
    done = records.create(writer, resource, examples.source(**fields))
    writer.finish()
    turn.keep()
    return done.beside.similar


def number_of(turn: Turn, table: str) -> int:
    return int(turn.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  # a table


def test_writers_that_share_a_turn_are_written_together(database: Database) -> None:
    statements: list[str] = []
    event.listen(
        database.writers, "before_cursor_execute", lambda _c, _r, statement, *_: statements.append(statement.split()[0])
    )
    with database.write() as connection:
        turn = Turn(connection, COLLECTIONS, is_shared=True)
        for number in range(10):
            add(turn, id=f"s-{number}", title=f"Report {number}")
        assert "INSERT" not in statements
        turn.close()
    assert "SAVEPOINT" not in statements
    assert statements.count("INSERT") <= 6
    assert [change[0] for change in changes(database)] == list(range(1, 11))


def test_a_writer_finds_what_those_before_it_in_its_turn_have_done(turn: Turn) -> None:
    address = "https://www.example.org/a"
    assert add(turn, id="first", url=address) == ()
    with pytest.raises(Conflict):
        add(turn, id="second", title="Another", url=address)
    turn.take_back()
    with pytest.raises(Conflict):
        add(turn, id="first")
    turn.take_back()
    assert add(turn, id="third") == ("first",)
    assert add(turn) == ("third", "first")
    writer = Writer(turn, by="test")
    record = writer.current.existing("sources", "first")
    records.change(writer, SOURCES, record, {"title": "Nothing like it"}, precondition=ANY_REVISION)
    writer.finish()
    turn.keep()
    assert add(turn, id="fourth") == ("morning-report", "third")
    writer = Writer(turn, by="test")
    records.delete(writer, SOURCES, "third", precondition=ANY_REVISION)
    writer.finish()
    turn.keep()
    assert add(turn, id="fifth") == ("fourth", "morning-report")
    writer = Writer(turn, by="test")
    writer.create("developments", examples.development(evidence=[{"source": "third"}]))
    with pytest.raises(Invalid, match="do not exist"):
        writer.finish()
    turn.take_back()
    turn.close()
    assert number_of(turn, "source WHERE until IS NULL") == 4


@pytest.mark.parametrize("is_written", [False, True])
def test_what_a_writer_took_back_is_found_by_nobody(turn: Turn, *, is_written: bool) -> None:
    add(turn, id="kept")
    writer = Writer(turn, by="test")
    records.create(writer, SOURCES, examples.source(id="gone", url="https://www.example.org/a"))
    record = writer.current.existing("sources", "kept")
    records.change(writer, SOURCES, record, {"title": "Changed"}, precondition=ANY_REVISION)
    if is_written:
        assert writer.connection.execute(text("SELECT count(*) FROM source")).scalar_one() == 3
    writer.finish()
    turn.take_back()
    assert turn.snapshot.seq == 1
    assert add(turn, id="later", url="https://www.example.org/a") == ("kept",)
    assert turn.snapshot.seq == 2
    assert turn.current.record("sources", "gone") is None
    assert turn.current.existing("sources", "kept").revision == 1
    turn.close()
    assert number_of(turn, "source") == number_of(turn, "change") == 2


def test_what_a_turn_has_read_is_kept_up_as_long_as_nobody_else_writes(database: Database) -> None:
    group, asked = GroupCommit(database, COLLECTIONS), list[bool]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement.startswith("SELECT") and "title_key" in statement)

    event.listen(database.writers, "before_cursor_execute", note)

    def work(turn: Turn) -> tuple[str, ...]:
        asked.clear()
        writer = Writer(turn, by="test")
        done = records.create(writer, SOURCES, examples.source(id=f"s-{turn.kept.seq}"))
        writer.finish()
        return done.beside.similar

    assert group.run(work) == ()
    assert any(asked)
    assert group.run(work) == ("s-0",)
    assert not any(asked)
    assert group.run(work, keeps=False) == ("s-1", "s-0")
    assert group.run(work) == ("s-1", "s-0")
    other = Database(database.url.render_as_string(hide_password=False))
    with writing(other, COLLECTIONS, by="other") as writer:
        writer.delete("sources", "s-1")
        writer.create("sources", examples.source(id="others"))
    other.close()
    assert group.run(work) == ("others", "s-2", "s-0")
    assert any(asked)


def fail_at_once(turn: Turn) -> None:
    """A statement that fails, in no savepoint of its own."""
    turn.connection.execute(text("SELECT * FROM nowhere"))


def fail_at_the_end(turn: Turn) -> None:
    """A row that cannot be written, together with those of others."""
    columns = ("at", "by", "collection", "id", "action", "into")
    turn.pending.log({"seq": turn.kept.seq + 2, "last": 1, **dict.fromkeys(columns)})


@pytest.mark.parametrize("fail", [fail_at_once, fail_at_the_end])
def test_a_statement_that_fails_is_told_to_the_one_alone_whose_it_is(
    database: Database, fail: Callable[[Turn], None]
) -> None:
    group, held = GroupCommit(database, COLLECTIONS), threading.Event()
    outcomes: dict[str, object] = {}

    def write(record_id: str) -> None:
        def work(turn: Turn) -> int | None:
            held.wait(10)
            writer = Writer(turn, by="test")
            made = writer.create("sources", examples.source(id=record_id))
            if record_id == "bad":
                fail(turn)
            writer.finish()
            return made.seq

        try:
            outcomes[record_id] = group.run(work)
        except SQLAlchemyError as error:
            outcomes[record_id] = error

    threads = [threading.Thread(target=write, args=(each,)) for each in ("first", "one", "bad", "other")]
    let_queue(threads, held)
    assert isinstance(outcomes["bad"], SQLAlchemyError)
    assert [outcomes[each] for each in ("first", "one", "other")] == [1, 2, 3]
    assert [change[2] for change in changes(database)] == ["first", "one", "other"]
