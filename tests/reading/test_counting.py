"""Counting: the engines know how many rows there are, for their plans, and nobody waits for it."""

import time
from pathlib import Path

from sqlalchemy import text

from app.commands.opening import prepare_database
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import MANY, Database
from app.store.write import writing
from tests import examples
from tests.databases import Server, forget_counts
from tests.editors import Editor, draft


def has_counted(database: Database, table: str = "source") -> bool:
    """Whether the engine has statistics of a table."""
    asked = "SELECT count(*) FROM pg_stats WHERE tablename = :table"
    if database.is_sqlite:
        asked = "SELECT count(*) FROM sqlite_stat1 WHERE tbl = :table"
        with database.read() as connection:
            if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")).first():
                return False
    with database.read() as connection:
        return bool(connection.execute(text(asked), {"table": table}).scalar_one())


def add(database: Database, count: int) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for number in range(count):
            writer.create("sources", examples.source(f"Report {number}"))


def test_rows_are_counted_after_a_bulk_load(database: Database) -> None:
    forget_counts(database)
    add(database, 1)
    assert not has_counted(database)
    add(database, MANY)
    assert has_counted(database)
    forget_counts(database)
    add(database, MANY - 10)
    add(database, 1)
    assert not has_counted(database), "not again before there are twice as many"
    add(database, MANY)
    assert has_counted(database)


def test_rows_are_counted_after_a_batch(editor: Editor, database: Database) -> None:
    forget_counts(database)
    editor.create("sources")
    batch = [draft("sources") | {"title": f"Report {number}"} for number in range(MANY)]
    headers = {"Authorization": f"Bearer {editor.token}"}
    assert editor.client.post("/v1/sources/batch", json=batch, headers=headers).status_code == 200
    assert has_counted(database)


def test_rows_are_counted_when_a_database_is_opened_and_on_sqlite_when_it_is_closed(
    servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    url = servers[engine].create("opened") if engine == "postgresql" else f"sqlite:///{tmp_path / 'opened.db'}"
    with prepare_database(Settings(database_url=url)) as database:
        assert has_counted(database)
        forget_counts(database)
        add(database, 1)
    assert has_counted(database) == database.is_sqlite
    database.close()


def test_nobody_waits_for_it(database: Database) -> None:
    forget_counts(database)
    begun = time.monotonic()
    with database.write() as connection:
        if database.is_sqlite:
            database.count_rows()
        else:
            connection.exec_driver_sql("LOCK TABLE source IN SHARE ROW EXCLUSIVE MODE")
            database.count_rows()
    assert time.monotonic() - begun < 5
    assert not has_counted(database)
