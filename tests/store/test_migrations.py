"""The schema: made by migrations alone, the same as the tables, and undone without a remainder."""

import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text, update

import app.migrations
from app.migrations import (
    UnknownRevision,
    can_serve,
    include_name,
    is_current,
    is_only_more,
    migrate,
    newest_revision,
)
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS
from app.search import matching
from app.search.terms import parse_terms
from app.store import clock, versions
from app.store.database import Database
from app.store.export import batches
from app.store.metadata import Table, columns_of
from app.store.tables import ActorVersion, ChangeRow, SearchTokensRow, SourceVersion
from app.store.write import writing
from tests import examples


def difference(database: Database) -> list[object]:
    with database.write() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_name": include_name}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Table.metadata))


def structure(database: Database) -> dict[str, object]:
    with database.read() as connection:
        inspector = inspect(connection)
        return {
            name: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)],
                sorted((str(index["name"]), tuple(index["column_names"])) for index in inspector.get_indexes(name)),
                inspector.get_pk_constraint(name)["constrained_columns"],
            )
            for name in inspector.get_table_names()
        }


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    assert difference(database) == []


def test_down_and_up_again_loses_no_structure(database: Database) -> None:
    before = structure(database)
    downgrade(database, "base")
    assert set(structure(database)) <= {"alembic_version"}
    with database.read() as connection:
        assert not is_current(connection)
    migrate(database)
    assert structure(database) == before


def test_the_newest_revision_is_the_one_that_the_steps_lead_to() -> None:
    steps = ScriptDirectory(str(Path(app.migrations.__file__).parent))
    assert steps.get_heads() == [newest_revision()]


@pytest.mark.parametrize(
    ("revision", "than", "only_adds"),
    [
        ("0022", "0022", True),
        ("0022_1", "0022", True),
        ("0022_10", "0022_9", True),
        ("0022", "0022_1", False),
        ("0022_9", "0022_10", False),
        ("0023", "0022", False),
        ("0021", "0022", False),
    ],
)
def test_only_steps_within_a_number_only_add(revision: str, than: str, *, only_adds: bool) -> None:
    assert is_only_more(revision, than=than) is only_adds


@pytest.mark.parametrize(("later", "is_served"), [("{}_99", True), ("9999", False)])
def test_what_only_has_more_is_served_as_it_is(seeded: Database, later: str, *, is_served: bool) -> None:
    with seeded.write() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :to"),
            {"to": later.format(newest_revision().partition("_")[0])},
        )
    with seeded.read() as connection:
        assert can_serve(connection) is is_served
    with nullcontext() if is_served else pytest.raises(UnknownRevision):
        migrate(seeded)


def test_migrating_again_does_nothing(database: Database) -> None:
    before = structure(database)
    migrate(database)
    assert structure(database) == before
    with database.read() as connection:
        assert is_current(connection)


def test_records_that_stood_before_a_change_of_the_schema_are_found_after_it(seeded: Database) -> None:
    whole = [line for batch in batches(seeded, COLLECTIONS, seq=87) for line in batch]
    found = columns_of(SearchTokensRow)
    with seeded.read() as connection:
        tokens = connection.execute(select(found.seq, found.title, found.body, found.counts).order_by(found.seq)).all()
    downgrade(seeded, "0001")
    with seeded.read() as connection:
        assert not is_current(connection)
    migrate(seeded)
    with seeded.read() as connection:
        assert (
            connection.execute(select(found.seq, found.title, found.body, found.counts).order_by(found.seq)).all()
            == tokens
        )
        terms = parse_terms("sikorski")
        query = select(columns_of(ActorVersion).id).where(matching.matching(ActorVersion, terms))
        assert connection.execute(query, matching.values_of_terms(terms)).scalars().all() == ["radoslaw-sikorski"]
        assert clock.newest(connection).instance
    assert [line for batch in batches(seeded, COLLECTIONS, seq=87) for line in batch] == whole


def test_changes_from_before_they_knew_it_know_the_last_of_their_transaction(seeded: Database) -> None:
    columns = columns_of(ChangeRow)

    def ends() -> list[tuple[int, int]]:
        with seeded.read() as connection:
            return [tuple(row) for row in connection.execute(select(columns.seq, columns.last).order_by(columns.seq))]

    for some in (["a"], ["b", "c", "d"], ["e"]):
        with writing(seeded, COLLECTIONS, by="test") as writer:
            for each in some:
                writer.create("sources", examples.source(id=each))
    before = ends()
    assert before == [*((seq, 87) for seq in range(1, 88)), (88, 88), (89, 91), (90, 91), (91, 91), (92, 92)]
    downgrade(seeded, "0011")
    migrate(seeded)
    assert ends() == before


def test_rendering_again_changes_nothing(seeded: Database) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        with seeded.read() as connection:
            return {
                name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for name, table in Table.metadata.tables.items()
            }

    with writing(seeded, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
    with writing(seeded, COLLECTIONS, by="test") as writer:
        writer.replace("sources", "s", examples.source("Another", id="s"))
        writer.delete("sources", "s")
    before = everything()
    with seeded.write() as connection:
        assert versions.render_again(connection, COLLECTIONS.values()) == versions.count_versions(
            connection, COLLECTIONS.values()
        )
    assert everything() == before


def test_sources_of_one_address_from_before_it_had_to_be_ones_alone_are_kept(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="first", url="https://www.example.org/x"))
        writer.create("sources", examples.source(id="second", url="https://www.example.org/y"))
    downgrade(database, "0002")
    with database.write() as connection:
        columns = columns_of(SourceVersion)
        document = connection.execute(select(columns.document).where(columns.id == "second")).scalar_one()
        other = document.replace("example.org/y", "example.org/x?utm_source=y&CMP=share")
        connection.execute(update(SourceVersion).where(columns.id == "second").values(document=other))
    migrate(database)
    with database.read() as connection:
        held = connection.execute(select(columns.id, columns.canonical_url).order_by(columns.id)).all()
    assert [tuple(row) for row in held] == [("first", "https://www.example.org/x"), ("second", None)]


def test_writers_wait_while_everything_is_rendered_again(seeded: Database) -> None:
    gone: list[int] = []

    def remove() -> None:
        with writing(seeded, COLLECTIONS, by="test") as writer:
            gone.append(writer.delete("sources", "s"))

    with writing(seeded, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
    with seeded.write() as connection:
        versions.render_again(connection, COLLECTIONS.values())
        thread = threading.Thread(target=remove)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join()
    with seeded.read() as connection:
        columns = columns_of(SourceVersion)
        query = select(columns.until).where(columns.id == "s")
        assert connection.execute(query).scalars().all() == gone == [89]
