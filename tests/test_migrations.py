"""The schema: made by migrations alone, the same as the tables, and undone without a remainder."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.migrations import downgrade, include_name, is_current, migrate
from app.store.database import Database
from app.store.tables import Table


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


def test_migrating_again_does_nothing(database: Database) -> None:
    before = structure(database)
    migrate(database)
    assert structure(database) == before
    with database.read() as connection:
        assert is_current(connection)
