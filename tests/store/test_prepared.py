"""Prepared statements answer as SQLAlchemy's own execution does, and fail as it does."""

import datetime as dt
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, Select, bindparam, event, literal_column, select, table
from sqlalchemy.exc import DBAPIError, OperationalError

from app.store.database import Database
from app.store.metadata import columns_of
from app.store.prepared import OneOff, Prepared
from app.store.tables import ChangeRow

CHANGE: Any = columns_of(ChangeRow)


class Row(NamedTuple):
    """A change of the log."""

    seq: int
    at: dt.datetime
    name: str


def changes(*ids: str) -> Select[Any]:
    """The newest changes of some records up to an instant, which is left open; the records are not."""
    query = select(CHANGE.seq, CHANGE.at, CHANGE.id).where(CHANGE.at <= bindparam("until", type_=CHANGE.at.type))
    return query.where(CHANGE.id.in_(ids)).order_by(CHANGE.seq.desc()).limit(bindparam("rows", type_=CHANGE.seq.type))


@pytest.mark.parametrize("ids", [("russia",), ("russia", "ukraine", "nato"), ()])
def test_rows_are_those_that_sqlalchemy_gives(seeded: Database, ids: tuple[str, ...]) -> None:
    prepared = Prepared(lambda: changes(*ids), Row)
    for rows in (1, 2, 500):
        values = {"until": dt.datetime(2200, 1, 1, tzinfo=dt.UTC), "rows": rows}
        with seeded.read() as connection:
            found = prepared.all(connection, values)
            assert found == OneOff(changes(*ids), Row).all(connection, values)
            assert prepared.first(connection, values) == next(iter(found), None)
        assert len(found) == min(rows, len(ids))
        assert all(each.at.tzinfo is not None for each in found)


def test_a_statement_is_built_once_for_each_engine(seeded: Database) -> None:
    built: list[str] = []

    def build() -> Select[Any]:
        built.append("once")
        return changes("russia")

    prepared, values = Prepared(build, Row), {"until": dt.datetime(2200, 1, 1, tzinfo=dt.UTC), "rows": 1}
    for _ in range(3):
        with seeded.read() as connection:
            assert prepared.all(connection, values)
    assert built == ["once"]


def test_who_listens_to_the_engine_is_told(seeded: Database) -> None:
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if connection.engine.url == seeded.url:  # others may ask other databases meanwhile
            seen.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with seeded.read() as connection:
            Prepared(lambda: changes("russia"), Row).all(connection, {"until": dt.datetime.now(dt.UTC), "rows": 3})
            ((statement, values),) = seen
            connection.exec_driver_sql(statement, values)
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_statement_that_fails_says_no_value_and_fails_as_others_do(seeded: Database) -> None:
    there_is_none: Any = select(literal_column("nothing"), bindparam("word", "hidden")).select_from(table("nowhere"))
    wrong = Prepared(lambda: there_is_none, tuple)
    with seeded.read() as connection:
        with pytest.raises(DBAPIError) as refused:
            wrong.all(connection)
        assert "hidden" not in str(refused.value)
        assert not refused.value.connection_invalidated
        with pytest.raises(DBAPIError, match="nowhere"):
            OneOff(there_is_none, tuple).all(connection)
    with seeded.read() as connection:
        assert Prepared(lambda: changes("russia"), Row).all(connection, {"until": dt.datetime.now(dt.UTC), "rows": 1})


def test_a_connection_that_is_lost_is_not_given_again(seeded: Database) -> None:
    if seeded.is_sqlite:
        pytest.skip("SQLite has no server to lose")
    prepared, values = Prepared(lambda: changes("russia"), Row), {"until": dt.datetime.now(dt.UTC), "rows": 1}
    with seeded.read() as connection:
        number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with seeded.write() as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(%(number)s)", {"number": number})
        with pytest.raises(OperationalError) as lost:
            prepared.all(connection, values)
        assert lost.value.connection_invalidated
    with seeded.read() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != number
        assert prepared.all(connection, values)
