"""Watching tells the newest state, on a connection of its own, and goes on where that is lost."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from app.resources import COLLECTIONS
from app.store.clock import Snapshot
from app.store.database import Database
from app.store.watch import Watch
from app.store.write import writing
from tests import examples

END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


def add(database: Database, number: int) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id=f"s-{number}"))


def watching(database: Database, use: Callable[[Watch], Awaitable[None]]) -> None:
    async def main() -> None:
        watch = Watch(database)
        await use(watch)
        await watch.close()

    asyncio.run(main())


def test_what_was_committed_before_the_question_is_in_the_answer(database: Database) -> None:
    committed, done = [0], threading.Event()

    def write() -> None:
        for number in range(1, 40):
            add(database, number)
            committed[0] = number
        done.set()

    async def use(watch: Watch) -> None:
        writer = threading.Thread(target=write)
        writer.start()
        told = 0
        while not done.is_set():
            least = committed[0]
            several = await asyncio.gather(*(watch.newest() for _ in range(5)))
            assert min(each.seq for each in several) >= max(least, told)
            told = max(each.seq for each in several)
        writer.join()
        assert (await watch.newest()).seq == 39

    watching(database, use)


def test_those_who_wait_share_a_question(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite answers at once, so nobody waits")
    asked: list[Watch] = []
    ask = Watch._ask_on_the_line

    async def noted(watch: Watch) -> Snapshot:
        asked.append(watch)
        return await ask(watch)

    monkeypatch.setattr(Watch, "_ask_on_the_line", noted)

    async def use(watch: Watch) -> None:
        await asyncio.gather(*(watch.newest() for _ in range(50)))

    watching(database, use)
    assert len(asked) == 1


def test_a_connection_that_is_lost_is_made_again(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no server to lose")

    async def use(watch: Watch) -> None:
        assert (await watch.newest()).seq == 0
        add(database, 1)
        with database.write() as connection:
            connection.execute(text(END_OTHERS))
        first, lines = watch._line, set[int]()
        for _ in range(3):
            assert (await watch.newest()).seq == 1
            lines.add(id(watch._line))
        assert watch._line is not first

    watching(database, use)
