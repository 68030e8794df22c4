"""Recovering: a backup, or all changes, into an empty database of either engine, in one transaction."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text, update

from app.errors import Conflict, Invalid
from app.migrations import find_schema_revisions, is_only_more, newest_revision, order_of, take_turn
from app.migrations.steps import begin_anew, upgrade
from app.store import clock
from app.store.collection import Collections
from app.store.database import Database
from app.store.desk_tables import DeskSessionRow
from app.store.metadata import table_of
from app.store.story_tables import StoryHashRow, StorySketchRow
from app.store.tables import ClockRow, ReferenceRow, SearchTextRow, SearchTokensRow
from app.store.versions import count_versions, parts_of, render_again
from app.upkeep.backed_up import RowsOfDump, RowsOfFile, TableRow, TableRows
from app.upkeep.findings import Progress, begin_unseen
from app.upkeep.manifest import Manifest, read_manifest
from app.upkeep.replaying import count_lines_of, replay

CHARACTERS_AT_ONCE = 4_000_000
"""How much text is written with one statement, about."""
ROWS_AT_MOST = 500
"""How many rows one statement writes."""
NOT_RECORDS = ("alembic_version", "clock")
DERIVED_ROWS = (ReferenceRow, SearchTextRow, SearchTokensRow, StorySketchRow, StoryHashRow)
"""What is made again of what was copied: the sketches of texts when stories are next caught up with."""
ENDED_ROWS = (DeskSessionRow,)
"""What ends with the database that it was in: who was signed in signs in again."""


class Recovered(NamedTuple):
    """To which number a database was brought, and how many texts of sources could not be brought with it."""

    seq: int
    texts_left: int


def recover(
    database: Database, collections: Collections, source: Path, *, progress: Progress = begin_unseen
) -> Recovered:
    """Bring what a backup's folder, or a file of all changes, holds into a database in which nothing is.

    All of it is one transaction: broken off, nothing has happened. Numbers and history are kept, and the database has
    a name of its own, so that no answer of the one that was backed up is taken for one of this. Raises `Conflict` for a
    database that holds anything, `Invalid` for what is no such backup, or a damaged one.
    """
    manifest = read_manifest(source) if source.is_dir() else None
    with database.write() as connection:
        take_turn(connection)
        check_empty(connection)
        if manifest is None:
            begin_anew(connection, newest_revision())
            texts_left = replay(connection, collections, source, progress("Changes", count_lines_of(source)))
        else:
            if order_of(manifest.revision) > order_of(newest_revision()):
                raise Invalid(f"{source} was made by a newer version of the tracker")
            begin_anew(connection, manifest.revision)
            _copy(connection, collections, _rows_of(source, manifest), progress)
            _derive(connection, collections, manifest, progress)
            texts_left = 0
        connection.execute(update(ClockRow).values(instance=secrets.token_hex(8)))
        seq = clock.newest(connection).seq
    database.count_rows()
    return Recovered(seq, texts_left)


def check_empty(connection: Connection) -> None:
    """Raises `Conflict` for a database that holds a change, a key, or anything else of the tracker's."""
    if not find_schema_revisions(connection):
        return
    tables = _reflect(connection)
    for name, table in tables.items():
        if name not in NOT_RECORDS and (
            count := connection.execute(select(func.count()).select_from(table)).scalar_one()
        ):
            raise Conflict(f"the database is not empty: {name} has {count} rows; nothing is restored over anything")


def _rows_of(folder: Path, manifest: Manifest) -> TableRows:
    file = folder / manifest.file
    return RowsOfFile(file) if manifest.engine == "sqlite" else RowsOfDump(file)


def _reflect(connection: Connection) -> dict[str, Table]:
    """The tables that there are, but for the index of search, which each engine keeps in its own way."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(("search_index", "sqlite_")))
    return dict(metadata.tables)


def _copy(connection: Connection, collections: Collections, rows: TableRows, progress: Progress) -> None:
    """Write every row of what is not derived, and goes on, into the tables of the same names."""
    derived = {table_of(each).name for each in (*DERIVED_ROWS, *ENDED_ROWS)}
    for collection in collections.values():
        tally = [collection.storage.tally] if collection.storage.tally is not None else []
        derived |= {table_of(each).name for each in (*parts_of(collection), *tally)}
    tables = {name: each for name, each in _reflect(connection).items() if name not in {*derived, "alembic_version"}}
    advance = progress("Tables", len(tables))
    for table in tables.values():
        connection.execute(delete(table))
        for batch in _batches(rows.of(table)):
            connection.execute(insert(table), batch)
        _set_sequences(connection, table)
        advance(1)


def _batches(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    """TableRows together, as many as one statement is to write."""
    batch: list[TableRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(batch) >= ROWS_AT_MOST or characters >= CHARACTERS_AT_ONCE:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _set_sequences(connection: Connection, table: Table) -> None:
    """Have PostgreSQL count on from the greatest number that a table has."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.columns:
        named = {"table": table.name, "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), named).scalar()
        greatest: Any = connection.execute(select(func.max(column))).scalar() if sequence is not None else None
        if greatest is not None:
            counted = {"sequence": sequence, "greatest": greatest}
            connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :greatest)"), counted)


def _derive(connection: Connection, collections: Collections, manifest: Manifest, progress: Progress) -> None:
    """Make what was not copied: rendered again where the schema is this version's, else brought to it as ever."""
    advance: Callable[[int], None] = progress("Versions", count_versions(connection, collections.values()))
    upgrade(connection, "head")
    if is_only_more(newest_revision(), than=manifest.revision):
        render_again(connection, collections.values(), progress=advance)
