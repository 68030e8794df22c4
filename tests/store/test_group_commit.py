"""Group commit: waiting writes share a commit, in order, none hurt by another, and are done again where it was lost."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.turn import Turn
from app.store.write import Writer
from app.writing.group import GroupCommit
from app.writing.transaction import try_out
from tests import examples
from tests.store.queueing import let_queue


def adding(record_id: str) -> Callable[[Turn], int | None]:
    def work(turn: Turn) -> int | None:
        writer = Writer(turn, by="test")
        made = writer.create("sources", examples.source(id=record_id))
        writer.finish()
        return made.seq

    return work


def in_threads(*calls: Callable[[], object]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_those_who_wait_share_a_commit_and_their_numbers_have_no_gaps(database: Database) -> None:
    group, held, commits = GroupCommit(database, COLLECTIONS), threading.Event(), []
    event.listen(database.writers, "commit", lambda _: commits.append(1))
    numbers: list[int | None] = []

    def first() -> None:
        def work(turn: Turn) -> int | None:
            held.wait(10)
            return adding("s-0")(turn)

        numbers.append(group.run(work))

    def others() -> None:
        time.sleep(0.2)
        in_threads(*(lambda n=n: numbers.append(group.run(adding(f"s-{n}"))) for n in range(1, 31)), release)

    def release() -> None:
        time.sleep(0.3)
        held.set()

    in_threads(first, others)
    assert sorted(number for number in numbers if number is not None) == list(range(1, 32))
    assert len(commits) == 2


def test_what_keeps_nothing_is_answered_and_taken_back(database: Database) -> None:
    group = GroupCommit(database, COLLECTIONS)
    assert group.run(adding("tried"), keeps=False) == 1
    assert group.run(adding("kept")) == 1
    with database.read() as connection:
        assert clock.newest(connection).seq == 1
    done = try_out(database, COLLECTIONS, lambda writer: writer.create("sources", examples.source()).record, by="test")
    assert (done.done.id, done.snapshot.seq) == ("morning-report", 2)
    with database.read() as connection:
        assert clock.newest(connection).seq == 1


def test_what_one_write_raises_undoes_it_alone(database: Database) -> None:
    group = GroupCommit(database, COLLECTIONS)
    outcomes: dict[int, object] = {}

    def write(number: int) -> None:
        def work(turn: Turn) -> int | None:
            made = adding(f"s-{number}")(turn)
            if number % 2:
                raise ValueError(number)
            return made

        try:
            outcomes[number] = group.run(work)
        except ValueError as error:
            outcomes[number] = error.args[0]

    in_threads(*(lambda n=n: write(n) for n in range(20)))
    assert all(outcomes[number] == number for number in range(1, 20, 2))
    with database.read() as connection:
        ids = connection.execute(text("SELECT id FROM source ORDER BY seq")).scalars().all()
        assert connection.execute(text("SELECT seq FROM clock")).scalar_one() == len(ids) == 10
    assert sorted(ids) == sorted(f"s-{number}" for number in range(0, 20, 2))


def test_a_commit_that_fails_is_told_to_all(database: Database) -> None:
    group = GroupCommit(database, COLLECTIONS)

    def refuse(_: Connection) -> None:
        raise RuntimeError("no room")

    event.listen(database.writers, "commit", refuse)
    with pytest.raises(RuntimeError, match="no room"):
        group.run(adding("s"))
    event.remove(database.writers, "commit", refuse)
    assert group.run(adding("s")) == 1


def test_a_write_whose_server_went_away_is_done_again(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no server to lose")
    group, attempts = GroupCommit(database, COLLECTIONS), []

    def work(turn: Turn) -> int | None:
        attempts.append(1)
        made = adding("s")(turn)
        if len(attempts) < 3:
            turn.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return made

    assert group.run(work) == 1
    assert len(attempts) == 3


def fill_the_disk(turn: Turn) -> None:
    """Write more than the database may hold, as on a full disk."""
    connection = turn.pending.open()
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    try:
        connection.exec_driver_sql("CREATE TABLE filling (words)")
        connection.exec_driver_sql("INSERT INTO filling VALUES (zeroblob(10000000))")
    finally:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def test_what_a_full_disk_took_back_is_told_to_nobody_as_done(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL undoes a failed statement, not the transaction around its savepoint")
    group, held = GroupCommit(database, COLLECTIONS), threading.Event()
    outcomes: dict[str, object] = {}

    def write(record_id: str, work: Callable[[Turn], object]) -> None:
        try:
            outcomes[record_id] = group.run(work)
        except Exception as error:  # whatever it is
            outcomes[record_id] = error

    def first(turn: Turn) -> object:
        held.wait(10)
        return adding("first")(turn)

    def others() -> None:
        time.sleep(0.2)
        waiting = [threading.Thread(target=write, args=(name, work)) for name, work in queue]
        let_queue(waiting, held)

    queue: list[tuple[str, Callable[[Turn], object]]] = [
        ("before", adding("before")),
        ("full", fill_the_disk),
        ("after", adding("after")),
    ]
    in_threads(lambda: write("first", first), others)
    assert isinstance(outcomes["full"], Exception)
    assert [outcomes[name] for name in ("first", "before", "after")] == [1, 2, 3]
    with database.read() as connection:
        ids = connection.execute(text("SELECT id FROM source ORDER BY seq")).scalars().all()
    assert ids == ["first", "before", "after"]


def test_those_who_wait_for_a_clock_that_another_holds_give_up_together(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers wait for BEGIN, once for the whole group")
    event.listen(database.writers, "begin", lambda connection: connection.exec_driver_sql("SET lock_timeout = 700"))
    group, took = GroupCommit(database, COLLECTIONS), []

    def write(number: int) -> None:
        begun = time.monotonic()
        with pytest.raises(OperationalError):
            group.run(adding(f"s-{number}"))
        took.append(time.monotonic() - begun)

    other = Database(database.url.render_as_string(hide_password=False))
    with other.write() as connection:
        connection.exec_driver_sql("UPDATE clock SET seq = seq")
        in_threads(*(lambda n=n: write(n) for n in range(8)))
    other.close()
    assert len(took) == 8
    assert max(took) < 5 * 0.7


def test_a_write_that_waits_too_long_takes_itself_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.writing.group.WAIT_SECONDS", 0.2)
    group, held, begun = GroupCommit(database, COLLECTIONS), threading.Event(), threading.Event()

    def slow(turn: Turn) -> int | None:
        begun.set()
        held.wait(10)
        return adding("slow")(turn)

    def impatient() -> None:
        begun.wait(10)
        try:
            with pytest.raises(PoolTimeout):
                group.run(adding("impatient"))
        finally:
            held.set()

    in_threads(lambda: group.run(slow), impatient)
    assert group.run(adding("later")) == 2
