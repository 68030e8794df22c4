"""Prepared statements: SQLAlchemy builds and checks them and spells them once, the driver itself executes them.

To execute a small statement takes SQLAlchemy several times as long as it takes the engine to answer it. Of what it does
only what depends on the values is done here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError

R = TypeVar("R", bound=tuple[Any, ...])
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class OneOff(Generic[R]):
    """A statement that is asked once, by SQLAlchemy; its rows are tuples of a class of the caller's."""

    select: Select[Any]
    row: type[R]

    def all(self, connection: Connection, values: Mapping[str, Any] | None = None) -> Sequence[R]:
        """Every row, for these values of the statement's `bindparam`s."""
        return [self.row(*each) for each in connection.execute(self.select, values)]


class Prepared(Generic[R]):
    """A statement that is asked again and again with other values, each given by the name of its `bindparam`.

    It takes no list in the place of a value: `in_` of several `bindparam`s, not of values.
    """

    def __init__(self, select: Select[Any], row: type[R]) -> None:
        self.select = select
        self._row: Any = row
        self._spelled: dict[str, _Spelled] = {}

    def all(self, connection: Connection, values: Mapping[str, Any] | None = None) -> Sequence[R]:
        """Every row, for these values. Raises `DBAPIError`, as SQLAlchemy does."""
        dialect = connection.dialect
        spelled = self._spelled.get(dialect.name)
        if spelled is None:
            spelled = self._spelled[dialect.name] = _spell(self.select, dialect)
        bound, cursor = spelled.bind(values or {}), connection.connection.cursor()
        for told in connection.dispatch.before_cursor_execute:
            told(connection, cursor, spelled.sql, bound, None, False)
        try:
            cursor.execute(spelled.sql, bound)
            found = cursor.fetchall()
        except dialect.loaded_dbapi.Error as error:
            raise _fail(error, connection, spelled.sql) from error
        if spelled.out:
            found = [spelled.read(row) for row in found]
        return [self._row._make(row) for row in found]

    def first(self, connection: Connection, values: Mapping[str, Any] | None = None) -> R | None:
        """The first row, if there is one."""
        return next(iter(self.all(connection, values)), None)


@dataclass(frozen=True)
class _Spelled:
    """A statement in the words of an engine.

    `fixed` are the values that it came with, `into` and `out` what values and columns are converted by, where they are.
    Where the driver takes values in order, `order` are their names; else `names` are those that it knows them by.
    """

    sql: str
    fixed: Mapping[str, Any]
    into: Mapping[str, Convert]
    out: Mapping[int, Convert]
    order: Sequence[str] | None
    names: Mapping[str, str]

    def bind(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        bound = {**self.fixed, **values}
        for name, convert in self.into.items():
            bound[name] = convert(bound[name])
        if self.order is not None:
            return [bound[name] for name in self.order]
        return {known: bound[name] for name, known in self.names.items()}

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row with its columns converted."""
        return [self.out[place](value) if place in self.out else value for place, value in enumerate(row)]


def _spell(select: Select[Any], dialect: Dialect) -> _Spelled:
    """A statement in the words of an engine. Raises `ValueError` where it takes a list in the place of a value."""
    compiled: Any = select.compile(dialect=dialect)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"a list stands in the place of a value in {compiled}")
    into = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    columns = enumerate(column.type for column in select.selected_columns)
    out = {place: kind.dialect_impl(dialect).result_processor(dialect, None) for place, kind in columns}
    return _Spelled(
        sql=compiled.string,
        fixed={name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        into={name: convert for name, convert in into.items() if convert is not None},
        out={place: convert for place, convert in out.items() if convert is not None},
        order=compiled.positiontup,
        names={name: compiled.escaped_bind_names.get(name, name) for name in compiled.binds},
    )


def _fail(error: Exception, connection: Connection, sql: str) -> BaseException:
    """A driver's error as SQLAlchemy raises it; a connection that is lost is not given to anybody again."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    is_lost = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
