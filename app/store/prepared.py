"""Prepared statements: SQLAlchemy builds and checks them and spells them once, the driver itself executes them.

To execute a small statement takes SQLAlchemy several times as long as it takes the engine to answer it. Of what it does
only what depends on the values is done here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError

from app.store.connections import NOTICE

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


@dataclass(frozen=True)
class Prepared(Generic[R]):
    """A statement that is asked again and again with other values, each given by the name of its `bindparam`.

    It is built when it is first asked. No list can be given in the place of a value: `in_` of several `bindparam`s.
    """

    build: Callable[[], Select[Any]]
    row: type[R]
    _spelled: dict[str, "_Spelled"] = field(default_factory=dict)

    def all(self, connection: Connection, values: Mapping[str, Any] | None = None) -> Sequence[R]:
        """Every row, for these values. Raises `DBAPIError`, as SQLAlchemy does."""
        dialect = connection.dialect
        spelled = self._spelled.get(dialect.name)
        if spelled is None:
            spelled = self._spelled[dialect.name] = _spell(self.build(), dialect)
        bound = {**spelled.fixed, **(values or {})}
        for name, convert in spelled.into:
            bound[name] = convert(bound[name])
        given = bound if spelled.is_by_name else tuple(map(bound.__getitem__, spelled.order))
        cursor = connection.connection.cursor()
        for tell in connection.dispatch.before_cursor_execute:
            tell(connection, cursor, spelled.sql, given, None, False)
        try:
            cursor.execute(spelled.sql, given)
            found = cursor.fetchall()
        except dialect.loaded_dbapi.Error as error:
            raise _fail(error, connection, spelled.sql) from error
        make: Any = self.row
        return [make(*spelled.read(each)) for each in found] if spelled.out else [make(*each) for each in found]

    def first(self, connection: Connection, values: Mapping[str, Any] | None = None) -> R | None:
        """The first row, if there is one."""
        return next(iter(self.all(connection, values)), None)


@dataclass(frozen=True)
class _Spelled:
    """A statement in the words of an engine.

    `fixed` are the values that it came with, `into` and `out` what values and columns are converted by, where they are.
    `order` are the values' names, in the order that they are sent in unless that `is_by_name`.
    """

    sql: str
    fixed: Mapping[str, Any]
    into: Sequence[tuple[str, Convert]]
    out: Sequence[tuple[int, Convert]]
    order: Sequence[str]
    is_by_name: bool

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row with its columns converted."""
        read = list(row)
        for place, convert in self.out:
            read[place] = convert(read[place])
        return read


def _spell(select: Select[Any], dialect: Dialect) -> _Spelled:
    """A statement in the words of an engine, in which a list that it came with is as long as it is."""
    compiled: Any = select.compile(dialect=dialect)
    left_open = {name: None for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state(left_open)
    into = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    into |= state.processors  # of the values in lists
    columns = enumerate(column.type for column in select.selected_columns)
    out = {place: kind.dialect_impl(dialect).result_processor(dialect, None) for place, kind in columns}
    return _Spelled(
        sql=state.statement,
        fixed={name: value for name, value in state.parameters.items() if name not in left_open},
        into=[(name, into[name]) for name in state.parameters if into.get(name) is not None],
        out=[(place, convert) for place, convert in out.items() if convert is not None],
        order=state.positiontup or list(state.parameters),
        is_by_name=state.positiontup is None,
    )


def _fail(error: Exception, connection: Connection, sql: str) -> BaseException:
    """A driver's error as SQLAlchemy raises it; a connection that is lost is not given to anybody again."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    connection.info[NOTICE](error)
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
